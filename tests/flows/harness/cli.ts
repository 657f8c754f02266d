import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const program = fileURLToPath(new URL("../../../build/coffer", import.meta.url));

export interface Ended {
  code: number;
  out: string;
  err: string;
  /** The document that --json answered with. */
  json: any;
}

/** The program as one person on one machine uses it: a home of its own, and a server that is known by COFFER_URL. */
export class CommandLine {
  readonly home = mkdtempSync(join(tmpdir(), "coffer-cli-"));

  constructor(readonly url: string) {}

  get credentials(): string {
    return join(this.home, "coffer", "credentials.json");
  }

  environment(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, HOME: this.home, XDG_CONFIG_HOME: this.home, COFFER_URL: this.url };
  }

  /** Runs a command to its end; `input` is what is piped into it. */
  async run(words: string[], input = "", environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn(program, words, { env: { ...this.environment(), ...environment }, cwd: this.home });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    // A command that ends without reading its input closes the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => resolve(status ?? (signal === "SIGINT" ? 130 : -1)));
    });
    return { code, out, err, json: words.includes("--json") && !words.includes("watch") ? JSON.parse(out) : undefined };
  }

  /** The same, for a command that is expected to work. */
  async must(words: string[], input = ""): Promise<Ended> {
    const ended = await this.run(words, input);
    if (ended.code !== 0) throw new Error(`coffer ${words.join(" ")} ended with ${ended.code}: ${ended.err}${ended.out}`);
    return ended;
  }

  /** Signs somebody new up. */
  async signUp(email: string, password: string): Promise<void> {
    await this.must(["login", "--sign-up", "--email", email], `${password}\n`);
  }
}
