import { useQueries, useQuery } from "@tanstack/react-query";
import { balances, networks, wallets } from "@/api/queries";
import type { Balance, Network } from "@/api/types";
import { named_accounts, type NamedAccount, position_key, type Position, positions_of } from "@/lib/holdings";

export type Holdings = {
  accounts: NamedAccount[];
  networks: Network[];
  positions: Position[];
  balances: Balance[];
  /** False until every wallet's balances have been answered or refused. */
  settled: boolean;
  /** Why some balances are missing or old. */
  trouble: Error | undefined;
  refresh: () => void;
};

/** Wallets, networks and balances together: what most screens show something of. */
export function useHoldings() {
  const all_wallets = useQuery(wallets);
  const all_networks = useQuery(networks);
  const read = useQueries({
    queries: (all_wallets.data ?? []).map((wallet) => balances(wallet.id)),
    combine: (results) => ({
      balances: results.flatMap((result) => result.data ?? []),
      settled: results.every((result) => !result.isPending),
      trouble: results.find((result) => result.isError)?.error ?? undefined,
      refresh: () => results.forEach((result) => void result.refetch()),
    }),
  });
  const known = all_networks.data ?? [];
  const accounts = named_accounts(all_wallets.data ?? [], known);
  const positions = positions_of(accounts, read.balances);
  const holdings: Holdings = { accounts, networks: known, positions, ...read };
  return { wallets: all_wallets, networks: all_networks, holdings };
}

/** The assets of one account, native coin first. An asset that only the network names has no known amount. */
export function assets_of(named: NamedAccount, all: readonly Balance[]): Balance[] {
  const own = all.filter((balance) => balance.account_id === named.account.id);
  if (!named.network || own.some((balance) => !balance.asset.contract)) return own;
  return [{ account_id: named.account.id, network: named.account.network, asset: named.network.native }, ...own];
}

/** The unit of a transaction's amount, when the asset is known here. */
export function unit_of(
  txn: { network: string; asset?: string | undefined },
  holdings: Pick<Holdings, "networks" | "positions">,
) {
  if (!txn.asset) return holdings.networks.find((network) => network.id === txn.network)?.native;
  const asset = txn.asset.toLowerCase();
  const key = position_key(txn.network, { symbol: "", decimals: 0, contract: asset });
  return holdings.positions.find(
    (position) => position.key === key || position.asset.id?.toLowerCase() === asset,
  )?.asset;
}
