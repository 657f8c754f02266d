import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse, type RequestHandler } from "msw";
import { describe, expect, test } from "vitest";
import { a_transaction, kOtherAddress } from "@test/builders";
import { a_world, fake_api, refusal, type World } from "@test/fake_api";
import { render_app } from "@test/render_app";
import { session_expected } from "@/api/session";
import { address_groups } from "@/lib/address";
import { load_draft, start_review } from "@/lib/draft";

const kEther = { symbol: "ETH", decimals: 18 };

const sends = (world: World) => world.posts.filter(({ path }) => path === "/v1/transactions");

function a_draft(to = kOtherAddress) {
  return start_review({ account_id: "account-1", network: "ethereum", to, amount: "1500000000000000000", asset: kEther, speed: "normal" });
}

async function fill_form(world: World, ...first: RequestHandler[]) {
  const app = render_app("/send", [...first, ...fake_api(world)]);
  await app.user.click(await screen.findByLabelText("To"));
  await app.user.paste(kOtherAddress);
  await app.user.type(screen.getByLabelText("Amount"), "1.5");
  return app;
}

const confirm_button = () => screen.findByRole("button", { name: "Confirm and send" });

describe("Send", () => {
  test("goes from form over review to track, with exact wei and one idempotency key", async () => {
    const world = a_world();
    const { user, place } = await fill_form(world);
    await user.click(screen.getByRole("button", { name: "Review" }));
    const confirm = await confirm_button();
    await waitFor(() => expect(confirm).toBeEnabled());
    await user.click(confirm);
    await screen.findByRole("list", { name: "Progress" });
    expect(place()).toBe("/send/track/txn-new");
    expect(sends(world)).toEqual([
      {
        path: "/v1/transactions",
        key: expect.stringMatching(/^[0-9a-f]{32}$/),
        body: { account_id: "account-1", to: kOtherAddress, amount: "1500000000000000000", speed: "normal" },
      },
    ]);
  });

  test("Enter in the form leads to review; another Enter, or Tab and Enter, signs nothing", async () => {
    const world = a_world();
    const { user, place } = await fill_form(world);
    await user.keyboard("{Enter}");
    const confirm = await confirm_button();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(confirm).toBeEnabled());
    await user.keyboard("{Enter}");
    expect(place()).toBe("/send/review");
    screen.getByRole("heading", { name: "Review" }).focus();
    await user.tab();
    expect(screen.getByRole("link", { name: "Change" })).toHaveFocus();
    expect(sends(world)).toHaveLength(0);
  });

  test("is forgotten when the session ends, with all that was read", async () => {
    const { user, client } = render_app("/", fake_api(a_world()));
    a_draft();
    await screen.findByRole("heading", { name: "Home" });
    const [menu] = screen.getAllByLabelText("Your account");
    await user.click(menu!);
    await user.click(within(menu!.parentElement!).getByRole("button", { name: "Sign out" }));
    await screen.findByRole("heading", { name: "Sign in" });
    expect(load_draft()).toBeUndefined();
    expect(session_expected()).toBe(false);
    expect(client.getQueryCache().getAll().filter(({ state }) => state.data !== undefined)).toEqual([]);
  });

  test("refuses more than the known balance, beside the field", async () => {
    const { user } = await fill_form(a_world());
    await user.clear(screen.getByLabelText("Amount"));
    await user.paste("12.500000000000000001");
    await user.click(screen.getByRole("button", { name: "Review" }));
    expect(await screen.findByText("You have 12.5 ETH.")).toBeVisible();
  });

  test("shows what the server refuses beside the field it names", async () => {
    const world = a_world();
    const refused = http.post(/transactions:estimate$/, () =>
      refusal(400, "VALIDATION_ERROR", "EIP-55: the mixed case does not match", { field: "to" }),
    );
    const { user } = await fill_form(world, refused);
    await user.click(screen.getByRole("button", { name: "Review" }));
    expect(await screen.findByText(/EIP-55/)).toBeVisible();
    expect(screen.getByLabelText("To")).toBeInvalid();
  });

  test("offers earlier receivers, but none that only received nothing", async () => {
    const poison = "0x8617aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa070D";
    const world = a_world({ transactions: [a_transaction(), a_transaction({ id: "txn-2", to: poison, amount: "0" })] });
    render_app("/send", fake_api(world));
    expect(await screen.findByRole("button", { name: /0x8617…070D/ })).toHaveAttribute("title", kOtherAddress);
    expect(screen.queryByTitle(poison)).toBeNull();
  });
});

