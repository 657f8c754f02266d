import { screen, waitFor } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, test } from "vitest";
import { a_network } from "@test/builders";
import { a_world, an_empty_world, every_read, fake_api, refusal } from "@test/fake_api";
import { render_app } from "@test/render_app";

const kPassword = "tangerine-loom-42";

async function sign_up(path: string, world = an_empty_world()) {
  const app = render_app(path, fake_api(world), { signed_in: false });
  await app.user.click(await screen.findByLabelText("E-mail"));
  await app.user.paste("ada@example.test");
  await app.user.click(screen.getByLabelText("Password"));
  await app.user.paste(kPassword);
  await app.user.click(screen.getByRole("button", { name: "Continue" }));
  await screen.findByRole("heading", { name: "Enter the code" });
  return { ...app, world };
}

describe("Sign-up", () => {
  test("leads from e-mail and password over the code to three steps", async () => {
    const { user, place } = await sign_up("/sign-up");
    await user.click(screen.getByLabelText("Code"));
    await user.paste("482913");
    await user.click(screen.getByRole("button", { name: "Verify" }));
    await screen.findByText(/three steps/i);
    expect(place()).toBe("/");
  });

  test("takes the administrator's one-time link from the first page to the server", async () => {
    const { world } = await sign_up("/#admin=one-time-token");
    expect(world.posts[0]?.body).toEqual({ email: "ada@example.test", password: kPassword, admin_token: "one-time-token" });
  });

  test("the token of that link is never where a server would see it", async () => {
    const { place } = render_app("/#admin=one-time-token", fake_api(an_empty_world()), { signed_in: false });
    expect(await screen.findByRole("heading", { name: "Create the administrator's account" })).toBeVisible();
    expect(place()).toBe("/sign-up#admin=one-time-token");
  });

  test("shows the code of a development server's mailbox", async () => {
    const { user } = await sign_up("/sign-up");
    expect(await screen.findByText("482913")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use it" }));
    await screen.findByText(/three steps/i);
  });

  test("never looks for a mailbox elsewhere", async () => {
    const { client } = await sign_up("/sign-up", { ...an_empty_world(), networks: [a_network({ development: false })] });
    await waitFor(() => expect(client.getQueryData(["networks"])).toBeDefined());
    expect(client.getQueryCache().find({ queryKey: ["mailbox", "ada@example.test"] })?.state.fetchStatus).toBe("idle");
  });

  test("says how strong the password is while it is typed", async () => {
    const { user } = render_app("/sign-up", fake_api(a_world()), { signed_in: false });
    await user.click(await screen.findByLabelText("Password"));
    await user.paste("password1");
    expect(screen.getByText(/weak/i)).toBeVisible();
    await user.clear(screen.getByLabelText("Password"));
    await user.paste(kPassword);
    expect(screen.getByText("Strong")).toBeVisible();
  });

  test("shows a password that the server finds weak beside its field", async () => {
    const weak = http.post("*/v1/auth/signup", () => refusal(400, "VALIDATION_ERROR", "This password is easily guessed", { field: "password" }));
    const { user } = render_app("/sign-up", [weak, ...fake_api(a_world())], { signed_in: false });
    await user.click(await screen.findByLabelText("E-mail"));
    await user.paste("ada@example.test");
    await user.click(screen.getByLabelText("Password"));
    await user.paste("longenough");
    await user.click(screen.getByRole("button", { name: "Continue" }));
    expect(await screen.findByText("This password is easily guessed")).toBeVisible();
    expect(screen.getByLabelText("Password")).toBeInvalid();
  });
});

describe("Sign-in", () => {
  async function sign_in(path: string) {
    const app = render_app(path, fake_api(a_world()), { signed_in: false });
    await app.user.click(await screen.findByLabelText("E-mail"));
    await app.user.paste("ada@example.test");
    await app.user.click(screen.getByLabelText("Password"));
    await app.user.paste(kPassword);
    await app.user.click(screen.getByRole("button", { name: "Sign in" }));
    return app;
  }

  test("returns to the page that asked for it", async () => {
    const { place } = await sign_in("/activity?status=failed");
    await screen.findByRole("heading", { name: "Activity" });
    expect(place()).toBe("/activity?status=failed");
  });

  test("does not lead to another site", async () => {
    const { place } = await sign_in("/sign-in?next=%2F%2Fevil.test");
    await screen.findByRole("heading", { name: "Home" });
    expect(place()).toBe("/");
  });

  test("asks the server for nothing before somebody has signed in", async () => {
    render_app("/", [], { signed_in: false });
    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test.each(["/sign-in", "/sign-up"])("the password field of %s is masked", async (path) => {
    render_app(path, fake_api(a_world()), { signed_in: false });
    expect(await screen.findByLabelText("Password")).toHaveAttribute("type", "password");
  });

  test("does not say whether the address or the password was wrong", async () => {
    const refused = http.post("*/v1/auth/login", () => refusal(401, "AUTHENTICATION_ERROR", "no"));
    const { user } = render_app("/sign-in", [refused], { signed_in: false });
    await user.click(await screen.findByLabelText("E-mail"));
    await user.paste("ada@example.test");
    await user.click(screen.getByLabelText("Password"));
    await user.paste(kPassword);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("E-mail and password do not match")).toBeVisible();
  });

  test("is asked for again when the session has ended, without losing the place", async () => {
    const over = [http.get("*/v1/me", () => refusal(401, "AUTHENTICATION_ERROR", "over")), http.post("*/v1/auth/refresh", () => refusal(401, "AUTHENTICATION_ERROR", "over"))];
    const { place } = render_app("/wallets", [...over, ...every_read("error")]);
    await screen.findByRole("heading", { name: "Sign in" });
    expect(place()).toBe("/sign-in?next=%2Fwallets");
  });
});
