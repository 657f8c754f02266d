import { Trans, useLingui } from "@lingui/react/macro";
import { getRouteApi } from "@tanstack/react-router";
import type { Transaction } from "@/api/types";
import { type Holdings, unit_of, useHoldings } from "@/app/use_holdings";
import { useTransaction } from "@/app/use_transaction";
import { is_final } from "@/lib/timeline";
import { ShortAddress } from "@/ui/address";
import { LinkButton } from "@/ui/button";
import { ChainFacts } from "@/ui/chain_facts";
import { Explain } from "@/ui/explain";
import { Identicon } from "@/ui/identicon";
import { Money } from "@/ui/money";
import { Notice } from "@/ui/notice";
import { ScreenTitle } from "@/ui/screen_title";
import { Loaded } from "@/ui/states";
import { StatusBadge } from "@/ui/status";
import { Stepper } from "@/ui/stepper";
import { Timeline } from "@/ui/timeline";
import { TransactionActions } from "@/ui/transaction_actions";

const route = getRouteApi("/shell/send/track/$transaction_id");

function Head({ transaction, holdings }: { transaction: Transaction; holdings: Holdings }) {
  const { to, amount, status } = transaction;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <div className="grid gap-1">
        <Money exact amount={amount} unit={unit_of(transaction, holdings)} className="text-2xl font-semibold tracking-tight" />
        {to && (
          <p className="flex items-center gap-2 text-ink-soft">
            <Trans>to</Trans> <Identicon address={to} className="size-6" /> <ShortAddress address={to} />
          </p>
        )}
      </div>
      <span role="status">
        <StatusBadge status={status} />
      </span>
    </div>
  );
}

function Progress({ transaction, holdings }: { transaction: Transaction; holdings: Holdings }) {
  const network = holdings.networks.find((each) => each.id === transaction.network);
  const ended = is_final(transaction.status);
  return (
    <>
      <section className="card grid gap-6 p-5 sm:p-6">
        <Head transaction={transaction} holdings={holdings} />
        <Timeline transaction={transaction} />
        {transaction.status !== "confirmed" && <Explain transaction={transaction} />}
        <TransactionActions transaction={transaction} />
      </section>
      {!ended && (
        <Notice>
          <Trans>You can close this page. It goes on, and waits for you under Activity.</Trans>
        </Notice>
      )}
      <section className="card overflow-hidden">
        <ChainFacts transaction={transaction} network={network} />
      </section>
      <div className="flex flex-wrap gap-3">
        <LinkButton to="/activity/$transaction_id" params={{ transaction_id: transaction.id }} look="secondary">
          <Trans>Details</Trans>
        </LinkButton>
        <LinkButton to="/" look="quiet">
          <Trans>Done</Trans>
        </LinkButton>
      </div>
    </>
  );
}

/** What was confirmed, on its way to being final. */
export function Track() {
  const { t } = useLingui();
  const { transaction_id } = route.useParams();
  const query = useTransaction(transaction_id);
  const { holdings } = useHoldings();
  return (
    <div className="mx-auto grid max-w-xl">
      <div>
        <Stepper at="track" />
        <ScreenTitle title={t`Track`} />
      </div>
      <div className="grid gap-5">
        <Loaded query={query}>{(transaction) => <Progress transaction={transaction} holdings={holdings} />}</Loaded>
      </div>
    </div>
  );
}
