import { CofferError, ConnectionError } from "./errors.js";
import { pause, type Transport } from "./transport.js";
import type { Open, StreamEvent } from "./types.js";

export type Topic = Open<"transactions" | "balances" | "heads">;

export interface EventsOptions {
  topics?: readonly Topic[];
  /** Exactly what followed it comes; from now when left out. */
  cursor?: string;
  signal?: AbortSignal;
  /** Called whenever the stream stands: what happens from here on is not missed. */
  on_open?: () => void;
}

/** No byte for this long (the server comments every 15 s) means that the connection is dead. */
const silence_ms = 40_000;

/**
 * Events in order, without gap: after a lost connection it resumes behind the last event it gave out. Server-sent events
 * over `fetch`, because neither `EventSource` nor a browser's `WebSocket` can send a bearer token.
 */
export async function* events(transport: Transport, options: EventsOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
  let cursor = options.cursor;
  for (let failures = 0; !options.signal?.aborted; ) {
    try {
      const query = { ...(options.topics && { topics: options.topics }), ...(cursor !== undefined && { cursor }) };
      const response = await transport.open("GET", "/v1/events", { query, signal: options.signal });
      options.on_open?.();
      failures = 0;
      for await (const message of messages(response)) {
        const event = JSON.parse(message) as StreamEvent;
        cursor = event.cursor;
        yield event;
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      if (error instanceof CofferError && error.status < 500 && error.status !== 429) throw error;
    }
    failures = Math.min(failures + 1, 6);
    await pause(100 * 2 ** failures * (0.5 + Math.random()), options.signal).catch(() => undefined);
  }
}

/** The `data` of each message of an event stream (HTML standard, 9.2.6). */
export async function* messages(response: Response): AsyncGenerator<string, void, undefined> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let rest = "";
    let data: string[] = [];
    for (;;) {
      const { done, value } = await withinSilence(reader.read());
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "" && data.length > 0) {
          yield data.join("\n");
          data = [];
        } else if (line.startsWith("data:")) {
          data.push(line.slice(line[5] === " " ? 6 : 5));
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<T>(read: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConnectionError("the event stream fell silent")), silence_ms);
  });
  try {
    return await Promise.race([read, silence]);
  } finally {
    clearTimeout(timer);
  }
}
