import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export type Theme = "light" | "dark";
export type Size = { width: number; height: number };
export const kMobile: Size = { width: 360, height: 780 };
export const kDesktop: Size = { width: 1280, height: 800 };

/** Longest wait for anything to appear: generous, a busy machine is no failure. */
export const kPatienceMs = 90_000;

/** The system's own Chromium; none is ever downloaded. */
export function open_browser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  // A container's shared memory is often too small for a page, root has no sandbox, and an emulated GPU costs more than none.
  return chromium.launch({
    executablePath,
    timeout: kPatienceMs,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"],
  });
}

export type View = { size?: Size; theme?: Theme };

export async function open_context(browser: Browser, { size = kDesktop, theme = "light" }: View = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, locale: "en-GB", reducedMotion: "reduce" });
  context.setDefaultTimeout(kPatienceMs);
  return context;
}

/** What a page has complained about so far: exceptions, console errors, and whatever its content policy refused. */
export function complaints_of(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || /content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

/** Every request of a context that went anywhere but to `url`. */
export function strangers_of(context: BrowserContext, url: string): string[] {
  const strangers: string[] = [];
  const note = (address: string) => {
    const host = new URL(address).host;
    if (host !== new URL(url).host && !address.startsWith("data:")) strangers.push(address);
  };
  context.on("request", (request) => note(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => note(socket.url())));
  return strangers;
}
