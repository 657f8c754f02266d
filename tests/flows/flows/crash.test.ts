import type { Account } from "@coffer/sdk";
import { parseEther, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainOf } from "../harness/chain.js";
import { login, newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

const kills = Number(process.env.COFFER_CRASH_KILLS ?? 50);
const senders = Number(process.env.COFFER_CRASH_SENDERS ?? 20);
const intents = Number(process.env.COFFER_CRASH_INTENTS ?? 50);

let server: OwnServer;
let chain: ReturnType<typeof chainOf>;
let person: Person;
const accounts: (Account & { address: Address })[] = [];
beforeAll(async () => {
  server = await OwnServer.start();
  chain = chainOf(server.dev);
  person = await newPerson(server.url);
  const { id } = await person.wallet("Senders");
  while (accounts.length < senders) accounts.push((await person.sdk.wallets.createAccount(id, { network: "ethereum" })) as Account & { address: Address });
  for (const { address } of accounts) await chain.control.setBalance({ address, value: parseEther("100") });
});
afterAll(() => server?.stop());

interface Sent {
  sender: number;
  number: number;
  to: Address;
  key: string;
  id?: string;
}

/** Each intent pays an address of its own, so that the chain itself tells how often it was executed. */
function plan(): Sent[] {
  const all: Sent[] = [];
  for (let number = 0; number < intents; number++) {
    for (let sender = 0; sender < senders; sender++) {
      const to = `0x${(0xc0ffee00_00000000n + BigInt(sender) * 1_000_000n + BigInt(number)).toString(16).padStart(40, "0")}` as Address;
      all.push({ sender, number, to, key: crypto.randomUUID() });
    }
  }
  return all;
}

/** Sends until the server has answered, as a careful client does: the same key and body again. */
async function deliver(sent: Sent): Promise<void> {
  const body = { account_id: accounts[sent.sender]!.id, to: sent.to, amount: "1" };
  for (const deadline = Date.now() + 300_000; ; ) {
    try {
      const answer = await person.ask("POST", "/v1/transactions", { body, headers: { "idempotency-key": sent.key } });
      if (answer.status === 201) return void (sent.id = answer.body.id);
      if (answer.status < 500) throw new Error(`refused with ${answer.status}: ${answer.text}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (Date.now() > deadline) throw new Error(`no answer for ${sent.to} within five minutes`);
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
  }
}

/** Kills and restarts at random moments, from the first milliseconds of a run to some seconds into it. */
async function havoc(stopped: () => boolean): Promise<number> {
  let killed = 0;
  for (; killed < kills && !stopped(); killed++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() ** 2 * 2_000));
    await server.kill();
    await server.restart();
  }
  return killed;
}

describe(`${senders} senders × ${intents} intents, the server killed ${kills} times`, () => {
  const all = plan();

  test("every intent is accepted in spite of it", async () => {
    // The work is spread over the kills, so that each of them hits something.
    const chaos = havoc(() => false);
    const queue = [...all];
    const gap_ms = Math.max(0, (kills * 1_000) / all.length);
    const workers = Array.from({ length: senders }, async () => {
      for (let sent = queue.shift(); sent; sent = queue.shift()) {
        await deliver(sent);
        await new Promise((resolve) => setTimeout(resolve, gap_ms * senders * Math.random()));
      }
    });
    await Promise.all(workers);
    expect(await chaos).toBe(kills);
    expect(new Set(all.map((sent) => sent.id)).size).toBe(all.length);
  }, 900_000);

  test("none is jammed: every one becomes final", async () => {
    const deadline = Date.now() + 300_000;
    let open = all;
    while (open.length > 0 && Date.now() < deadline) {
      const status = new Map<string, string>();
      for await (const txn of person.sdk.transactions.list({ page_size: 100 })) status.set(txn.id, txn.status);
      open = all.filter((sent) => status.get(sent.id!) !== "confirmed");
      if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const why = await Promise.all(open.slice(0, 3).map((sent) => person.sdk.transactions.explain(sent.id!)));
    expect(open.length, JSON.stringify(why)).toBe(0);
  }, 400_000);

  test("each is on chain exactly once", async () => {
    for (const sent of all) {
      expect(await chain.reader.getBalance({ address: sent.to }), `intent ${sent.number} of sender ${sent.sender}`).toBe(1n);
    }
    for (const { address } of accounts) {
      // Exactly one nonce for each intent: nothing was sent twice, and no gap had to be filled with a transaction that did nothing.
      expect(await chain.reader.getTransactionCount({ address })).toBe(intents);
    }
  }, 300_000);

  test("a key that was answered before the kills is still answered with the same transaction", async () => {
    for (const sent of all.slice(0, 20)) {
      const answer = await person.ask("POST", "/v1/transactions", {
        body: { account_id: accounts[sent.sender]!.id, to: sent.to, amount: "1" },
        headers: { "idempotency-key": sent.key },
      });
      expect(answer.body.id).toBe(sent.id);
      expect(answer.headers.get("idempotency-replayed")).toBe("true");
    }
  });

  test("sessions, wallets and passwords have survived", async () => {
    expect((await person.ask("GET", "/v1/me")).body.id).toBe(person.id);
    expect((await login(server.url, person.credentials)).id).toBe(person.id);
    const [wallet] = await person.sdk.wallets.list().all();
    expect(wallet!.accounts.map((account) => account.address)).toEqual(expect.arrayContaining(accounts.map((account) => account.address)));
  });
});
