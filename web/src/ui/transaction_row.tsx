import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Transaction } from "@/api/types";
import type { Holdings } from "@/app/use_holdings";
import { unit_of } from "@/app/use_holdings";
import { same_address } from "@/lib/address";
import { ListedAddress } from "./address";
import { Money } from "./money";
import { Ago } from "./moment";
import { StatusBadge } from "./status";

type RowProps = { transaction: Transaction; holdings: Pick<Holdings, "accounts" | "networks" | "positions"> };

/** One transaction in a list; the whole row leads to its detail. */
export function TransactionRow({ transaction, holdings }: RowProps) {
  const { t } = useLingui();
  const { to, from, id } = transaction;
  const own = holdings.accounts.find(({ account }) => to && same_address(account.address, to));
  return (
    <Link
      to="/activity/$transaction_id"
      params={{ transaction_id: id }}
      className="flex min-h-18 items-center justify-between gap-4 px-5 py-3 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      {to ? (
        <ListedAddress address={to} name={own ? own.name : transaction.note || t`Sent`} />
      ) : (
        <ListedAddress address={from} name={t`New contract`} />
      )}
      <span className="grid shrink-0 justify-items-end gap-1 text-end">
        <Money amount={transaction.amount ?? "0"} unit={unit_of(transaction, holdings)} sign="−" className="font-semibold" />
        <span className="flex items-center gap-2 text-xs text-ink-faint">
          <span className="hidden sm:inline">
            <Ago time={transaction.created_at} />
          </span>
          <StatusBadge status={transaction.status} />
        </span>
      </span>
    </Link>
  );
}

export function NewRowsButton({ count, show }: { count: number; show: () => void }) {
  if (count === 0) return null;
  return (
    <button type="button" onClick={show} className="w-full border-b border-line bg-brand-soft px-5 py-2.5 text-sm font-semibold text-brand">
      <Trans>Show {count} new</Trans>
    </button>
  );
}
