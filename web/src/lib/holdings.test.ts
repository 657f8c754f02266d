import { describe, expect, test } from "vitest";
import { a_balance, a_network, a_wallet, an_account } from "@test/builders";
import { named_accounts, positions_of } from "./holdings";

const network = a_network();
const first = an_account({ id: "a1" });
const second = an_account({ id: "a2", index: 1 });
const accounts = named_accounts([a_wallet({ accounts: [first, second] })], [network]);

describe("holdings", () => {
  test("sum an asset over accounts exactly", () => {
    const [ether] = positions_of(accounts, [
      a_balance({ account_id: "a1", amount: "9007199254740993" }),
      a_balance({ account_id: "a2", amount: "1" }),
    ]);
    expect(ether).toMatchObject({ total: 9007199254740994n, unknown: 0 });
  });

  test("count an account without an answer as unknown, not as zero", () => {
    const [ether] = positions_of(accounts, [a_balance({ account_id: "a1", amount: "5" })]);
    expect(ether).toMatchObject({ total: 5n, unknown: 1 });
  });

  test("know no total when no account is known", () => {
    const [ether] = positions_of(accounts, [a_balance({ account_id: "a1", amount: undefined })]);
    expect(ether).toMatchObject({ total: undefined, unknown: 2 });
  });

  test("are as old as their oldest part", () => {
    const [ether] = positions_of(accounts, [
      a_balance({ account_id: "a1", as_of: "2026-01-02T00:00:00Z", block: 12 }),
      a_balance({ account_id: "a2", as_of: "2026-01-01T00:00:00Z", block: 11 }),
    ]);
    expect(ether).toMatchObject({ as_of: "2026-01-01T00:00:00Z", block: 11 });
  });

  test("keep a token apart from the native coin and from its namesake on another contract", () => {
    const token = (contract: string) => ({ symbol: "USD", decimals: 6, contract });
    const positions = positions_of(accounts, [
      a_balance({ account_id: "a1", amount: "1" }),
      a_balance({ account_id: "a1", amount: "2", asset: token("0xaa") }),
      a_balance({ account_id: "a2", amount: "3", asset: token("0xbb") }),
    ]);
    expect(positions.map(({ total }) => total)).toEqual([1n, 2n, 3n]);
  });
});
