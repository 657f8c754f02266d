import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

// Limits are used up here: a server of its own.
let server: OwnServer;
let person: Person;
beforeAll(async () => {
  server = await OwnServer.start();
  person = await newPerson(server.url);
});
afterAll(() => server?.stop());

const limits = (headers: Headers) => ({
  limit: Number(headers.get("ratelimit-limit")),
  remaining: Number(headers.get("ratelimit-remaining")),
  reset: Number(headers.get("ratelimit-reset")),
});

describe("rate limits", () => {
  test("every answer of the API says what is left", async () => {
    const first = limits((await person.ask("GET", "/v1/me")).headers);
    const second = limits((await person.ask("GET", "/v1/me")).headers);
    expect(first.limit).toBeGreaterThan(0);
    expect(second.limit).toBe(first.limit);
    expect(second.remaining).toBeLessThanOrEqual(first.remaining);
    expect(second.reset).toBeGreaterThanOrEqual(0);
  });

  test("twenty people can sign up at once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => newPerson(server.url)));
  });

  test("beyond the limit the answer is 429 with whole seconds to wait, and then it works again", async () => {
    const login = (body: object) => ask(server.url, "POST", "/v1/auth/login", { body, impatient: true });
    const { limit } = limits((await login({})).headers);
    // No password is hashed for these, so that they come faster than the allowance grows.
    let refused;
    for (let sent = 0; sent <= 10 * limit && !refused; sent += 50) {
      refused = (await Promise.all(Array.from({ length: 50 }, () => login({})))).find(({ status }) => status === 429);
    }
    expect(refused, `after ${limit} requests`).toBeDefined();
    expectError(refused!, 429, "RATE_LIMIT_EXCEEDED");
    expect(refused!.headers.get("retry-after")).toMatch(/^[1-9][0-9]*$/);
    expect(limits(refused!.headers).remaining).toBe(0);
    const other = await person.ask("GET", "/v1/me", { impatient: true });
    expect(other.status, "another class of requests is not touched").toBe(200);
    expect((await ask(server.url, "GET", "/health/live", { impatient: true })).status).toBe(200);
    const retry_after = Number(refused!.headers.get("retry-after"));
    expect(retry_after).toBeLessThanOrEqual(120);
    await new Promise((resolve) => setTimeout(resolve, retry_after * 1000));
    expect((await login({ email: "nobody@example.org", password: "wrong" })).status).toBe(401);
  }, 200_000);
});
