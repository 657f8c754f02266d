import type { Account } from "@coffer/sdk";
import { BrowserProvider, FetchRequest, JsonRpcProvider, parseEther as ether, verifyMessage as verifyWithEthers } from "ethers";
import { createPublicClient, createWalletClient, http, parseEther, verifyMessage, verifyTypedData, type Abi, type Address } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { ask, expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { Coin } = inject("contracts");
const { reader, chain } = sharedChain();
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  person = await newPerson(url);
  account = await person.fundedAccount();
});

const rpc = (body: unknown, who = person) => who.ask("POST", "/rpc/ethereum", { body });
const call = async (method: string, params: unknown[] = []) => (await rpc({ jsonrpc: "2.0", id: 1, method, params })).body;

describe("protocol", () => {
  test("answers a request with its id", async () => {
    for (const id of [1, "text", 0]) {
      const { status, headers, body } = await rpc({ jsonrpc: "2.0", id, method: "eth_chainId" });
      expect(status).toBe(200);
      expect(headers.get("content-type")).toMatch(/^application\/json/);
      expect(body).toEqual({ jsonrpc: "2.0", id, result: `0x${chain.id.toString(16)}` });
    }
  });

  test("answers a batch, each by its id", async () => {
    const { body } = await rpc([
      { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] },
      { jsonrpc: "2.0", id: 2, method: "eth_nonsense", params: [] },
      { jsonrpc: "2.0", id: 3, method: "eth_accounts", params: [] },
    ]);
    const byId = new Map(body.map((each: { id: number }) => [each.id, each]));
    expect(byId.get(1)).toMatchObject({ result: `0x${chain.id.toString(16)}` });
    expect(byId.get(2)).toMatchObject({ error: { code: -32601 } });
    expect(byId.get(3)).toMatchObject({ result: [account.address] });
  });

  test.each([
    ["an empty batch", [], -32600],
    ["no method", { jsonrpc: "2.0", id: 1 }, -32600],
    ["another version", { jsonrpc: "1.0", id: 1, method: "eth_chainId" }, -32600],
  ])("refuses %s", async (_, body, code) => {
    expect((await rpc(body)).body.error.code).toBe(code);
  });

  test("refuses what is not JSON", async () => {
    const answer = await person.ask("POST", "/rpc/ethereum", { text: "{", headers: { "content-type": "application/json" } });
    expect(answer.body.error.code).toBe(-32700);
  });

  test("takes the network as CAIP-2; an unknown one is not found", async () => {
    const request = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
    expect((await person.ask("POST", `/rpc/eip155:${chain.id}`, { body: request })).body.result).toBe(`0x${chain.id.toString(16)}`);
    expectError(await person.ask("POST", "/rpc/atlantis", { body: request }), 404, "NOT_FOUND");
    expectError(await ask(url, "POST", "/rpc/ethereum", { body: request }), 401, "AUTHENTICATION_ERROR");
  });
});

describe("allow-list", () => {
  test.each(["eth_blockNumber", "eth_gasPrice", "eth_syncing", "net_version", "eth_maxPriorityFeePerGas"])("%s is forwarded", async (method) => {
    expect(await call(method)).toHaveProperty("result");
  });

  test.each([
    "anvil_setBalance", "anvil_impersonateAccount", "evm_mine", "evm_setIntervalMining", "hardhat_reset", "debug_traceTransaction",
    "admin_peers", "personal_unlockAccount", "personal_importRawKey", "txpool_content", "eth_sign", "eth_signTypedData", "miner_stop", "eth_coinbaseX",
  ])("%s is not", async (method) => {
    expect((await call(method, ["0x0"])).error).toMatchObject({ code: -32601 });
  });

  test("reads are those of the node", async () => {
    expect(await call("eth_getBalance", [account.address, "latest"])).toMatchObject({ result: `0x${(await reader.getBalance({ address: account.address })).toString(16)}` });
    const block = await call("eth_getBlockByNumber", ["0x0", false]);
    expect(block.result).toEqual(await reader.request({ method: "eth_getBlockByNumber", params: ["0x0", false] }));
  });

  test("an error of the node comes through", async () => {
    expect((await call("eth_getBalance", ["0x12", "latest"])).error.code).toBeLessThan(0);
  });
});

