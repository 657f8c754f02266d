import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LiveStream, type StreamEvent, type StreamState } from "./stream";

class FakeSocket {
  onopen?: () => void;
  onmessage?: (message: { data: string }) => void;
  onclose?: () => void;
  readyState = 0;
  constructor(readonly url: string) {}
  close() {
    this.readyState = 3;
  }
  fails() {
    this.readyState = 3;
    this.onclose?.();
  }
  sends(event: Partial<StreamEvent>) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  get cursor() {
    return new URL(this.url).searchParams.get("cursor");
  }
}

function a_stream() {
  const sockets: FakeSocket[] = [];
  const seen = { events: [] as StreamEvent[], states: [] as StreamState[], gaps: 0 };
  const listener = {
    event: (event: StreamEvent) => void seen.events.push(event),
    state: (state: StreamState) => void seen.states.push(state),
    gap: () => void (seen.gaps += 1),
  };
  const open = (url: string) => {
    const socket = new FakeSocket(url);
    sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  const stream = new LiveStream(["transactions", "balances"], listener, open);
  stream.start();
  return { stream, sockets, seen, last: () => sockets.at(-1)! };
}

const kMuchLaterMs = 60_000;

describe("live stream", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("asks for its topics, from now", () => {
    const { last, stream } = a_stream();
    const url = new URL(last().url);
    expect(url.pathname).toBe("/v1/stream");
    expect(url.searchParams.get("topics")).toBe("transactions,balances");
    expect(last().cursor).toBeNull();
    stream.stop();
  });

  test("resumes after the last event that it saw", () => {
    const { last, seen, stream } = a_stream();
    last().onopen?.();
    last().sends({ cursor: "41", type: "transaction.status_changed", data: { id: "t", status: "mined" } });
    last().fails();
    vi.advanceTimersByTime(kMuchLaterMs);
    last().onopen?.();
    expect(last().cursor).toBe("41");
    expect(seen.gaps).toBe(0);
    stream.stop();
  });

  test("says that there is a gap when it has nothing to resume from", () => {
    const { last, seen, stream } = a_stream();
    last().onopen?.();
    last().fails();
    vi.advanceTimersByTime(kMuchLaterMs);
    last().onopen?.();
    expect(seen.gaps).toBe(1);
    stream.stop();
  });

  test("waits longer after each failure, at most twenty seconds", () => {
    const { sockets, last, stream } = a_stream();
    for (let failures = 0; failures < 8; ++failures) {
      last().fails();
      vi.advanceTimersByTime(20_000);
    }
    expect(sockets).toHaveLength(9);
    last().fails();
    vi.advanceTimersByTime(9_999);
    expect(sockets).toHaveLength(9);
    stream.stop();
  });

  test("ignores what is not an event", () => {
    const { last, seen, stream } = a_stream();
    last().onmessage?.({ data: "not json" });
    last().sends({ cursor: "1" });
    expect(seen.events).toEqual([]);
    stream.stop();
  });

  test("stays closed once stopped", () => {
    const { sockets, last, stream } = a_stream();
    stream.stop();
    last().fails();
    vi.advanceTimersByTime(kMuchLaterMs);
    expect(sockets).toHaveLength(1);
  });
});
