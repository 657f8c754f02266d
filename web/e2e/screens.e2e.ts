import { mkdir } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { RequestHandler } from "msw";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { an_empty_world, every_read, fake_api } from "../test/fake_api";
import { a_lived_in_world, a_partial_world } from "../test/worlds";
import { serve_app } from "./app_server";
import { complaints_of, kDesktop, kMobile, open_browser, open_context, type Theme } from "./browser";

/** Where to leave pictures; none are taken without it. */
const kPictures = process.env["SCREENSHOTS"];

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
  { name: "sign-up", path: "/sign-up?admin=token", signed_in: false },
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
  if (kPictures) await mkdir(kPictures, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  app.stop();
});

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`).join(" | ")}`);
}

async function settle(page: Page, state: string): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  if (state !== "loading") await page.waitForFunction(() => document.querySelector("[aria-label=Loading]") === null);
  await page.waitForTimeout(150);
}

async function visit(screen: Screen, state: string, theme: Theme) {
  const handlers = kStates[state]?.() ?? [];
  const context = await open_context(browser, handlers, { size: kDesktop, theme }, screen.signed_in ?? true);
  const page = await context.newPage();
  const complaints = complaints_of(page);
  await screen.prepare?.(page);
  await page.goto(app.url + screen.path);
  await settle(page, state);
  const found = await findings(page);
  if (kPictures) await page.screenshot({ path: `${kPictures}/${screen.name}-${state}-${theme}-desktop.png` });
  await page.setViewportSize(kMobile);
  found.push(...(await findings(page)));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (kPictures) await page.screenshot({ path: `${kPictures}/${screen.name}-${state}-${theme}-mobile.png`, fullPage: true });
  await context.close();
  return { found, complaints, overflow };
}

describe.each(kScreens)("$name", (screen) => {
  const states = screen.signed_in === false ? ["filled"] : Object.keys(kStates);
  const cases = states.flatMap((state) => (["light", "dark"] as const).map((theme) => ({ state, theme })));
  test.each(cases)("is accessible, fits a phone and obeys the content policy: $state, $theme", async ({ state, theme }) => {
    const { found, complaints, overflow } = await visit(screen, state, theme);
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
