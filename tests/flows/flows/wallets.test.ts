import { HDNodeWallet, Mnemonic, Wallet as EthersWallet } from "ethers";
import { parseEther } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { expectError } from "../harness/http.js";
import { fund, newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
const { reader, chain } = sharedChain();
let person: Person;
beforeAll(async () => {
  person = await newPerson(url);
});

const create = (change: object = {}) => person.ask("POST", "/v1/wallets", { body: { label: "Main", kind: "hd", networks: ["ethereum"], ...change } });
const newMnemonic = () => Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(16))).phrase;

describe("create", () => {
  test("gives a wallet with an account on each network, and no secret", async () => {
    const { status, body, text } = await create({ label: "Savings" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: expect.any(String), label: "Savings", kind: "hd", created_at: expect.stringMatching(/Z$/) });
    expect(body.accounts).toHaveLength(1);
    expect(body.accounts[0]).toMatchObject({ wallet_id: body.id, network: "ethereum", path: "m/44'/60'/0'/0/0", index: 0 });
    expect(body.accounts[0].address).toMatch(/^0x[0-9a-fA-F]{40}$/);
    expect(text).not.toMatch(/mnemonic|private_key|seed/);
    expect((await person.ask("GET", `/v1/wallets/${body.id}`)).body).toEqual(body);
  });

  test("no two wallets share a seed", async () => {
    const [one, other] = [await create(), await create()];
    expect(one.body.accounts[0].address).not.toBe(other.body.accounts[0].address);
  });

  test("takes the network as CAIP-2, and returns the short id", async () => {
    const { body } = await create({ networks: [`eip155:${chain.id}`] });
    expect(body.accounts[0]).toMatchObject({ network: "ethereum", chain: `eip155:${chain.id}` });
  });

  test("imports a mnemonic: the addresses are those of every other wallet", async () => {
    const mnemonic = newMnemonic();
    const { status, body } = await create({ kind: "imported", mnemonic, passphrase: "TREZOR" });
    expect(status).toBe(201);
    expect(body.accounts[0].address).toBe(HDNodeWallet.fromPhrase(mnemonic, "TREZOR", "m/44'/60'/0'/0/0").address);
  });

  test("imports a private key", async () => {
    const key = EthersWallet.createRandom();
    const { status, body } = await create({ kind: "imported", private_key: key.privateKey });
    expect(status).toBe(201);
    expect(body.accounts[0].address).toBe(key.address);
  });

  test("watches an address, and refuses to send from it", async () => {
    const address = EthersWallet.createRandom().address;
    const { status, body } = await create({ kind: "watch", address });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: "watch", accounts: [{ address }] });
    await fund(url, address);
    const sent = await person.ask("POST", "/v1/transactions", { body: { account_id: body.accounts[0].id, to: freshAddress(), amount: "1" } });
    expect(sent.status).toBeGreaterThanOrEqual(400);
    expect(sent.status).toBeLessThan(500);
    expect(await reader.getTransactionCount({ address: address as `0x${string}` })).toBe(0);
  });

  test("watches an extended public key: the addresses follow from it", async () => {
    const node = HDNodeWallet.fromPhrase(newMnemonic(), "", "m/44'/60'/0'");
    const { status, body } = await create({ kind: "watch", xpub: node.neuter().extendedKey });
    expect(status).toBe(201);
    expect(body.accounts[0].address).toBe(node.derivePath("0/0").address);
  });

  test("validate_only says what would be and makes nothing", async () => {
    const somebody = await newPerson(url);
    const answer = await somebody.ask("POST", "/v1/wallets", { body: { label: "Never", kind: "hd", networks: ["ethereum"], validate_only: true } });
    expect(answer.status).toBeLessThan(300);
    expect((await somebody.ask("GET", "/v1/wallets")).body.wallets).toEqual([]);
  });

  test.each([
    ["label", { label: "" }],
    ["label", { label: "x".repeat(65) }],
    ["label", { label: "a\nb" }],
    ["label", { label: 7 }],
    ["kind", { kind: "paper" }],
    ["networks", { networks: [] }],
    ["networks", { networks: "ethereum" }],
    ["networks[0]", { networks: ["atlantis"] }],
    ["networks[1]", { networks: ["ethereum", "atlantis"] }],
    ["networks[1]", { networks: ["ethereum", "ethereum"] }],
    ["mnemonic", { kind: "imported", mnemonic: "abandon abandon abandon" }],
    ["mnemonic", { kind: "imported", mnemonic: Array(12).fill("abandon").join(" ") }],
    ["private_key", { kind: "imported", private_key: `0x${"00".repeat(32)}` }],
    ["private_key", { kind: "imported", private_key: `0x${"ff".repeat(32)}` }],
    ["private_key", { kind: "imported", private_key: "0x1234" }],
    ["address", { kind: "watch", address: "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" }],
    ["address", { kind: "watch", address: "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" }],
    ["xpub", { kind: "watch", xpub: "xpub6CUGRUonZSQ4TWtTMmzXdrXDtyPWKiKbERr6d5q" }],
    ["colour", { colour: "red" }],
  ])("refuses a bad %s: %j", async (field, change) => {
    const answer = await create(change);
    // Which of two equal networks is at fault may be said of the list or of its second member.
    if (field === "networks[1]" && answer.body.error?.details?.field === "networks") return expectError(answer, 400, "VALIDATION_ERROR");
    expectError(answer, 400, "VALIDATION_ERROR", field);
  });

  test("a secret never stands in the error that refuses it", async () => {
    const mnemonic = `${"zebra ".repeat(11)}zoo`;
    const { text } = await create({ kind: "imported", mnemonic });
    expect(text).not.toContain("zebra");
  });
});

