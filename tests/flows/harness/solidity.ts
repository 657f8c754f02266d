import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Abi, Hex } from "viem";

export interface Compiled {
  abi: Abi;
  bytecode: Hex;
}

const folder = fileURLToPath(new URL("../contracts/", import.meta.url));

/** Compiles every contract of `contracts/`, by name. */
export function compileContracts(): Record<string, Compiled> {
  const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
  const files = readdirSync(folder).filter((name) => name.endsWith(".sol"));
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((name) => [name, { content: readFileSync(folder + name, "utf8") }])),
    settings: { optimizer: { enabled: true, runs: 200 }, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)));
  const fatal = errors.filter((error: { severity: string }) => error.severity === "error");
  if (fatal.length > 0) throw new Error(fatal.map((error: { formattedMessage: string }) => error.formattedMessage).join("\n"));
  const compiled: Record<string, Compiled> = {};
  for (const file of Object.values<Record<string, any>>(contracts)) {
    for (const [name, { abi, evm }] of Object.entries(file)) compiled[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
  }
  return compiled;
}
