import { describe, expect, test } from "vitest";
import { a_transaction } from "@test/builders";
import { is_final, timeline_of } from "./timeline";

const states = (over: Parameters<typeof a_transaction>[0]) =>
  timeline_of(a_transaction(over)).map(({ step, state }) => `${step} ${state}`);

describe("timeline", () => {
  test("of a submitted transaction has two steps behind it and two ahead", () => {
    expect(states({ status: "submitted", block_number: undefined })).toEqual([
      "queued done",
      "signed done",
      "submitted current",
      "mined ahead",
      "confirmed ahead",
    ]);
  });

  test("of a reverted transaction ends with its block: it was executed", () => {
    expect(states({ status: "failed" })).toEqual(["queued done", "signed done", "submitted done", "mined done", "confirmed never"]);
  });

  test("of a rejected transaction claims no signature", () => {
    const rejected = { status: "rejected", hash: undefined, attempts: [], block_number: undefined };
    expect(states(rejected)).toEqual(["queued done", "signed never", "submitted never", "mined never", "confirmed never"]);
  });

  test("of a status from a later version goes by what the record proves, and is not final", () => {
    expect(states({ status: "settling" })).toEqual(["queued done", "signed done", "submitted done", "mined current", "confirmed ahead"]);
    expect(is_final("settling")).toBe(false);
  });

  test("tells only times that the record holds", () => {
    const [queued, signed, submitted] = timeline_of(a_transaction({ status: "submitted", block_number: undefined }));
    expect(queued?.at).toBe("2026-01-01T11:58:00Z");
    expect(signed?.at).toBeUndefined();
    expect(submitted?.at).toBe("2026-01-01T11:58:02Z");
  });
});
