import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { receipt } from "@/api/queries";
import type { Transaction } from "@/api/types";
import { ChevronIcon } from "@/ui/icons";
import { ErrorState } from "@/ui/states";

function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <pre tabIndex={0} aria-label={label} translate="no" dir="ltr" className="max-h-96 overflow-auto rounded-xl bg-sunken p-4 font-mono text-xs">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}

function Block({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Receipt({ id }: { id: string }) {
  const { t } = useLingui();
  const query = useQuery(receipt(id));
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.data === null) return <p className="text-sm text-ink-soft"><Trans>There is no receipt before it is mined.</Trans></p>;
  return query.data === undefined ? null : <Json label={t`Receipt`} value={query.data} />;
}

/** The record as the API gives it, and the receipt as the chain gave it; read only when opened. */
export function Raw({ transaction }: { transaction: Transaction }) {
  const { t } = useLingui();
  const [open, set_open] = useState(false);
  return (
    <details className="group card overflow-hidden" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary className="flex min-h-14 list-none items-center justify-between px-5 font-semibold hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <Trans>Raw</Trans>
        <ChevronIcon className="size-4 text-ink-faint transition-transform group-open:rotate-90" />
      </summary>
      {open && (
        <div className="grid gap-5 border-t border-line p-5">
          <Block title={<Trans>Record</Trans>}>
            <Json label={t`Record`} value={transaction} />
          </Block>
          <Block title={<Trans>Receipt</Trans>}>
            <Receipt id={transaction.id} />
          </Block>
        </div>
      )}
    </details>
  );
}
