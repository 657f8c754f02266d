import { createPublicKey, verify as verifySignature } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { ask, expectError, type Answer } from "../harness/http.js";
import { login, newPerson } from "../harness/people.js";

const { url } = inject("dev");
const refresh = (refresh_token: string) => ask(url, "POST", "/v1/auth/refresh", { body: { refresh_token } });
const me = (token: string) => ask(url, "GET", "/v1/me", { token });
const part = (token: string, index: number) => Buffer.from(token.split(".")[index]!, "base64url");

/** Cookies of an answer, by name. */
function cookies(answer: Answer): Map<string, { value: string; attributes: string }> {
  return new Map(
    answer.headers.getSetCookie().map((line) => {
      const [, name, value, attributes] = /^([^=]+)=([^;]*)(.*)$/.exec(line)!;
      return [name!, { value: value!, attributes: attributes! }];
    }),
  );
}

describe("access token", () => {
  test("is verified by the published keys, and names its holder and its end", async () => {
    const { tokens, id } = await newPerson(url);
    const { body: jwks } = await ask(url, "GET", "/.well-known/jwks.json");
    const header = JSON.parse(part(tokens.access_token, 0).toString());
    const claims = JSON.parse(part(tokens.access_token, 1).toString());
    const jwk = jwks.keys.find((key: { kid: string }) => key.kid === header.kid);
    expect(["EdDSA", "ES256"]).toContain(header.alg);
    expect(jwk).not.toHaveProperty("d");
    const [head, body] = tokens.access_token.split(".");
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const valid = verifySignature(header.alg === "ES256" ? "sha256" : null, Buffer.from(`${head}.${body}`), { key, dsaEncoding: "ieee-p1363" }, part(tokens.access_token, 2));
    expect(valid).toBe(true);
    expect(claims.sub).toBe(id);
    expect(Math.abs(claims.exp - Date.now() / 1000 - tokens.expires_in)).toBeLessThan(30);
  });

  test("is refused when a character is changed, without signature, or with algorithm none", async () => {
    const { tokens } = await newPerson(url);
    const [head, body, signature] = tokens.access_token.split(".") as [string, string, string];
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const promoted = Buffer.from(JSON.stringify({ ...claims, roles: ["admin"] })).toString("base64url");
    const flipped = (signature[0] === "A" ? "B" : "A") + signature.slice(1);
    for (const forged of [`${head}.${body}.${flipped}`, `${head}.${body}.`, `${none}.${body}.`, `${head}.${promoted}.${signature}`, "garbage", ""]) {
      expectError(await me(forged), 401, "AUTHENTICATION_ERROR");
    }
  });
});

describe("refresh", () => {
  test("gives a new pair; the new one works", async () => {
    const { tokens } = await newPerson(url);
    const { status, body } = await refresh(tokens.refresh_token);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(tokens.refresh_token);
    expect((await me(body.access_token)).status).toBe(200);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("a rotated token works once more, for a client whose answer was lost", async () => {
    const { tokens } = await newPerson(url);
    const first = await refresh(tokens.refresh_token);
    const again = await refresh(tokens.refresh_token);
    expect(again.status).toBe(200);
    expect((await me(again.body.access_token)).status).toBe(200);
    expect((await me(first.body.access_token)).status).toBe(200);
  });

  test("a third use ends the session at once, and no other", async () => {
    const person = await newPerson(url);
    const other = await login(url, person.credentials);
    const first = await refresh(person.tokens.refresh_token);
    const second = await refresh(person.tokens.refresh_token);
    expectError(await refresh(person.tokens.refresh_token), 401, "AUTHENTICATION_ERROR");
    for (const ended of [person.tokens, first.body, second.body]) {
      expectError(await me(ended.access_token), 401, "AUTHENTICATION_ERROR");
      expectError(await refresh(ended.refresh_token), 401, "AUTHENTICATION_ERROR");
    }
    expect((await me(other.tokens.access_token)).status).toBe(200);
  });

  test.each(["nonsense", "", "a".repeat(513)])("refuses %s", async (token) => {
    const answer = await refresh(token);
    expect([400, 401]).toContain(answer.status);
    expect(answer.body.error.code).toBe(answer.status === 400 ? "VALIDATION_ERROR" : "AUTHENTICATION_ERROR");
  });
});

describe("logout", () => {
  test("ends the session: its tokens are refused at once, other sessions live", async () => {
    const person = await newPerson(url);
    const other = await login(url, person.credentials);
    const answer = await person.ask("POST", "/v1/auth/logout", { body: {} });
    expect(answer.status).toBe(204);
    expect(answer.text).toBe("");
    expectError(await me(person.tokens.access_token), 401, "AUTHENTICATION_ERROR");
    expectError(await refresh(person.tokens.refresh_token), 401, "AUTHENTICATION_ERROR");
    expect((await me(other.tokens.access_token)).status).toBe(200);
  });

  test("needs a session", async () => {
    expectError(await ask(url, "POST", "/v1/auth/logout", { body: {} }), 401, "AUTHENTICATION_ERROR");
  });
});

describe("cookies", () => {
  test("come with the tokens, out of the reach of scripts and other sites", async () => {
    const person = await newPerson(url);
    const set = cookies(await ask(url, "POST", "/v1/auth/login", { body: person.credentials }));
    for (const name of ["coffer_access", "coffer_refresh"]) {
      expect(set.get(name)?.attributes, name).toMatch(/; ?HttpOnly/i);
      expect(set.get(name)?.attributes, name).toMatch(/; ?SameSite=Strict/i);
    }
  });

  test("sign a request in, and renew the session with an empty body", async () => {
    const person = await newPerson(url);
    const set = cookies(await ask(url, "POST", "/v1/auth/login", { body: person.credentials }));
    const access = { cookie: `coffer_access=${set.get("coffer_access")!.value}` };
    expect((await ask(url, "GET", "/v1/me", { headers: access })).body.id).toBe(person.id);
    const renewed = await ask(url, "POST", "/v1/auth/refresh", { body: {}, headers: { cookie: `coffer_refresh=${set.get("coffer_refresh")!.value}` } });
    expect(renewed.status).toBe(200);
    expect(cookies(renewed).get("coffer_refresh")!.value).not.toBe(set.get("coffer_refresh")!.value);
  });

  test("are cleared by logout", async () => {
    const person = await newPerson(url);
    const set = cookies(await person.ask("POST", "/v1/auth/logout", { body: {} }));
    for (const name of ["coffer_access", "coffer_refresh"]) {
      expect(set.get(name)).toMatchObject({ value: "", attributes: expect.stringMatching(/Max-Age=0|Expires=Thu, 01 Jan 1970/i) });
    }
  });
});
