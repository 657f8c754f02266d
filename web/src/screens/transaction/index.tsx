import { Trans, useLingui } from "@lingui/react/macro";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Transaction } from "@/api/types";
import { type Holdings, useHoldings } from "@/app/use_holdings";
import { useTransaction } from "@/app/use_transaction";
import { Button } from "@/ui/button";
import { ChainFacts } from "@/ui/chain_facts";
import { Explain } from "@/ui/explain";
import { Notice } from "@/ui/notice";
import { ScreenTitle } from "@/ui/screen_title";
import { Section } from "@/ui/section";
import { Loaded } from "@/ui/states";
import { StatusBadge } from "@/ui/status";
import { Timeline } from "@/ui/timeline";
import { TransactionActions } from "@/ui/transaction_actions";
import { Attempts } from "./attempts";
import { EffectList } from "./effect_list";
import { Raw } from "./raw";

const route = getRouteApi("/shell/activity/$transaction_id");

function Life({ transaction }: { transaction: Transaction }) {
  const [why, set_why] = useState(false);
  return (
    <Section
      padded
      title={<Trans>Timeline</Trans>}
      aside={
        <Button look="quiet" size="small" aria-expanded={why} onClick={() => set_why(!why)}>
          <Trans>Why?</Trans>
        </Button>
      }
    >
      <div className="grid gap-5">
        {why && <Explain transaction={transaction} />}
        <Timeline transaction={transaction} />
        <TransactionActions transaction={transaction} />
      </div>
    </Section>
  );
}

function Contents({ transaction, holdings }: { transaction: Transaction; holdings: Holdings }) {
  const network = holdings.networks.find((each) => each.id === transaction.network);
  const { error, policy } = transaction;
  return (
    <>
      {error && (
        <Notice tone="danger" title={error.message || error.code}>
          {policy && !policy.allowed && <Trans>Rule {policy.rule}. An administrator of this server can change it.</Trans>}
        </Notice>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[1.2fr_1fr]">
        <div className="grid gap-5">
          <EffectList transaction={transaction} holdings={holdings} />
          <Section title={<Trans>On the chain</Trans>}>
            <ChainFacts transaction={transaction} network={network} />
          </Section>
        </div>
        <Life transaction={transaction} />
      </div>
      <Attempts transaction={transaction} />
      <Raw transaction={transaction} />
    </>
  );
}

/** Everything about one transaction: effects, timeline, attempts, and the raw record. */
export function TransactionDetail() {
  const { t } = useLingui();
  const { transaction_id } = route.useParams();
  const query = useTransaction(transaction_id);
  const { holdings } = useHoldings();
  return (
    <>
      <ScreenTitle title={t`Transaction`} aside={query.data && <StatusBadge status={query.data.status} />} />
      <div className="grid gap-5">
        <Loaded query={query}>{(transaction) => <Contents transaction={transaction} holdings={holdings} />}</Loaded>
      </div>
    </>
  );
}
