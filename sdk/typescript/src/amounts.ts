/** The fields of the API that are amounts, fees or prices: decimal strings in JSON, `bigint` here. */
const amountFields = [
  "amount",
  "available",
  "balance",
  "base_fee_per_gas",
  "fee_paid",
  "gas_price",
  "l1_data_fee",
  "max_cost",
  "max_fee_per_gas",
  "max_priority_fee_per_gas",
  "needed",
  "total_supply",
] as const;

type AmountField = (typeof amountFields)[number];
const isAmount: ReadonlySet<string> = new Set(amountFields);

/** A message with its amounts as `bigint`. */
export type Amounts<T> = T extends string
  ? T
  : T extends readonly (infer Item)[]
    ? Amounts<Item>[]
    : T extends object
      ? { [Key in keyof T]: Key extends AmountField ? bigint : Amounts<T[Key]> }
      : T;

/** Reads the amounts of an answer. Not for documents of others, as receipts and events: their fields may bear these names. */
export function readAmounts<T>(message: T): Amounts<T> {
  return walk(message, (key, value) =>
    isAmount.has(key) && typeof value === "string" && /^(0|[1-9][0-9]*)$/.test(value) ? BigInt(value) : undefined,
  ) as Amounts<T>;
}

/** Writes every `bigint` of a request as a decimal string. */
export function writeAmounts(message: unknown): unknown {
  return walk(message, (_, value) => (typeof value === "bigint" ? value.toString(10) : undefined));
}

function walk(value: unknown, replace: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => replace("", item) ?? walk(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, replace(key, member) ?? walk(member, replace)]),
  );
}
