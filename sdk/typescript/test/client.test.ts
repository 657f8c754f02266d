import { describe, expect, test } from "vitest";
import { Coffer, CofferError, ConnectionError, isCofferError } from "../src/index.js";
import { refusal, serve, tokens, transaction } from "./server.js";

describe("amounts", () => {
  test("are bigint in answers, at every depth and at full width", async () => {
    const { url } = await serve(() => ({ body: transaction("queued") }));
    const got = await new Coffer({ url }).transactions.get("t1");
    expect(got.amount).toBe(2n ** 256n - 1n);
    expect(got.attempts[0]?.max_fee_per_gas).toBe(7n);
  });

  test("are decimal strings in requests", async () => {
    const { url, seen } = await serve(() => ({ status: 201, body: transaction("queued") }));
    await new Coffer({ url }).transactions.create({ account_id: "a1", to: "0x1", amount: 10n ** 30n });
    expect(seen[0]?.body).toEqual({ account_id: "a1", to: "0x1", amount: "1000000000000000000000000000000" });
  });
});

describe("an id", () => {
  test.each(["a/b", "../me", "a?b=c", "a#b", "a%2Fb", "a b", "ä", ":cancel"])("stays one segment of the path: %s", async (id) => {
    const { url, seen } = await serve(() => ({ body: transaction("queued") }));
    const coffer = new Coffer({ url });
    await coffer.transactions.get(id);
    await coffer.transactions.explain(id);
    await coffer.wallets.get(id);
    await coffer.networks.fees(id);
    const encoded = encodeURIComponent(id);
    expect(seen.map(({ path }) => path)).toEqual([
      `/v1/transactions/${encoded}`,
      `/v1/transactions/${encoded}/explain`,
      `/v1/wallets/${encoded}`,
      `/v1/networks/${encoded}/fees`,
    ]);
    expect([...seen[0]!.query]).toEqual([]);
  });

  test.each(["", ".", ".."])("that would be another path is not asked for: '%s'", async (id) => {
    const { url, seen } = await serve(() => ({ body: transaction("queued") }));
    const coffer = new Coffer({ url });
    const asked = async () => coffer.wallets.createAccount(id, { network: "ethereum" });
    await expect(asked()).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
  });
});

