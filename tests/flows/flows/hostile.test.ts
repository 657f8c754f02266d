import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshAddress, stranger } from "../harness/chain.js";
import { openapi, operations, type Operation } from "../harness/contract.js";
import { attacksOn, goodRequest, type Attack, type Known } from "../harness/hostile.js";
import type { Answer } from "../harness/http.js";
import { becomeAdmin, login, newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

// Thousands of requests that use up limits: a server of its own, whose document says what the tests are.
const server = await OwnServer.start();
const { url } = server;
afterAll(() => server.stop());
const everything = await operations(url);

/** Ends the session or changes the password that the rest needs (passwords.test.ts); or stays open when it is accepted (streams.test.ts). */
const testedElsewhere = ({ path }: Operation) => /logout$|\/password$|^\/v1\/(stream|events)$/.test(path);
/** No code of a mail is known here. */
const needsCode = ({ path }: Operation) => /^(\/v1\/auth)?\/verify$/.test(path);
const attacked = everything.filter((operation) => !testedElsewhere(operation) && operation.parameters.length + operation.query.length + (operation.body ? 1 : 0) > 0);

/** Requests at once. */
const kParallel = 8;

/** Words of the inside: engines, libraries, places in the source, paths of the machine. */
const kInternals = /sqlstate|syntax error at|no such (table|column)|constraint failed|std::|boost|protobuf|nlohmann|simdjson|grpc|\.(cc|h|cpp):\d|\/(home|root|usr|var|work)\/|what\(\)|bad_alloc|terminate called/i;

let attacker: Person;
let admin: Person;
let bystander: Person;
let known: Known;
let untouched: unknown;
let conforms: (pointer: string, value: unknown, partly: boolean) => string;

beforeAll(async () => {
  admin = await login(url, await becomeAdmin(server.dev));
  [attacker, bystander] = await Promise.all([newPerson(url), newPerson(url)]);
  const account = await attacker.fundedAccount();
  const sent = await attacker.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id: account.id, to: freshAddress(), amount: "1" } });
  const { id: user_id } = await newPerson(url);
  known = { account_id: account.id, wallet_id: account.wallet_id, transaction_id: sent.body.id, user_id, network: "ethereum", networks: ["ethereum"], roles: ["user"], topics: ["heads"], to: stranger, amount: "1", message: "Hello" };
  const { id } = await bystander.fundedAccount();
  await bystander.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id: id, to: freshAddress(), amount: "1" } });
  untouched = await belongings(bystander);
  conforms = await conformance();
});

/** Asks of a value whether it is what the document says, or as much of it as there is; answers with what is not. */
async function conformance(): Promise<typeof conforms> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addFormat("password", true);
  ajv.addSchema(await openapi(url), "api");
  return (pointer, value, partly) => {
    ajv.validate({ $ref: `api${pointer}` }, value);
    const errors = (ajv.errors ?? []).filter(({ keyword }) => !(partly && keyword === "required"));
    return errors.length === 0 ? "" : ajv.errorsText(errors);
  };
}

/** All that somebody has. Statuses and nonces come by themselves and are left out. */
async function belongings(person: Person): Promise<unknown> {
  const { body: wallets } = await person.ask("GET", "/v1/wallets?page_size=100");
  const { body: transactions } = await person.ask("GET", "/v1/transactions?page_size=100");
  const { body: me } = await person.ask("GET", "/v1/me");
  return { me, wallets, transactions: transactions.transactions.map(({ id, to, amount, note }: any) => ({ id, to, amount, note })) };
}

/** What is wrong with an answer, if anything. */
function complaint(operation: Operation, attack: Attack, answer: Answer): string | undefined {
  const said = `${attack.name} → ${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status >= 500) return said;
  if (answer.status >= 400 && kInternals.test(answer.text)) return `tells of the inside: ${said}`;
  const pointer = answer.status in operation.answers ? operation.answers[answer.status] : answer.status >= 400 ? operation.answers["default"] : undefined;
  if (!(answer.status in operation.answers) && answer.status < 400) return `is not in the document: ${said}`;
  // What only doing it brings is left out of what would happen.
  const differences = pointer === undefined ? "" : conforms(pointer, answer.body, /"validate_only":true/.test(attack.text ?? ""));
  return differences === "" ? undefined : `${differences}: ${said}`;
}

const answerTo = (person: Person, { method }: Operation, { path, text }: Attack) => person.ask(method, path, text === undefined ? {} : { text });

/** What the good request, that every attack differs from in one place, is refused for. */
async function refusalOf(person: Person, operation: Operation): Promise<string | undefined> {
  const { status, text } = await answerTo(person, operation, goodRequest(operation, known));
  return status === 400 ? text : undefined;
}

async function attackAll(person: Person, operation: Operation): Promise<{ complaints: string[]; accepted: number }> {
  const attacks = [...attacksOn(operation, known)];
  const complaints: string[] = [];
  let accepted = 0;
  const worker = async () => {
    for (let attack = attacks.pop(); attack; attack = attacks.pop()) {
      const answer = await answerTo(person, operation, attack);
      if (answer.status < 400) ++accepted;
      const wrong = complaint(operation, attack, answer);
      if (wrong !== undefined) complaints.push(wrong);
    }
  };
  await Promise.all(Array.from({ length: kParallel }, worker));
  return { complaints, accepted };
}

describe("every place of every route, filled with what does not belong there", () => {
  test.each(attacked.map((operation) => [operation.name, operation] as const))(
    "%s refuses it by the document, tells nothing of its inside, and changes nothing",
    async (_, operation) => {
      const person = operation.allow.some((role) => role === "USER" || role === "PUBLIC") ? attacker : admin;
      if (!needsCode(operation)) expect(await refusalOf(person, operation)).toBeUndefined();
      const before = await belongings(person);
      const { complaints, accepted } = await attackAll(person, operation);
      expect(complaints).toEqual([]);
      if (accepted === 0 || operation.method === "GET") expect(await belongings(person)).toEqual(before);
      expect(await belongings(bystander), "somebody else's").toEqual(untouched);
    },
    600_000,
  );
});
