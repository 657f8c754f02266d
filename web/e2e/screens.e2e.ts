import { mkdir } from "node:fs/promises";
import type { RequestHandler } from "msw";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { an_empty_world, every_read, fake_api } from "../test/fake_api";
import { a_lived_in_world, a_partial_world } from "../test/worlds";
import { serve_app } from "./app_server";
import { kMobile, open_browser, open_context } from "./browser";
import { fake_server } from "./fake_server";
import { bring_checker, findings, kViews, overflow_of, picture, settle, stretch } from "./looks";

const kStates: Record<string, () => RequestHandler[]> = {
  filled: () => fake_api(a_lived_in_world()),
  empty: () => fake_api(an_empty_world()),
  partial: () => fake_api(a_partial_world()),
  loading: () => [...every_read("never"), ...fake_api(a_lived_in_world())],
  error: () => [...every_read("error"), ...fake_api(a_lived_in_world())],
  forbidden: () => [...every_read("forbidden"), ...fake_api(a_lived_in_world())],
};

const kDraft = JSON.stringify({
  account_id: "account-1",
  network: "ethereum",
  to: "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
  amount: "1500000000000000000",
  asset: { symbol: "ETH", decimals: 18 },
  speed: "normal",
  key: "0123456789abcdef0123456789abcdef",
  attempted: false,
});

type Screen = { name: string; path: string; signed_in?: boolean; prepare?: (page: Page) => Promise<void> };

const keep_draft = async (page: Page) => {
  await page.addInitScript((draft) => sessionStorage.setItem("coffer.send_draft", draft), kDraft);
};

const kScreens: Screen[] = [
  { name: "sign-in", path: "/sign-in", signed_in: false },
  { name: "sign-up", path: "/sign-up#admin=token", signed_in: false },
  { name: "home", path: "/" },
  { name: "wallets", path: "/wallets" },
  { name: "new-wallet", path: "/wallets/new?way=mnemonic" },
  { name: "wallet", path: "/wallets/wallet-1" },
  { name: "receive", path: "/receive" },
  { name: "send", path: "/send" },
  { name: "review", path: "/send/review", prepare: keep_draft },
  { name: "track", path: "/send/track/txn-1" },
  { name: "activity", path: "/activity" },
  { name: "transaction", path: "/activity/txn-4" },
];

let browser: Browser;
let app: Awaited<ReturnType<typeof serve_app>>;

beforeAll(async () => {
  [browser, app] = await Promise.all([open_browser(), serve_app()]);
  if (process.env["SCREENSHOTS"]) await mkdir(process.env["SCREENSHOTS"], { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  app?.stop();
});

/** What the page's exceptions and its content policy say; what the fake server refuses on purpose is no complaint. */
function complaints_of(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  return complaints;
}

async function open_screen(screen: Screen, state: string): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const context = await open_context(browser);
  await fake_server(context, kStates[state]?.() ?? [], screen.signed_in ?? true);
  const page = await context.newPage();
  const complaints = complaints_of(page);
  await bring_checker(page);
  await screen.prepare?.(page);
  await page.goto(app.url + screen.path);
  await settle(page, state === "loading");
  return { page, complaints, close: () => context.close() };
}

describe.each(kScreens)("$name", (screen) => {
  const states = screen.signed_in === false ? ["filled"] : Object.keys(kStates);

  test.each(states)("is accessible in either theme, fits a phone and a desktop, and obeys the content policy: %s", async (state) => {
    const { page, complaints, close } = await open_screen(screen, state);
    const found: string[] = [];
    for (const { theme, size, name } of kViews) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(size);
      found.push(...(await findings(page, theme === "dark")));
      if ((await overflow_of(page)) > 0) found.push(`wider than the window: ${name}`);
      await picture(page, `${screen.name}-${state}-${name}`);
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test("bears longer words, written from right to left", async () => {
    const { page, close } = await open_screen(screen, "filled");
    await stretch(page);
    await picture(page, `${screen.name}-stretched-desktop`);
    await page.setViewportSize(kMobile);
    await picture(page, `${screen.name}-stretched-mobile`);
    expect(await overflow_of(page)).toBe(0);
    await close();
  });
});
