import type { Account } from "@coffer/sdk";
import type { Address } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { reader } = sharedChain();
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  person = await newPerson(url);
  account = await person.fundedAccount();
});

const post = (path: string, key: string, body: unknown, who = person) => who.ask("POST", path, { body, headers: { "idempotency-key": key } });
const order = (change: object = {}) => ({ account_id: account.id, to: freshAddress(), amount: "77", ...change });

describe("Idempotency-Key", () => {
  test("one hundred parallel equal POSTs make one transaction", async () => {
    const body = order();
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 100 }, () => post("/v1/transactions", key, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") !== "true")).toHaveLength(1);
    await person.sdk.transactions.waitFor(answers[0]!.body.id, "confirmed");
    expect(await reader.getBalance({ address: body.to })).toBe(77n);
  });

  test("a replay repeats status and body, and says so", async () => {
    const body = order();
    const key = crypto.randomUUID();
    const first = await post("/v1/transactions", key, body);
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    await person.sdk.transactions.waitFor(first.body.id, "confirmed");
    const again = await post("/v1/transactions", key, body);
    expect(again.status).toBe(first.status);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
  });

  test("another body under the same key is a conflict, and does nothing", async () => {
    const key = crypto.randomUUID();
    const to = freshAddress();
    await post("/v1/transactions", key, order());
    expectError(await post("/v1/transactions", key, order({ to })), 409, "CONFLICT");
    expect(await reader.getBalance({ address: to })).toBe(0n);
  });

  test("order of members and white space are not another body", async () => {
    const body = order();
    const key = crypto.randomUUID();
    const first = await post("/v1/transactions", key, body);
    const text = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 4);
    const again = await person.ask("POST", "/v1/transactions", { text, headers: { "idempotency-key": key } });
    expect(again.status).toBe(201);
    expect(again.body.id).toBe(first.body.id);
  });

  test("the key belongs to the user and to the route", async () => {
    const key = crypto.randomUUID();
    const first = await post("/v1/wallets", key, { label: "One", networks: ["ethereum"] });
    const other = await post("/v1/wallets", key, { label: "One", networks: ["ethereum"] }, await newPerson(url));
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
    expect((await post("/v1/transactions", key, order())).status).toBe(201);
  });

  test("covers wallets, accounts and messages too", async () => {
    for (const [path, body, id] of [
      ["/v1/wallets", { label: "Twice", networks: ["ethereum"] }, "id"],
      [`/v1/wallets/${account.wallet_id}/accounts`, { network: "ethereum" }, "id"],
      ["/v1/messages:sign", { account_id: account.id, message: "hello" }, "signature"],
    ] as const) {
      const key = crypto.randomUUID();
      const answers = await Promise.all(Array.from({ length: 5 }, () => post(path, key, body)));
      expect(new Set(answers.map((answer) => answer.body[id])).size, path).toBe(1);
      expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true"), path).toHaveLength(4);
    }
  });

  test("a refusal before anything was recorded is not stored: the key is free for the mended request", async () => {
    const key = crypto.randomUUID();
    expectError(await post("/v1/transactions", key, order({ amount: "x" })), 400, "VALIDATION_ERROR", "amount");
    expect((await post("/v1/transactions", key, order())).status).toBe(201);
  });

  test.each(["", "k".repeat(256), "tab\there", "kéy"])("a malformed key is refused: %j", async (key) => {
    const answer = await person.ask("POST", "/v1/transactions", { body: order(), headers: { "idempotency-key": Buffer.from(key).toString("latin1") } });
    expectError(answer, 400, "VALIDATION_ERROR", "Idempotency-Key");
  });

  test("a key of 255 printable characters is fine", async () => {
    expect((await post("/v1/transactions", "~!k".repeat(85), order())).status).toBe(201);
  });

  test("without a key two equal POSTs are two transactions", async () => {
    const body = order();
    const [one, other] = [await person.ask("POST", "/v1/transactions", { body }), await person.ask("POST", "/v1/transactions", { body })];
    expect(one.body.id).not.toBe(other.body.id);
  });
});
