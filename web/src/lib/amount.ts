/** Exact conversion between decimal text and integers in the smallest unit. No floating point: `BigInt` throughout. */

export type AmountProblem = "empty" | "not_a_number" | "too_many_decimals" | "too_large" | "zero";

export type ParsedAmount = { ok: true; value: bigint } | { ok: false; problem: AmountProblem };

const kMaxUint256 = (1n << 256n) - 1n;
const kAmountText = /^(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * Reads "1.5" as 1500000000000000000 for 18 decimals. A comma is refused: in half of the world it groups thousands.
 * Digits beyond the unit's precision are refused, never rounded.
 */
export function parse_amount(text: string, decimals: number): ParsedAmount {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problem: "empty" };
  if (!kAmountText.test(trimmed) || trimmed.length > 120) return { ok: false, problem: "not_a_number" };
  const [whole = "", fraction = ""] = trimmed.split(".");
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > decimals) return { ok: false, problem: "too_many_decimals" };
  const value = BigInt(`${whole}${significant.padEnd(decimals, "0")}` || "0");
  if (value > kMaxUint256) return { ok: false, problem: "too_large" };
  if (value === 0n) return { ok: false, problem: "zero" };
  return { ok: true, value };
}

/** Writes an integer amount as exact decimal text, without trailing zeros: (1500000000000000000n, 18) → "1.5". */
export function exact_amount(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/**
 * Writes an amount for a list: thousands grouped, at most `places` decimals, cut (never rounded up). What is not zero
 * never reads as zero: a remainder too small to show becomes "<0.000001".
 */
export function short_amount(value: bigint, decimals: number, places = 6): string {
  const [whole = "0", fraction = ""] = exact_amount(value, decimals).split(".");
  const shown = fraction.slice(0, places).replace(/0+$/, "");
  if (value > 0n && whole === "0" && shown === "") return `<0.${"0".repeat(places - 1)}1`;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return shown === "" ? grouped : `${grouped}.${shown}`;
}

/** Reads an amount as the API writes it; anything else is unknown, never 0. */
export function api_amount(text: string | null | undefined): bigint | undefined {
  return text != null && /^(0|[1-9][0-9]*)$/.test(text) ? BigInt(text) : undefined;
}