describe("signing", () => {
  test("nothing is signed or sent for an address of somebody else", async () => {
    const other = await (await newPerson(url)).fundedAccount();
    const txn = { from: other.address, to: account.address, value: "0x1" };
    expect((await call("eth_sendTransaction", [txn])).error.code).toBeLessThan(0);
    expect((await call("eth_signTransaction", [txn])).error.code).toBeLessThan(0);
    expect((await call("personal_sign", ["0x1234", other.address])).error.code).toBeLessThan(0);
    expect(await reader.getTransactionCount({ address: other.address })).toBe(0);
  });

  test("eth_sendTransaction is an intent like any other", async () => {
    const { result: hash } = await call("eth_sendTransaction", [{ from: account.address, to: freshAddress(), value: "0x5" }]);
    expect(hash).toMatch(/^0x[0-9a-f]{64}$/);
    const intent = await person.ask("GET", `/v1/transactions/${hash}`);
    expect(intent.body).toMatchObject({ account_id: account.id, amount: "5" });
  });

  test("what would revert is refused with code 3 and the contract's data", async () => {
    const { error } = await call("eth_sendTransaction", [{ from: account.address, data: "0x60006000fd" }]);
    expect(error.code).toBeLessThanOrEqual(3);
    expect(error.message).toMatch(/revert/i);
  });
});

describe("an unmodified viem script", () => {
  const transport = () => http(`${url}/rpc/ethereum`, { fetchOptions: { headers: { authorization: `Bearer ${person.tokens.access_token}` } } });

  test("deploys a contract, writes, reads and waits", async () => {
    const wallet = createWalletClient({ chain, transport: transport() });
    const client = createPublicClient({ chain, transport: transport(), pollingInterval: 200 });
    const [address] = await wallet.getAddresses();
    expect(address).toBe(account.address);
    const abi = Coin!.abi as Abi;
    const deployed = await client.waitForTransactionReceipt({ hash: await wallet.deployContract({ account: address!, abi, bytecode: Coin!.bytecode }) });
    expect(deployed.status).toBe("success");
    const coin = deployed.contractAddress!;
    const minted = await client.waitForTransactionReceipt({ hash: await wallet.writeContract({ account: address!, address: coin, abi, functionName: "mint", args: [address, 9n] }) });
    expect(minted.status).toBe("success");
    expect(await client.readContract({ address: coin, abi, functionName: "balanceOf", args: [address] })).toBe(9n);
    await expect(client.simulateContract({ account: address!, address: coin, abi, functionName: "transfer", args: [address, 10n] })).rejects.toThrow(/NotEnough/);
    expect(await client.getContractEvents({ address: coin, abi, eventName: "Transfer", fromBlock: deployed.blockNumber })).toHaveLength(1);
  });

  test("signs messages and typed data", async () => {
    const wallet = createWalletClient({ account: account.address, chain, transport: transport() });
    for (const message of ["hello", "0x1234", { raw: "0x1234" } as const]) {
      expect(await verifyMessage({ address: account.address, message, signature: await wallet.signMessage({ message }) })).toBe(true);
    }
    const typed = { domain: { name: "x", chainId: chain.id }, types: { A: [{ name: "n", type: "uint256" }] }, primaryType: "A", message: { n: 2n ** 200n } } as const;
    expect(await verifyTypedData({ address: account.address, ...typed, signature: await wallet.signTypedData(typed) })).toBe(true);
  });

  test("sends ether", async () => {
    const wallet = createWalletClient({ account: account.address, chain, transport: transport() });
    const to = freshAddress();
    const hash = await wallet.sendTransaction({ to, value: parseEther("0.01") });
    await reader.waitForTransactionReceipt({ hash });
    expect(await reader.getBalance({ address: to })).toBe(parseEther("0.01"));
  });
});

describe("an unmodified ethers script", () => {
  const provider = () => {
    const request = new FetchRequest(`${url}/rpc/ethereum`);
    request.setHeader("authorization", `Bearer ${person.tokens.access_token}`);
    return new JsonRpcProvider(request, undefined, { polling: true, pollingInterval: 200 });
  };

  test("sends ether and waits", async () => {
    const node = provider();
    const signer = await node.getSigner();
    const to = freshAddress();
    const receipt = await (await signer.sendTransaction({ to, value: ether("0.01") })).wait();
    expect(receipt?.status).toBe(1);
    expect(await node.getBalance(to)).toBe(ether("0.01"));
    node.destroy();
  });

  test("signs messages and typed data", async () => {
    const node = provider();
    const signer = await node.getSigner();
    expect(verifyWithEthers("hello", await signer.signMessage("hello"))).toBe(account.address);
    const types = { A: [{ name: "n", type: "uint256" }] };
    const signature = await signer.signTypedData({ name: "x", chainId: chain.id }, types, { n: 5n });
    expect(await verifyTypedData({ address: account.address, domain: { name: "x", chainId: BigInt(chain.id) }, types, primaryType: "A", message: { n: 5n }, signature: signature as `0x${string}` })).toBe(true);
    node.destroy();
  });

  test("works behind BrowserProvider, as with a wallet in a browser", async () => {
    const node = new BrowserProvider({
      request: async ({ method, params }) => {
        const { result, error } = await call(method, (params as unknown[]) ?? []);
        if (error) throw Object.assign(new Error(error.message), error);
        return result;
      },
    });
    expect((await node.getNetwork()).chainId).toBe(BigInt(chain.id));
    expect(await node.getBalance(account.address)).toBeGreaterThan(0n);
    node.destroy();
  });
});
