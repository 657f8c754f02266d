import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const sdk = fileURLToPath(new URL("../../sdk/typescript/src", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@coffer\/sdk$/, replacement: `${sdk}/index.ts` },
      { find: /^@coffer\/sdk\/(.+)$/, replacement: `${sdk}/$1.ts` },
    ],
    dedupe: ["viem", "ethers"],
  },
  test: {
    // What needs several processes runs where there are several.
    include: ["flows/**/*.test.ts", ...(process.env["COFFER_TOPOLOGY"] === "split" ? ["split/**/*.test.ts"] : [])],
    globalSetup: ["harness/global.ts"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
