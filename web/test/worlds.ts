import type { Wallet } from "@/api/types";
import { a_balance, a_network, a_transaction, a_wallet, an_account, kOtherAddress } from "./builders";
import { a_world, type World } from "./fake_api";

const kSavings = "0x27b1fdb04752bbc536007a920d24acb045561c26";
const kCold = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const kUsd = { symbol: "USDC", decimals: 6, contract: "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", name: "USD Coin" };
const kMinute = 60_000;

const ago = (minutes: number) => new Date(Date.now() - minutes * kMinute).toISOString();

function lived_in_wallets(): Wallet[] {
  return [
    a_wallet({ accounts: [an_account()] }),
    a_wallet({ id: "wallet-2", label: "Savings", kind: "imported", accounts: [an_account({ id: "account-2", wallet_id: "wallet-2", address: kSavings })] }),
    a_wallet({ id: "wallet-3", label: "Cold storage", kind: "watch", accounts: [an_account({ id: "account-3", wallet_id: "wallet-3", address: kCold, path: "" })] }),
  ];
}

/** Somebody's everyday state: several wallets and assets, sends at every stage. */
export function a_lived_in_world(): World {
  const at = (minutes: number) => ({
    created_at: ago(minutes),
    updated_at: ago(minutes - 0.1),
    attempts: a_transaction().attempts.map((attempt) => ({ ...attempt, sent_at: ago(minutes - 0.1) })),
  });
  const submitted = { status: "submitted", block_number: undefined, confirmations: 0, fee_paid: undefined };
  const failure = { code: "REVERTED", message: "ERC20: transfer amount exceeds balance" };
  const fresh = (account_id: string, amount: string) => a_balance({ account_id, amount, as_of: ago(0.2), block: 18204 });
  return a_world({
    networks: [a_network({ head: { number: 18204, time: ago(0.1) } })],
    wallets: lived_in_wallets(),
    balances: [
      fresh("account-1", "12483117250000000000"),
      { ...fresh("account-1", "2480500000"), asset: kUsd },
      fresh("account-2", "4000000000000000000"),
      fresh("account-3", "150000000000000000000"),
    ],
    transactions: [
      a_transaction({ id: "txn-1", ...submitted, ...at(1) }),
      a_transaction({ id: "txn-2", to: kSavings, amount: "250000000000000000", ...at(42) }),
      a_transaction({ id: "txn-3", to: kOtherAddress, amount: "120000000", asset: kUsd.contract, note: "Rent, January", ...at(60 * 5) }),
      a_transaction({ id: "txn-4", status: "failed", error: failure, amount: "3200000000000000000", ...at(60 * 26) }),
      a_transaction({ id: "txn-5", to: kCold, amount: "20000000000000000000", status: "cancelled", ...at(60 * 50) }),
      a_transaction({ id: "txn-6", amount: "70000000000000000", ...at(60 * 80) }),
    ],
  });
}

/** A node is in trouble: one balance unknown, figures old, one transaction stuck. */
export function a_partial_world(): World {
  const world = a_lived_in_world();
  return {
    ...world,
    networks: world.networks.map((network) => ({ ...network, health: "degraded" })),
    balances: world.balances
      .filter(({ account_id }) => account_id !== "account-2")
      .map((balance) => (balance.account_id === "account-3" ? { ...balance, amount: undefined } : { ...balance, as_of: ago(34) })),
    transactions: world.transactions.map((txn) => (txn.id === "txn-1" ? { ...txn, created_at: ago(30) } : txn)),
  };
}