describe("accounts", () => {
  test("take the next index, or the one named", async () => {
    const mnemonic = newMnemonic();
    const { body: wallet } = await create({ kind: "imported", mnemonic });
    const add = (body: object) => person.ask("POST", `/v1/wallets/${wallet.id}/accounts`, { body });
    const next = await add({ network: "ethereum" });
    expect(next.status).toBe(201);
    expect(next.body).toMatchObject({ wallet_id: wallet.id, index: 1, path: "m/44'/60'/0'/0/1" });
    const named = await add({ network: "ethereum", index: 7 });
    expect(named.body.index).toBe(7);
    expect(named.body.address).toBe(HDNodeWallet.fromPhrase(mnemonic, "", "m/44'/60'/0'/0/7").address);
    expectError(await add({ network: "ethereum", index: 7 }), 409, "CONFLICT");
    expectError(await add({ network: "ethereum", index: -1 }), 400, "VALIDATION_ERROR", "index");
    expectError(await add({ network: "ethereum", index: 2 ** 31 }), 400, "VALIDATION_ERROR", "index");
    expectError(await add({}), 400, "VALIDATION_ERROR", "network");
    const { body } = await person.ask("GET", `/v1/wallets/${wallet.id}`);
    expect(body.accounts.map((account: { index: number }) => account.index)).toEqual([0, 1, 7]);
  });

  test("two accounts added at once are two accounts", async () => {
    const { body: wallet } = await create();
    const added = await Promise.all([1, 2, 3, 4].map(() => person.ask("POST", `/v1/wallets/${wallet.id}/accounts`, { body: { network: "ethereum" } })));
    expect(added.map(({ body }) => body.index).sort()).toEqual([1, 2, 3, 4]);
  });
});

describe("balances", () => {
  test("name asset, amount, block and time; fresh asks the node", async () => {
    const { account, id } = await person.wallet();
    const read = async () => (await person.ask("GET", `/v1/wallets/${id}/balances?fresh=true`)).body.balances;
    expect(await read()).toMatchObject([{ account_id: account.id, network: "ethereum", asset: { decimals: 18 }, amount: "0", block: expect.any(Number) }]);
    await fund(url, account.address, parseEther("1.5"));
    const [balance] = await read();
    expect(balance.amount).toBe(parseEther("1.5").toString());
    expect(Math.abs(Date.parse(balance.as_of) - Date.now())).toBeLessThan(60_000);
  });
});

describe("lists", () => {
  test("are newest first, paged without loss or repetition", async () => {
    const somebody = await newPerson(url);
    for (let number = 0; number < 7; number++) await somebody.wallet(`W${number}`);
    const labels: string[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const { body } = await somebody.ask("GET", `/v1/wallets?page_size=3${token ? `&page_token=${encodeURIComponent(token)}` : ""}`);
      labels.push(...body.wallets.map((wallet: { label: string }) => wallet.label));
      token = body.next_page_token;
      pages++;
    } while (token);
    expect(labels).toEqual(["W6", "W5", "W4", "W3", "W2", "W1", "W0"]);
    expect(pages).toBe(3);
  });

  test.each(["page_size=0", "page_size=101", "page_size=ten", "page_size=-5"])("refuse %s", async (query) => {
    expectError(await person.ask("GET", `/v1/wallets?${query}`), 400, "VALIDATION_ERROR", "page_size");
  });

  test("refuse a page token that they did not give", async () => {
    expectError(await person.ask("GET", "/v1/wallets?page_token=abc"), 400, "VALIDATION_ERROR", "page_token");
  });
});
