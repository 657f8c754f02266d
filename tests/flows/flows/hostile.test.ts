import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { openapi, operations, type Operation } from "../harness/contract.js";
import { attacksOn, type Attack, type Known } from "../harness/hostile.js";
import type { Answer } from "../harness/http.js";
import { login, newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const everything = await operations(url);

/** Ends the session that the rest needs; or stays open when it is accepted (streams.test.ts). */
const testedElsewhere = ({ path }: Operation) => /logout$|^\/v1\/(stream|events)$/.test(path);
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
let conforms: (pointer: string, value: unknown) => string;

beforeAll(async () => {
  [attacker, bystander, admin] = await Promise.all([newPerson(url), newPerson(url), login(url, inject("admin"))]);
  const account = await attacker.fundedAccount();
  const sent = await attacker.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id: account.id, to: freshAddress(), amount: "1" } });
  const { id: user_id } = await newPerson(url);
  known = { account_id: account.id, wallet_id: account.wallet_id, transaction_id: sent.body.id, user_id, network: "ethereum", networks: ["ethereum"], roles: ["user"], topics: ["heads"] };
  const { id } = await bystander.fundedAccount();
  await bystander.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id: id, to: freshAddress(), amount: "1" } });
  untouched = await belongings(bystander);
  conforms = await conformance();
});

/** Asks of a value whether it is what the document says; answers with what is not. */
async function conformance(): Promise<(pointer: string, value: unknown) => string> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addFormat("password", true);
  ajv.addSchema(await openapi(url), "api");
  return (pointer, value) => (ajv.validate({ $ref: `api${pointer}` }, value) ? "" : ajv.errorsText());
}

/** All that somebody has. Statuses move by themselves and are left out. */
async function belongings(person: Person): Promise<unknown> {
  const { body: wallets } = await person.ask("GET", "/v1/wallets?page_size=100");
  const { body: transactions } = await person.ask("GET", "/v1/transactions?page_size=100");
  const { body: me } = await person.ask("GET", "/v1/me");
  return { me, wallets, transactions: transactions.transactions.map(({ id, to, amount, nonce, note }: any) => ({ id, to, amount, nonce, note })) };
}

/** What is wrong with an answer, if anything. */
function complaint(operation: Operation, attack: Attack, answer: Answer): string | undefined {
  const said = `${attack.name} → ${answer.status} ${answer.text.slice(0, 300)}`;
  if (answer.status >= 500) return said;
  if (answer.status >= 400 && kInternals.test(answer.text)) return `tells of the inside: ${said}`;
  const pointer = answer.status in operation.answers ? operation.answers[answer.status] : answer.status >= 400 ? operation.answers["default"] : undefined;
  if (!(answer.status in operation.answers) && answer.status < 400) return `is not in the document: ${said}`;
  const differences = pointer === undefined ? "" : conforms(pointer, answer.body);
  return differences === "" ? undefined : `${differences}: ${said}`;
}

async function attackAll(person: Person, operation: Operation): Promise<{ complaints: string[]; accepted: number }> {
  const attacks = [...attacksOn(operation, known)];
  const complaints: string[] = [];
  let accepted = 0;
  const worker = async () => {
    for (let attack = attacks.pop(); attack; attack = attacks.pop()) {
      const asked = attack.text === undefined ? {} : { text: attack.text };
      const answer = await person.ask(operation.method, attack.path, asked);
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
      const before = await belongings(person);
      const { complaints, accepted } = await attackAll(person, operation);
      expect(complaints).toEqual([]);
      if (accepted === 0 || operation.method === "GET") expect(await belongings(person)).toEqual(before);
      expect(await belongings(bystander), "somebody else's").toEqual(untouched);
    },
    600_000,
  );
});
