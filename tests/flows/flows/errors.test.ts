import { beforeAll, describe, expect, inject, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
let person: Person;
beforeAll(async () => {
  person = await newPerson(url);
});

describe("routing", () => {
  test.each(["/v1", "/v1/", "/v1/nothing", "/v2/wallets", "/v1/wallets/a/b/c", "/v1/transactions/x:explode"])("%s is not found", async (path) => {
    expectError(await person.ask("GET", path), 404, "NOT_FOUND");
  });

  test.each([
    ["DELETE", "/v1/wallets", ["GET", "POST"]],
    ["GET", "/v1/auth/login", ["POST"]],
    ["PUT", "/v1/transactions", ["GET", "POST"]],
    ["POST", "/v1/me", ["GET"]],
    ["GET", "/rpc/ethereum", ["POST"]],
  ])("%s %s is refused with the methods that are allowed", async (method, path, allowed) => {
    const answer = await person.ask(method, path);
    expectError(answer, 405, "METHOD_NOT_ALLOWED");
    const allow = answer.headers.get("allow")!.split(/,\s*/);
    for (const each of allowed) expect(allow).toContain(each);
  });

  test.each(["/v1/wallets/../me", "/v1//me", "/v1/wallets/%00", "/v1/wallets/%2e%2e%2fme", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd"])("%s leads nowhere", async (path) => {
    const answer = await person.ask("GET", path);
    expect([400, 404, 200]).toContain(answer.status);
    expect(answer.text).not.toMatch(/root:/);
    if (answer.status !== 200) expect(answer.body.error.code).toMatch(/NOT_FOUND|VALIDATION_ERROR/);
  });
});

describe("bodies", () => {
  const post = (text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => person.ask("POST", "/v1/wallets", { text, headers });
  const good = { label: "x", networks: ["ethereum"] };

  test.each([
    ["text", "hello"],
    ["half a document", '{"label":"x"'],
    ["two documents", `${JSON.stringify(good)}${JSON.stringify(good)}`],
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "5"],
    ["nothing", ""],
    ["a trailing comma", '{"label":"x","networks":["ethereum"],}'],
    ["NaN", '{"label":NaN}'],
    ["a comment", '{"label":"x"/* why */,"networks":["ethereum"]}'],
  ])("%s is refused", async (_, text) => {
    const answer = await post(text);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe("VALIDATION_ERROR");
  });

  test("bytes that are no UTF-8 are refused", async () => {
    const bytes = new Uint8Array([...Buffer.from('{"label":"'), 0xff, 0xfe, ...Buffer.from('","networks":["ethereum"]}')]);
    expectError(await post(bytes), 400, "VALIDATION_ERROR");
  });

  test("an unknown field is refused by its name, a doubled one too", async () => {
    expectError(await post(JSON.stringify({ ...good, colour: "red" })), 400, "VALIDATION_ERROR", "colour");
    expectError(await post('{"label":"a","label":"b","networks":["ethereum"]}'), 400, "VALIDATION_ERROR", "label");
  });

  test("an unknown query parameter is refused by its name", async () => {
    expectError(await person.ask("GET", "/v1/wallets?colour=red"), 400, "VALIDATION_ERROR", "colour");
  });

  test("null is as if the field were left out, or refused by its name", async () => {
    const answer = await post(JSON.stringify({ ...good, mnemonic: null }));
    if (answer.status !== 201) expectError(answer, 400, "VALIDATION_ERROR", "mnemonic");
  });

  test("depth is limited", async () => {
    const answer = await post(`{"label":${"[".repeat(5_000)}${"]".repeat(5_000)}}`);
    expect(answer.status).toBe(400);
  });

  test("too large a body is refused", async () => {
    expectError(await post(JSON.stringify({ ...good, label: "x".repeat(2 << 20) })), 413, "PAYLOAD_TOO_LARGE");
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])("%s is no JSON", async (type) => {
    expectError(await post(JSON.stringify(good), { "content-type": type }), 415, "UNSUPPORTED_MEDIA_TYPE");
  });

  test("the content type may name the character set", async () => {
    expect((await post(JSON.stringify(good), { "content-type": "application/json; charset=utf-8" })).status).toBe(201);
  });
});

describe("authentication", () => {
  test.each(["Basic YTpi", "Bearer", "Bearer a b", "bearer-ish", "Bearer " + "x".repeat(4000)])("'%s' is refused", async (authorization) => {
    expectError(await ask(url, "GET", "/v1/me", { headers: { authorization } }), 401, "AUTHENTICATION_ERROR");
  });
});

describe("hostile text", () => {
  const nasty = ["' OR '1'='1", "'; DROP TABLE wallets; --", "{{7*7}}", "<script>alert(1)</script>", "%n%s%x", "\u202Egnp.exe", "../../etc/passwd", "\u0000", "𝕏".repeat(64)];

  test.each(nasty)("as a label %j comes back as it went in, or is refused", async (label) => {
    const answer = await person.ask("POST", "/v1/wallets", { body: { label, networks: ["ethereum"] } });
    if (answer.status === 201) expect((await person.ask("GET", `/v1/wallets/${answer.body.id}`)).body.label).toBe(label);
    else expectError(answer, 400, "VALIDATION_ERROR", "label");
  });

  test.each(nasty)("as an id %j is not found", async (id) => {
    const answer = await person.ask("GET", `/v1/transactions/${encodeURIComponent(id)}`);
    expect([400, 404], answer.text).toContain(answer.status);
  });
});
