import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { complaints_of, open_browser, open_context } from "./browser";
import { sign_up } from "./person";
import { shared_server } from "./shared_server";

let server: Awaited<ReturnType<typeof shared_server>>;
let stranger: Server;
let stranger_url: string;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([shared_server(), open_browser()]);
  stranger = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<title>Somebody else</title>"));
  await new Promise<void>((ready) => stranger.listen(0, "127.0.0.1", ready));
  // Another host name, so that it is another site as well as another origin.
  stranger_url = `http://localhost:${(stranger.address() as AddressInfo).port}`;
});

afterAll(async () => {
  stranger?.close();
  await browser?.close();
  await server?.stop();
});

beforeEach(async () => {
  context = await open_context(browser);
  page = await context.newPage();
  complaints = complaints_of(page);
});

afterEach(async () => {
  await context.close();
});

/** Puts an element into the page, as an injection would, and waits for what the browser reports of it. */
function violation_of(element: string, attributes: Record<string, string>, text = ""): Promise<string> {
  return page.evaluate(
    ([name, given, inner]) =>
      new Promise<string>((report) => {
        document.addEventListener("securitypolicyviolation", (event) => report(event.effectiveDirective), { once: true });
        const added = document.createElement(name);
        for (const [key, value] of Object.entries(given)) added.setAttribute(key, value);
        added.textContent = inner;
        document.body.append(added);
      }),
    [element, attributes, text] as const,
  );
}

describe("what is injected into the page", () => {
  test.each([
    ["a script", "script", {}, "window.injected = true", "script-src-elem"],
    ["a script from elsewhere", "script", { src: "http://localhost:9/x.js" }, "", "script-src-elem"],
    ["a style", "style", {}, "body { display: none }", "style-src-elem"],
    ["a picture from elsewhere", "img", { src: "http://localhost:9/x.png" }, "", "img-src"],
    ["a frame", "iframe", { src: "http://localhost:9/" }, "", "frame-src"],
    ["a plug-in", "object", { data: "http://localhost:9/" }, "", "object-src"],
  ])("%s is refused by the browser, and a test that sees it fails", async (_, element, attributes, text, directive) => {
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(complaints).toEqual([]);
    expect(await violation_of(element, attributes, text)).toBe(directive);
    expect(await page.evaluate(() => "injected" in window)).toBe(false);
    await expect.poll(() => complaints.length).toBeGreaterThan(0);
  });
});

/** What a page of another origin gets when it calls the API with the cookies of the browser. */
function call(path: string, init: RequestInit): Promise<string> {
  return page.evaluate(
    ([address, options]) => fetch(address, { credentials: "include", ...options }).then((response) => `read ${response.status}`, () => "refused"),
    [server.url + path, init] as const,
  );
}

describe("a page of somebody else, in the browser of somebody who is signed in", () => {
  beforeEach(async () => {
    await sign_up(page, server.url);
    await page.goto(stranger_url);
  });

  test("reads nothing", async () => {
    expect(await call("/v1/me", {})).toBe("refused");
    expect(await call("/v1/networks", {})).toBe("refused");
    expect(await call("/v1/me", { headers: { authorization: "Bearer x" } })).toBe("refused");
  });

  test("changes nothing, with a preflight or as a simple request", async () => {
    const body = JSON.stringify({ label: "Not mine", networks: ["ethereum"] });
    expect(await call("/v1/wallets", { method: "POST", headers: { "content-type": "application/json" }, body })).toBe("refused");
    expect(await call("/v1/wallets", { method: "POST", headers: { "content-type": "text/plain" }, body })).toBe("refused");
    await page.goto(`${server.url}/wallets`);
    await page.getByRole("heading", { name: "No wallet yet" }).waitFor();
  });

  test("may not show the app in a frame", async () => {
    const shown = await page.evaluate(async (address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      const loaded = new Promise((done) => frame.addEventListener("load", done));
      document.body.append(frame);
      await loaded;
      return frame.contentDocument === null ? "blocked or foreign" : "blank";
    }, server.url);
    expect(shown).toBe("blocked or foreign");
    await expect.poll(() => complaints.some((complaint) => /frame|X-Frame-Options/i.test(complaint))).toBe(true);
  });
});
