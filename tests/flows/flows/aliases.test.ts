import { describe, expect, inject, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { login, mailedCode, newCredentials, newPerson, personWithRoles } from "../harness/people.js";

const { url } = inject("dev");

describe("literal routes of the source documents", () => {
  test("/signup, /verify with a code, /login and /logout are the versioned routes", async () => {
    const credentials = newCredentials();
    expect((await ask(url, "POST", "/signup", { body: credentials })).status).toBe(202);
    const verified = await ask(url, "POST", "/verify", { body: { email: credentials.email, code: await mailedCode(url, credentials.email) } });
    expect(verified.body).toMatchObject({ token_type: "Bearer", user: { email: credentials.email } });
    const session = await ask(url, "POST", "/login", { body: credentials });
    expect(session.status).toBe(200);
    expect((await ask(url, "POST", "/logout", { token: session.body.access_token, body: {} })).status).toBe(204);
    expectError(await ask(url, "GET", "/v1/me", { token: session.body.access_token }), 401, "AUTHENTICATION_ERROR");
  });

  test("/wallet/{user_id} answers the user's first account on the network", async () => {
    const person = await newPerson(url);
    expectError(await person.ask("GET", `/wallet/${person.id}?network=ethereum`), 404, "NOT_FOUND");
    const { account } = await person.wallet("First");
    await person.wallet("Second");
    const { status, body } = await person.ask("GET", `/wallet/${person.id}?network=ethereum`);
    expect(status).toBe(200);
    expect(body).toEqual({ user_id: person.id, network: "ethereum", address: account.address, path: account.path, created_at: expect.any(String) });
  });

  test("/wallet/{user_id} needs a token and a network", async () => {
    const person = await newPerson(url);
    expectError(await ask(url, "GET", `/wallet/${person.id}?network=ethereum`), 401, "AUTHENTICATION_ERROR");
    expectError(await person.ask("GET", `/wallet/${person.id}`), 400, "VALIDATION_ERROR", "network");
  });

  test("/wallet/{user_id} of somebody else is for staff", async () => {
    const person = await newPerson(url);
    const { account } = await person.wallet();
    const path = `/wallet/${person.id}?network=ethereum`;
    expectError(await (await newPerson(url)).ask("GET", path), 404, "NOT_FOUND");
    for (const role of ["support", "compliance", "admin"]) {
      const staff = await personWithRoles(url, inject("admin"), [role]);
      expect((await staff.ask("GET", path)).body, role).toMatchObject({ address: account.address });
    }
    expectError(await (await login(url, inject("admin"))).ask("GET", `/wallet/${crypto.randomUUID()}?network=ethereum`), 404, "NOT_FOUND");
  });
});
