import { execFile, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface ServerProcess {
  name: string;
  pid: number;
  log: string;
  serve: string[];
}

/** `<data>/dev.json`, as `./dev up` writes it. */
export interface DevJson {
  url: string;
  pid: number;
  data: string;
  admin_link: string | null;
  serve: string[];
  /** What runs: one process, or those of `./dev up --split`. */
  processes: ServerProcess[];
  /** The folder of the databases, where they are PostgreSQL's. */
  postgres: string | null;
  networks: { ethereum: { rpc: string; chain_id: number; pid: number } };
}

export function readDevJson(path: string): DevJson {
  return JSON.parse(readFileSync(path, "utf8")) as DevJson;
}

/** A server with a data directory and a chain of its own, for tests that kill, pause or fill. */
export class OwnServer {
  #processes: ServerProcess[];

  private constructor(readonly dev: DevJson) {
    this.#processes = dev.processes;
  }

  get #pids(): number[] {
    return this.#processes.map((process) => process.pid);
  }

  /** In the topology that is tested, or that of other flags of `./dev up`. */
  static async start(flags: string[] = topology): Promise<OwnServer> {
    const data = mkdtempSync(join(tmpdir(), "coffer-flows-"));
    return new OwnServer(await devUp(data, flags));
  }

  get url(): string {
    return this.dev.url;
  }

  /** SIGKILL, as a power cut: nothing is flushed, nothing is said. Returns once every process is gone. */
  async kill(): Promise<void> {
    for (const pid of this.#pids) process.kill(pid, "SIGKILL");
    await until(() => !this.#pids.some(isAlive), 10_000, "the server is gone");
  }

  /** The process that clients speak to. */
  get pid(): number {
    return this.#processes.at(-1)!.pid;
  }

  /** Starts the server alone again, on the same data and chain; with other settings, if any are given. */
  async restart(settings: string[] = []): Promise<void> {
    this.#processes = this.#processes.map((process) => startAgain(process, settings));
    await until(() => isReady(this.url), 30_000, `the server answers again (logs: ${this.dev.processes.map(({ log }) => log)})`);
  }

  /** SIGKILL to one process of several, while the others go on. */
  async killOne(name: string): Promise<void> {
    const { pid } = this.#processes.find((process) => process.name === name)!;
    process.kill(pid, "SIGKILL");
    await until(() => !isAlive(pid), 10_000, `${name} is gone`);
  }

  /** Starts a process that was killed again, without waiting until it serves. */
  startOne(name: string): void {
    this.#processes = this.#processes.map((process) => (process.name === name ? startAgain(process) : process));
  }

  /** Stops server and chain, and removes the data. */
  async stop(): Promise<void> {
    for (const pid of this.#pids) if (isAlive(pid)) process.kill(pid, "SIGTERM");
    await until(() => !this.#pids.some(isAlive), 15_000, "the server stops when asked").catch(() => this.kill());
    await devDown(this.dev.data);
    removeData(this.dev);
  }
}

function startAgain(was: ServerProcess, settings: string[] = []): ServerProcess {
  const { serve, log } = was;
  const [command, ...parameters] = serve;
  const out = openSync(log, "a");
  const child = spawn(command!, [...parameters, ...settings], { cwd: root, detached: true, stdio: ["ignore", out, out] });
  closeSync(out);
  child.unref();
  return { ...was, pid: child.pid! };
}

/** Removes what a server that has stopped left behind, unless COFFER_KEEP_DATA is set. */
export function removeData(dev: DevJson): void {
  if (process.env["COFFER_KEEP_DATA"]) return;
  rmSync(dev.data, { recursive: true, force: true });
  if (dev.postgres) rmSync(dev.postgres, { recursive: true, force: true });
}

const topology: string[] = process.env["COFFER_TOPOLOGY"] === "split" ? ["--split"] : [];

/** Runs `./dev up` on a data directory and a free port. */
export async function devUp(data: string, flags: string[] = topology): Promise<DevJson> {
  const port = await freePort();
  await promisify(execFile)(join(root, "dev"), ["up", "--detach", "--port", String(port), "--data", data, ...flags], {
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
