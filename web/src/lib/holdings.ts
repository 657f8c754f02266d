import type { Account, Asset, Balance, Network, Wallet } from "@/api/types";
import { api_amount } from "./amount";

/** An account with what is needed to name it. */
export type NamedAccount = { account: Account; wallet: Wallet; network: Network | undefined; name: string };

/** One asset on one network over all accounts. */
export type Position = {
  key: string;
  network: string;
  asset: Asset;
  /** The sum of what is known. Undefined when nothing is. */
  total: bigint | undefined;
  /** Accounts of which no node could say. */
  unknown: number;
  as_of: string | undefined;
  block: number | undefined;
};

export function account_name(account: Account, wallet: Wallet): string {
  const siblings = wallet.accounts.filter((other) => other.network === account.network);
  return siblings.length > 1 ? `${wallet.label} · ${account.index + 1}` : wallet.label;
}

export function named_accounts(wallets: readonly Wallet[], networks: readonly Network[]): NamedAccount[] {
  return wallets.flatMap((wallet) =>
    wallet.accounts.map((account) => ({
      account,
      wallet,
      network: networks.find((network) => network.id === account.network),
      name: account_name(account, wallet),
    })),
  );
}

/** Watched accounts show balances; nothing can be signed for them. */
export function can_sign(named: NamedAccount): boolean {
  return named.wallet.kind !== "watch";
}

export const position_key = (network: string, asset: Asset) => `${network}/${asset.contract?.toLowerCase() ?? "native"}`;

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

function add(position: Position, balance: Balance | undefined): Position {
  const amount = api_amount(balance?.amount);
  if (amount === undefined) return { ...position, unknown: position.unknown + 1 };
  return {
    ...position,
    total: (position.total ?? 0n) + amount,
    as_of: earlier(position.as_of, balance?.as_of),
    block: Math.min(position.block ?? Infinity, balance?.block ?? Infinity),
  };
}

/** Whether anything at all is known to be held. */
export function is_funded(positions: readonly Position[]): boolean {
  return positions.some((position) => (position.total ?? 0n) > 0n);
}

/**
 * Sums balances by asset. Every account counts for its network's native coin: one that is missing in the answers is
 * unknown, not zero. The age of a sum is that of its oldest part.
 */
export function positions_of(accounts: readonly NamedAccount[], balances: readonly Balance[]): Position[] {
  const positions = new Map<string, Position>();
  const put = (network: string, asset: Asset, balance: Balance | undefined) => {
    const key = position_key(network, asset);
    const fresh = { key, network, asset, total: undefined, unknown: 0, as_of: undefined, block: undefined };
    positions.set(key, add(positions.get(key) ?? fresh, balance));
  };
  for (const { account, network } of accounts) {
    const own = balances.filter((balance) => balance.account_id === account.id);
    const native = own.find((balance) => !balance.asset.contract);
    if (network) put(account.network, { ...network.native, ...native?.asset }, native);
    for (const token of own.filter((balance) => balance !== native)) put(account.network, token.asset, token);
  }
  return [...positions.values()].map((position) =>
    position.block === Infinity ? { ...position, block: undefined } : position,
  );
}
