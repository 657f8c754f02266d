import { stranger } from "./chain.js";
import type { Operation } from "./contract.js";

const text = (value: string) => JSON.stringify(value);

/** JSON values that no honest client sends, by what is wrong with them. Kept as text: some are no value of JavaScript. */
const kValues: Record<string, string> = {
  null: "null",
  "a boolean": "true",
  "minus one": "-1",
  zero: "0",
  "a fraction": "0.5",
  "beyond 2^53": "9007199254740993",
  "beyond 2^64": "18446744073709551616",
  "beyond a double": "1e400",
  "four hundred digits": "9".repeat(400),
  "four hundred digits as text": text("9".repeat(400)),
  "a negative number as text": text("-1"),
  "an exponent as text": text("1e18"),
  "half a byte in hex": text("0x0"),
  "no text": text(""),
  "a space": text(" "),
  "a null character": '"\\u0000"',
  "control characters": '"a\\u0001\\u001b[31m\\r\\nb\\u007f"',
  "half a surrogate pair": '"\\ud800"',
  "an escape that is none": '"\\x41"',
  "a raw line break": '"a\nb"',
  emoji: text("👩‍👩‍👧‍👦".repeat(20)),
  "combining marks": text(`e${"\u0301".repeat(500)}`),
  "text from right to left": text("\u202Etxt.exe"),
  "ten thousand characters": text("A".repeat(10_000)),
  "an SQL comparison": text("' OR '1'='1' --"),
  "a second SQL statement": text("x'); DROP TABLE wallets; --"),
  "an SQL union": text("1 UNION SELECT * FROM sqlite_master"),
  "SQL wildcards": text("%_%"),
  "a template": text("{{7*7}}${7*7}<%= 7*7 %>"),
  "a look-up": text("${jndi:ldap://127.0.0.1/a}"),
  "a format": text("%s%n%x%p{}{0}"),
  "a path": text("../../../../etc/passwd"),
  "a script": text("<script>alert(1)</script>"),
  "a shell command": text("$(id);`id`|id"),
  "an address inside": text("http://169.254.169.254/latest/meta-data/"),
  "an empty list": "[]",
  "a list in a list": "[[[]]]",
  "a list of ten thousand": `[${"0,".repeat(9_999)}0]`,
  "a deep list": `${"[".repeat(500)}${"]".repeat(500)}`,
  "a deep object": `${'{"a":'.repeat(500)}0${"}".repeat(500)}`,
  "an empty object": "{}",
  "a prototype": '{"__proto__":{"admin":true},"constructor":{"prototype":{}}}',
  "a field twice": '{"a":1,"a":2}',
};

/** Values that can stand in a path or a query, already encoded. */
const kEncoded: Record<string, string> = {
  "a broken escape": "%zz",
  "bytes that are no UTF-8": "%ff%fe",
  "an encoded null": "%00",
  "an encoded slash": "..%2f..%2fetc%2fpasswd",
  "an encoded line break": "a%0d%0aSet-Cookie:%20x=1",
  ...Object.fromEntries(
    Object.entries(kValues)
      .filter(([, json]) => json.startsWith('"') && !/\\[udx]|\n/.test(json))
      .map(([name, json]) => [name, encodeURIComponent(JSON.parse(json) as string)]),
  ),
  "a negative number": "-1",
  "a huge number": "9".repeat(400),
};

/** What exists and belongs to the caller, by the name of the field that holds it. */
export type Known = Record<string, unknown>;

/** One request that is good but for one place. */
export interface Attack {
  /** As `amount: a fraction`. */
  name: string;
  path: string;
  text?: string;
}

type Schema = Record<string, any>;

/** An id that nobody has. */
const kNobody = "00000000-0000-7000-8000-000000000000";

