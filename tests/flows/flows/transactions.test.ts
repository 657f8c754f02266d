import type { Account } from "@coffer/sdk";
import { keccak256, parseEther, type Address, type Hex } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { expectError } from "../harness/http.js";
import { fund, newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { reader, chain } = sharedChain();
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  person = await newPerson(url);
  account = await person.fundedAccount();
});

const order = (change: object = {}) => ({ account_id: account.id, to: freshAddress(), amount: "1000", ...change });
const send = (change: object = {}, query = "") => person.ask("POST", `/v1/transactions${query}`, { body: order(change) });
const confirmed = (change: object = {}) => send(change, "?wait=confirmed&timeout=20s");

describe("send", () => {
  test("answers at once, and the transaction becomes final on chain", async () => {
    const to = freshAddress();
    const { status, body } = await send({ to, note: "rent" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: expect.any(String), account_id: account.id, network: "ethereum", chain: `eip155:${chain.id}`, from: account.address, amount: "1000", note: "rent" });
    expect(body.to.toLowerCase()).toBe(to);
    expect(["queued", "signed", "submitted", "mined", "confirmed"]).toContain(body.status);

    const done = await person.sdk.transactions.waitFor(body.id, "confirmed");
    expect(await reader.getBalance({ address: to })).toBe(1000n);
    const onChain = await reader.getTransaction({ hash: done.hash as Hex });
    expect(onChain).toMatchObject({ from: account.address.toLowerCase(), nonce: done.nonce, value: 1000n, type: "eip1559", chainId: chain.id });
    const receipt = await reader.getTransactionReceipt({ hash: done.hash as Hex });
    expect(done.block_number).toBe(Number(receipt.blockNumber));
    expect(done.fee_paid).toBe(receipt.gasUsed * receipt.effectiveGasPrice);
    expect(done.confirmations).toBeGreaterThanOrEqual(1);
    expect(done.error).toBeFalsy();
  });

  test("with wait, answers at that status", async () => {
    const { status, body } = await confirmed();
    expect(status).toBe(201);
    expect(body.status).toBe("confirmed");
    expect(body.attempts).toHaveLength(1);
    expect(body.attempts[0]).toMatchObject({ hash: body.hash, max_fee_per_gas: expect.stringMatching(/^[1-9][0-9]*$/), sent_at: expect.any(String) });
  });

  test("with wait, answers at the timeout with what there is", async () => {
    const { status, body } = await send({}, "?wait=confirmed&timeout=1ms");
    expect(status).toBe(201);
    expect(body.status).not.toBe("confirmed");
    await person.sdk.transactions.waitFor(body.id, "confirmed");
  });

  test("a burst takes consecutive nonces, each once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send()));
    const done = await Promise.all(answers.map(({ body }) => person.sdk.transactions.waitFor(body.id, "confirmed")));
    const nonces = done.map((txn) => txn.nonce!).sort((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 20 }, (_, index) => nonces[0]! + index));
  });

  test("data is sent as it stands", async () => {
    const data = "0xdeadbeef00ff";
    const { body } = await confirmed({ data });
    expect((await reader.getTransaction({ hash: body.hash })).input).toBe(data);
    expect(body.data).toBe(data);
  });

  test("fee caps of the caller hold", async () => {
    const { body } = await confirmed({ max_fee_per_gas: "5000000000", max_priority_fee_per_gas: "1000000001" });
    const txn = await reader.getTransaction({ hash: body.hash });
    expect(txn.maxFeePerGas).toBeLessThanOrEqual(5_000_000_000n);
    expect(txn.maxPriorityFeePerGas).toBe(1_000_000_001n);
  });

  test("an amount of zero is an amount", async () => {
    expect((await confirmed({ amount: "0" })).body.status).toBe("confirmed");
  });

  test("validate_only says what would happen and changes nothing", async () => {
    const before = await person.ask("GET", `/v1/transactions?account_id=${account.id}&page_size=1`);
    const answer = await send({ validate_only: true });
    expect(answer.status).toBeLessThan(300);
    const after = await person.ask("GET", `/v1/transactions?account_id=${account.id}&page_size=1`);
    expect(after.body.transactions[0].id).toBe(before.body.transactions[0].id);
  });

  test.each([
    ["account_id", { account_id: "" }],
    ["account_id", { account_id: 5 }],
    ["to", { to: "0x1234" }],
    ["to", { to: "not an address" }],
    ["to", { to: "d8da6bf26964af9d7eed9e03e53415d37aa96045" }],
    ["to", { to: "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" }],
    ["amount", { amount: 1000 }],
    ["amount", { amount: "-1" }],
    ["amount", { amount: "+1" }],
    ["amount", { amount: "1.5" }],
    ["amount", { amount: "007" }],
    ["amount", { amount: " 1" }],
    ["amount", { amount: "0x10" }],
    ["amount", { amount: "" }],
    ["amount", { amount: (2n ** 256n).toString() }],
    ["data", { data: "0x123" }],
    ["data", { data: "deadbeef" }],
    ["speed", { speed: "warp" }],
    ["gas_limit", { gas_limit: "21000" }],
    ["gas_limit", { gas_limit: 20999 }],
    ["gas_limit", { gas_limit: 21000.5 }],
    ["max_fee_per_gas", { max_fee_per_gas: "1e9" }],
    ["max_priority_fee_per_gas", { max_priority_fee_per_gas: "-1" }],
    ["valid_until", { valid_until: "tomorrow" }],
    ["valid_until", { valid_until: 1893456000 }],
    ["note", { note: "n".repeat(501) }],
    ["gas", { gas: 21000 }],
    ["maxFeePerGas", { maxFeePerGas: "1" }],
  ])("refuses a bad %s: %j", async (field, change) => {
    const answer = await send(change);
    // An empty amount is the same as none, and none is allowed where there is data: it may be refused or be zero, never misread.
    if (field === "amount" && (change as { amount: unknown }).amount === "" && answer.status === 201) return expect(answer.body.amount).toBe("0");
    expectError(answer, 400, "VALIDATION_ERROR", field);
  });

  test.each(["wait=never", "timeout=soon", "timeout=10h"])("refuses ?%s", async (query) => {
    expectError(await send({}, `?wait=confirmed&${query}`), 400, "VALIDATION_ERROR", query.split("=")[0]);
  });

  test("an unknown account is not found, by its field", async () => {
    expectError(await send({ account_id: crypto.randomUUID() }), 404, "NOT_FOUND", "account_id");
  });

  test("a priority fee above the cap is refused", async () => {
    const answer = await send({ max_fee_per_gas: "1000000000", max_priority_fee_per_gas: "2000000000" });
    expectError(answer, 400, "VALIDATION_ERROR");
    expect(answer.body.error.details.field).toMatch(/^max_(priority_)?fee_per_gas$/);
  });
});

