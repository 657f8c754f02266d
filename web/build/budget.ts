import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const kKiB = 1024;

/** Gzip bytes of JavaScript that a visit may cost: what the first page loads, and what opening one more screen adds. */
export const kBudget = { initial: 200 * kKiB, route: 40 * kKiB };

type Chunks = Map<string, Rolldown.OutputChunk>;

function reachable(chunks: Chunks, start: string, seen = new Set<string>()): Set<string> {
  const chunk = chunks.get(start);
  if (!chunk || seen.has(start)) return seen;
  seen.add(start);
  for (const next of chunk.imports) reachable(chunks, next, seen);
  return seen;
}

function gzip_bytes(chunks: Chunks, names: Iterable<string>): number {
  let total = 0;
  for (const name of names) total += gzipSync(chunks.get(name)?.code ?? "", { level: 9 }).length;
  return total;
}

/** Fails the build when the first page or a screen outgrows its byte budget, naming the chunk and both figures. */
export function budget(): Plugin {
  return {
    name: "coffer:budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const all = Object.values(bundle).filter((item): item is Rolldown.OutputChunk => item.type === "chunk");
      const chunks: Chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]));
      const initial = new Set<string>();
      for (const entry of all.filter((chunk) => chunk.isEntry)) reachable(chunks, entry.fileName, initial);
      const report = (name: string, bytes: number, limit: number) => {
        const figures = `${name}: ${(bytes / kKiB).toFixed(1)} KiB of ${limit / kKiB} KiB gzip`;
        if (bytes > limit) this.error(`over the byte budget: ${figures}`);
        this.info(figures);
      };
      report("initial", gzip_bytes(chunks, initial), kBudget.initial);
      for (const route of all.filter((chunk) => chunk.isDynamicEntry)) {
        const added = [...reachable(chunks, route.fileName)].filter((name) => !initial.has(name));
        report(route.name, gzip_bytes(chunks, added), kBudget.route);
      }
    },
  };
}
