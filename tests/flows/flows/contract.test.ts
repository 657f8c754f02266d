import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { operations, pathOf, type Operation } from "../harness/contract.js";
import { ask, type Answer } from "../harness/http.js";
import { login, newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const everything = await operations(url);
let owner: Person;
let admin: Person;
/** What the owner has, under the names that the routes use. */
let owned: Record<string, string>;

beforeAll(async () => {
  owner = await newPerson(url);
  admin = await login(url, inject("admin"));
  const account = await owner.fundedAccount();
  const txn = await owner.sdk.transactions.create({ account_id: account.id, to: freshAddress(), amount: 5n }, { wait: "confirmed" });
  owned = { wallet_id: account.wallet_id, transaction_id: txn.id, user_id: owner.id, network: "ethereum", address: freshAddress() };
});

// Streams stay open; streams.test.ts has them.
const isStream = ({ path }: Operation) => ["/v1/stream", "/v1/events"].includes(path);
const named = (some: Operation[]) => some.map((operation) => [operation.name, operation] as const);

describe("every GET leaves what its caller has as it was", () => {
  const reads = everything.filter((operation) => operation.method === "GET" && !isStream(operation));

  /** All lists that tell of the owner, without what time alone moves. */
  async function belongings(): Promise<unknown> {
    const list = async (who: Person, path: string, name: string) => (await who.ask("GET", path)).body[name] as any[];
    return {
      me: (await owner.ask("GET", "/v1/me")).body,
      wallets: await list(owner, "/v1/wallets", "wallets"),
      transactions: (await list(owner, "/v1/transactions", "transactions")).map(({ confirmations: _, ...rest }) => rest),
      mail: await list(owner, `/dev/mailbox?to=${encodeURIComponent(owner.credentials.email)}`, "messages"),
      records: await list(admin, `/v1/audit?actor=${owner.id}`, "records"),
      user: await list(admin, `/v1/users?email=${encodeURIComponent(owner.credentials.email)}`, "users"),
    };
  }

  test("there are many", () => expect(reads.length).toBeGreaterThan(15));

  test.each(named(reads))("%s", async (_, operation) => {
    const before = await belongings();
    for (const who of [owner, admin]) {
      const answer = await who.ask("GET", pathOf(operation, owned) + (operation.path.includes("{user_id}") ? "?network=ethereum" : ""));
      expect(answer.status, answer.text).toBeLessThan(500);
    }
    expect(await belongings()).toEqual(before);
  });
});

describe("every answer", () => {
  /** Good, refused, not found, not allowed, not JSON, signed out. */
  async function answersOf(operation: Operation): Promise<Answer[]> {
    const path = pathOf(operation, owned);
    const body = operation.method === "GET" ? {} : { body: {} };
    return Promise.all([
      owner.ask(operation.method, path, body),
      ask(url, operation.method, path, body),
      owner.ask(operation.method, pathOf(operation, {}), body),
      owner.ask("PATCH", path.replace(/\/?$/, "/nowhere"), { body: {} }),
      owner.ask("POST", path, { text: "no json", headers: { "content-type": "text/plain" } }),
    ]);
  }

  // What is for everybody may be kept.
  const isForEverybody = ({ path }: Operation) => /^\/(health|openapi\.json|metrics|docs)/.test(path);

  function complaints(operation: Operation, { status, text, headers }: Answer): string[] {
    const type = headers.get("content-type") ?? "";
    const found: string[] = [];
    if (text !== "" && !/^(application\/(jwk-set\+)?json|text\/[a-z-]+;.*charset=utf-8)$/.test(type)) found.push(`type '${type}'`);
    if (text === "" && type !== "") found.push(`a type without a body`);
    if (!isForEverybody(operation) && text !== "" && headers.get("cache-control") !== "no-store") found.push(`may be kept: ${headers.get("cache-control")}`);
    if (!/frame-ancestors 'none'/.test(headers.get("content-security-policy") ?? "")) found.push("may be framed");
    if (headers.get("x-content-type-options") !== "nosniff") found.push("may be sniffed");
    return found.map((each) => `${status}: ${each}`);
  }

  // Ends the caller's session.
  const asked = everything.filter((operation) => !isStream(operation) && !/logout/.test(operation.path));

  test.each(named(asked))("of %s with a body names its type, is kept and framed nowhere", async (_, operation) => {
    const answers = await answersOf(operation);
    expect(answers.some(({ text }) => text !== "")).toBe(true);
    expect(answers.flatMap((answer) => complaints(operation, answer))).toEqual([]);
  });

  test("of the web app names its type and its characters", async () => {
    const page = await ask(url, "GET", "/");
    const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
    expect(files.length).toBeGreaterThan(1);
    for (const file of ["/", "/docs", "/docs/docs.js", "/docs/docs.css", ...files]) {
      const type = (await ask(url, "GET", file)).headers.get("content-type") ?? "";
      expect(type, file).toMatch(/^(text\/[a-z-]+; charset=utf-8|image\/[a-z+-]+|font\/woff2|application\/(manifest\+)?json)$/);
    }
  });
});
