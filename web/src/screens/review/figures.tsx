import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Balance, Estimate } from "@/api/types";
import type { Draft } from "@/lib/draft";
import type { NamedAccount } from "@/lib/holdings";
import { max_fee, remaining } from "@/lib/review";
import { Money } from "@/ui/money";
import { Section } from "@/ui/section";

function Line({ label, strong = false, children }: { label: ReactNode; strong?: boolean; children: ReactNode }) {
  return (
    <div className={`grid grid-cols-[minmax(6rem,1fr)_auto] items-baseline gap-6 px-5 py-3 ${strong ? "font-semibold" : ""}`}>
      <dt className={strong ? "" : "text-ink-soft"}>{label}</dt>
      <dd className="min-w-0 text-end">{children}</dd>
    </div>
  );
}

type FiguresProps = { draft: Draft; quote: Estimate; sender: NamedAccount | undefined; held: Balance[] };

/** What leaves the account, exactly: the amount, the most the fee can be, their sum, and what is left. */
export function Figures({ draft, quote, sender, held }: FiguresProps) {
  const native = sender?.network?.native;
  const amount = BigInt(draft.amount);
  const fee = max_fee(quote);
  const is_native = draft.asset.contract === undefined;
  const spent = is_native ? (fee === undefined ? undefined : amount + fee) : amount;
  const balance = held.find(({ asset }) => asset.contract === draft.asset.contract);
  return (
    <Section title={<Trans>Effects</Trans>}>
      <dl className="divide-y divide-line">
        <Line label={<Trans>From</Trans>}>{sender?.name ?? <Trans>Unknown</Trans>}</Line>
        <Line label={<Trans>The receiver gets</Trans>} strong>
          <Money exact amount={amount} unit={draft.asset} />
        </Line>
        <Line label={<Trans>Network fee, at most</Trans>}>
          <Money exact amount={fee} unit={native} />
        </Line>
        <Line label={<Trans>Total, at most</Trans>} strong>
          {is_native ? (
            <Money exact amount={spent} unit={native} />
          ) : (
            <span className="grid">
              <Money exact amount={amount} unit={draft.asset} />
              <Money exact amount={fee} unit={native} sign="+" />
            </span>
          )}
        </Line>
        <Line label={<Trans>Left afterwards, at least</Trans>}>
          <Money exact amount={remaining(balance?.amount, spent)} unit={draft.asset} />
        </Line>
      </dl>
    </Section>
  );
}
