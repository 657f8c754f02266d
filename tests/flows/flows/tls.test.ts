import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type ConnectionOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import WebSocket from "ws";
import { newCredentials } from "../harness/people.js";

/** A server of its own that has a certificate, and speaks TLS alone. */
const folder = mkdtempSync(join(tmpdir(), "coffer-tls-"));
const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
let server: ChildProcess;
let port: number;
let ca: string;

/** The port of the line that says `ready`. */
function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stderr!.on("data", (chunk) => {
      log += String(chunk);
      const ready = log.split("\n").find((line) => /"ready"/.test(line) && line.endsWith("}"));
      if (ready) resolve(JSON.parse(ready).port);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
  });
}

beforeAll(async () => {
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const parameters = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync("openssl", [...parameters, "-addext", names, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  ca = readFileSync(certificate, "utf8");
  const flags = ["--data", join(folder, "data"), "--port", "0", "--tls_certificate", certificate, "--tls_key", key];
  server = spawn(inject("dev").serve[0]!, ["serve", "--profile", "development", ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  port = await readyPort(server);
  server.stderr!.resume();
});
afterAll(async () => {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  if (server.exitCode === null && server.kill("SIGTERM")) await gone;
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: any;
}

function ask(method: string, path: string, { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const asked = request({ host: "127.0.0.1", port, method, path, ca, headers: { ...(text && { "content-type": "application/json" }), ...headers } }, (response) => {
      let got = "";
      response.on("data", (chunk) => (got += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body: /json/.test(response.headers["content-type"] ?? "") ? JSON.parse(got) : got }));
    });
    asked.once("error", reject);
    asked.end(text);
  });
}

/** What a client that offers this and no more comes to: protocol and suite, or why it was turned away. */
function negotiated(offer: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca, ...offer }, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe("TLS", () => {
  test("1.3 is taken where a client has it, 1.2 where it has no more", async () => {
    expect(await negotiated({ minVersion: "TLSv1.2" })).toMatch(/^TLSv1\.3 /);
    expect(await negotiated({ minVersion: "TLSv1.2", maxVersion: "TLSv1.2" })).toMatch(/^TLSv1\.2 ECDHE-/);
  });

  test.each(["TLSv1", "TLSv1.1"] as const)("%s is turned away by the server", async (version) => {
    const offer = { minVersion: version, maxVersion: version, ciphers: "DEFAULT:@SECLEVEL=0" };
    expect(await negotiated(offer)).toBe("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
  });

  test.each(["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256", "NULL-SHA256"])("%s is no suite of the server", async (suite) => {
    expect(await negotiated({ maxVersion: "TLSv1.2", ciphers: `${suite}:@SECLEVEL=0` })).toMatch(/HANDSHAKE_FAILURE|NO_CIPHERS/);
  });
});

describe("over TLS", () => {
  test.each([
    ["/health", 200],
    ["/v1/networks", 200],
    ["/v1/me", 401],
    ["/v1/nothing-here", 404],
    ["/docs", 200],
    ["/metrics", 200],
    ["/openapi.json", 200],
  ])("%s (%i) says that for a year there is nothing else, subdomains included", async (path, status) => {
    const answer = await ask("GET", path);
    expect(answer.status).toBe(status);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  });

  test("session cookies are for TLS, our own pages are those of https, and a stream opens", async () => {
    const credentials = newCredentials();
    expect((await ask("POST", "/v1/auth/signup", { body: credentials })).status).toBe(202);
    const { body } = await ask("GET", `/dev/mailbox?to=${encodeURIComponent(credentials.email)}`);
    const { headers } = await ask("POST", "/v1/auth/verify", { body: { email: credentials.email, code: body.messages[0].code } });
    const set = headers["set-cookie"] as string[];
    expect(set).toHaveLength(2);
    for (const line of set) expect(line).toMatch(/; HttpOnly; SameSite=Strict; Secure$/);
    const cookie = set.map((line) => line.split(";")[0]).join("; ");

    const socket = new WebSocket(`wss://127.0.0.1:${port}/v1/stream?topics=heads`, { ca, headers: { cookie, origin: `https://127.0.0.1:${port}` } });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.terminate();

    const renamed = (origin: string) => ask("POST", "/v1/wallets", { body: { label: "Main", networks: [] }, headers: { cookie, origin } });
    const downgraded = await renamed(`http://127.0.0.1:${port}`);
    expect(downgraded.status).toBe(403);
    expect(downgraded.headers["access-control-allow-origin"]).toBeUndefined();
    expect((await renamed(`https://127.0.0.1:${port}`)).status).toBe(400);
  });
});