function exampleText(schema: Schema): string {
  if (schema.enum) return schema.enum[0];
  if (schema.format === "email") return "hostile@example.org";
  if (schema.format === "date-time") return "2099-01-01T00:00:00Z";
  if (schema.format === "password") return "harbour lantern 93 quiet";
  if (schema.pattern?.startsWith("^0x[0-9a-fA-F]{40}")) return stranger;
  if (schema.pattern?.startsWith("^0x")) return "0x";
  if (schema.pattern?.startsWith("^(0|[1-9]")) return "1";
  return "a".repeat(Math.max(1, schema.minLength ?? 1));
}

/** A value that the schema allows: with the fields that it asks for, and those that are known. */
export function example(schema: Schema, name: string, known: Known): unknown {
  if (name in known) return known[name];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || schema.properties) {
    const fields = Object.keys(schema.properties ?? {}).filter((field) => schema.required?.includes(field) || field in known);
    return Object.fromEntries(fields.map((field) => [field, example(schema.properties[field], field, known)]));
  }
  if (type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items, name, known));
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return false;
  return exampleText(schema);
}

/** Every place of a body, outermost first, as the keys that lead to it. */
function placesOf(schema: Schema, before: string[] = []): string[][] {
  if (before.length > 5) return [];
  const below = (key: string, inner: Schema) => placesOf(inner, [...before, key]);
  const inner = schema.items ? below("0", schema.items) : Object.entries<Schema>(schema.properties ?? {}).flatMap(([key, one]) => below(key, one));
  return [before, ...inner];
}

const kMark = "@hostile@";

/** What else a body must or must not hold for a field to be looked at. */
const kCompany: Record<string, Record<string, unknown>> = {
  typed_data: { message: undefined },
  message_hex: { message: undefined },
  mnemonic: { kind: "imported" },
  private_key: { kind: "imported" },
  xpub: { kind: "watch" },
  address: { kind: "watch" },
};

/** A good body with the mark at one place. */
function marked(schema: Schema, name: string, [key, ...rest]: string[], known: Known): unknown {
  if (key === undefined) return kMark;
  if (schema.items) return [marked(schema.items, name, rest, known)];
  const body = example({ ...schema, type: "object" }, "", known) as Record<string, unknown>;
  for (const [field, value] of Object.entries(kCompany[key] ?? {})) if (field in schema.properties) body[field] = value;
  return { ...body, [key]: marked(schema.properties[key], key, rest, known) };
}

function* bodyAttacks({ body }: Operation, path: string, known: Known): Generator<Attack> {
  if (!body) return;
  for (const place of placesOf(body)) {
    const around = JSON.stringify(marked(body, "", place, known));
    for (const [name, json] of Object.entries(kValues)) {
      yield { name: `${place.join(".") || "body"}: ${name}`, path, text: around.replace(JSON.stringify(kMark), () => json) };
    }
  }
}

/** The path with its parameters, and what is known of its query; `other` names the one that is to be marked. */
function target({ path, query }: Operation, known: Known, other = ""): string {
  const values: Known = { ...known, ...(other && { [other]: kMark }) };
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(String(values[name] ?? (name === "address" ? stranger : kNobody))));
  const asked = query.filter((name) => name in values).map((name) => `${name}=${encodeURIComponent(String(values[name]))}`);
  return asked.length === 0 ? filled : `${filled}?${asked.join("&")}`;
}

/** A request with nothing wrong in it. */
export function goodRequest(operation: Operation, known: Known): Attack {
  return { name: "nothing", path: target(operation, known), ...(operation.body && { text: JSON.stringify(example(operation.body, "", known)) }) };
}

/** Every way in which one place of a request can be wrong: its path, its query, its body. */
export function* attacksOn(operation: Operation, known: Known): Generator<Attack> {
  const good = goodRequest(operation, known);
  for (const parameter of [...operation.parameters, ...operation.query]) {
    const around = target(operation, known, parameter);
    for (const [name, value] of Object.entries(kEncoded)) {
      // An empty segment is another path.
      const path = around.replace(encodeURIComponent(kMark), () => value);
      if (value !== "" || operation.query.includes(parameter)) yield { ...good, name: `${parameter}: ${name}`, path };
    }
  }
  yield* bodyAttacks(operation, good.path, known);
}
