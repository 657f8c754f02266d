import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { isReady, OwnServer, until } from "../../tests/flows/harness/server";
import { kPatienceMs, open_browser, open_context } from "./browser";
import { ask, get_funded, sign_up, to_review, wait_for_status } from "./person";

const kReceiver = "0x8617E340B3D01FA5F11F306F4090FD50E238070D";

let server: OwnServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([OwnServer.start(), open_browser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

beforeEach(async () => {
  await mine_every(1);
  context = await open_context(browser);
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
});

/** Seconds between blocks; 0 for none at all. */
async function mine_every(seconds: number): Promise<void> {
  const call = { jsonrpc: "2.0", id: 1, method: "anvil_setIntervalMining", params: [seconds] };
  const headers = { "content-type": "application/json" };
  await fetch(server.dev.networks.ethereum.rpc, { method: "POST", headers, body: JSON.stringify(call) });
}

async function sent(): Promise<{ id: string; status: string; hash: string }[]> {
  return (await ask(context, server.url, "GET", "/v1/transactions")).body["transactions"];
}

async function send(amount: string): Promise<string> {
  await page.goto(`${server.url}/send`);
  await to_review(page, kReceiver, amount);
  await page.getByRole("button", { name: "Confirm and send" }).click();
  await page.getByRole("heading", { name: "Track", level: 1 }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

test("a reload at any step loses nothing: the review keeps its figures, the track goes on", async () => {
  await sign_up(page, server.url);
  await get_funded(page);
  await page.goto(`${server.url}/send`);
  await to_review(page, kReceiver, "0.75");
  await page.reload();
  await page.getByText("The receiver gets").waitFor();
  await page.getByText("0.75 ETH").first().waitFor();
  await mine_every(0);
  await page.getByRole("button", { name: "Confirm and send" }).click();
  await wait_for_status(page, "Submitted");
  await page.reload();
  await wait_for_status(page, "Submitted");
  await page.goto(server.url);
  await page.getByRole("heading", { name: "Latest" }).waitFor();
  await page.getByText("Submitted").first().click();
  await page.getByRole("heading", { name: "Effects" }).waitFor();
  await mine_every(1);
  await page.getByText("Final.").waitFor();
  expect(await sent()).toHaveLength(1);
});

test("a confirm whose answer is lost says so, and confirming again sends once", async () => {
  await sign_up(page, server.url);
  await get_funded(page);
  await page.goto(`${server.url}/send`);
  await to_review(page, kReceiver, "0.5");
  // The request reaches the server; its answer never reaches the page.
  await page.route("**/v1/transactions", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.getByRole("button", { name: "Confirm and send" }).click();
  await page.getByText("The answer did not arrive").waitFor();
  await page.unroute("**/v1/transactions");
  await page.getByRole("button", { name: "Confirm and send" }).click();
  await wait_for_status(page, "Confirmed");
  expect(await sent()).toHaveLength(1);
});

test("the server is killed and started again: the page comes back by itself, on the same transaction", async () => {
  await sign_up(page, server.url);
  await get_funded(page);
  await mine_every(0);
  await send("0.3");
  await wait_for_status(page, "Submitted");
  await server.kill();
  await page.getByText("Reconnecting…").first().waitFor();
  await server.restart();
  await page.getByText("Live", { exact: true }).first().waitFor();
  await mine_every(1);
  await wait_for_status(page, "Confirmed");
  expect(await sent()).toHaveLength(1);
});

test("what happened while the page was cut off arrives once it is back: each event, once, in order", async () => {
  const seen: { id: string; status: string }[] = [];
  let cut = false;
  let cut_now: () => void = () => undefined;
  await page.routeWebSocket(/\/v1\/stream/, (socket) => {
    if (cut) return void socket.close();
    cut_now = () => socket.close();
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      const event = JSON.parse(String(message)) as { type: string; data: { id: string; status: string } };
      if (event.type === "transaction.status_changed") seen.push(event.data);
      socket.send(message);
    });
  });
  await sign_up(page, server.url);
  await get_funded(page);
  await mine_every(0);
  const id = await send("0.2");
  await wait_for_status(page, "Submitted");
  await until(() => seen.some(({ status }) => status === "submitted"), kPatienceMs, "the page is told that it was submitted");
  cut = true;
  cut_now();
  await server.kill();
  await server.restart();
  await mine_every(1);
  await until(async () => (await sent())[0]?.status === "confirmed", kPatienceMs, "the server knows that it is confirmed");
  cut = false;
  await wait_for_status(page, "Confirmed");
  await until(() => seen.some(({ status }) => status === "confirmed"), kPatienceMs, "the page is told that it was confirmed");
  const statuses = seen.filter((event) => event.id === id).map(({ status }) => status);
  expect(statuses).toEqual(["queued", "signed", "submitted", "mined", "confirmed"]);
  expect(await isReady(server.url)).toBe(true);
});
