import { i18n } from "@lingui/core";
import { screen } from "@testing-library/react";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { a_world, an_empty_world, every_read, fake_api } from "@test/fake_api";
import { render_app } from "@test/render_app";
import { a_partial_world } from "@test/worlds";
import { messages } from "../locales/pseudo.po";

/** Texts that are data or a name, in whatever language: amounts, units, addresses, what the server said. */
const kData = /^(Coffer|ada@example.test|ETH|USDC|USD Coin|Ether|Ethereum|Ada|Main wallet|Savings|Cold storage|Rent, January|system|m\/44.*|[\dxa-fA-F.,:…/≤≥·−<>+\s-]*|.*(ago|yesterday|AM|PM)|This needs the role user\.|A node has it.*|It is asked for again.*|ERC20.*|Request .*)$/;

beforeAll(() => {
  i18n.load("pseudo", messages);
  i18n.activate("pseudo");
});

afterAll(() => i18n.activate("en"));

function plain_texts(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? "").trim();
    const exempt = node.parentElement?.closest("[translate=no], code, option, pre, style, script") !== null;
    if (!exempt && /[A-Za-z]{2}/.test(text) && !/[^\u0000-\u024f]|[À-ɏ]/.test(text) && !kData.test(text)) found.push(text);
  }
  return found;
}

const kPaths = ["/sign-in", "/sign-up", "/", "/wallets", "/wallets/new", "/wallets/wallet-1", "/receive", "/send", "/send/track/txn-1", "/activity", "/activity/txn-1"];

describe.each(kPaths)("%s", (path) => {
  test.each([
    ["lived in", () => fake_api(a_partial_world())],
    ["empty", () => fake_api(an_empty_world())],
    ["refused", () => [...every_read("forbidden"), ...fake_api(a_world())]],
  ])("has no string outside the catalogue: %s", async (_name, handlers) => {
    render_app(path, handlers(), { signed_in: !path.startsWith("/sign"), keep_language: true });
    await screen.findAllByRole("heading");
    await new Promise((later) => setTimeout(later, 200));
    expect(plain_texts()).toEqual([]);
  });
});