describe("idempotency", () => {
  test("a POST that moves something always carries a key, another each time", async () => {
    const { url, seen } = await serve(() => ({ status: 201, body: transaction("queued") }));
    const coffer = new Coffer({ url });
    await coffer.transactions.create({ account_id: "a1", amount: 1n });
    await coffer.transactions.create({ account_id: "a1", amount: 1n });
    const keys = seen.map((request) => request.headers["idempotency-key"]);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  test("a repetition after a lost answer carries the same key and body", async () => {
    let calls = 0;
    const { url, seen } = await serve((_, response) => {
      if (++calls === 1) return void response.destroy();
      return { status: 201, body: transaction("queued") };
    });
    await new Coffer({ url }).transactions.create({ account_id: "a1", amount: 1n });
    expect(seen).toHaveLength(2);
    expect(seen[1]?.headers["idempotency-key"]).toBe(seen[0]?.headers["idempotency-key"]);
    expect(seen[1]?.body).toEqual(seen[0]?.body);
  });

  test("a POST without a key is not repeated", async () => {
    const { url, seen } = await serve((_, response) => void response.destroy());
    await expect(new Coffer({ url }).auth.login({ email: "a@example.org", password: "x" })).rejects.toThrow(ConnectionError);
    expect(seen).toHaveLength(1);
  });
});

describe("errors", () => {
  test("carry code, field, request id and details", async () => {
    const { url } = await serve(() => refusal(400, "VALIDATION_ERROR", { field: "networks[0]" }));
    const error = await new Coffer({ url }).wallets.create({ label: "x", networks: ["nope"] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CofferError);
    expect(error).toMatchObject({ status: 400, code: "VALIDATION_ERROR", field: "networks[0]", request_id: "r-1" });
    expect(isCofferError(error, "VALIDATION_ERROR")).toBe(true);
    expect(isCofferError(error, "CONFLICT")).toBe(false);
  });

  test("an unknown code is handed on as it is", async () => {
    const { url } = await serve(() => refusal(418, "TEAPOT"));
    await expect(new Coffer({ url }).me()).rejects.toMatchObject({ code: "TEAPOT", status: 418 });
  });

  test("a page of a proxy is an error too", async () => {
    const { url } = await serve((_, response) => void response.writeHead(404, { "content-type": "text/html" }).end("<h1>no</h1>"));
    await expect(new Coffer({ url }).me()).rejects.toMatchObject({ status: 404 });
  });

  test("a busy server is asked again when it says so", async () => {
    let calls = 0;
    const { url, seen } = await serve(() =>
      ++calls === 1 ? { ...refusal(429, "RATE_LIMIT_EXCEEDED"), headers: { "retry-after": "0" } } : { body: transaction("queued") },
    );
    await new Coffer({ url }).transactions.get("t1");
    expect(seen).toHaveLength(2);
  });
});

describe("session", () => {
  test("a refused token is renewed once for all parallel calls", async () => {
    const { url, seen } = await serve((request) => {
      if (request.path === "/v1/auth/login") return { body: tokens("old") };
      if (request.path === "/v1/auth/refresh") return { body: tokens("new") };
      return request.headers.authorization === "Bearer access-new" ? { body: tokens("x").user } : refusal(401, "AUTHENTICATION_ERROR");
    });
    const coffer = new Coffer({ url });
    await coffer.auth.login({ email: "a@example.org", password: "x" });
    await Promise.all([coffer.me(), coffer.me(), coffer.me()]);
    const renewals = seen.filter((request) => request.path === "/v1/auth/refresh");
    expect(renewals).toHaveLength(1);
    expect(renewals[0]?.body).toEqual({ refresh_token: "refresh-old" });
  });

  test("a token near its end is renewed before it is used", async () => {
    const { url, seen } = await serve((request) => {
      if (request.path === "/v1/auth/login") return { body: tokens("old", 5) };
      if (request.path === "/v1/auth/refresh") return { body: tokens("new") };
      return { body: tokens("x").user };
    });
    const coffer = new Coffer({ url });
    await coffer.auth.login({ email: "a@example.org", password: "x" });
    await coffer.me();
    expect(seen.map((request) => request.path)).toEqual(["/v1/auth/login", "/v1/auth/refresh", "/v1/me"]);
    expect(seen[2]?.headers.authorization).toBe("Bearer access-new");
  });

  test("an ended session is reported as the refusal it is", async () => {
    const { url } = await serve((request) =>
      request.path === "/v1/auth/login" ? { body: tokens("old") } : refusal(401, "AUTHENTICATION_ERROR"),
    );
    const coffer = new Coffer({ url });
    await coffer.auth.login({ email: "a@example.org", password: "x" });
    await expect(coffer.me()).rejects.toMatchObject({ status: 401, code: "AUTHENTICATION_ERROR" });
  });

  test("after logout no token is sent", async () => {
    const { url, seen } = await serve((request) => {
      if (request.path === "/v1/auth/login") return { body: tokens("old") };
      return request.path === "/v1/auth/logout" ? { status: 204 } : { body: {} };
    });
    const coffer = new Coffer({ url });
    await coffer.auth.login({ email: "a@example.org", password: "x" });
    await coffer.auth.logout();
    await coffer.me();
    expect(seen.at(-1)?.headers.authorization).toBeUndefined();
  });
});

describe("lists", () => {
  test("are read to their end, page after page", async () => {
    const { url, seen } = await serve((request) =>
      request.query.get("page_token") === "2" ? { body: { wallets: [{ id: "c" }] } } : { body: { wallets: [{ id: "a" }, { id: "b" }], next_page_token: "2" } },
    );
    const ids = (await new Coffer({ url }).wallets.list({ page_size: 2 }).all()).map((wallet) => wallet.id);
    expect(ids).toEqual(["a", "b", "c"]);
    expect(seen.map((request) => request.query.get("page_size"))).toEqual(["2", "2"]);
  });

  test("ask for no page that nobody reads", async () => {
    const { url, seen } = await serve(() => ({ body: { transactions: [transaction("queued")], next_page_token: "more" } }));
    for await (const _ of new Coffer({ url }).transactions.list({ status: "queued" })) break;
    expect(seen).toHaveLength(1);
    expect(seen[0]?.query.get("status")).toBe("queued");
  });
});
