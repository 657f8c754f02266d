import { describe, expect, inject, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { login, mailedCode, newCredentials, newPerson, signUp } from "../harness/people.js";

const { url } = inject("dev");
const verify = (email: string, code: string) => ask(url, "POST", "/v1/auth/verify", { body: { email, code } });
const logIn = (email: string, password: string) => ask(url, "POST", "/v1/auth/login", { body: { email, password } });

describe("sign-up", () => {
  test("mails a code, and the code begins a session", async () => {
    const credentials = newCredentials();
    const begun = await signUp(url, credentials, { name: "Ada" });
    expect(begun.status).toBe(202);
    expect(begun.body).toEqual({ user_id: expect.any(String), verification: { channel: "email", expires_at: expect.any(String) } });
    const minutes = (Date.parse(begun.body.verification.expires_at) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(8);
    expect(minutes).toBeLessThan(11);

    const verified = await verify(credentials.email, await mailedCode(url, credentials.email));
    expect(verified.status).toBe(200);
    expect(verified.body).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: "Bearer",
      expires_in: expect.any(Number),
      user: { id: begun.body.user_id, email: credentials.email, name: "Ada", roles: ["user"] },
    });
    const me = await ask(url, "GET", "/v1/me", { token: verified.body.access_token });
    expect(me.body).toEqual(verified.body.user);
  });

  test("the mailbox shows the message as a person would read it", async () => {
    const credentials = newCredentials();
    await signUp(url, credentials);
    const { body } = await ask(url, "GET", `/dev/mailbox?to=${encodeURIComponent(credentials.email)}`);
    expect(body.messages).toHaveLength(1);
    const [message] = body.messages;
    expect(message).toMatchObject({ to: credentials.email, subject: expect.stringMatching(/\S/), sent_at: expect.any(String) });
    expect(message.text).toContain(message.code);
  });

  test("answers a taken address in the same way, with an id that means nothing", async () => {
    const person = await newPerson(url);
    const again = await signUp(url, person.credentials);
    const fresh = await signUp(url, newCredentials());
    expect(again.status).toBe(202);
    expect(Object.keys(again.body).sort()).toEqual(Object.keys(fresh.body).sort());
    expect(Object.keys(again.body.verification).sort()).toEqual(Object.keys(fresh.body.verification).sort());
    expect(again.body.user_id).not.toBe(person.id);
    expect(again.body.user_id).toMatch(new RegExp(`^[0-9a-f-]{${fresh.body.user_id.length}}$`));
  });

  test("of a taken address changes neither password nor account", async () => {
    const person = await newPerson(url);
    await signUp(url, { email: person.credentials.email, password: newCredentials().password });
    expect((await login(url, person.credentials)).id).toBe(person.id);
  });

  test("addresses that differ only in case are one address", async () => {
    const person = await newPerson(url);
    const shouted = person.credentials.email.toUpperCase();
    expect((await logIn(shouted, person.credentials.password)).status).toBe(200);
  });

  test.each([
    ["email", { email: "no-at-sign" }],
    ["email", { email: "" }],
    ["email", { email: `${"a".repeat(250)}@example.org` }],
    ["email", { email: 5 }],
    ["password", { password: "Sh0rt!" }],
    ["password", { password: "" }],
    ["password", { password: "password123" }],
    ["password", { password: "x".repeat(257) }],
    ["name", { name: "n".repeat(101) }],
    ["nickname", { nickname: "unknown" }],
  ])("refuses a bad request by its field %s: %j", async (field, change) => {
    expectError(await ask(url, "POST", "/v1/auth/signup", { body: { ...newCredentials(), ...change } }), 400, "VALIDATION_ERROR", field);
  });

  test.each(["email", "password"])("refuses a request without %s", async (field) => {
    const { [field as "email"]: _, ...rest } = newCredentials();
    expectError(await ask(url, "POST", "/v1/auth/signup", { body: rest }), 400, "VALIDATION_ERROR", field);
  });
});

describe("verify", () => {
  test("refuses a wrong code, a used code and an unknown address alike", async () => {
    const credentials = newCredentials();
    await signUp(url, credentials);
    const code = await mailedCode(url, credentials.email);
    const wrong = code.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expectError(await verify(credentials.email, wrong), 400, "VALIDATION_ERROR", "code");
    expect((await verify(credentials.email, code)).status).toBe(200);
    const used = await verify(credentials.email, code);
    expectError(used, 400, "VALIDATION_ERROR", "code");
    const unknown = await verify(newCredentials().email, code);
    expectError(unknown, 400, "VALIDATION_ERROR", "code");
    expect(unknown.body.error.message).toBe(used.body.error.message);
  });

  test("a code cannot be guessed: after some wrong ones the right one is refused too", async () => {
    const credentials = newCredentials();
    await signUp(url, credentials);
    const code = await mailedCode(url, credentials.email);
    for (let guess = 0; guess < 10; guess++) await verify(credentials.email, String((Number(code) + guess + 1) % 1_000_000).padStart(code.length, "0"));
    expectError(await verify(credentials.email, code), 400, "VALIDATION_ERROR", "code");
  });
});

describe("login", () => {
  test("gives tokens for the right password", async () => {
    const person = await newPerson(url);
    const again = await login(url, person.credentials);
    expect(again.id).toBe(person.id);
    expect(again.tokens.access_token).not.toBe(person.tokens.access_token);
  });

  test("a wrong password, an unknown and an unverified address answer alike", async () => {
    const person = await newPerson(url);
    const unverified = newCredentials();
    await signUp(url, unverified);
    const answers = [
      await logIn(person.credentials.email, newCredentials().password),
      await logIn(newCredentials().email, person.credentials.password),
      await logIn(unverified.email, unverified.password),
    ];
    for (const answer of answers) expectError(answer, 401, "AUTHENTICATION_ERROR");
    const bodies = answers.map(({ body: { error } }) => JSON.stringify({ ...error, request_id: 0, timestamp: 0 }));
    expect(new Set(bodies).size).toBe(1);
  });

  test("is locked after five failures, says nothing of it, and mails the owner", async () => {
    const person = await newPerson(url);
    const { email, password } = person.credentials;
    const failures = [];
    for (let failure = 0; failure < 5; failure++) failures.push(await logIn(email, newCredentials().password));
    const locked = await logIn(email, password);
    expectError(locked, 401, "AUTHENTICATION_ERROR");
    expect(locked.body.error.message).toBe(failures[0]!.body.error.message);
    expect(locked.body.error.details).toEqual(failures[0]!.body.error.details);
    const { body } = await ask(url, "GET", `/dev/mailbox?to=${encodeURIComponent(email)}`);
    expect(body.messages[0].subject + body.messages[0].text).toMatch(/lock/i);
    expect((await person.ask("GET", "/v1/me")).status, "the open session lives on").toBe(200);
  });
});
