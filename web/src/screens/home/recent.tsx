import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Transaction } from "@/api/types";
import type { Holdings } from "@/app/use_holdings";
import { useHeldList } from "@/ui/held_list";
import { Section } from "@/ui/section";
import { NewRowsButton, TransactionRow } from "@/ui/transaction_row";

export function Recent({ holdings, transactions }: { holdings: Holdings; transactions: Transaction[] }) {
  const { shown, waiting, show_all, handlers } = useHeldList(transactions);
  return (
    <div {...handlers}>
      <Section
        title={<Trans>Latest</Trans>}
        aside={
          <Link to="/activity" className="rounded-md text-sm font-semibold text-brand hover:underline">
            <Trans>All activity</Trans>
          </Link>
        }
      >
        <NewRowsButton count={waiting} show={show_all} />
        <ul className="divide-y divide-line">
          {shown.map((transaction) => (
            <li key={transaction.id}>
              <TransactionRow transaction={transaction} holdings={holdings} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
