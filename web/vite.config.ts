import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { budget } from "./build/budget.ts";
import { lingui_macro } from "./build/lingui_macro.ts";
import { precompress } from "./build/precompress.ts";

const kServer = process.env["COFFER_URL"] ?? "http://127.0.0.1:3000";

const kAliases = {
  "@": fileURLToPath(new URL("./src", import.meta.url)),
  "@test": fileURLToPath(new URL("./test", import.meta.url)),
};

export default defineConfig({
  resolve: { alias: kAliases },
  plugins: [lingui_macro(), lingui(), react(), tailwindcss(), budget(), precompress()],
  build: {
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Nothing is inlined as a data: URI and no inline polyfill is written: the page runs under script-src 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: { "^/(v1|dev|health|openapi\\.json)": { target: kServer, ws: true, changeOrigin: true } },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "jsdom",
          environmentOptions: { jsdom: { url: "http://coffer.test/" } },
          include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias: kAliases },
        test: {
          name: "browser",
          environment: "node",
          include: ["e2e/**/*.e2e.ts"],
          fileParallelism: false,
          // Whole jobs on real processes, perhaps on a machine that is building something: a hang ends, slowness passes.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
