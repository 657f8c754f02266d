import { createPublicKey, generateKeyPairSync, sign, verify as verifySignature } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

describe("a token that brings its own key", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const own = { ...publicKey.export({ format: "jwk" }), alg: "EdDSA", use: "sig", kid: "mine" };
  const forged = (header: object, claims: object) => {
    const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
  };

  test("is refused, wherever it says that its key is, and nobody looks there", async () => {
    let looks = 0;
    const elsewhere = createServer((_, response) => {
      ++looks;
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [own] }));
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const there = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/keys`;
    const { tokens } = await newPerson(url);
    const { alg, typ, kid } = JSON.parse(part(tokens.access_token, 0).toString());
    const claims = JSON.parse(part(tokens.access_token, 1).toString());
    for (const brought of [{ jwk: own }, { jku: there }, { x5u: there }, { x5c: [publicKey.export({ format: "der", type: "spki" }).toString("base64")] }, {}]) {
      for (const named of [{ kid }, { kid: "mine" }, {}]) {
        const token = forged({ alg, typ, ...named, ...brought }, claims);
        expectError(await me(token), 401, "AUTHENTICATION_ERROR");
      }
    }
    expect((await me(tokens.access_token)).status).toBe(200);
    expect(looks).toBe(0);
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});

describe("refresh token", () => {
  const kTokens = 24;

  test("is 256 random bits, no two alike", async () => {
    let { refresh_token } = (await newPerson(url)).tokens;
    const values: Buffer[] = [];
    for (let count = 0; count < kTokens; count++) {
      expect(refresh_token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      values.push(Buffer.from(refresh_token, "base64url"));
      refresh_token = (await refresh(refresh_token)).body.refresh_token;
    }
    const ones = (bytes: Buffer) => [...bytes].reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
    for (const [index, one] of values.entries()) {
      expect(one).toHaveLength(32);
      for (const other of values.slice(index + 1)) {
        // Of 256 bits each differs as often as not: 128 with a deviation of 8. Eight deviations never happen.
        const differing = ones(Buffer.from(one.map((byte, at) => byte ^ other[at]!)));
        expect(Math.abs(differing - 128)).toBeLessThan(64);
      }
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

  test("of a session that was there: signing in again ends it, and no other", async () => {
    const person = await newPerson(url);
    const signIn = (headers: Record<string, string> = {}) => ask(url, "POST", "/v1/auth/login", { body: person.credentials, headers });
    const sent = (answer: Answer, ...names: string[]) => ({ cookie: names.map((name) => `${name}=${cookies(answer).get(name)!.value}`).join("; ") });
    const first = await signIn();
    const second = await signIn(sent(first, "coffer_access", "coffer_refresh"));
    expectError(await me(first.body.access_token), 401, "AUTHENTICATION_ERROR");
    // The cookie of the access token is gone after half an hour; that of the refresh token says which session it was.
    const third = await signIn(sent(second, "coffer_refresh"));
    expectError(await me(second.body.access_token), 401, "AUTHENTICATION_ERROR");
    expect((await me(third.body.access_token)).status).toBe(200);
    expect((await person.ask("GET", "/v1/me")).status).toBe(200);
  });

  test("are cleared by logout", async () => {
    const person = await newPerson(url);
    const set = cookies(await person.ask("POST", "/v1/auth/logout", { body: {} }));
    for (const name of ["coffer_access", "coffer_refresh"]) {
      expect(set.get(name)).toMatchObject({ value: "", attributes: expect.stringMatching(/Max-Age=0|Expires=Thu, 01 Jan 1970/i) });
    }
  });
});
