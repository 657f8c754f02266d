import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { operations, pathOf, type Operation } from "../harness/contract.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const everything = await operations(url);
let owner: Person;
let thief: Person;
/** What the owner has, under the names that the routes use. */
let owned: Record<string, string>;
/** Identifiers of the same form that nobody has. */
const unknown: Record<string, string> = { wallet_id: crypto.randomUUID(), transaction_id: crypto.randomUUID(), user_id: crypto.randomUUID(), account_id: crypto.randomUUID() };

beforeAll(async () => {
  [owner, thief] = [await newPerson(url), await newPerson(url)];
  const account = await owner.fundedAccount();
  const txn = await owner.sdk.transactions.create({ account_id: account.id, to: freshAddress(), amount: 5n }, { wait: "confirmed" });
  owned = { wallet_id: account.wallet_id, account_id: account.id, transaction_id: txn.id, user_id: owner.id, hash: txn.hash! };
});

/** A body that would be right if the account were one's own. */
function bodyFor(operation: Operation, account_id: string): object {
  const bodies: Record<string, object> = {
    "/v1/transactions": { account_id, to: freshAddress(), amount: "1" },
    "/v1/transactions:estimate": { account_id, to: freshAddress(), amount: "1" },
    "/v1/transactions:batch": { transactions: [{ account_id, to: freshAddress(), amount: "1" }] },
    "/v1/messages:sign": { account_id, message: "hello" },
    "/v1/messages:verify": { account_id, message: "hello", signature: `0x${"11".repeat(65)}` },
    "/v1/wallets/{wallet_id}": { label: "Mine now" },
    "/v1/wallets/{wallet_id}/accounts": { network: "ethereum" },
    "/v1/wallets/{wallet_id}/tokens": { network: "ethereum", contract: freshAddress() },
  };
  return bodies[operation.path] ?? {};
}

const request = (operation: Operation, ids: Record<string, string>, who: Person) =>
  who.ask(operation.method, pathOf(operation, ids) + (operation.path.includes("{user_id}") ? "?network=ethereum" : ""), {
    ...(operation.method !== "GET" && { body: bodyFor(operation, ids.account_id!) }),
  });

const byPath = everything.filter((operation) => operation.allow.includes("USER") && operation.parameters.some((name) => name in unknown));
const byBody = everything.filter((operation) => operation.allow.includes("USER") && operation.method === "POST" && JSON.stringify(operation.body ?? {}).includes('"account_id"') && operation.parameters.length === 0);

test("there is something to steal on the routes that matter", () => {
  expect(byPath.map(({ name }) => name)).toEqual(expect.arrayContaining(["GET /v1/wallets/{wallet_id}", "GET /v1/transactions/{transaction_id}", "POST /v1/transactions/{transaction_id}:cancel"]));
  expect(byBody.map(({ name }) => name)).toEqual(expect.arrayContaining(["POST /v1/transactions", "POST /v1/messages:sign"]));
});

describe("what belongs to somebody else is not found, exactly as what does not exist", () => {
  const bare = ({ error }: any) => ({ ...error, request_id: "", timestamp: "" });
  const scrubbed = (body: any, ids: Record<string, string>) => Object.values(ids).reduce((text, id) => text.replaceAll(id, "ID"), JSON.stringify(bare(body)));

  test.each([...byPath, ...byBody].map((operation) => [operation.name, operation] as const))("%s", async (_, operation) => {
    const stolen = await request(operation, owned, thief);
    const missing = await request(operation, unknown, thief);
    expect(stolen.status, stolen.text).toBe(404);
    expect(stolen.body.error.code).toBe("NOT_FOUND");
    expect(missing.status).toBe(404);
    expect(scrubbed(stolen.body, owned)).toBe(scrubbed(missing.body, unknown));
  });

  test("by hash as by id", async () => {
    expect((await thief.ask("GET", `/v1/transactions/${owned.hash}`)).status).toBe(404);
    expect((await thief.ask("GET", `/v1/transactions/${owned.hash}/receipt`)).status).toBe(404);
  });
});

describe("lists hold nothing of others", () => {
  test.each(["/v1/wallets", "/v1/transactions"])("%s", async (path) => {
    const { status, text } = await thief.ask("GET", path);
    expect(status).toBe(200);
    for (const id of Object.values(owned)) expect(text).not.toContain(id);
  });

  test("a filter by somebody else's account finds nothing", async () => {
    const answer = await thief.ask("GET", `/v1/transactions?account_id=${owned.account_id}`);
    if (answer.status === 200) expect(answer.body.transactions).toEqual([]);
    else expect(answer.status).toBe(404);
  });

  test("a page token is good for nobody else", async () => {
    for (let number = 0; number < 3; number++) await owner.wallet(`More ${number}`);
    const { body } = await owner.ask("GET", "/v1/wallets?page_size=1");
    const answer = await thief.ask("GET", `/v1/wallets?page_size=1&page_token=${encodeURIComponent(body.next_page_token)}`);
    expect(answer.text).not.toContain(owned.wallet_id);
    if (answer.status === 200) expect(answer.body.wallets).toEqual([]);
  });
});

test("and the owner's things are untouched", async () => {
  const { body } = await owner.ask("GET", `/v1/wallets/${owned.wallet_id}`);
  expect(body).toMatchObject({ label: "Main", accounts: [{ id: owned.account_id }] });
  expect((await owner.sdk.transactions.list({ account_id: owned.account_id! }).all()).map((txn) => txn.id)).toEqual([owned.transaction_id]);
});
