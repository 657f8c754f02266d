import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { explanation } from "@/api/queries";
import type { Transaction } from "@/api/types";
import { Ago } from "./moment";
import { Skeleton, useErrorText } from "./states";

/** Why the transaction stands where it stands, and what happens next and when. */
export function Explain({ transaction }: { transaction: Transaction }) {
  const text_of = useErrorText();
  const query = useQuery(explanation(transaction.id, transaction.status));
  if (query.isPending) return <Skeleton className="h-14" />;
  if (query.isError) return <p className="text-sm text-ink-soft">{text_of(query.error)}</p>;
  const { reason, next_step, next_step_at } = query.data;
  return (
    <div className="grid gap-1 rounded-xl bg-sunken px-4 py-3 text-sm">
      <p className="font-medium">{reason}</p>
      {next_step && (
        <p className="text-ink-soft">
          <Trans>Next: {next_step}</Trans>
          {next_step_at && (
            <>
              {" · "}
              <Ago time={next_step_at} />
            </>
          )}
        </p>
      )}
    </div>
  );
}
