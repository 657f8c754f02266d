import { Coffer, CofferError, isCofferError, TransactionEndedError, type Account } from "@coffer/sdk";
import { cofferProvider } from "@coffer/sdk/eip1193";
import { CofferSigner } from "@coffer/sdk/ethers";
import { cofferAccount } from "@coffer/sdk/viem";
import { BrowserProvider, ContractFactory, parseEther as ether, verifyMessage as verifyWithEthers, verifyTypedData as verifyTypedWithEthers } from "ethers";
import { createWalletClient, custom, getContract, http, parseEther, recoverTransactionAddress, verifyMessage, verifyTypedData, type Abi, type Address } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { mailedCode, newCredentials, newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { Coin } = inject("contracts");
const abi = Coin!.abi as Abi;
const { reader, chain } = sharedChain();
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  person = await newPerson(url);
  account = await person.fundedAccount();
});

describe("client", () => {
  test("does the whole main job: sign up, wallet, ether, send, final", async () => {
    const coffer = new Coffer({ url });
    const credentials = newCredentials();
    await coffer.auth.signUp(credentials);
    await coffer.auth.verify({ email: credentials.email, code: await mailedCode(url, credentials.email) });
    const wallet = await coffer.wallets.create({ label: "Main", networks: ["ethereum"] });
    const mine = wallet.accounts[0]!;
    await coffer.request("POST", "/dev/faucet", { body: { address: mine.address, network: "ethereum", amount: parseEther("1") } });
    const to = freshAddress();
    const sent = await coffer.transactions.create({ account_id: mine.id, to, amount: parseEther("0.25") });
    const done = await coffer.transactions.waitFor(sent.id, "confirmed");
    expect(done.amount).toBe(parseEther("0.25"));
    expect(await reader.getBalance({ address: to })).toBe(parseEther("0.25"));
    const [balance] = await coffer.wallets.balances(wallet.id, { fresh: true }).all();
    expect(balance!.amount).toBe(parseEther("0.75") - done.fee_paid!);
    await coffer.auth.logout();
    await expect(coffer.me()).rejects.toMatchObject({ code: "AUTHENTICATION_ERROR" });
  });

  test("throws typed errors", async () => {
    const error = await person.sdk.transactions.create({ account_id: account.id, to: "0x12", amount: 1n }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CofferError);
    expect(error).toMatchObject({ code: "VALIDATION_ERROR", field: "to", request_id: expect.any(String) });
    const poor = (await person.wallet("Poor")).account;
    const refused = await person.sdk.transactions.create({ account_id: poor.id, to: freshAddress(), amount: 1n }).catch((thrown: unknown) => thrown);
    expect(isCofferError(refused, "INSUFFICIENT_FUNDS")).toBe(true);
  });

  test("waiting for a transaction that ends otherwise throws it", async () => {
    const poor = (await person.wallet("Cancelled")).account;
    const txn = await person.sdk.transactions.create({ account_id: poor.id, to: freshAddress(), amount: 1n, wait_for_funds: true });
    const waiting = person.sdk.transactions.waitFor(txn.id, "confirmed").catch((thrown: unknown) => thrown);
    await person.sdk.transactions.cancel(txn.id);
    const thrown = await waiting;
    expect(thrown).toBeInstanceOf(TransactionEndedError);
    expect(thrown).toMatchObject({ transaction: { id: txn.id, status: "cancelled" } });
  });

  test("follows the events of what it sends", async () => {
    const stop = new AbortController();
    const told: string[] = [];
    let open = false;
    const listening = (async () => {
      for await (const event of person.sdk.events({ topics: ["transactions"], signal: stop.signal, on_open: () => (open = true) })) {
        told.push((event.data as { status: string }).status);
        if (told.at(-1) === "confirmed") stop.abort();
      }
    })();
    await expect.poll(() => open).toBe(true);
    await person.sdk.transactions.create({ account_id: account.id, to: freshAddress(), amount: 1n });
    await listening;
    expect(told.at(-1)).toBe("confirmed");
  });
});

