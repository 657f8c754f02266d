import { parseEther } from "viem";
import { describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { ask, expectError } from "../harness/http.js";

const { url } = inject("dev");
const { reader, chain } = sharedChain();
const faucet = (body: object) => ask(url, "POST", "/dev/faucet", { body });

describe("networks", () => {
  test("the list holds the development chain with kind, chain id, head and health", async () => {
    const { status, body } = await ask(url, "GET", "/v1/networks");
    expect(status).toBe(200);
    const ethereum = body.networks.find((network: { id: string }) => network.id === "ethereum");
    expect(ethereum).toMatchObject({ chain: `eip155:${chain.id}`, chain_id: chain.id, kind: "evm", health: "ok", confirmations: 1, development: true });
    const head = Number(await reader.getBlockNumber());
    expect(Math.abs(ethereum.head.number - head)).toBeLessThanOrEqual(3);
    const block = await reader.getBlock({ blockNumber: BigInt(ethereum.head.number) });
    expect(ethereum.head.hash).toBe(block.hash);
  });

  test.each(["ethereum", `eip155:${chain.id}`])("fees of %s rise with speed and cover the base fee", async (id) => {
    const { status, body } = await ask(url, "GET", `/v1/networks/${id}/fees`);
    expect(status).toBe(200);
    const caps = ["slow", "normal", "fast"].map((speed) => BigInt(body[speed].max_fee_per_gas));
    const tips = ["slow", "normal", "fast"].map((speed) => BigInt(body[speed].max_priority_fee_per_gas));
    const { baseFeePerGas } = await reader.getBlock();
    expect(caps[0]!).toBeGreaterThanOrEqual(baseFeePerGas!);
    expect(caps[0]! <= caps[1]! && caps[1]! <= caps[2]!, `${caps}`).toBe(true);
    expect(tips[0]! <= tips[1]! && tips[1]! <= tips[2]!, `${tips}`).toBe(true);
  });

  test("fees of an unknown network are not found", async () => {
    expectError(await ask(url, "GET", "/v1/networks/atlantis/fees"), 404, "NOT_FOUND");
  });

  test("lists are paged", async () => {
    const { body } = await ask(url, "GET", "/v1/networks?page_size=1");
    expect(body.networks).toHaveLength(1);
    for (const size of ["0", "101", "-1", "x", "1.5"]) {
      expectError(await ask(url, "GET", `/v1/networks?page_size=${size}`), 400, "VALIDATION_ERROR", "page_size");
    }
  });
});

describe("faucet", () => {
  test("adds exactly the amount, and answers once it is on chain", async () => {
    const address = freshAddress();
    expect((await faucet({ address, network: "ethereum", amount: "12345" })).status).toBe(200);
    expect(await reader.getBalance({ address })).toBe(12345n);
    expect((await faucet({ address, network: `eip155:${chain.id}`, amount: "5" })).status).toBe(200);
    expect(await reader.getBalance({ address })).toBe(12350n);
  });

  test("adds ten ether when no amount is named", async () => {
    const address = freshAddress();
    await faucet({ address, network: "ethereum" });
    expect(await reader.getBalance({ address })).toBe(parseEther("10"));
  });

  test("parallel calls for one address all count", async () => {
    const address = freshAddress();
    await Promise.all(Array.from({ length: 8 }, () => faucet({ address, network: "ethereum", amount: "7" })));
    expect(await reader.getBalance({ address })).toBe(56n);
  });

  test.each([
    ["address", { address: "0x12" }],
    ["address", { address: "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" }],
    ["network", { network: "atlantis" }],
    ["amount", { amount: "-1" }],
    ["amount", { amount: 5 }],
    ["amount", { amount: "01" }],
  ])("refuses a bad %s: %j", async (field, change) => {
    expectError(await faucet({ address: freshAddress(), network: "ethereum", ...change }), 400, "VALIDATION_ERROR", field);
  });
});
