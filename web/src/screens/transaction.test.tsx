import { screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { a_transaction, kOtherAddress } from "@test/builders";
import { a_world, fake_api } from "@test/fake_api";
import { render_app } from "@test/render_app";

const pending = () => a_world({ transactions: [a_transaction({ status: "submitted", block_number: undefined, confirmations: 0, fee_paid: undefined })] });

describe("Transaction", () => {
  test("explains itself with one click", async () => {
    const { user } = render_app("/activity/txn-1", fake_api(pending()));
    await user.click(await screen.findByRole("button", { name: "Why?" }));
    expect(await screen.findByText("A node has it; the next block has not come yet.")).toBeVisible();
  });

  test("shows effects, then timeline, attempts and the raw record", async () => {
    render_app("/activity/txn-1", fake_api(a_world()));
    await screen.findByRole("heading", { name: "Effects" });
    const order = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
    expect(order).toEqual(["Effects", "On the chain", "Timeline", "Attempts"]);
    expect(screen.getByText("Raw")).toBeVisible();
  });

  test("shows the counterparty whole", async () => {
    render_app("/activity/txn-1", fake_api(a_world()));
    await screen.findByRole("heading", { name: "Effects" });
    expect(document.body).toHaveTextContent(kOtherAddress);
  });

  test("says that cancelling is a race before it starts one, with a key of its own", async () => {
    const world = pending();
    const { user } = render_app("/activity/txn-1", fake_api(world));
    await user.click(await screen.findByRole("button", { name: "Cancel transaction" }));
    expect(screen.getByText(/cancelling is a race/i)).toBeVisible();
    expect(world.posts).toEqual([]);
    const start = await screen.findByRole("button", { name: "Start cancelling" });
    await expect.poll(() => start.hasAttribute("disabled")).toBe(false);
    await user.click(start);
    await expect.poll(() => world.posts.length).toBe(1);
    expect(world.posts[0]).toMatchObject({ path: "/v1/transactions/txn-1:cancel", key: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test("offers neither speed-up nor cancel once it is final", async () => {
    render_app("/activity/txn-1", fake_api(a_world()));
    await screen.findByRole("heading", { name: "Attempts" });
    expect(screen.queryByRole("button", { name: "Speed up" })).toBeNull();
  });
});
