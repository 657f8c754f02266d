import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: any;
}
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}
/** Answers one request; writes to `response` itself when it returns nothing. */
export type Handler = (request: Seen, response: ServerResponse) => Answer | undefined;

/** A server that answers what a test says, and remembers what it was asked. */
export async function serve(handler: Handler): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (incoming, response) => {
    let text = "";
    for await (const chunk of incoming) text += chunk;
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const request: Seen = {
      method: incoming.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    seen.push(request);
    const answer = handler(request, response);
    if (!answer) return;
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

export function refusal(status: number, code: string, details: Record<string, unknown> = {}): Answer {
  return { status, body: { error: { code, message: `refused: ${code}`, request_id: "r-1", timestamp: "2026-01-01T00:00:00Z", details } } };
}

export const transaction = (status: string, more: object = {}) => ({
  id: "t1",
  account_id: "a1",
  network: "ethereum",
  from: "0x0000000000000000000000000000000000000001",
  amount: "115792089237316195423570985008687907853269984665640564039457584007913129639935",
  status,
  attempts: [{ hash: "0xaa", max_fee_per_gas: "7", sent_at: "2026-01-01T00:00:00Z" }],
  confirmations: 0,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  ...more,
});

export const tokens = (name: string, expires_in = 1800) => ({
  access_token: `access-${name}`,
  refresh_token: `refresh-${name}`,
  token_type: "Bearer",
  expires_in,
  user: { id: "u1", email: "a@example.org", roles: ["user"], email_verified: true, created_at: "2026-01-01T00:00:00Z" },
});