describe("funds", () => {
  test("what the balance cannot cover is refused with the figures", async () => {
    const { account: poor } = await person.wallet("Poor");
    await fund(url, poor.address, 5n);
    const answer = await send({ account_id: poor.id, amount: "1000" });
    expectError(answer, 409, "INSUFFICIENT_FUNDS");
    expect(answer.body.error.details.available).toBe("5");
    expect(BigInt(answer.body.error.details.needed)).toBeGreaterThan(1000n);
  });

  test("wait_for_funds waits, explain says for how much, and it goes on when the money is there", async () => {
    const { account: poor } = await person.wallet("Waiting");
    const { status, body } = await send({ account_id: poor.id, amount: "1000", wait_for_funds: true });
    expect(status).toBe(201);
    const explained = await person.ask("GET", `/v1/transactions/${body.id}/explain`);
    expect(explained.body.state).toBe("queued");
    expect(explained.body.reason).toMatch(/fund|balance|missing|needs|ether/i);
    expect(explained.body.next_step).toMatch(/\S/);
    await fund(url, poor.address, parseEther("1"));
    expect((await person.sdk.transactions.waitFor(body.id, "confirmed")).status).toBe("confirmed");
  });

  test("parallel sends cannot spend the same money", async () => {
    const { account: tight } = await person.wallet("Tight");
    await fund(url, tight.address, parseEther("1"));
    const order = { account_id: tight.id, amount: parseEther("0.6").toString() };
    const answers = await Promise.all([send(order), send(order)]);
    const accepted = answers.filter(({ status }) => status === 201);
    expect(accepted).toHaveLength(1);
    expectError(answers.find(({ status }) => status !== 201)!, 409, "INSUFFICIENT_FUNDS");
    await person.sdk.transactions.waitFor(accepted[0]!.body.id, "confirmed");
  });
});

