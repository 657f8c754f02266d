import type { Locator, Page } from "playwright-core";

/** More stops than any screen has. */
const kMostStops = 80;

/** Presses Tab until the focus is on `target`, as somebody without a pointer would; fails when Tab never gets there. */
export async function tab_to(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < kMostStops; ++stop) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

export async function tab_and_press(page: Page, target: Locator): Promise<void> {
  await tab_to(page, target);
  await page.keyboard.press("Enter");
}

/** The name of whatever has the focus. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}
