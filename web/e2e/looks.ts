import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { kDesktop, kMobile, type Size, type Theme } from "./browser";

/** Where to leave pictures; none are taken without it. */
const kPictures = process.env["SCREENSHOTS"];

const kEverything: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};
const kColours: RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] };

/** Gives every document of `page` the accessibility checker; call it before the page is opened. */
export async function bring_checker(page: Page): Promise<void> {
  await page.addInitScript(axe.source);
}

/** What axe has to say, one line a rule. A theme changes colours alone, so that only contrast is asked for again. */
export async function findings(page: Page, only_colours: boolean): Promise<string[]> {
  const options = only_colours ? kColours : kEverything;
  const { violations } = await page.evaluate((asked) => (window as unknown as { axe: typeof axe }).axe.run(asked), options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`).join(" | ")}`);
}

/** Pixels by which the page is wider than its window: text that is clipped or has to be scrolled to. */
export function overflow_of(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

export async function picture(page: Page, name: string): Promise<void> {
  if (!kPictures) return;
  await page.screenshot({ path: `${kPictures}/${name}.png` });
}

export const kViews: { theme: Theme; size: Size; name: string }[] = [
  { theme: "light", size: kDesktop, name: "light-desktop" },
  { theme: "light", size: kMobile, name: "light-mobile" },
  { theme: "dark", size: kMobile, name: "dark-mobile" },
  { theme: "dark", size: kDesktop, name: "dark-desktop" },
];

/** Waits until what will be on screen is on screen. */
export async function settle(page: Page, loading: boolean): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  if (!loading) await page.waitForFunction(() => document.querySelector("[aria-label=Loading]") === null);
}

/** Turns the page into a language with longer words that is written from right to left. */
export async function stretch(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? "";
      if (node.parentElement?.closest("[translate=no], [dir=ltr], code, pre, time") || !/[A-Za-z]{3}/.test(text)) continue;
      node.textContent = text.replace(/[aeiou]/g, (vowel) => vowel + vowel);
    }
  });
}