describe("Review", () => {
  test("arms the confirm button only after the effects have stood on screen for half a second", async () => {
    a_draft();
    render_app("/send/review", fake_api(a_world()));
    const confirm = await confirm_button();
    expect(screen.getByText("The receiver gets")).toBeVisible();
    expect(confirm).toBeDisabled();
    await waitFor(() => expect(confirm).toBeEnabled());
  });

  test("shows the receiver whole, in groups of four", async () => {
    a_draft();
    render_app("/send/review", fake_api(a_world()));
    const receiver = await screen.findByRole("region", { name: "To" });
    for (const group of new Set(address_groups(kOtherAddress))) {
      expect(within(receiver).getAllByText(group).length).toBeGreaterThan(0);
    }
    expect(receiver).toHaveTextContent(kOtherAddress);
  });

  test("adds the highest fee to the amount exactly", async () => {
    a_draft();
    render_app("/send/review", fake_api(a_world()));
    expect(await screen.findByText("Total, at most")).toBeVisible();
    expect(screen.getByText("Total, at most").parentElement).toHaveTextContent("1.500042 ETH");
  });

  test("a lost answer can be confirmed again under the same key, also after a reload", async () => {
    const world = a_world();
    let lost = true;
    const losing = http.post("*/v1/transactions", async ({ request }) => {
      if (!lost) return undefined;
      world.posts.push({ path: "/v1/transactions", key: request.headers.get("idempotency-key"), body: {} });
      return HttpResponse.error();
    });
    a_draft();
    const first = render_app("/send/review", [losing, ...fake_api(world)]);
    await waitFor(async () => expect(await confirm_button()).toBeEnabled());
    await first.user.click(await confirm_button());
    expect(await screen.findByText("The answer did not arrive")).toBeVisible();
    first.unmount();
    lost = false;
    const second = render_app("/send/review", fake_api(world));
    await waitFor(async () => expect(await confirm_button()).toBeEnabled());
    await second.user.click(await confirm_button());
    await screen.findByRole("list", { name: "Progress" });
    const keys = sends(world).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test("another amount is another send, with another key", () => {
    const before = a_draft();
    expect(a_draft().key).toBe(before.key);
    expect(start_review({ ...before, amount: "2" }).key).not.toBe(before.key);
  });

  test("warns of an address that looks like a known one", async () => {
    a_draft("0x8617aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa070D");
    render_app("/send/review", fake_api(a_world()));
    expect(await screen.findByText(/looks like an address you know/i)).toBeVisible();
  });

  test("cannot be confirmed when the server decoded other effects than were asked for", async () => {
    const other = http.post(/transactions:estimate$/, () =>
      HttpResponse.json({
        gas_limit: 21000,
        max_fee_per_gas: "1",
        will_revert: false,
        effects: { transfers: [{ to: kOtherAddress, amount: "999" }], approvals: [] },
      }),
    );
    a_draft();
    render_app("/send/review", [other, ...fake_api(a_world())]);
    expect(await screen.findByText(/the effects are not what you asked for/i)).toBeVisible();
    await new Promise((later) => setTimeout(later, 700));
    expect(await confirm_button()).toBeDisabled();
  });

  test("a denial names the rule, who can change it, and the record", async () => {
    const denied = http.post("*/v1/transactions", () =>
      refusal(403, "POLICY_DENIED", "The daily limit is reached", { rule: "daily_limit", transaction_id: "txn-1" }),
    );
    a_draft();
    const { user } = render_app("/send/review", [denied, ...fake_api(a_world())]);
    await waitFor(async () => expect(await confirm_button()).toBeEnabled());
    await user.click(await confirm_button());
    expect(await screen.findByText("daily_limit")).toBeVisible();
    expect(screen.getByRole("link", { name: "See the record" })).toHaveAttribute("href", "/activity/txn-1");
  });
});
