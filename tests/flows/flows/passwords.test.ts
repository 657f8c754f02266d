import { describe, expect, inject, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { login, newCredentials, newPerson, signUp } from "../harness/people.js";

const { url } = inject("dev");
const begin = (password: string) => signUp(url, { ...newCredentials(), password });
const logIn = (email: string, password: string) => ask(url, "POST", "/v1/auth/login", { body: { email, password } });
/** `length` characters that nobody guesses. */
const strong = (length: number) => "vK7#qLz2!mXw9$Rt".repeat(16).slice(0, length);

describe("a password", () => {
  test.each([
    [7, 400],
    [8, 202],
    [64, 202],
    [256, 202],
    [257, 400],
  ])("of %i characters: %i", async (length, status) => {
    const answer = await begin(length <= 256 ? strong(length) : `${strong(256)}x`);
    expect(answer.status, answer.text).toBe(status);
    if (status === 400) expectError(answer, 400, "VALIDATION_ERROR", "password");
  });

  test("is counted in characters, not in bytes", async () => {
    expectError(await begin("日本語漢字仮名"), 400, "VALIDATION_ERROR", "password");
    expect((await begin("日".repeat(3) + strong(253))).status).toBe(202);
  });

  test.each([
    ["small letters", "quiet harbour lantern"],
    ["capital letters", "QUIETHARBOURLANTERN"],
    ["digits", "83927461058273"],
    ["signs", "#~*)=%$(&!]{+"],
    ["spaces in it", "  two  words  and more  "],
    ["another script", "тихая гавань фонарь"],
    ["pictures", "🦊🌊🏮🧭🪵🎻🪐🧊🫖"],
  ])("may be made of %s alone, and signs in", async (_, password) => {
    const { credentials, id } = await newPerson(url, { password });
    expect((await login(url, { ...credentials, password })).id).toBe(id);
  });

  test.each([
    ["its case", " Quiet Harbour Lantern ", " quiet harbour lantern "],
    ["the spaces at its ends", " Quiet Harbour Lantern ", "Quiet Harbour Lantern"],
    ["the spaces within", "Quiet  Harbour  Lantern", "Quiet Harbour Lantern"],
    ["how its letters are composed", "Caf\u00e9 au quai tranquille", "Cafe\u0301 au quai tranquille"],
    ["the last of 256 characters", strong(256), `${strong(255)}?`],
    ["what follows 72 bytes", strong(90), strong(80)],
  ])("is compared exactly as it was typed: %s", async (_, password, similar) => {
    const { credentials } = await newPerson(url, { password });
    expectError(await logIn(credentials.email, similar), 401, "AUTHENTICATION_ERROR");
    expect((await logIn(credentials.email, password)).status).toBe(200);
  });
});

describe("a change of password", () => {
  const kNext = "a quiet harbour lantern";
  const change = (person: { ask: (m: string, p: string, a: object) => ReturnType<typeof ask> }, current_password: string, new_password = kNext) =>
    person.ask("POST", "/v1/me/password", { body: { current_password, new_password } });

  test("takes the current one; then the new one signs in and the old one does not", async () => {
    const person = await newPerson(url);
    const { email, password } = person.credentials;
    const changed = await change(person, password);
    expect({ status: changed.status, text: changed.text }).toEqual({ status: 204, text: "" });
    expectError(await logIn(email, password), 401, "AUTHENTICATION_ERROR");
    expect((await logIn(email, kNext)).status).toBe(200);
  });

  test("ends every session but the one it was made in, and the owner is told", async () => {
    const person = await newPerson(url);
    const other = await login(url, person.credentials);
    await person.sdk.auth.changePassword({ current_password: person.credentials.password, new_password: kNext });
    expect((await person.ask("GET", "/v1/me")).status).toBe(200);
    expectError(await other.ask("GET", "/v1/me"), 401, "AUTHENTICATION_ERROR");
    expectError(await ask(url, "POST", "/v1/auth/refresh", { body: { refresh_token: other.tokens.refresh_token } }), 401, "AUTHENTICATION_ERROR");
    const { body } = await ask(url, "GET", `/dev/mailbox?to=${encodeURIComponent(person.credentials.email)}`);
    expect(body.messages[0].subject).toMatch(/password was changed/);
    expect(JSON.stringify(body)).not.toContain(kNext);
  });

  test("without the current one changes nothing", async () => {
    const person = await newPerson(url);
    const { email, password } = person.credentials;
    expectError(await change(person, newCredentials().password), 400, "VALIDATION_ERROR", "current_password");
    expectError(await person.ask("POST", "/v1/me/password", { body: { new_password: kNext } }), 400, "VALIDATION_ERROR", "current_password");
    expectError(await ask(url, "POST", "/v1/me/password", { body: { current_password: password, new_password: kNext } }), 401, "AUTHENTICATION_ERROR");
    expect((await logIn(email, password)).status).toBe(200);
  });

  test("holds the new one to the rules of the first", async () => {
    const person = await newPerson(url);
    for (const weak of ["short1!", "password123", "x".repeat(257)]) {
      expectError(await change(person, person.credentials.password, weak), 400, "VALIDATION_ERROR", "new_password");
    }
  });
});
