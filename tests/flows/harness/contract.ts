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
  /** Names of the query's parameters. */
  query: string[];
  /** JSON pointer into the document of what an answer of each status holds; undefined where it has no JSON. */
  answers: Record<string, string | undefined>;
  /** The schema of the request's body, with every reference followed. */
  body: Record<string, any> | undefined;
}

/** The document itself. */
export async function openapi(url: string): Promise<Record<string, any>> {
  return (await ask(url, "GET", "/openapi.json")).body;
}

/** Every operation that the server says it has. */
export async function operations(url: string): Promise<Operation[]> {
  const document = await openapi(url);
  const resolve = (schema: any): any => {
    if (!schema?.$ref) return schema;
    return resolve(schema.$ref.slice(2).split("/").reduce((node: any, key: string) => node[key], document));
  };
  const expand = (schema: any, depth = 0): any => {
    const { items, properties, ...rest } = resolve(schema) ?? {};
    if (schema === undefined || depth > 8) return schema && rest;
    const fields = Object.entries<any>(properties ?? {}).map(([name, one]) => [name, expand(one, depth + 1)]);
    return { ...rest, ...(items && { items: expand(items, depth + 1) }), ...(properties && { properties: Object.fromEntries(fields) }) };
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
        query: (operation.parameters ?? []).map(resolve).filter((one: any) => one.in === "query").map((one: any) => one.name),
        answers: Object.fromEntries(Object.entries<any>(operation.responses).map(([status, answer]) => [status, pointerOf(answer, path, method, status)])),
        body: expand(operation.requestBody?.content?.["application/json"]?.schema),
      });
    }
  }
  return found;
}

/** The path with its parameters filled in. */
export function pathOf(operation: Operation, values: Record<string, string>): string {
  return operation.path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? crypto.randomUUID()));
}

function pointerOf(answer: any, path: string, method: string, status: string): string | undefined {
  if (answer.$ref) return `${answer.$ref}/content/application~1json/schema`;
  if (!answer.content?.["application/json"]) return undefined;
  const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
  return `#/paths/${escaped}/${method}/responses/${status}/content/application~1json/schema`;
}
