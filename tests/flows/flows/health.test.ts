import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { stranger } from "../harness/chain.js";
import { ask, expectError } from "../harness/http.js";
import { newPerson } from "../harness/people.js";

const { url } = inject("dev");

describe("health", () => {
  test.each(["/health", "/health/live", "/health/ready"])("%s says ok, the version and every check with its latency", async (path) => {
    const { status, body } = await ask(url, "GET", path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "ok", version: expect.stringMatching(/\S/), checks: expect.any(Object) });
    for (const check of Object.values<any>(body.checks)) {
      expect(check).toMatchObject({ status: "ok", latency_ms: expect.any(Number) });
    }
  });

  test("/health looks at the database and at the node", async () => {
    const names = Object.keys((await ask(url, "GET", "/health")).body.checks).join(" ");
    expect(names).toMatch(/database|sql/);
    expect(names).toMatch(/ethereum|chains|nodes/);
  });

  test("/metrics is Prometheus text that counts requests", async () => {
    await ask(url, "GET", "/v1/networks");
    const { status, headers, text } = await ask(url, "GET", "/metrics");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/plain/);
    expect(text).toMatch(/^# TYPE coffer_http_requests_total counter$/m);
    for (const line of text.split("\n").filter((each) => each !== "" && !each.startsWith("#"))) {
      expect(line).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*(\{.*\})? [-+0-9.eE]+(NaN|Inf)?( \d+)?$/);
    }
  });

  test("/metrics says what docs/metrics.md lists, and nothing else", async () => {
    const person = await newPerson(url);
    const account = await person.fundedAccount();
    const sent = await person.ask("POST", "/v1/transactions?wait=confirmed", { body: { account_id: account.id, to: stranger, amount: "1" } });
    expect(sent.body.status).toBe("confirmed");
    await person.ask("GET", `/v1/wallets/${account.wallet_id}/balances`);

    const document = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
    const listed = new Map([...document.matchAll(/^\| `(coffer_\w+)` \| (\w+) \|/gm)].map((row) => [row[1]!, row[2]!]));
    const { text } = await ask(url, "GET", "/metrics");
    const said = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map((line) => [line[1]!, line[2]!]));
    for (const [name, kind] of said) expect(listed.get(name), name).toBe(kind);
    // Shown once there is something to show: a denial, mail through a relay, a failing consumer.
    const onOccasion = ["coffer_signer_denials_total", "coffer_mail_total", "coffer_http_errors_total"];
    for (const name of listed.keys()) if (!onOccasion.includes(name)) expect(said.has(name), name).toBe(true);
    // V's list: rate, response time, errors, the pool, caches, open WebSockets.
    expect(text).toMatch(/^coffer_database_connections\{database="main",kind="read"\} [1-9]/m);
    expect(text).toMatch(/^coffer_cache_requests_total\{cache="tokens",result="hit"\} [1-9]/m);
    expect(text).toMatch(/^coffer_cache_requests_total\{cache="balances",result="miss"\} [1-9]/m);
  });
});

describe("documents", () => {
  test("/openapi.json is OpenAPI 3 and holds the routes of the API with their roles", async () => {
    const { status, body } = await ask(url, "GET", "/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\./);
    const routes: Record<string, string[]> = {
      "/v1/auth/signup": ["post"],
      "/v1/auth/login": ["post"],
      "/v1/me": ["get"],
      "/v1/wallets": ["get", "post"],
      "/v1/wallets/{wallet_id}": ["get"],
      "/v1/transactions": ["get", "post"],
      "/v1/transactions:estimate": ["post"],
      "/v1/messages:sign": ["post"],
      "/v1/networks": ["get"],
    };
    for (const [path, methods] of Object.entries(routes)) {
      for (const method of methods) expect(body.paths[path]?.[method]?.["x-coffer-allow"], `${method} ${path}`).toEqual(expect.any(Array));
    }
  });

  test("every $ref of /openapi.json leads somewhere", async () => {
    const { body, text } = await ask(url, "GET", "/openapi.json");
    const references = new Set([...text.matchAll(/"\$ref":\s*"#\/([^"]+)"/g)].map((match) => match[1]!));
    expect(references.size).toBeGreaterThan(5);
    for (const reference of references) {
      const target = reference.split("/").reduce<any>((node, key) => node?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], body);
      expect(target, reference).toBeDefined();
    }
  });

  test("/docs is a page that needs nothing from elsewhere", async () => {
    const { status, headers, text } = await ask(url, "GET", "/docs");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test("/ is the web app", async () => {
    const { status, headers, text } = await ask(url, "GET", "/");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(text).toMatch(/<title>[^<]*Coffer/);
  });
});

describe("every answer", () => {
  test.each(["/health", "/", "/v1/me", "/v1/nothing-here"])("%s carries security headers", async (path) => {
    const { headers } = await ask(url, "GET", path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toMatch(/^(DENY|SAMEORIGIN)$/);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/default-src 'self'|default-src 'none'/);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
  });

  test("carries a request id of its own, or the caller's", async () => {
    const made = (await ask(url, "GET", "/health")).headers.get("x-request-id");
    expect(made).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    const taken = await ask(url, "GET", "/v1/me", { headers: { "x-request-id": "Mine_1-2" } });
    expect(taken.headers.get("x-request-id")).toBe("Mine_1-2");
    expectError(taken, 401, "AUTHENTICATION_ERROR");
  });

  test.each(["a".repeat(65), "has space", "a;b", "<x>"])("does not take over %s as a request id", async (id) => {
    const answer = await ask(url, "GET", "/health", { headers: { "x-request-id": id } });
    expect(answer.headers.get("x-request-id")).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(answer.headers.get("x-request-id")).not.toBe(id);
  });

  test("no foreign origin is allowed by CORS", async () => {
    const { headers } = await ask(url, "GET", "/v1/networks", { headers: { origin: "https://evil.example" } });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});
