import type { Account } from "@coffer/sdk";
import type { Address } from "viem";
import { afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { newPerson, type Person } from "../harness/people.js";
import { openEvents, openWebSocket, type OpenStream } from "../harness/streams.js";

const { url } = inject("dev");
let person: Person;
let account: Account & { address: Address };
let bearer: Record<string, string>;
beforeAll(async () => {
  person = await newPerson(url);
  account = await person.fundedAccount();
  bearer = { authorization: `Bearer ${person.tokens.access_token}` };
});

const open: OpenStream[] = [];
afterEach(() => open.splice(0).forEach((stream) => stream.close()));

const kinds = [["WebSocket", openWebSocket], ["SSE", openEvents]] as const;
const send = async () => (await person.sdk.transactions.create({ account_id: account.id, to: freshAddress(), amount: 1n }, { wait: "confirmed" })).id;
const held = async (id: string) =>
  (await person.ask("GET", `/v1/wallets/${account.wallet_id}/balances?fresh=true`)).body.balances.find((balance: any) => balance.account_id === id && !balance.asset.contract).amount;
const statuses = (stream: OpenStream, id: string) =>
  stream.events.filter((event) => event.type === "transaction.status_changed" && event.data.id === id).map((event) => event.data.status);

describe.each(kinds)("%s", (_, opener) => {
  const connect = async (query: string, headers = bearer) => {
    const stream = await opener(url, query, headers);
    open.push(stream);
    return stream;
  };

  test("tells every status of a transaction once and in order", async () => {
    const stream = await connect("topics=transactions");
    const id = await send();
    await expect.poll(() => statuses(stream, id), { timeout: 10_000 }).toContain("confirmed");
    const told = statuses(stream, id);
    const order = ["queued", "signed", "submitted", "mined", "confirmed"];
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(order.filter((status) => told.includes(status)));
    const [event] = stream.events;
    expect(event).toMatchObject({ cursor: expect.any(String), type: "transaction.status_changed", time: expect.stringMatching(/Z$/), data: { id: expect.any(String), status: expect.any(String) } });
  });

  test("with a cursor, exactly what followed it comes", async () => {
    const first = await connect("topics=transactions");
    const [one, two] = [await send(), await send()];
    await expect.poll(() => statuses(first, two), { timeout: 10_000 }).toContain("confirmed");
    const all = first.events.map((event) => event.cursor);
    const middle = Math.floor(all.length / 2);
    const again = await connect(`topics=transactions&cursor=${encodeURIComponent(all[middle - 1]!)}`);
    await expect.poll(() => again.events.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(all.length - middle);
    expect(again.events.slice(0, all.length - middle)).toEqual(first.events.slice(middle));
    expect(one).not.toBe(two);
  });

  test("what happened while nobody listened is not lost", async () => {
    const first = await connect("topics=transactions");
    const seen = await send();
    await expect.poll(() => statuses(first, seen), { timeout: 10_000 }).toContain("confirmed");
    first.close();
    const missed = await send();
    const again = await connect(`topics=transactions&cursor=${encodeURIComponent(first.events.at(-1)!.cursor)}`);
    await expect.poll(() => statuses(again, missed), { timeout: 10_000 }).toContain("confirmed");
    expect(statuses(again, seen)).toEqual([]);
  });

  test("heads and balances come to who asks for them, and to nobody else", async () => {
    const heads = await connect("topics=heads");
    const transactions = await connect("topics=transactions");
    await send();
    await expect.poll(() => heads.events.length, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(heads.events.map((event) => event.type).join()).toMatch(/head/);
    expect(heads.events.some((event) => event.type === "transaction.status_changed")).toBe(false);
    expect(transactions.events.some((event) => /head/.test(event.type))).toBe(false);
  });

  test("tells what an account holds when that changes, at both ends", async () => {
    const { account: receiver } = await person.wallet("Receiver");
    const stream = await connect("topics=balances");
    const told = (id: string) => stream.events.filter((event) => event.type === "balance.changed" && event.data.account_id === id).map((event) => event.data);
    await person.sdk.transactions.create({ account_id: account.id, to: receiver.address, amount: 7n }, { wait: "confirmed" });
    await expect.poll(() => told(receiver.id), { timeout: 10_000 }).toHaveLength(1);
    expect(told(receiver.id)[0]).toMatchObject({ network: "ethereum", asset: { symbol: "ETH", decimals: 18 }, amount: "7", block: expect.any(Number), as_of: expect.stringMatching(/Z$/) });
    expect(told(receiver.id)[0]).not.toHaveProperty("owner");
    await expect.poll(async () => told(account.id).at(-1)?.amount, { timeout: 10_000 }).toBe(await held(account.id));
  });

  test("nobody hears of the transactions of others", async () => {
    const other = await newPerson(url);
    const stream = await connect("topics=transactions,balances,heads", { authorization: `Bearer ${other.tokens.access_token}` });
    const id = await send();
    await expect.poll(() => stream.events.filter((event) => /head/.test(event.type)).length, { timeout: 10_000 }).toBeGreaterThan(1);
    expect(JSON.stringify(stream.raw)).not.toContain(id);
    expect(JSON.stringify(stream.raw)).not.toContain(account.id);
  });

  test("takes the cookie in place of the header", async () => {
    const stream = await connect("topics=transactions", { cookie: `coffer_access=${person.tokens.access_token}` } as never);
    const id = await send();
    await expect.poll(() => statuses(stream, id), { timeout: 10_000 }).toContain("confirmed");
  });

  test("needs a token, a known topic and a cursor of its own", async () => {
    await expect(connect("topics=transactions", {} as never)).rejects.toThrow("HTTP 401");
    await expect(connect("topics=gossip")).rejects.toThrow("HTTP 400");
    await expect(connect("topics=transactions&cursor=elsewhere")).rejects.toThrow("HTTP 400");
  });
});

describe("SSE", () => {
  test("sends its headers at once, and is not kept by proxies", async () => {
    const stream = await openEvents(url, "topics=transactions", bearer);
    open.push(stream);
    expect(stream.response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(stream.response.headers.get("cache-control")).toMatch(/no-store|no-cache/);
  });

  test("comments every fifteen seconds while nothing happens", async () => {
    const quiet = await newPerson(url);
    const stream = await openEvents(url, "topics=transactions", { authorization: `Bearer ${quiet.tokens.access_token}` });
    open.push(stream);
    await expect.poll(() => stream.raw.join(""), { timeout: 25_000, interval: 500 }).toMatch(/^:/m);
    expect(stream.events).toEqual([]);
  });
});
