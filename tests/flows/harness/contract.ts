import { ask } from "./http.js";

/** A method of the API as /openapi.json declares it. */
export interface Operation {
  /** As `GET /v1/wallets/{wallet_id}`. */
  name: string;
  method: string;
  path: string;
  /** Who may call: PUBLIC, USER, SUPPORT, COMPLIANCE, ADMIN. */
  allow: string[];
  parameters: string[];
  body: Record<string, any> | undefined;
}

/** Every operation that the server says it has. */
export async function operations(url: string): Promise<Operation[]> {
  const { body: document } = await ask(url, "GET", "/openapi.json");
  const resolve = (schema: any): any => {
    if (!schema?.$ref) return schema;
    return resolve(schema.$ref.slice(2).split("/").reduce((node: any, key: string) => node[key], document));
  };
  const found: Operation[] = [];
  for (const [path, methods] of Object.entries<Record<string, any>>(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!["get", "post", "put", "patch", "delete"].includes(method)) continue;
      found.push({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        allow: (operation["x-coffer-allow"] ?? []).map((role: string) => role.toUpperCase()),
        parameters: [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!),
        body: resolve(operation.requestBody?.content?.["application/json"]?.schema),
      });
    }
  }
  return found;
}

/** The path with its parameters filled in. */
export function pathOf(operation: Operation, values: Record<string, string>): string {
  return operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? crypto.randomUUID()));
}
