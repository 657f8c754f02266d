import type { Account } from "@coffer/sdk";
import { encodeFunctionData, type Abi, type Address, type Hex } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain, stranger } from "../harness/chain.js";
import { ask, expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { Coin } = inject("contracts");
const abi = Coin!.abi as Abi;
const { reader, chain, deploy } = sharedChain();
const call = (functionName: string, args: unknown[] = []) => encodeFunctionData({ abi, functionName, args });

let coin: Address;
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  coin = await deploy(Coin!.bytecode);
  person = await newPerson(url);
  account = await person.fundedAccount();
  const minted = await send({ to: coin, amount: "0", data: call("mint", [account.address, 1_000_000n]) });
  expect(minted.body.status).toBe("confirmed");
});

const send = (order: object) => person.ask("POST", "/v1/transactions?wait=confirmed&timeout=20s", { body: { account_id: account.id, ...order } });
const balanceOf = (address: Address) => reader.readContract({ address: coin, abi, functionName: "balanceOf", args: [address] });

describe("ERC-20", () => {
  test.each([["its address", () => coin], ["CAIP-19", () => `eip155:${chain.id}/erc20:${coin}`]])("is sent with asset as %s; to is the receiver", async (_, asset) => {
    const to = freshAddress();
    const { status, body } = await send({ to, amount: "250", asset: asset() });
    expect(status, body.error?.message).toBe(201);
    expect(body).toMatchObject({ status: "confirmed", amount: "250" });
    expect(body.to.toLowerCase()).toBe(to);
    expect(await balanceOf(to)).toBe(250n);
    const txn = await reader.getTransaction({ hash: body.hash });
    expect(txn.value).toBe(0n);
    expect(txn.to).toBe(coin.toLowerCase());
  });

  test("is listed in the balances of the wallet", async () => {
    const amount = (await balanceOf(account.address)) as bigint;
    const read = async () => {
      const { body } = await person.ask("GET", `/v1/wallets/${account.wallet_id}/balances?fresh=true`);
      return body.balances.find((balance: any) => balance.asset.contract?.toLowerCase() === coin.toLowerCase());
    };
    await expect.poll(read, { timeout: 15_000 }).toMatchObject({ account_id: account.id, asset: { symbol: "TCN", decimals: 6 }, amount: amount.toString() });
  });

  test("more than there is is refused before anything is sent", async () => {
    const before = await reader.getTransactionCount({ address: account.address });
    const answer = await send({ to: freshAddress(), amount: "999999999", asset: coin });
    expect([400, 409]).toContain(answer.status);
    expect(answer.body.error.code).toBe(answer.status === 409 ? "INSUFFICIENT_FUNDS" : "VALIDATION_ERROR");
    expect(await reader.getTransactionCount({ address: account.address })).toBe(before);
  });

  test("asset must be a contract of that network", async () => {
    expectError(await send({ to: freshAddress(), amount: "1", asset: "TCN" }), 400, "VALIDATION_ERROR", "asset");
    expectError(await send({ to: freshAddress(), amount: "1", asset: `eip155:1/erc20:${coin}` }), 400, "VALIDATION_ERROR", "asset");
  });

  test("an unlimited approval is denied by the policy, and kept as rejected", async () => {
    const answer = await send({ to: coin, amount: "0", data: call("approve", [stranger, 2n ** 256n - 1n]) });
    expectError(answer, 403, "POLICY_DENIED");
    expect(answer.body.error.details).toMatchObject({ rule: expect.stringMatching(/\S/), transaction_id: expect.any(String) });
    const kept = await person.ask("GET", `/v1/transactions/${answer.body.error.details.transaction_id}`);
    expect(kept.body).toMatchObject({ status: "rejected" });
    expect(await reader.readContract({ address: coin, abi, functionName: "allowance", args: [account.address, stranger] })).toBe(0n);
  });
});

describe("a call that would revert", () => {
  test("is refused with the words of the contract", async () => {
    const answer = await send({ to: coin, amount: "0", data: call("refuse") });
    expectError(answer, 400, "VALIDATION_ERROR");
    expect(answer.text).toContain("not today");
  });

  test("is sent when gas_limit insists, ends failed, and says why", async () => {
    const { status, body } = await send({ to: coin, amount: "0", data: call("refuse"), gas_limit: 100_000 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: "failed", error: { message: expect.stringContaining("not today") } });
    expect((await reader.getTransactionReceipt({ hash: body.hash as Hex })).status).toBe("reverted");
    const explained = await person.ask("GET", `/v1/transactions/${body.id}/explain`);
    expect(explained.body.reason).toContain("not today");
    expect((await person.ask("GET", `/v1/transactions/${body.id}/receipt`)).body.status).toBe("0x0");
  });

  test("is told by estimate", async () => {
    const { status, body } = await person.ask("POST", "/v1/transactions:estimate", { body: { account_id: account.id, to: coin, amount: "0", data: call("refuse") } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ will_revert: true, revert_reason: expect.stringContaining("not today") });
  });
});

test("a contract is created when there is no receiver", async () => {
  const { body } = await send({ amount: "0", data: Coin!.bytecode });
  expect(body.status, body.error?.message).toBe("confirmed");
  expect(await reader.getCode({ address: body.contract_address })).toMatch(/^0x[0-9a-f]{100}/);
});

describe("GET /v1/tokens/{network}/{address}", () => {
  test("says what the token says of itself", async () => {
    const { status, body } = await person.ask("GET", `/v1/tokens/ethereum/${coin}`);
    expect(status).toBe(200);
    const total_supply = String(await reader.readContract({ address: coin, abi, functionName: "totalSupply" }));
    expect(body).toMatchObject({ standard: "erc20", name: "Test Coin", symbol: "TCN", decimals: 6, total_supply });
  });

  test("finds nothing where there is no token", async () => {
    expectError(await person.ask("GET", `/v1/tokens/ethereum/${freshAddress()}`), 404, "NOT_FOUND");
    expectError(await person.ask("GET", "/v1/tokens/ethereum/0x12"), 400, "VALIDATION_ERROR", "address");
    expectError(await ask(url, "GET", `/v1/tokens/ethereum/${coin}`), 401, "AUTHENTICATION_ERROR");
  });
});
