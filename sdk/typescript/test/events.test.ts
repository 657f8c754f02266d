import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { Coffer, TransactionEndedError, WaitTimeoutError, type StreamEvent } from "../src/index.js";
import { refusal, serve, transaction } from "./server.js";

const event = (cursor: string, data: unknown = {}) =>
  `id: ${cursor}\ndata: ${JSON.stringify({ cursor, type: "transaction.status_changed", time: "2026-01-01T00:00:00Z", data })}\n\n`;

function stream(response: ServerResponse, ...parts: string[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  for (const part of parts) response.write(part);
}

async function take(events: AsyncIterable<StreamEvent>, count: number): Promise<string[]> {
  const cursors: string[] = [];
  for await (const { cursor } of events) {
    cursors.push(cursor);
    if (cursors.length === count) break;
  }
  return cursors;
}

describe("events", () => {
  test("are read whatever way the bytes are cut, and comments are not events", async () => {
    const text = ": hello\n\n" + event("1") + event("2").replaceAll("\n", "\r\n");
    const { url } = await serve((_, response) => void stream(response, ...text.match(/[\s\S]{1,7}/g)!));
    expect(await take(new Coffer({ url }).events(), 2)).toEqual(["1", "2"]);
  });

  test("go on behind the last one after a lost connection", async () => {
    const { url, seen } = await serve((request, response) => {
      stream(response, request.query.has("cursor") ? event("2") : event("1"));
      if (!request.query.has("cursor")) response.end();
      return undefined;
    });
    expect(await take(new Coffer({ url }).events({ topics: ["transactions", "heads"] }), 2)).toEqual(["1", "2"]);
    expect(seen[1]?.query.get("cursor")).toBe("1");
    expect(seen[1]?.query.get("topics")).toBe("transactions,heads");
  });

  test("a refusal ends them", async () => {
    const { url } = await serve(() => refusal(400, "VALIDATION_ERROR", { field: "cursor" }));
    await expect(take(new Coffer({ url }).events({ cursor: "bad" }), 1)).rejects.toMatchObject({ field: "cursor" });
  });
});

describe("waiting", () => {
  test("returns when the stream tells of the change", async () => {
    let status = "submitted";
    const { url } = await serve((request, response) => {
      if (request.path !== "/v1/events") return { body: transaction(status) };
      stream(response);
      setTimeout(() => {
        status = "confirmed";
        response.write(event("1", { id: "t1", status }));
      }, 50);
      return undefined;
    });
    expect((await new Coffer({ url }).transactions.waitFor("t1", "confirmed")).status).toBe("confirmed");
  });

  test("asks now and then where there is no stream", async () => {
    let asked = 0;
    const { url } = await serve((request) => {
      if (request.path === "/v1/events") return refusal(404, "NOT_FOUND");
      return { body: transaction(++asked < 3 ? "submitted" : "mined") };
    });
    expect((await new Coffer({ url }).transactions.waitFor("t1", "mined")).status).toBe("mined");
  });

  test("a later status is good enough", async () => {
    const { url } = await serve((request) => (request.path === "/v1/events" ? refusal(404, "NOT_FOUND") : { body: transaction("confirmed") }));
    expect((await new Coffer({ url }).transactions.waitFor("t1", "submitted")).status).toBe("confirmed");
  });

  test("another end is an error with the transaction in it", async () => {
    const failed = transaction("failed", { error: { code: "REVERTED", message: "execution reverted: no" } });
    const { url } = await serve((request) => (request.path === "/v1/events" ? refusal(404, "NOT_FOUND") : { body: failed }));
    const waiting = new Coffer({ url }).transactions.waitFor("t1", "confirmed");
    await expect(waiting).rejects.toThrow(TransactionEndedError);
    await expect(waiting).rejects.toThrow(/execution reverted: no/);
  });

  test("time over is an error that says where it stands", async () => {
    const { url } = await serve((request) => (request.path === "/v1/events" ? refusal(404, "NOT_FOUND") : { body: transaction("queued") }));
    await expect(new Coffer({ url }).transactions.waitFor("t1", "mined", { timeout_ms: 10 })).rejects.toThrow(WaitTimeoutError);
  });

  test("a status nobody knows yet is waited through", async () => {
    let asked = 0;
    const { url } = await serve((request) => {
      if (request.path === "/v1/events") return refusal(404, "NOT_FOUND");
      return { body: transaction(++asked < 2 ? "teleported" : "confirmed") };
    });
    expect((await new Coffer({ url }).transactions.waitFor("t1", "confirmed")).status).toBe("confirmed");
  });
});
