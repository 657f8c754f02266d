import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Mnemonic, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { operations, pathOf } from "../harness/contract.js";
import { ask } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";
import { openEvents, type OpenStream } from "../harness/streams.js";

// All that the server writes is read here: a data directory of its own.
const mnemonic = Mnemonic.fromEntropy(crypto.getRandomValues(new Uint8Array(32))).phrase;
const private_key = Wallet.createRandom().privateKey;
const passphrase = `canary-${crypto.randomUUID()}`;
/** Every form in which a secret could lie around. */
const canaries = [
  mnemonic,
  mnemonic.split(" ").slice(0, 6).join(" "),
  mnemonic.split(" ").slice(6, 12).join(" "),
  Mnemonic.fromPhrase(mnemonic).entropy.slice(2),
  Mnemonic.fromPhrase(mnemonic).computeSeed().slice(2),
  private_key.slice(2),
  private_key.slice(2).toUpperCase(),
  passphrase,
].flatMap((text) => [Buffer.from(text), Buffer.from(Buffer.from(text).toString("base64").replace(/=+$/, "").slice(0, -1))]);
const binary = [Buffer.from(private_key.slice(2), "hex"), Buffer.from(Mnemonic.fromPhrase(mnemonic).entropy.slice(2), "hex"), Buffer.from(Mnemonic.fromPhrase(mnemonic).computeSeed().slice(2), "hex")];

let server: OwnServer;
let person: Person;
let stream: OpenStream;
const answers: string[] = [];
beforeAll(async () => {
  server = await OwnServer.start();
  person = await newPerson(server.url);
  stream = await openEvents(server.url, "topics=transactions,balances,heads", { authorization: `Bearer ${person.tokens.access_token}` });
});
afterAll(async () => {
  stream?.close();
  await server?.stop();
});

function expectNoCanary(haystack: Buffer, where: string): void {
  for (const needle of [...canaries, ...binary]) expect(haystack.includes(needle), `${where} holds ${needle.toString("hex")}`).toBe(false);
}

function* files(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* files(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}

test("the search finds what is there", () => {
  expect(() => expectNoCanary(Buffer.from(`log: ${private_key}`), "log")).toThrow();
  expect(() => expectNoCanary(Buffer.concat([Buffer.from("x"), binary[1]!]), "file")).toThrow();
});

describe("a mnemonic, a passphrase and a private key", () => {
  test("are accepted where they belong, and used", async () => {
    for (const secret of [{ mnemonic, passphrase }, { private_key }]) {
      const wallet = await person.ask("POST", "/v1/wallets", { body: { label: "Imported", kind: "imported", networks: ["ethereum"], ...secret }, headers: { "idempotency-key": crypto.randomUUID() } });
      expect(wallet.status).toBe(201);
      answers.push(wallet.text);
      const account_id = wallet.body.accounts[0].id;
      await ask(server.url, "POST", "/dev/faucet", { body: { address: wallet.body.accounts[0].address, network: "ethereum" } });
      const sent = await person.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id, to: freshAddress(), amount: "1" } });
      expect(sent.body.status).toBe("confirmed");
      answers.push(sent.text, (await person.ask("POST", "/v1/messages:sign", { body: { account_id, message: "hello" } })).text);
    }
  });

  test("are pushed through every field of every route", async () => {
    for (const operation of await operations(server.url)) {
      if (/logout|^\/v1\/(stream|events)/.test(operation.path)) continue;
      for (const secret of [mnemonic, private_key, passphrase]) {
        const path = pathOf(operation, Object.fromEntries(operation.parameters.map((name) => [name, name === "network" ? "ethereum" : secret])));
        const fields = Object.fromEntries(Object.keys(operation.body?.properties ?? {}).map((name) => [name, secret]));
        const asked = operation.method === "GET" ? {} : { body: fields };
        const answer = await person.ask(operation.method, path, asked);
        expect(answer.status, operation.name).toBeLessThan(500);
        // In a path or a free text that the caller names, the caller's own words may come back; in an error they may not.
        if (answer.status >= 400) answers.push(answer.text);
        for (const [name, value] of Object.entries(fields)) {
          const one = await person.ask(operation.method, pathOf(operation, { network: "ethereum" }), operation.method === "GET" ? {} : { body: { [name]: value } });
          if (one.status >= 400) answers.push(one.text);
        }
      }
    }
  }, 600_000);

  test("are pushed in as headers, as unknown fields and as broken bodies", async () => {
    for (const secret of [private_key, passphrase]) {
      for (const [name, value] of [["authorization", `Bearer ${secret}`], ["cookie", `coffer_access=${secret}`], ["idempotency-key", secret], ["user-agent", secret], ["accept", secret]] as const) {
        answers.push((await ask(server.url, "POST", "/v1/wallets", { body: {}, headers: { [name]: value } })).text);
      }
      answers.push((await person.ask("POST", "/v1/wallets", { text: `{"mnemonic":"${secret}` })).text);
      answers.push((await person.ask("POST", "/v1/wallets", { body: { label: "x", networks: ["ethereum"], private_key: { nested: secret } } })).text);
      answers.push((await person.ask("POST", "/rpc/ethereum", { body: { jsonrpc: "2.0", id: 1, method: "personal_importRawKey", params: [secret, secret] } })).text);
    }
  });

  test("stand in no answer, event or metric", async () => {
    expect(answers.length).toBeGreaterThan(20);
    expectNoCanary(Buffer.from(answers.join("\n")), "an answer");
    expectNoCanary(Buffer.from(stream.raw.join("")), "an event");
    expectNoCanary(Buffer.from((await ask(server.url, "GET", "/metrics")).text), "the metrics");
  });

  test("stand in no log and no file, while the server runs and after it was killed", async () => {
    const search = () => {
      let bytes = 0;
      for (const file of [...files(server.dev.data), ...(server.dev.postgres ? files(server.dev.postgres) : [])]) {
        // The chain keeps what was sent to it as calldata; it is not the server's.
        if (file.includes("/devnet/")) continue;
        const content = readFileSync(file);
        bytes += content.length;
        expectNoCanary(content, file);
      }
      expect(bytes).toBeGreaterThan(10_000);
    };
    search();
    await server.kill();
    search();
  });
});
