import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { kOtherAddress } from "@test/builders";
import { an_empty_world, every_read, fake_api, kRequestId } from "@test/fake_api";
import { render_app } from "@test/render_app";
import { a_lived_in_world, a_partial_world } from "@test/worlds";
import { start_review } from "@/lib/draft";

type Expected = { name: string; path: string; empty: RegExp; partial: RegExp };

const kScreens: Expected[] = [
  { name: "Home", path: "/", empty: /three steps to your first transaction/i, partial: /its nodes do not answer well/i },
  { name: "Wallets", path: "/wallets", empty: /no wallet yet/i, partial: /unknown/i },
  { name: "Wallet", path: "/wallets/wallet-3", empty: /nothing is here/i, partial: /unknown/i },
  { name: "Receive", path: "/receive", empty: /no address yet/i, partial: /copy address/i },
  { name: "Send", path: "/send?account=account-2", empty: /nothing to send from yet/i, partial: /available: unknown/i },
  { name: "Activity", path: "/activity", empty: /nothing has happened yet/i, partial: /submitted/i },
  { name: "Transaction", path: "/activity/txn-1", empty: /nothing is here/i, partial: /not yet/i },
  { name: "Track", path: "/send/track/txn-1", empty: /nothing is here/i, partial: /next: it is asked for again/i },
];

/** Finds a text that markup may have cut into pieces. */
async function find_text(pattern: RegExp): Promise<void> {
  await screen.findAllByText((_content, element) => pattern.test(element?.textContent ?? ""));
}

describe.each(kScreens)("$name", ({ path, empty, partial }) => {
  test("empty: says so and offers the next step", async () => {
    render_app(path, fake_api(an_empty_world()));
    await find_text(empty);
  });

  test("loading: announces it", async () => {
    render_app(path, [...every_read("never"), ...fake_api(an_empty_world())]);
    expect(await screen.findByRole("status", { name: "Loading" })).toBeVisible();
  });

  test("partial: shows what is known, and the rest as unknown", async () => {
    render_app(path, fake_api(a_partial_world()));
    await find_text(partial);
  });

  test("error: gives the request id and a way on", async () => {
    const { user } = render_app(path, [...every_read("error"), ...fake_api(a_lived_in_world())]);
    await find_text(new RegExp(kRequestId));
    expect((await screen.findAllByRole("button", { name: "Try again" }))[0]).toBeEnabled();
    await user.click((await screen.findAllByRole("button", { name: "Try again" }))[0]!);
  });

  test("forbidden: says who can grant access", async () => {
    render_app(path, [...every_read("forbidden"), ...fake_api(a_lived_in_world())]);
    await find_text(/an administrator of this server can grant it/i);
  });
});

test("Review without a draft leads back to Send", async () => {
  const { place } = render_app("/send/review", fake_api(a_lived_in_world()));
  await screen.findByRole("heading", { name: "Send", level: 1 });
  expect(place()).toBe("/send");
});

test("Review of an account whose balance no node knows shows what is left as unknown", async () => {
  const asset = { symbol: "ETH", decimals: 18 };
  start_review({ account_id: "account-2", network: "ethereum", to: kOtherAddress, amount: "1", asset, speed: "normal" });
  render_app("/send/review", fake_api(a_partial_world()));
  const left = await screen.findByText("Left afterwards, at least");
  expect(left.parentElement).toHaveTextContent("Unknown");
});
