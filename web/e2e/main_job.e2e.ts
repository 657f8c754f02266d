import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { complaints_of, kMobile, open_browser, open_context, strangers_of } from "./browser";
import { focused, tab_and_press, tab_to } from "./keyboard";
import { ask, get_funded, mailed_code, new_credentials, sign_up, to_review, wait_for_status } from "./person";
import { read_qr } from "./qr";
import { shared_server } from "./shared_server";

const kReceiver = "0x8617E340B3D01FA5F11F306F4090FD50E238070D";

let server: Awaited<ReturnType<typeof shared_server>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let strangers: string[];

beforeAll(async () => {
  [server, browser] = await Promise.all([shared_server(), open_browser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

beforeEach(async () => {
  context = await open_context(browser);
  strangers = strangers_of(context, server.url);
  page = await context.newPage();
  complaints = complaints_of(page);
});

afterEach(async () => {
  await context.close();
});

/** What the server itself says it has of this person's transactions. */
async function sent(): Promise<{ id: string; to: string; amount: string; status: string; hash: string }[]> {
  return (await ask(context, server.url, "GET", "/v1/transactions")).body["transactions"];
}

async function own_address(): Promise<string> {
  const { body } = await ask(context, server.url, "GET", "/v1/wallets");
  return body["wallets"][0].accounts[0].address;
}

async function send_one_and_a_half(): Promise<void> {
  await page.getByRole("link", { name: "Send your first transaction" }).click();
  await to_review(page, kReceiver, "1.5");
  await page.getByText("You have not sent to this address before").waitFor();
  await page.getByRole("button", { name: "Confirm and send" }).click();
  await page.getByRole("heading", { name: "Track", level: 1 }).waitFor();
}

describe("with the pointer", () => {
  test("somebody signs up, is funded, sends, and watches it become final, on a page that obeys a strict policy", async () => {
    const document = await page.goto(server.url);
    const policy = document?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    await sign_up(page, server.url);
    await get_funded(page);
    await send_one_and_a_half();
    await wait_for_status(page, "Confirmed");
    const [transaction] = await sent();
    expect(transaction).toMatchObject({ to: kReceiver, amount: "1500000000000000000", status: "confirmed" });
    expect(await page.getByText(transaction!.hash).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  test("the address is shown whole, and as a code that a scanner reads", async () => {
    await sign_up(page, server.url);
    await get_funded(page);
    await page.getByRole("navigation").getByRole("link", { name: "Receive" }).first().click();
    const address = await own_address();
    const card = page.getByRole("region", { name: /Address of/ });
    await card.waitFor();
    expect((await card.locator("[dir=ltr]").first().textContent())?.trim()).toBe(address);
    expect(await read_qr(page, card.getByRole("img", { name: "QR code of the address" }))).toBe(address);
    expect(complaints).toEqual([]);
  });

  test("a finished transaction is found under Activity, with its effects, its attempts and why it stands where it stands", async () => {
    await sign_up(page, server.url);
    await get_funded(page);
    await send_one_and_a_half();
    await wait_for_status(page, "Confirmed");
    const { id } = (await sent())[0]!;
    await page.getByRole("navigation").getByRole("link", { name: "Activity" }).first().click();
    await page.getByRole("list", { name: "Transactions" }).getByRole("link").first().click();
    await page.getByRole("heading", { name: "Effects" }).waitFor();
    await page.getByRole("button", { name: "Why?" }).click();
    const { body: explanation } = await ask(context, server.url, "GET", `/v1/transactions/${id}/explain`);
    await page.getByText(explanation["reason"]).first().waitFor();
    await page.getByText("First sending").waitFor();
    await page.getByText("Raw", { exact: true }).click();
    await page.getByText('"transactionHash"').waitFor();
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  test("what the server refuses is said beside its field, and nothing is sent", async () => {
    await sign_up(page, server.url);
    await get_funded(page);
    await page.getByRole("link", { name: "Send your first transaction" }).click();
    const mistyped = kReceiver.replace("E3", "e3");
    await page.getByLabel("To", { exact: true }).fill(mistyped);
    await page.getByLabel("Amount").fill("1");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("alert").filter({ hasText: /EIP-55/ }).waitFor();
    await page.getByLabel("To", { exact: true }).fill(kReceiver);
    await page.getByLabel("Amount").fill("99999");
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("alert").filter({ hasText: "You have" }).waitFor();
    expect(await sent()).toEqual([]);
  });
});

describe("with the keyboard alone", () => {
  test("the whole job is done, and no Enter that was meant for another step signs anything", async () => {
    const { email, password } = new_credentials();
    await page.goto(server.url);
    await tab_and_press(page, page.getByRole("link", { name: "Create an account" }));
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
    await tab_to(page, page.getByLabel("E-mail"));
    await page.keyboard.type(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await tab_to(page, page.getByLabel("Code"));
    await page.keyboard.type(await mailed_code(context, server.url, email));
    await page.keyboard.press("Enter");
    await tab_and_press(page, page.getByRole("button", { name: "Create wallet" }));
    await tab_and_press(page, page.getByRole("button", { name: "Get test ether" }));
    await tab_and_press(page, page.getByRole("link", { name: "Send your first transaction" }));
    await tab_to(page, page.getByLabel("To", { exact: true }));
    await page.keyboard.type(kReceiver);
    await tab_to(page, page.getByLabel("Amount"));
    await page.keyboard.type("0.25");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Review", level: 1 }).waitFor();
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("Review");
    await tab_to(page, page.getByRole("link", { name: "Change" }));
    await page.keyboard.press("Enter");
    await tab_to(page, page.getByRole("button", { name: "Review" }));
    expect(await sent()).toEqual([]);
    await page.keyboard.press("Enter");
    await tab_and_press(page, page.getByRole("button", { name: "Confirm and send", disabled: false }));
    await wait_for_status(page, "Confirmed");
    await tab_and_press(page, page.getByRole("link", { name: "Details" }));
    await tab_and_press(page, page.getByRole("button", { name: "Why?" }));
    await page.getByRole("button", { name: "Why?", expanded: true }).waitFor();
    await tab_and_press(page, page.getByRole("banner").getByLabel("Your account"));
    await tab_and_press(page, page.getByRole("button", { name: "Sign out" }));
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe("on a phone", () => {
  test("the same job is done with the thumb", async () => {
    await page.setViewportSize(kMobile);
    await sign_up(page, server.url);
    await get_funded(page);
    await page.getByRole("navigation").getByRole("link", { name: "Send" }).last().click();
    await to_review(page, kReceiver, "0.1");
    await page.getByRole("button", { name: "Confirm and send" }).click();
    await wait_for_status(page, "Confirmed");
    expect(complaints).toEqual([]);
  });
});
