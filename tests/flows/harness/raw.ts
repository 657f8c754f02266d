import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";

/** A connection that carries bytes as they are, for what no client library would send. */
export class RawConnection {
  #received: Buffer[] = [];
  #ended = false;
  readonly #closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    socket.on("data", (chunk) => this.#received.push(chunk));
    socket.on("error", () => undefined);
    this.#closed = new Promise((resolve) => socket.once("close", () => resolve()));
    void this.#closed.then(() => (this.#ended = true));
  }

  static open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) });
      const connection = new RawConnection(socket);
      socket.once("connect", () => resolve(connection));
      socket.once("error", reject);
    });
  }

  /** Whether the server ended it. */
  get ended(): boolean {
    return this.#ended;
  }

  get text(): string {
    return Buffer.concat(this.#received).toString("latin1");
  }

  /** Resolves once the bytes are with the system, so that a server that does not read slows the sender down. */
  send(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ended) return resolve();
      void this.#closed.then(resolve);
      this.socket.write(bytes, () => resolve());
    });
  }

  /** From now on what comes is read and thrown away. */
  discard(): void {
    this.#received = [];
    this.socket.removeAllListeners("data").resume();
  }

  /** What came until the server closed the connection. */
  async rest(): Promise<string> {
    await this.#closed;
    return this.text;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The statuses of all answers in what came over one connection. */
export const statusesIn = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kib) / 1024;
}

/** How many files this process may hold open. */
export function openFilesLimit(): number {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))!;
  return soft === "unlimited" ? Infinity : Number(soft);
}
