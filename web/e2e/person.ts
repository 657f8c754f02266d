import type { BrowserContext, Page } from "playwright-core";

export type Credentials = { email: string; password: string };

export function new_credentials(): Credentials {
  const name = crypto.randomUUID().slice(0, 13);
  return { email: `${name}@example.org`, password: `${name} harbour lantern` };
}

type Reply = { status: number; body: Record<string, any> };

/** The public API with the cookies of a browser profile, as a second tool of the same person would call it. */
export async function ask(context: BrowserContext, url: string, method: string, path: string, data?: object): Promise<Reply> {
  for (;;) {
    const response = await context.request.fetch(url + path, { method, ...(data && { data }) });
    if (response.status() !== 429) return { status: response.status(), body: await response.json().catch(() => ({})) };
    await new Promise((later) => setTimeout(later, Number(response.headers()["retry-after"] ?? 1) * 1000));
  }
}

/** The newest code in the development mailbox. */
export async function mailed_code(context: BrowserContext, url: string, email: string): Promise<string> {
  const { body } = await ask(context, url, "GET", `/dev/mailbox?to=${encodeURIComponent(email)}`);
  const code = body["messages"]?.find((message: { code?: string }) => message.code)?.code;
  if (!code) throw new Error(`no code was mailed to ${email}`);
  return code as string;
}

/** Signs up somebody new through the screens; ends on the empty home. */
export async function sign_up(page: Page, url: string): Promise<Credentials> {
  const credentials = new_credentials();
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByLabel("Password").fill(credentials.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Enter the code" }).waitFor();
  await page.getByLabel("Code").fill(await mailed_code(page.context(), url, credentials.email));
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByRole("heading", { name: "Three steps to your first transaction" }).waitFor();
  return credentials;
}

/** From the empty home to a wallet that holds test ether. */
export async function get_funded(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Create wallet" }).click();
  await page.getByRole("button", { name: "Get test ether" }).click();
  await page.getByRole("link", { name: "Send your first transaction" }).waitFor();
}

/** Fills the send form and goes to its review. */
export async function to_review(page: Page, to: string, amount: string): Promise<void> {
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByLabel("Amount").fill(amount);
  await page.getByRole("button", { name: "Review" }).click();
  await page.getByRole("heading", { name: "Review", level: 1 }).waitFor();
}

/** The status that the screen shows beside the amount. */
export async function wait_for_status(page: Page, status: string): Promise<void> {
  await page.locator("main").getByRole("status").getByText(status, { exact: true }).waitFor();
}
