import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, test } from "vitest";
import { server } from "@test/setup";
import { refusal } from "@test/fake_api";
import { on_session_ended, session_expected, session_fetch, session_started } from "./session";

const ask = () => session_fetch(new Request("http://coffer.test/v1/me"));

/** A server whose access cookie has run out until it is renewed. */
function a_server(renewal: () => Response) {
  const seen = { refreshes: 0, renewed: false };
  server.use(
    http.get("*/v1/me", () => (seen.renewed ? HttpResponse.json({ id: "user-1" }) : refusal(401, "AUTHENTICATION_ERROR", "expired"))),
    http.post("*/v1/auth/refresh", async ({ request }) => {
      seen.refreshes += 1;
      expect(await request.json()).toEqual({});
      const answer = renewal();
      seen.renewed = answer.ok;
      return answer;
    }),
  );
  return seen;
}

describe("session", () => {
  beforeEach(session_started);

  test("is renewed once for all calls that were refused together", async () => {
    const seen = a_server(() => HttpResponse.json({}));
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(seen.refreshes).toBe(1);
  });

  test("ends when its renewal is refused", async () => {
    a_server(() => refusal(401, "AUTHENTICATION_ERROR", "used"));
    let ended = 0;
    const stop = on_session_ended(() => (ended += 1));
    expect((await ask()).status).toBe(401);
    expect(ended).toBe(1);
    expect(session_expected()).toBe(false);
    stop();
  });

  test("outlives a server that cannot answer a renewal just now", async () => {
    a_server(() => refusal(503, "SERVICE_UNAVAILABLE", "starting"));
    await ask();
    expect(session_expected()).toBe(true);
  });

  test("sends the body again after a renewal", async () => {
    const bodies: unknown[] = [];
    const seen = a_server(() => HttpResponse.json({}));
    server.use(
      http.post("*/v1/wallets", async ({ request }) => {
        bodies.push(await request.json());
        return seen.renewed ? HttpResponse.json({}, { status: 201 }) : refusal(401, "AUTHENTICATION_ERROR", "expired");
      }),
    );
    const request = new Request("http://coffer.test/v1/wallets", { method: "POST", body: '{"label":"a"}' });
    expect((await session_fetch(request)).status).toBe(201);
    expect(bodies).toEqual([{ label: "a" }, { label: "a" }]);
  });
});
