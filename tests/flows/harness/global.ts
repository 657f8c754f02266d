import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { compileContracts, type Compiled } from "./solidity.js";
import { becomeAdmin, type Credentials } from "./people.js";
import { devDown, devUp, readDevJson, removeData, type DevJson } from "./server.js";

declare module "vitest" {
  interface ProvidedContext {
    dev: DevJson;
    admin: Credentials;
    contracts: Record<string, Compiled>;
  }
}

/** One server for all files that do not break it: that of COFFER_DEV_JSON, else one of `./dev up` in a temporary directory. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.COFFER_DEV_JSON;
  const data = given ? undefined : mkdtempSync(join(tmpdir(), "coffer-flows-"));
  const dev = given ? readDevJson(given) : await devUp(data!);
  project.provide("dev", dev);
  project.provide("admin", await administrator(dev));
  project.provide("contracts", compileContracts());
  return async () => {
    if (!data) return;
    await devDown(data);
    removeData(dev);
  };
}

/** The link of the first administrator works once; a server that is used again remembers whom it made. */
async function administrator(dev: DevJson): Promise<Credentials> {
  const memory = join(dev.data, "flows-admin.json");
  if (existsSync(memory)) return JSON.parse(readFileSync(memory, "utf8")) as Credentials;
  const admin = await becomeAdmin(dev);
  writeFileSync(memory, JSON.stringify(admin), { mode: 0o600 });
  return admin;
}