describe("read", () => {
  test("by id and by hash, and not found otherwise", async () => {
    const { body } = await confirmed();
    const byId = await person.ask("GET", `/v1/transactions/${body.id}`);
    const byHash = await person.ask("GET", `/v1/transactions/${body.hash}`);
    expect(byId.body).toMatchObject({ id: body.id, status: "confirmed" });
    expect(byHash.body.id).toBe(body.id);
    expectError(await person.ask("GET", `/v1/transactions/${crypto.randomUUID()}`), 404, "NOT_FOUND");
    expectError(await person.ask("GET", `/v1/transactions/${keccak256("0x00")}`), 404, "NOT_FOUND");
  });

  test("the receipt is that of the node, unchanged", async () => {
    const { body } = await confirmed();
    const { status, body: receipt } = await person.ask("GET", `/v1/transactions/${body.id}/receipt`);
    expect(status).toBe(200);
    expect(receipt).toEqual(await reader.request({ method: "eth_getTransactionReceipt", params: [body.hash] }));
  });

  test("explain of a final transaction has no next step", async () => {
    const { body } = await confirmed();
    const explained = await person.ask("GET", `/v1/transactions/${body.id}/explain`);
    expect(explained.body).toMatchObject({ state: "confirmed", reason: expect.stringMatching(/\S/) });
    expect(explained.body).not.toHaveProperty("next_step");
    expect(explained.body).not.toHaveProperty("next_step_at");
  });

  test("the list is newest first, and filtered by account and status", async () => {
    const somebody = await newPerson(url);
    const [one, other] = [await somebody.fundedAccount(), await somebody.fundedAccount()];
    const ids: string[] = [];
    for (const from of [one, other, one]) {
      const txn = await somebody.sdk.transactions.create({ account_id: from.id, to: freshAddress(), amount: 1n }, { wait: "confirmed" });
      ids.unshift(txn.id);
    }
    const list = async (query: string) => (await somebody.ask("GET", `/v1/transactions?${query}`)).body.transactions.map((txn: { id: string }) => txn.id);
    expect(await list("")).toEqual(ids);
    expect(await list(`account_id=${one.id}`)).toEqual([ids[0], ids[2]]);
    expect(await list("status=confirmed")).toEqual(ids);
    expect(await list("status=failed")).toEqual([]);
    expect(await somebody.sdk.transactions.list({ page_size: 1 }).all()).toMatchObject(ids.map((id) => ({ id })));
    expectError(await somebody.ask("GET", "/v1/transactions?status=lost"), 400, "VALIDATION_ERROR", "status");
  });
});

describe("estimate", () => {
  test("says gas, fees and the most it can cost", async () => {
    const { status, body } = await person.ask("POST", "/v1/transactions:estimate", { body: order() });
    expect(status).toBe(200);
    expect(body.gas_limit).toBeGreaterThanOrEqual(21_000);
    expect(body.gas_limit).toBeLessThan(40_000);
    expect(BigInt(body.max_cost)).toBe(1000n + BigInt(body.gas_limit) * BigInt(body.max_fee_per_gas));
    expect(body.will_revert).toBeFalsy();
  });

  test("refuses what a send would refuse", async () => {
    expectError(await person.ask("POST", "/v1/transactions:estimate", { body: order({ amount: "1.5" }) }), 400, "VALIDATION_ERROR", "amount");
  });
});

describe("batch", () => {
  test("is recorded as a whole", async () => {
    const to = freshAddress();
    const { status, body } = await person.ask("POST", "/v1/transactions:batch", { body: { transactions: [order({ to }), order({ to }), order({ to })] } });
    expect(status).toBe(201);
    await Promise.all(body.transactions.map((txn: { id: string }) => person.sdk.transactions.waitFor(txn.id, "confirmed")));
    expect(await reader.getBalance({ address: to })).toBe(3000n);
  });

  test("with one bad member is refused as a whole, naming it", async () => {
    const count = async () => (await person.sdk.transactions.list({ account_id: account.id, page_size: 100 }).all()).length;
    const before = await count();
    const answer = await person.ask("POST", "/v1/transactions:batch", { body: { transactions: [order(), order({ amount: "x" })] } });
    expectError(answer, 400, "VALIDATION_ERROR", "transactions[1].amount");
    expect(await count()).toBe(before);
  });
});
