import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { login, newPerson, type Person } from "../harness/people.js";
import { OwnServer } from "../harness/server.js";

// A server of its own, as it is started again with tokens that end soon; and another one with other keys.
let server: OwnServer;
let other: OwnServer;
let person: Person;
let jwk: JsonWebKey & { kid: string };
let header: Record<string, unknown>;
let claims: Record<string, unknown>;
beforeAll(async () => {
  [server, other] = [await OwnServer.start(), await OwnServer.start()];
  person = await newPerson(server.url);
  [header, claims] = person.tokens.access_token.split(".").slice(0, 2).map(decoded) as [Record<string, unknown>, Record<string, unknown>];
  jwk = (await ask(server.url, "GET", "/.well-known/jwks.json")).body.keys.find((key: { kid: string }) => key.kid === header["kid"]);
});
afterAll(() => Promise.all([server?.stop(), other?.stop()]));

const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const me = (token: string) => ask(server.url, "GET", "/v1/me", { token });
const refused = async (token: string) => expectError(await me(token), 401, "AUTHENTICATION_ERROR");

/** A token that somebody signs with whatever they have. */
const forged = (head: object, body: object, signature: (input: Buffer) => Buffer) => {
  const input = `${encoded(head)}.${encoded(body)}`;
  return `${input}.${signature(Buffer.from(input)).toString("base64url")}`;
};
const byKey = (key: KeyObject) => (input: Buffer) => sign(key.asymmetricKeyType === "ed25519" ? null : "sha256", input, { key, dsaEncoding: "ieee-p1363" });
const bySecret = (secret: string | Buffer) => (input: Buffer) => createHmac("sha256", secret).update(input).digest();

test("the token that all forgeries are made of is good", async () => {
  expect((await me(person.tokens.access_token)).status).toBe(200);
});

test.each(["none", "None", "NONE", "nOnE", "", null, ["none"]])("without a signature, as algorithm %j, is refused", async (alg) => {
  for (const tail of ["", "AA", person.tokens.access_token.split(".")[2]!]) await refused(`${encoded({ ...header, alg })}.${encoded(claims)}.${tail}`);
});

test("signed with the published key as if it were a shared secret is refused", async () => {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const secrets = [
    key.export({ type: "spki", format: "pem" }) as string,
    (key.export({ type: "spki", format: "pem" }) as string).trim(),
    key.export({ type: "spki", format: "der" }) as Buffer,
    Buffer.from(jwk.x!, "base64url"),
    jwk.x!,
    JSON.stringify(jwk),
    jwk.kid,
    "",
  ];
  for (const secret of secrets) for (const alg of ["HS256", header["alg"]]) await refused(forged({ ...header, alg }, claims, bySecret(secret)));
});

describe("signed with a key of the forger's own", () => {
  const keys: [string, KeyObject, string][] = [
    ["Ed25519", generateKeyPairSync("ed25519").privateKey, "EdDSA"],
    ["P-256", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, "ES256"],
    ["RSA", generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey, "RS256"],
  ];

  test.each(keys)("%s is refused, wherever the header says that the key is", async (_, key, alg) => {
    const own = createPublicKey(key).export({ format: "jwk" });
    const heads = [
      { ...header, alg },
      { ...header, alg, kid: "../../../../dev/null" },
      { ...header, alg, kid: "x' UNION SELECT 'AA'--" },
      { ...header, alg, kid: undefined },
      { ...header, alg, jwk: own },
      { ...header, alg, jku: "http://127.0.0.1:9/jwks.json" },
      { ...header, alg, x5u: "http://127.0.0.1:9/key.pem" },
      { ...header, alg, crit: ["b64"], b64: false },
    ];
    for (const head of heads) await refused(forged(head, { ...claims, roles: ["admin"] }, byKey(key)));
  });

  test("the key of all zeros is refused", async () => {
    const zeros = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32)]), format: "der", type: "pkcs8" });
    await refused(forged(header, claims, byKey(zeros)));
  });
});

test("any change of header, claims or signature is refused", async () => {
  const [head, body, signature] = person.tokens.access_token.split(".") as [string, string, string];
  const bytes = Buffer.from(signature, "base64url");
  for (const bit of [0, 255, 256, 511]) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    await refused(`${head}.${body}.${flipped.toString("base64url")}`);
  }
  // The same 64 bytes with other bits in what base64 leaves unused.
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  await refused(`${head}.${body}.${signature.slice(0, -1)}${digits[digits.indexOf(signature.at(-1)!) ^ 1]}`);
  const now = Math.floor(Date.now() / 1000);
  for (const change of [{ aud: "other" }, { iss: "other" }, { sub: "00000000-0000-7000-8000-000000000000" }, { roles: ["admin"] }, { exp: now + 1e9 }, { acr: 9 }]) {
    await refused(`${head}.${encoded({ ...claims, ...change })}.${signature}`);
  }
  await refused(`${encoded({ ...header, typ: "other" })}.${body}.${signature}`);
  for (const shape of [`${head}.${body}`, `${head}.${body}.${signature}.`, `.${body}.${signature}`, `${head}..${signature}`, `${head}.${body}.${signature}=`, `${head}.${body}.${signature}${signature}`]) {
    await refused(shape);
  }
});

test("a token of another server, with the same names in it, is refused", async () => {
  const stranger = await newPerson(other.url);
  expect((await ask(other.url, "GET", "/v1/me", { token: stranger.tokens.access_token })).status).toBe(200);
  await refused(stranger.tokens.access_token);
});

test("a refresh token is no access token, nor the other way round", async () => {
  await refused(person.tokens.refresh_token);
  expectError(await ask(server.url, "POST", "/v1/auth/refresh", { body: { refresh_token: person.tokens.access_token } }), 401, "AUTHENTICATION_ERROR");
});

test("an access token that has ended is refused; the refresh token brings a new one", async () => {
  await server.kill();
  await server.restart(["--identity.access-lifetime", "2s"]);
  const brief = await login(server.url, person.credentials);
  expect((await me(brief.tokens.access_token)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, brief.tokens.expires_in * 1000 + 500));
  await refused(brief.tokens.access_token);
  const renewed = await ask(server.url, "POST", "/v1/auth/refresh", { body: { refresh_token: brief.tokens.refresh_token } });
  expect((await me(renewed.body.access_token)).status).toBe(200);
});
