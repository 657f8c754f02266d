import { beforeAll, describe, expect, inject, test } from "vitest";
import { operations, pathOf, type Operation } from "../harness/contract.js";
import { ask } from "../harness/http.js";
import { login, newPerson, personWithRoles, type Person } from "../harness/people.js";

const { url } = inject("dev");
const everything = await operations(url);
const roles = ["nobody", "user", "support", "compliance", "admin"] as const;
type Role = (typeof roles)[number];

const somebody: Partial<Record<Role, Person>> = {};
beforeAll(async () => {
  const admin = inject("admin");
  somebody.user = await newPerson(url);
  somebody.support = await personWithRoles(url, admin, ["support"]);
  somebody.compliance = await personWithRoles(url, admin, ["compliance"]);
  somebody.admin = await login(url, admin);
});

/** As the contract puts it: an admin may do whatever support and compliance may; a user is anybody who is signed in. */
function mayCall(role: Role, { allow }: Operation): boolean {
  if (allow.includes("PUBLIC")) return true;
  if (role === "nobody") return false;
  if (allow.includes("USER")) return true;
  if (role === "admin") return ["ADMIN", "SUPPORT", "COMPLIANCE"].some((each) => allow.includes(each));
  return allow.includes(role.toUpperCase());
}

// Ends the caller's session, which the rest still needs; sessions.test.ts has it.
const testedElsewhere = (operation: Operation) => /logout/.test(operation.path);
// Streams stay open when they are allowed; streams.test.ts has them.
const isStream = (operation: Operation) => ["/v1/stream", "/v1/events"].includes(operation.path);
const table = everything.filter((operation) => !testedElsewhere(operation) && !isStream(operation));

test("the document says of every method who may call it", () => {
  expect(everything.length).toBeGreaterThan(25);
  for (const operation of everything) {
    if (/^\/(health|metrics|openapi\.json|docs|$)/.test(operation.path)) continue;
    expect(operation.allow.length, operation.name).toBeGreaterThan(0);
    expect(operation.allow, operation.name).not.toContain("SERVICE");
  }
});

describe.each(roles)("%s", (role) => {
  test.each(table.map((operation) => [operation.name, operation] as const))("%s", async (_, operation) => {
    const asked = operation.method === "GET" ? {} : { body: {} };
    const answer = await ask(url, operation.method, pathOf(operation, { network: "ethereum" }), { ...asked, token: somebody[role]?.tokens.access_token });
    const refused = answer.body?.error?.code;
    expect(answer.status, answer.text).toBeLessThan(500);
    if (mayCall(role, operation)) expect([401, 403], `${answer.status} ${answer.text}`).not.toContain(refusedForRole(operation, answer.status, refused));
    else expect({ status: answer.status, code: refused }).toEqual(role === "nobody" ? { status: 401, code: "AUTHENTICATION_ERROR" } : { status: 403, code: "AUTHORIZATION_ERROR" });
  });
});

/** A refresh without a token is refused for what it lacks, not for who asks. */
function refusedForRole(operation: Operation, status: number, code: string | undefined): number | undefined {
  if (operation.path === "/v1/auth/refresh") return undefined;
  return code === "AUTHENTICATION_ERROR" || code === "AUTHORIZATION_ERROR" ? status : undefined;
}
