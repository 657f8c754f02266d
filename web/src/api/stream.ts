/** One event of `/v1/stream`. `cursor` is where to resume after it. */
export type StreamEvent = { cursor: string; type: string; time: string; data: Record<string, unknown> };

export type StreamState = "connecting" | "live" | "offline";

export type StreamListener = {
  event(event: StreamEvent): void;
  state(state: StreamState): void;
  /** Events may have been missed and will not come again: whatever is shown has to be read anew. */
  gap(): void;
};

type OpenSocket = (url: string) => WebSocket;

const kFirstDelayMs = 500;
const kLongestDelayMs = 20_000;
/** After so many refused connections with a cursor, the cursor itself is suspected (the server forgot it). */
const kCursorTries = 3;

function parse_event(text: unknown): StreamEvent | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const event = JSON.parse(text) as Partial<StreamEvent>;
    if (typeof event.type !== "string") return undefined;
    return { cursor: event.cursor ?? "", type: event.type, time: event.time ?? "", data: event.data ?? {} };
  } catch {
    return undefined;
  }
}

/**
 * Follows the user's events over a WebSocket and resumes by cursor after a break, with a growing, jittered delay, so
 * that neither a tunnel nor a server restart loses an event.
 */
export class LiveStream {
  #cursor = "";
  #delay_ms = kFirstDelayMs;
  #failures = 0;
  #opened_before = false;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    private readonly topics: readonly string[],
    private readonly listener: StreamListener,
    private readonly open_socket: OpenSocket = (url) => new WebSocket(url),
  ) {}

  start(): void {
    window.addEventListener("online", this.#reconnect_now);
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener("online", this.#reconnect_now);
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #url(): string {
    const url = new URL("/v1/stream", window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("topics", this.topics.join(","));
    if (this.#cursor !== "") url.searchParams.set("cursor", this.#cursor);
    return url.href;
  }

  #connect(): void {
    this.listener.state("connecting");
    const socket = this.open_socket(this.#url());
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (message) => this.#received(message.data);
    socket.onclose = () => this.#closed();
  }

  #opened(): void {
    this.listener.state("live");
    // Without a cursor the stream begins now: what happened during the break is unknown.
    if (this.#opened_before && this.#cursor === "") this.listener.gap();
    this.#opened_before = true;
    this.#failures = 0;
  }

  #received(text: unknown): void {
    const event = parse_event(text);
    if (!event) return;
    this.#delay_ms = kFirstDelayMs;
    if (event.cursor !== "") this.#cursor = event.cursor;
    this.listener.event(event);
  }

  #closed(): void {
    if (this.#stopped) return;
    this.listener.state("offline");
    if (++this.#failures >= kCursorTries) this.#cursor = "";
    const jitter = 0.5 + Math.random() / 2;
    this.#timer = setTimeout(() => this.#connect(), this.#delay_ms * jitter);
    this.#delay_ms = Math.min(this.#delay_ms * 2, kLongestDelayMs);
  }

  #reconnect_now = (): void => {
    if (this.#socket?.readyState !== WebSocket.CLOSED || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#delay_ms = kFirstDelayMs;
    this.#connect();
  };
}
