import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Transaction } from "@/api/types";
import type { Holdings } from "@/app/use_holdings";
import { is_final } from "@/lib/timeline";
import { Ago } from "@/ui/moment";
import { Notice } from "@/ui/notice";

/** How long a transaction may be under way before its owner is told. */
const kStuckAfterMs = 3 * 60_000;

function is_stuck(transaction: Transaction): boolean {
  return !is_final(transaction.status) && Date.now() - Date.parse(transaction.created_at) > kStuckAfterMs;
}

function Stuck({ transaction }: { transaction: Transaction }) {
  return (
    <Notice
      tone="caution"
      title={<Trans>A transaction takes longer than usual</Trans>}
      action={
        <Link
          to="/activity/$transaction_id"
          params={{ transaction_id: transaction.id }}
          className="self-center whitespace-nowrap rounded-md text-sm font-semibold text-brand underline underline-offset-4"
        >
          <Trans>See why</Trans>
        </Link>
      }
    >
      <Trans>Recorded <Ago time={transaction.created_at} />. It is safe: it will be executed once or not at all.</Trans>
    </Notice>
  );
}

/** What waits for a person: stuck transactions and networks whose nodes are in trouble. Nothing when all is well. */
export function NeedsYou({ holdings, transactions }: { holdings: Holdings; transactions: Transaction[] }) {
  const stuck = transactions.filter(is_stuck);
  const used = new Set(holdings.accounts.map(({ account }) => account.network));
  const ailing = holdings.networks.filter((network) => used.has(network.id) && network.health !== "ok");
  if (stuck.length === 0 && ailing.length === 0) return null;
  return (
    <section aria-labelledby="needs-you" className="grid gap-3">
      <h2 id="needs-you" className="font-semibold">
        <Trans>Needs you</Trans>
      </h2>
      {stuck.map((transaction) => (
        <Stuck key={transaction.id} transaction={transaction} />
      ))}
      {ailing.map((network) => (
        <Notice key={network.id} tone="caution" title={<Trans>{network.name}: its nodes do not answer well</Trans>}>
          <Trans>Figures may be old, and sending may take longer. Nothing is lost.</Trans>
        </Notice>
      ))}
    </section>
  );
}
