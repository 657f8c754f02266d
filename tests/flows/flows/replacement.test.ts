import type { Account } from "@coffer/sdk";
import type { Address, Hex } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chainOf, freshAddress } from "../harness/chain.js";
import { expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

// Blocks stop here, so that a transaction can be seen while it waits: a chain of its own.
let server: OwnServer;
let chain: ReturnType<typeof chainOf>;
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  server = await OwnServer.start();
  chain = chainOf(server.dev);
  person = await newPerson(server.url);
  account = await person.fundedAccount();
});
afterAll(() => server?.stop());
afterEach(() => chain.resume());

async function submitted(change: object = {}): Promise<any> {
  const { body } = await person.ask("POST", "/v1/transactions?wait=submitted&timeout=20s", {
    body: { account_id: account.id, to: freshAddress(), amount: "1000", ...change },
  });
  expect(body.status).toBe("submitted");
  return body;
}
const act = (id: string, verb: string, body: object = {}) => person.ask("POST", `/v1/transactions/${id}:${verb}`, { body });
const pending = (hash: string) => chain.reader.getTransaction({ hash: hash as Hex });

describe("speed_up", () => {
  test("replaces the attempt by the same transaction with fees at least a tenth higher", async () => {
    await chain.pause();
    const txn = await submitted({ speed: "slow" });
    const before = await pending(txn.hash);
    const { status, body } = await act(txn.id, "speed_up", { speed: "fast" });
    expect(status).toBe(200);
    expect(body.id).toBe(txn.id);
    await expect.poll(async () => (await person.sdk.transactions.get(txn.id)).attempts.length, { timeout: 10_000 }).toBe(2);
    const bumped = await person.sdk.transactions.get(txn.id);
    const after = await pending(bumped.attempts.at(-1)!.hash);
    expect(after).toMatchObject({ nonce: before.nonce, to: before.to, value: before.value, input: before.input });
    expect(after.maxFeePerGas! * 10n).toBeGreaterThanOrEqual(before.maxFeePerGas! * 11n);
    expect(after.maxPriorityFeePerGas! * 10n).toBeGreaterThanOrEqual(before.maxPriorityFeePerGas! * 11n);
    await chain.resume();
    const done = await person.sdk.transactions.waitFor(txn.id, "confirmed");
    expect(await chain.reader.getBalance({ address: txn.to })).toBe(1000n);
    expect(done.hash).toBe(after.hash);
    expect((await person.sdk.transactions.get(before.hash)).id).toBe(txn.id);
  });

  test("of a final transaction is a conflict", async () => {
    const txn = await submitted();
    await person.sdk.transactions.waitFor(txn.id, "confirmed");
    expectError(await act(txn.id, "speed_up"), 409, "CONFLICT");
    expectError(await act(txn.id, "cancel"), 409, "CONFLICT");
  });

  test("of an unknown transaction is not found", async () => {
    expectError(await act(crypto.randomUUID(), "speed_up"), 404, "NOT_FOUND");
    expectError(await act(crypto.randomUUID(), "cancel"), 404, "NOT_FOUND");
  });
});

describe("cancel", () => {
  test("is over only when the replacement is confirmed, and then nothing was sent", async () => {
    await chain.pause();
    const txn = await submitted();
    const { status, body } = await act(txn.id, "cancel");
    expect(status).toBe(200);
    expect(body.status).not.toBe("cancelled");
    await chain.resume();
    const done = await person.sdk.transactions.waitFor(txn.id, "cancelled");
    expect(await chain.reader.getBalance({ address: txn.to })).toBe(0n);
    const winner = await chain.reader.getTransaction({ hash: done.attempts.find((attempt) => attempt.kind === "cancel")!.hash as Hex });
    expect(winner).toMatchObject({ nonce: txn.nonce, value: 0n, to: account.address.toLowerCase() });
  });

  test("before the first send ends at once and burns no nonce", async () => {
    const { account: poor } = await person.wallet("Empty");
    const created = await person.ask("POST", "/v1/transactions", { body: { account_id: poor.id, to: freshAddress(), amount: "1", wait_for_funds: true } });
    const { status, body } = await act(created.body.id, "cancel");
    expect(status).toBe(200);
    expect(body.status).toBe("cancelled");
    expect(body).not.toHaveProperty("nonce");
  });

  test("does not jam the lane: the next send goes through", async () => {
    await chain.pause();
    const [first, second] = [await submitted(), await submitted()];
    await act(first.id, "cancel");
    await chain.resume();
    await person.sdk.transactions.waitFor(first.id, "cancelled");
    expect((await person.sdk.transactions.waitFor(second.id, "confirmed")).status).toBe("confirmed");
  });
});