describe("viem with a Coffer account", () => {
  const wallet = () => createWalletClient({ account: cofferAccount(person.sdk, account), chain, transport: http(`${url}/rpc/ethereum`, { fetchOptions: { headers: { authorization: `Bearer ${person.tokens.access_token}` } } }) });

  test("signs text, bytes and typed data", async () => {
    for (const message of ["hello", "0x1234", { raw: "0x00ff" } as const]) {
      expect(await verifyMessage({ address: account.address, message, signature: await wallet().signMessage({ message }) })).toBe(true);
    }
    const typed = { domain: { name: "x", chainId: chain.id }, types: { A: [{ name: "n", type: "uint256" }] }, primaryType: "A", message: { n: 2n ** 255n } } as const;
    expect(await verifyTypedData({ address: account.address, ...typed, signature: await wallet().signTypedData(typed) })).toBe(true);
  });

  test("sends ether: signed in Coffer, sent raw", async () => {
    const to = freshAddress();
    const hash = await wallet().sendTransaction({ to, value: parseEther("0.01") });
    expect((await reader.waitForTransactionReceipt({ hash })).status).toBe("success");
    expect(await reader.getBalance({ address: to })).toBe(parseEther("0.01"));
  });

  test("what signTransaction returns is signed by the account", async () => {
    const serializedTransaction = await cofferAccount(person.sdk, account).signTransaction({ chainId: chain.id, type: "eip1559", to: freshAddress(), value: 1n, gas: 21_000n, maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n });
    expect(await recoverTransactionAddress({ serializedTransaction: serializedTransaction as `0x02${string}` })).toBe(account.address);
  });
});

describe("viem over the EIP-1193 provider", () => {
  test("deploys, writes and reads", async () => {
    const transport = custom(cofferProvider(person.sdk, "ethereum"));
    const wallet = createWalletClient({ account: account.address, chain, transport });
    expect(await wallet.requestAddresses()).toContain(account.address);
    const { contractAddress } = await reader.waitForTransactionReceipt({ hash: await wallet.deployContract({ abi, bytecode: Coin!.bytecode }) });
    const coin = getContract({ address: contractAddress!, abi, client: wallet }) as any;
    await reader.waitForTransactionReceipt({ hash: await coin.write.mint([account.address, 7n]) });
    expect(await coin.read.balanceOf([account.address])).toBe(7n);
  });
});

describe("ethers with a Coffer signer", () => {
  test("signs text, bytes and typed data", async () => {
    const signer = new CofferSigner(person.sdk, account);
    expect(verifyWithEthers("hello", await signer.signMessage("hello"))).toBe(account.address);
    expect(verifyWithEthers(new Uint8Array([0, 255]), await signer.signMessage(new Uint8Array([0, 255])))).toBe(account.address);
    const types = { A: [{ name: "n", type: "uint256" }] };
    expect(verifyTypedWithEthers({ name: "x", chainId: chain.id }, types, { n: 2n ** 255n }, await signer.signTypedData({ name: "x", chainId: chain.id }, types, { n: 2n ** 255n }))).toBe(account.address);
  });

  test("sends ether and waits for the receipt", async () => {
    const to = freshAddress();
    const response = await new CofferSigner(person.sdk, account).sendTransaction({ to, value: ether("0.01") });
    expect((await response.wait())?.status).toBe(1);
    expect(await reader.getBalance({ address: to })).toBe(ether("0.01"));
    expect((await person.sdk.transactions.get(response.hash)).account_id).toBe(account.id);
  });

  test("deploys a contract from its factory and writes to it", async () => {
    const signer = new CofferSigner(person.sdk, account, new BrowserProvider(cofferProvider(person.sdk, "ethereum")));
    const coin: any = await new ContractFactory(Coin!.abi as any, Coin!.bytecode, signer).deploy();
    await coin.waitForDeployment();
    await (await coin.mint(account.address, 9n)).wait();
    expect(await coin.balanceOf(account.address)).toBe(9n);
  });
});
