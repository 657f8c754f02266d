import { getResponse, type RequestHandler } from "msw";
import type { BrowserContext } from "playwright-core";

/** Answers the API of a browser profile from `handlers`; `signed_in` remembers a session as the app does. */
export async function fake_server(context: BrowserContext, handlers: RequestHandler[], signed_in: boolean): Promise<void> {
  if (signed_in) await context.addInitScript(() => localStorage.setItem("coffer.signed_in", "1"));
  await context.routeWebSocket(/\/v1\/stream/, () => undefined);
  await context.route(/\/(v1|dev)\//, async (route) => {
    const seen = route.request();
    const body = seen.postData();
    const request = new Request(seen.url(), { method: seen.method(), headers: seen.headers(), ...(body === null ? {} : { body }) });
    const answer = await getResponse(handlers, request);
    if (!answer) return route.fulfill({ status: 404, body: "{}" });
    return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() });
  });
}
