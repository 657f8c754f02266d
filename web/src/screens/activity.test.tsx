import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { a_transaction } from "@test/builders";
import { a_world, fake_api } from "@test/fake_api";
import { render_app } from "@test/render_app";
import { apply_event } from "@/api/live";

const kRowHeight = 76;

/** jsdom lays nothing out; the virtual list needs a window and rows with a height. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(kRowHeight);
  vi.spyOn(window, "innerHeight", "get").mockReturnValue(800);
});

const many = (count: number) =>
  a_world({ transactions: Array.from({ length: count }, (_, index) => a_transaction({ id: `txn-${index}`, note: `note ${index}` })) });

describe("Activity", () => {
  test("keeps its filters in the address of the page", async () => {
    const { user, place } = render_app("/activity", fake_api(many(3)));
    await screen.findByText("note 0");
    await user.selectOptions(screen.getByLabelText("Status"), "failed");
    expect(await screen.findByText("Nothing matches")).toBeVisible();
    expect(place()).toBe("/activity?status=failed");
  });

  test("opens filtered from its address", async () => {
    render_app("/activity?status=failed", fake_api(many(3)));
    expect(await screen.findByText("Nothing matches")).toBeVisible();
    expect(screen.getByLabelText("Status")).toHaveValue("failed");
  });

  test("reads page after page by the server's token", async () => {
    const { user } = render_app("/activity", fake_api(many(120)));
    await screen.findByText("note 0");
    await waitFor(() => expect(screen.getByRole("list", { name: "Transactions" })).toBeVisible());
    await user.click(await screen.findByRole("button", { name: "Load more" }));
    await waitFor(() => expect(height_of_list()).toBe(100 * kRowHeight));
  });

  test("keeps ten thousand rows out of the page", async () => {
    const world = many(100);
    const { client } = render_app("/activity", fake_api(world));
    await screen.findByText("note 0");
    client.setQueriesData({ queryKey: ["transactions", "list"] }, { pages: [{ transactions: many(10_000).transactions }], pageParams: [""] });
    await waitFor(() => expect(height_of_list()).toBeGreaterThan(500_000));
    expect(screen.getAllByRole("listitem").length).toBeLessThan(60);
  });

  test("does not move rows under the pointer: what is new waits to be asked for", async () => {
    const world = many(2);
    const { user, client } = render_app("/activity", fake_api(world));
    const row = await screen.findByText("note 0");
    fireEvent.pointerEnter(row.closest(".card")!);
    world.transactions = [a_transaction({ id: "fresh", note: "fresh one" }), ...world.transactions];
    apply_event(client, { cursor: "1", type: "transaction.status_changed", time: "", data: { id: "fresh", status: "queued" } });
    const show = await screen.findByRole("button", { name: "Show 1 new" });
    expect(screen.queryByText("fresh one")).toBeNull();
    await user.click(show);
    expect(await screen.findByText("fresh one")).toBeVisible();
  });

  test("updates a row in place when its status changes", async () => {
    const world = a_world({ transactions: [a_transaction({ status: "submitted" })] });
    const { client } = render_app("/activity", fake_api(world));
    await screen.findByText("Submitted", { selector: "span" });
    world.transactions = [a_transaction({ status: "confirmed" })];
    apply_event(client, { cursor: "1", type: "transaction.status_changed", time: "", data: { id: "txn-1", status: "confirmed" } });
    expect(await screen.findByText("Confirmed", { selector: "span" })).toBeVisible();
  });

  test("has no copy button beside a counterparty in the list", async () => {
    render_app("/activity", fake_api(many(2)));
    await screen.findByText("note 0");
    expect(screen.queryByRole("button", { name: /copy/i })).toBeNull();
  });
});

function height_of_list(): number {
  return Number.parseInt(screen.getByRole("list", { name: "Transactions" }).style.height, 10);
}