describe("valid_until", () => {
  test("in the past is refused", async () => {
    const answer = await person.ask("POST", "/v1/transactions", {
      body: { account_id: account.id, to: freshAddress(), amount: "1", valid_until: "2020-01-01T00:00:00Z" },
    });
    expectError(answer, 400, "VALIDATION_ERROR", "valid_until");
  });

  test("that passes before signing ends expired", async () => {
    const { account: poor } = await person.wallet("Late");
    const valid_until = new Date(Date.now() + 2_000).toISOString();
    const created = await person.ask("POST", "/v1/transactions", {
      body: { account_id: poor.id, to: freshAddress(), amount: "1", wait_for_funds: true, valid_until },
    });
    expect(created.status).toBe(201);
    expect((await person.sdk.transactions.waitFor(created.body.id, "expired", { timeout_ms: 20_000 })).status).toBe("expired");
  });

  test("that passes after the send starts a cancel, and ends expired with nothing sent", async () => {
    await chain.pause();
    const txn = await submitted({ valid_until: new Date(Date.now() + 3_000).toISOString() });
    await expect
      .poll(async () => (await person.sdk.transactions.get(txn.id)).attempts.map((attempt) => attempt.kind), { timeout: 20_000 })
      .toContain("cancel");
    await chain.resume();
    await person.sdk.transactions.waitFor(txn.id, "expired");
    expect(await chain.reader.getBalance({ address: txn.to })).toBe(0n);
  });
});

describe("before it is mined", () => {
  test("there is no receipt, and explain says what it waits for", async () => {
    await chain.pause();
    const txn = await submitted();
    expectError(await person.ask("GET", `/v1/transactions/${txn.id}/receipt`), 404, "NOT_FOUND");
    const { body } = await person.ask("GET", `/v1/transactions/${txn.id}/explain`);
    expect(body).toMatchObject({ state: "submitted", reason: expect.stringMatching(/\S/), next_step: expect.stringMatching(/\S/) });
    await chain.resume();
    await person.sdk.transactions.waitFor(txn.id, "confirmed");
  });

  test("a block that is taken back takes the status back, and the transaction is mined again", async () => {
    const txn = await submitted();
    await person.sdk.transactions.waitFor(txn.id, "mined");
    await chain.control.request({ method: "anvil_reorg" as never, params: [1, []] as never });
    const done = await person.sdk.transactions.waitFor(txn.id, "confirmed");
    await expect.poll(() => chain.reader.getBalance({ address: txn.to }), { timeout: 20_000 }).toBe(1000n);
    expect(done.nonce).toBe(txn.nonce);
  });
});

describe("the same key used elsewhere", () => {
  test("a nonce that somebody else used is noticed, and the intent is executed once with another", async () => {
    await chain.pause();
    const txn = await submitted();
    await chain.control.dropTransaction({ hash: txn.hash });
    await chain.control.impersonateAccount({ address: account.address });
    const foreign = await chain.reader.request({
      method: "eth_sendTransaction" as never,
      params: [{ from: account.address, to: account.address, value: "0x0", nonce: `0x${txn.nonce.toString(16)}`, gas: "0x5208", maxFeePerGas: "0x2540be400", maxPriorityFeePerGas: "0x2540be400" }] as never,
    });
    await chain.control.mine({ blocks: 1 });
    await chain.control.stopImpersonatingAccount({ address: account.address });
    expect((await chain.reader.getTransactionReceipt({ hash: foreign as Hex })).status).toBe("success");
    await chain.resume();
    const done = await person.sdk.transactions.waitFor(txn.id, "confirmed");
    expect(done.nonce).toBeGreaterThan(txn.nonce);
    expect(await chain.reader.getBalance({ address: txn.to })).toBe(1000n);
  });
});
