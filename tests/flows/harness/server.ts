import { execFile, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** `<data>/dev.json`, as `./dev up` writes it. */
export interface DevJson {
  url: string;
  pid: number;
  data: string;
  admin_link: string | null;
  serve: string[];
  networks: { ethereum: { rpc: string; chain_id: number; pid: number } };
}

export function readDevJson(path: string): DevJson {
  return JSON.parse(readFileSync(path, "utf8")) as DevJson;
}

/** A server with a data directory and a chain of its own, for tests that kill, pause or fill. */
export class OwnServer {
  #pid: number;

  private constructor(readonly dev: DevJson) {
    this.#pid = dev.pid;
  }

  static async start(): Promise<OwnServer> {
    const data = mkdtempSync(join(tmpdir(), "coffer-flows-"));
    return new OwnServer(await devUp(data));
  }

  get url(): string {
    return this.dev.url;
  }

  /** SIGKILL, as a power cut: nothing is flushed, nothing is said. Returns once the process is gone. */
  async kill(): Promise<void> {
    process.kill(this.#pid, "SIGKILL");
    await until(() => !isAlive(this.#pid), 10_000, "the server is gone");
  }

  get pid(): number {
    return this.#pid;
  }

  /** Starts the server alone again, on the same data and chain; with other settings, if any are given. */
  async restart(settings: string[] = []): Promise<void> {
    const [command, ...parameters] = this.dev.serve;
    const log = openSync(join(this.dev.data, "server.log"), "a");
    const child = spawn(command!, [...parameters, ...settings], { cwd: root, detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    child.unref();
    this.#pid = child.pid!;
    await until(() => isReady(this.url), 30_000, `the server answers again (log: ${this.dev.data}/server.log)`);
  }

  /** Stops server and chain, and removes the data. */
  async stop(): Promise<void> {
    if (isAlive(this.#pid)) process.kill(this.#pid, "SIGTERM");
    await until(() => !isAlive(this.#pid), 15_000, "the server stops when asked").catch(() => process.kill(this.#pid, "SIGKILL"));
    await devDown(this.dev.data);
    if (!process.env["COFFER_KEEP_DATA"]) rmSync(this.dev.data, { recursive: true, force: true });
  }
}

/** Runs `./dev up` on a data directory and a free port. */
export async function devUp(data: string): Promise<DevJson> {
  const port = await freePort();
  await promisify(execFile)(join(root, "dev"), ["up", "--detach", "--port", String(port), "--data", data], {
    cwd: root,
    maxBuffer: 64 << 20,
    timeout: 20 * 60_000,
  });
  return readDevJson(join(data, "dev.json"));
}

export async function devDown(data: string): Promise<void> {
  await promisify(execFile)(join(root, "dev"), ["down", "--data", data], { cwd: root, timeout: 60_000 });
}

export async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

/** Asks every 20 ms until it holds; fails with what was expected. */
export async function until(holds: () => boolean | Promise<boolean>, timeout_ms: number, expectation: string): Promise<void> {
  const deadline = Date.now() + timeout_ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeout_ms} ms: ${expectation}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A child that has ended but was not waited for yet still answers to signal 0.
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
