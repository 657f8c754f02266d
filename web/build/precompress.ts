import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const kCompressible = /\.(js|css|html|svg|json|txt)$/;
/** Below this a compressed copy saves nothing over one packet. */
const kMinBytes = 512;

const gzip_file = promisify(gzip);
const brotli_file = promisify(brotliCompress);

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < kMinBytes) return;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } };
  await writeFile(`${path}.gz`, await gzip_file(bytes, { level: 9 }));
  await writeFile(`${path}.br`, await brotli_file(bytes, brotli));
}

/** Writes `.gz` and `.br` beside every text asset, so that the server never compresses at run time. */
export function precompress(): Plugin {
  let directory = "dist";
  return {
    name: "coffer:precompress",
    apply: "build",
    configResolved(config) {
      directory = join(config.root, config.build.outDir);
    },
    async closeBundle() {
      const names = await readdir(directory, { recursive: true });
      await Promise.all(names.filter((name) => kCompressible.test(name)).map((name) => compress(join(directory, name))));
    },
  };
}
