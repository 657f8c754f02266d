import { getResponse, type RequestHandler } from "msw";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export type Theme = "light" | "dark";
export const kMobile = { width: 390, height: 844 };
export const kDesktop = { width: 1280, height: 800 };

export function open_browser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
}

type View = { size: { width: number; height: number }; theme: Theme };

/** A browser profile whose API is `handlers`; `signed_in` remembers a session as the app does. */
export async function open_context(browser: Browser, handlers: RequestHandler[], view: View, signed_in: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: view.size, colorScheme: view.theme, locale: "en-GB", reducedMotion: "reduce" });
  if (signed_in) await context.addInitScript(() => localStorage.setItem("coffer.signed_in", "1"));
  await context.routeWebSocket(/\/v1\/stream/, () => undefined);
  await context.route(/\/(v1|dev)\//, async (route) => {
    const seen = route.request();
    const body = seen.postData();
    const request = new Request(seen.url(), { method: seen.method(), headers: seen.headers(), ...(body === null ? {} : { body }) });
    const answer = await getResponse(handlers, request);
    if (!answer) return route.fulfill({ status: 404, body: "{}" });
    return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() });
  });
  return context;
}

/** Collects what the page complains about: exceptions, and everything the content security policy refused. */
export function complaints_of(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}
