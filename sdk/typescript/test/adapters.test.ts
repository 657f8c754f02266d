import { Transaction, verifyMessage, verifyTypedData as verifyTypedDataEthers } from "ethers";
import { recoverTransactionAddress, verifyMessage as verifyMessageViem, verifyTypedData, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { CofferSigner } from "../src/ethers.js";
import { cofferProvider, ProviderRpcError } from "../src/eip1193.js";
import { Coffer } from "../src/index.js";
import { cofferAccount } from "../src/viem.js";
import { refusal, serve, type Answer, type Seen } from "./server.js";

const key = privateKeyToAccount(`0x${"11".repeat(32)}`);
const account = { id: "a1", network: "ethereum", address: key.address };
let coffer: Coffer;
let seen: Seen[];

/** Signs as the server would, with a key that the test holds. */
async function sign({ path, body }: Seen): Promise<Answer> {
  if (path === "/v1/messages:sign") {
    const signature = body.typed_data ? await key.signTypedData(body.typed_data) : await key.signMessage({ message: body.message_hex ? { raw: body.message_hex } : body.message });
    return { body: { signature } };
  }
  const { method, params, id } = body;
  const reply = (result: unknown): Answer => ({ body: { jsonrpc: "2.0", id, result } });
  if (method === "eth_accounts") return reply([key.address]);
  if (method === "personal_sign") return reply(await key.signMessage({ message: { raw: params[0] as Hex } }));
  if (method === "eth_signTransaction") {
    const { to, value, gas, maxFeePerGas } = params[0];
    return reply(await key.signTransaction({ chainId: 31337, type: "eip1559", to, value: BigInt(value), gas: BigInt(gas), maxFeePerGas: BigInt(maxFeePerGas), nonce: 3 }));
  }
  return { body: { jsonrpc: "2.0", id, error: { code: -32601, message: "the method is not offered", data: { method } } } };
}

beforeAll(async () => {
  const server = await serve((request, response) => {
    if (request.path === "/rpc/closed") return refusal(403, "POLICY_DENIED", { rule: "deny_all" });
    void sign(request).then((answer) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    });
    return undefined;
  });
  coffer = new Coffer({ url: server.url });
  seen = server.seen;
});

const domain = { name: "Coffer", version: "1", chainId: 31337, verifyingContract: key.address } as const;
const types = { Mail: [{ name: "to", type: "address" }, { name: "amount", type: "uint256" }] };
const message = { to: key.address, amount: 2n ** 200n };

describe("viem account", () => {
  test("signs text, also text that looks like hex", async () => {
    for (const text of ["hello", "0x1234", "žluťoučký"]) {
      const signature = await cofferAccount(coffer, account).signMessage({ message: text });
      expect(await verifyMessageViem({ address: key.address, message: text, signature })).toBe(true);
    }
  });
  test("signs bytes as bytes", async () => {
    const raw = new Uint8Array([0, 255, 1]);
    const signature = await cofferAccount(coffer, account).signMessage({ message: { raw } });
    expect(await verifyMessageViem({ address: key.address, message: { raw }, signature })).toBe(true);
  });
  test("signs typed data with integers beyond 2^53", async () => {
    const signature = await cofferAccount(coffer, account).signTypedData({ domain, types, primaryType: "Mail", message });
    expect(await verifyTypedData({ address: key.address, domain, types, primaryType: "Mail", message, signature })).toBe(true);
    expect(seen.at(-1)?.body.typed_data.types.EIP712Domain).toHaveLength(4);
  });
  test("signs a transaction through eth_signTransaction", async () => {
    const raw = await cofferAccount(coffer, account).signTransaction({ chainId: 31337, type: "eip1559", to: key.address, value: 5n, gas: 21_000n, maxFeePerGas: 9n });
    expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).toBe(key.address);
    expect(seen.at(-1)?.body.params[0]).toMatchObject({ from: key.address, value: "0x5", gas: "0x5208", maxFeePerGas: "0x9", type: "0x2" });
  });
});

describe("ethers signer", () => {
  test("signs text and bytes", async () => {
    const signer = new CofferSigner(coffer, account);
    expect(verifyMessage("0x1234", await signer.signMessage("0x1234"))).toBe(key.address);
    const bytes = new Uint8Array([0, 255, 1]);
    expect(verifyMessage(bytes, await signer.signMessage(bytes))).toBe(key.address);
  });
  test("signs typed data", async () => {
    const signature = await new CofferSigner(coffer, account).signTypedData(domain, types, message);
    expect(verifyTypedDataEthers(domain, types, message, signature)).toBe(key.address);
  });
  test("signs a transaction through eth_signTransaction", async () => {
    const raw = await new CofferSigner(coffer, account).signTransaction({ to: key.address, value: 5n, gasLimit: 21_000, maxFeePerGas: 9n });
    expect(Transaction.from(raw)).toMatchObject({ from: key.address, to: key.address, value: 5n, gasLimit: 21_000n, maxFeePerGas: 9n });
  });
  test("refuses to sign for another sender", async () => {
    const from = "0x0000000000000000000000000000000000000001";
    await expect(new CofferSigner(coffer, account).signTransaction({ from, to: key.address })).rejects.toThrow(/not 0x0{39}1/);
  });
});

describe("EIP-1193 provider", () => {
  test("answers eth_requestAccounts with the caller's accounts", async () => {
    expect(await cofferProvider(coffer, "ethereum").request({ method: "eth_requestAccounts" })).toEqual([key.address]);
  });
  test("throws the error of JSON-RPC with code and data", async () => {
    const refused = cofferProvider(coffer, "ethereum").request({ method: "eth_nothing" });
    await expect(refused).rejects.toThrow(ProviderRpcError);
    await expect(refused).rejects.toMatchObject({ code: -32601, data: { method: "eth_nothing" } });
  });
  test("a refusal of the policy is 4001, as if the user had refused", async () => {
    await expect(cofferProvider(coffer, "closed").request({ method: "eth_accounts" })).rejects.toMatchObject({ code: 4001, data: { rule: "deny_all" } });
  });
});
