import { OwnServer, readDevJson } from "../../tests/flows/harness/server";

/** The running server of COFFER_DEV_JSON, else one of its own: for tests that leave the server itself alone. */
export async function shared_server(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env["COFFER_DEV_JSON"];
  if (!given) return OwnServer.start();
  return { url: readDevJson(given).url, stop: async () => undefined };
}
