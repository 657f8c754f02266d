import { describe, expect, test } from "vitest";
import { api_amount, exact_amount, parse_amount, short_amount } from "./amount";

const kEther = 10n ** 18n;

describe("amounts", () => {
  test("reads decimal text exactly, beyond what a double can hold", () => {
    expect(parse_amount("123456789.123456789012345678", 18)).toEqual({
      ok: true,
      value: 123456789123456789012345678n,
    });
  });

  test.each([
    ["1", kEther],
    ["1.", kEther],
    [".5", kEther / 2n],
    ["0.10", kEther / 10n],
    ["0.000000000000000001", 1n],
  ])("reads %s", (text, value) => {
    expect(parse_amount(text, 18)).toEqual({ ok: true, value });
  });

  test.each([
    ["", "empty"],
    ["0", "zero"],
    ["1,5", "not_a_number"],
    ["1e18", "not_a_number"],
    ["-1", "not_a_number"],
    ["0x10", "not_a_number"],
    [".", "not_a_number"],
    ["1.0000000000000000001", "too_many_decimals"],
    ["9".repeat(80), "too_large"],
  ])("refuses %j as %s", (text, problem) => {
    expect(parse_amount(text, 18)).toEqual({ ok: false, problem });
  });

  test("writes and reads back every amount unchanged", () => {
    for (const value of [1n, 10n, kEther - 1n, kEther, 12345n * kEther + 7n, (1n << 256n) - 1n]) {
      expect(parse_amount(exact_amount(value, 18), 18)).toEqual({ ok: true, value });
    }
  });

  test("handles assets without decimals", () => {
    expect(exact_amount(42n, 0)).toBe("42");
    expect(parse_amount("42", 0)).toEqual({ ok: true, value: 42n });
    expect(parse_amount("4.2", 0)).toEqual({ ok: false, problem: "too_many_decimals" });
  });

  test("groups thousands and cuts, never rounds up", () => {
    expect(short_amount(1234567n * kEther + 999999999999999999n, 18)).toBe("1,234,567.999999");
  });

  test("never shows what is not zero as zero", () => {
    expect(short_amount(1n, 18)).toBe("<0.000001");
    expect(short_amount(0n, 18)).toBe("0");
  });

  test("takes only what the API may write, the rest is unknown", () => {
    expect(api_amount("10")).toBe(10n);
    for (const text of [undefined, null, "", "01", "-1", "1.5", "0x1"]) expect(api_amount(text)).toBeUndefined();
  });
});
