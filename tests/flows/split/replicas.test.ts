import type { Account } from "@coffer/sdk";
import { parseEther, type Address } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainOf } from "../harness/chain.js";
import { newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

const kills = Number(process.env["COFFER_REPLICA_KILLS"] ?? 20);
const senders = 6;
const intents = 25;
const replicas = ["core-1", "core-2"];

let server: OwnServer;
let chain: ReturnType<typeof chainOf>;
let person: Person;
const accounts: (Account & { address: Address })[] = [];
beforeAll(async () => {
  server = await OwnServer.start(["--split", "--replicas", String(replicas.length)]);
  chain = chainOf(server.dev);
  person = await newPerson(server.url);
  const { id } = await person.wallet("Senders");
  while (accounts.length < senders) accounts.push((await person.sdk.wallets.createAccount(id, { network: "ethereum" })) as Account & { address: Address });
  for (const { address } of accounts) await chain.control.setBalance({ address, value: parseEther("100") });
});
afterAll(() => server?.stop());

interface Sent {
  sender: number;
  to: Address;
  key: string;
  id?: string;
}

/** Each intent pays an address of its own, so that the chain itself tells how often it was executed. */
const all: Sent[] = Array.from({ length: senders * intents }, (_, number) => ({
  sender: number % senders,
  to: `0x${(0xdecade00_00000000n + BigInt(number)).toString(16).padStart(40, "0")}` as Address,
  key: crypto.randomUUID(),
}));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends until there is an answer, as a careful client does: the same key and body again. */
async function deliver(sent: Sent): Promise<void> {
  const body = { account_id: accounts[sent.sender]!.id, to: sent.to, amount: "1" };
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(50 + Math.random() * 100)) {
    const answer = await person.ask("POST", "/v1/transactions", { body, headers: { "idempotency-key": sent.key } });
    if (answer.status === 201) return void (sent.id = answer.body.id);
    if (answer.status < 500) throw new Error(`refused with ${answer.status}: ${answer.text}`);
  }
  throw new Error(`no answer for ${sent.to} within two minutes`);
}

/** Kills one of them at a random moment, and lets it come back at another: sometimes both are away. */
async function havoc(): Promise<Record<string, number>> {
  const killed: Record<string, number> = {};
  const back: Promise<void>[] = [];
  const away = new Set<string>();
  for (let kill = 0; kill < kills; ) {
    await pause(Math.random() ** 2 * 2_000);
    const victim = replicas[Math.floor(Math.random() * replicas.length)]!;
    if (away.has(victim)) continue;
    await server.killOne(victim);
    killed[victim] = (killed[victim] ?? 0) + 1;
    away.add(victim);
    back.push(
      pause(Math.random() * 1_500).then(() => {
        server.startOne(victim);
        away.delete(victim);
      }),
    );
    kill++;
  }
  await Promise.all(back);
  return killed;
}

describe(`two replicas share ${senders} senders, one or the other killed ${kills} times`, () => {
  test("every intent is accepted in spite of it", async () => {
    const chaos = havoc();
    const queue = [...all];
    const workers = Array.from({ length: senders }, async () => {
      for (let sent = queue.shift(); sent; sent = queue.shift()) {
        await deliver(sent);
        await pause(((kills * 1_000) / all.length) * senders * Math.random());
      }
    });
    await Promise.all(workers);
    const killed = await chaos;
    expect(Object.values(killed).reduce((sum, times) => sum + times, 0)).toBe(kills);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  }, 600_000);

  test("one goes on while the other stays away, and none is jammed", async () => {
    await server.killOne("core-1");
    const deadline = Date.now() + 240_000;
    let open = all;
    while (open.length > 0 && Date.now() < deadline) {
      const status = new Map<string, string>();
      for await (const txn of person.sdk.transactions.list({ page_size: 100 })) status.set(txn.id, txn.status);
      open = all.filter(({ id }) => status.get(id!) !== "confirmed");
      if (open.length > 0) await pause(500);
    }
    const why = await Promise.all(open.slice(0, 3).map(({ id }) => person.sdk.transactions.explain(id!)));
    server.startOne("core-1");
    expect(open.length, JSON.stringify(why)).toBe(0);
  }, 300_000);

  test("each is on chain exactly once, with no nonce more", async () => {
    for (const { to } of all) expect(await chain.reader.getBalance({ address: to })).toBe(1n);
    for (const { address } of accounts) expect(await chain.reader.getTransactionCount({ address })).toBe(intents);
  }, 120_000);
});
