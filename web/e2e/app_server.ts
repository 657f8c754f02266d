import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const kDist = fileURLToPath(new URL("../dist", import.meta.url));

/** The policy that the app is built for: nothing inline, nothing evaluated, nobody else's server. */
export const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const kTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".txt": "text/plain",
};

/** Serves the built app under its strict policy; every path without a file is the app itself. */
export async function serve_app(): Promise<{ url: string; stop: () => void }> {
  if (!existsSync(join(kDist, "index.html"))) throw new Error("web/dist is missing: npm run build");
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://app").pathname);
    const file = extname(path) === "" ? "index.html" : path;
    readFile(join(kDist, file)).then(
      (bytes) => {
        const type = kTypes[extname(file)] ?? "application/octet-stream";
        response.writeHead(200, { "content-type": type, "content-security-policy": kPolicy }).end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
