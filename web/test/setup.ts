import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

/** The server of every component test; each test says with `server.use` what it answers. A call nobody expects fails. */
export const server = setupServer();

/** Longest wait for something to appear: generous, a busy machine is no failure. */
configure({ asyncUtilTimeout: 15_000 });

class SilentSocket {
  static readonly CLOSED = 3;
  readyState = 0;
  close(): void {
    this.readyState = SilentSocket.CLOSED;
  }
}

beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
  vi.stubGlobal("WebSocket", SilentSocket);
  vi.stubGlobal("scrollTo", () => undefined);
});

afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});

afterAll(() => server.close());
