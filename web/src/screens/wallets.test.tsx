import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, test } from "vitest";
import { a_network, a_wallet, kOtherAddress, kOwnAddress } from "@test/builders";
import { a_world, an_empty_world, fake_api, refusal } from "@test/fake_api";
import { render_app } from "@test/render_app";

describe("Wallets", () => {
  test("the first one takes one click on an empty home", async () => {
    const world = an_empty_world();
    const { user } = render_app("/", fake_api(world));
    await user.click(await screen.findByRole("button", { name: "Create wallet" }));
    await user.click(await screen.findByRole("button", { name: "Get test ether" }));
    expect(world.posts.map(({ path, body }) => [path, body])).toEqual([
      ["/v1/wallets", { label: "Main wallet", kind: "hd", networks: ["ethereum"] }],
      ["/dev/faucet", { address: kOwnAddress, network: "ethereum" }],
    ]);
  });

  test("a production server has no faucet", async () => {
    render_app("/", fake_api(a_world({ networks: [a_network({ development: false })] })));
    await screen.findByRole("link", { name: "All activity" });
    expect(screen.queryByRole("button", { name: "Get test ether" })).toBeNull();
  });

  test("a recovery phrase is checked for its number of words before it leaves the page", async () => {
    const world = an_empty_world();
    const { user } = render_app("/wallets/new?way=mnemonic", fake_api(world));
    await user.type(await screen.findByLabelText("Name"), "Old");
    await user.click(screen.getByLabelText("Recovery phrase"));
    await user.paste("eleven words are not a phrase");
    await user.click(screen.getByRole("button", { name: "Import wallet" }));
    expect(await screen.findByText(/12, 15, 18, 21 or 24 words/)).toBeVisible();
    expect(world.posts).toEqual([]);
  });

  test("an address is watched without keys", async () => {
    const world = an_empty_world();
    const { user, place } = render_app("/wallets/new?way=watch", fake_api(world));
    await user.type(await screen.findByLabelText("Name"), "Cold");
    await user.click(screen.getByLabelText("Address"));
    await user.paste(kOtherAddress);
    await user.click(screen.getByRole("button", { name: "Watch address" }));
    await screen.findByRole("heading", { name: "Cold" });
    expect(place()).toBe("/wallets/wallet-1");
    expect(world.posts[0]?.body).toEqual({ label: "Cold", kind: "watch", networks: ["ethereum"], address: kOtherAddress });
  });

  test("can be renamed", async () => {
    const { user } = render_app("/wallets/wallet-1", fake_api(a_world()));
    await user.click(await screen.findByRole("button", { name: "Rename" }));
    await user.clear(screen.getByLabelText("Name"));
    await user.paste("Everyday");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("heading", { name: "Everyday" })).toBeVisible();
  });

  test("a label that looks like markup is shown as text", async () => {
    const label = `<img src=x onerror="alert(1)"><b>Main</b>`;
    const { container } = render_app("/wallets/wallet-1", fake_api(a_world({ wallets: [a_wallet({ label })] })));
    expect(await screen.findByRole("heading", { name: label })).toBeVisible();
    expect(container.querySelector("img[onerror], h1 b")).toBeNull();
  });

  test("an id stays one segment of the path that is asked for", async () => {
    const asked: string[] = [];
    const spy = http.get("*/v1/wallets/*", ({ request }) => {
      asked.push(new URL(request.url).pathname);
      return refusal(404, "NOT_FOUND", "No such wallet");
    });
    render_app("/wallets/a%2F..%2Fb%3Fc", [spy, ...fake_api(a_world())]);
    await waitFor(() => expect(asked).toContain("/v1/wallets/a%2F..%2Fb%3Fc"));
    for (const path of asked) expect(path).toMatch(/^\/v1\/wallets\/a%2F\.\.%2Fb%3Fc(\/balances)?$/);
  });

  test("Receive shows the address whole, as a code, and copies exactly it", async () => {
    const { user } = render_app("/receive", fake_api(a_world()));
    const card = await screen.findByRole("region", { name: "Address of Main wallet" });
    expect(card).toHaveTextContent(kOwnAddress);
    expect(within(card).getByRole("img", { name: "QR code of the address" })).toBeVisible();
    await user.click(within(card).getByRole("button", { name: "Copy address" }));
    expect(await navigator.clipboard.readText()).toBe(kOwnAddress);
  });
});
