import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, idempotent, value_of } from "@/api/client";
import { transaction as transaction_query } from "@/api/queries";
import type { Transaction } from "@/api/types";
import { new_idempotency_key } from "@/lib/random";
import { is_final } from "@/lib/timeline";
import { Button } from "./button";
import { FormError } from "./form_error";
import { BoltIcon, CrossIcon } from "./icons";
import { useArmed } from "./use_armed";

type Action = { verb: "speed_up" | "cancel"; key: string };

const kPaths = {
  speed_up: "/v1/transactions/{transaction_id}:speed_up",
  cancel: "/v1/transactions/{transaction_id}:cancel",
} as const;

function AskAgain({ transaction, action, done }: { transaction: Transaction; action: Action; done: () => void }) {
  const client = useQueryClient();
  const armed = useArmed(action);
  const speeding = action.verb === "speed_up";
  const act = useMutation({
    mutationFn: () => {
      const params = { path: { transaction_id: transaction.id }, ...idempotent(action.key) };
      return value_of(api.POST(kPaths[action.verb], { params, body: speeding ? { speed: "fast" } : {} }));
    },
    onSuccess: (changed) => {
      client.setQueryData(transaction_query(transaction.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ["transactions"] });
      done();
    },
  });
  return (
    <div role="group" className="grid gap-3 rounded-xl border border-line p-4">
      <p className="text-sm text-ink-soft">
        {speeding ? (
          <Trans>It is sent again with the same nonce and a fee at least 10 % higher. Only one of the two can be executed.</Trans>
        ) : (
          <Trans>If it was handed out already, cancelling is a race: a replacement is sent, and either may win. It is shown as cancelled once that is final.</Trans>
        )}
      </p>
      {act.isError && <FormError error={act.error} />}
      <div className="flex flex-wrap gap-3">
        <Button look="secondary" size="small" onClick={done}>
          <Trans>Keep as it is</Trans>
        </Button>
        <Button look={speeding ? "primary" : "danger"} size="small" disabled={!armed} pending={act.isPending} onClick={() => act.mutate()}>
          {speeding ? <Trans>Raise the fee</Trans> : <Trans>Start cancelling</Trans>}
        </Button>
      </div>
    </div>
  );
}

/** Speed up and cancel, for as long as either can still matter. Both say what they do before they do it. */
export function TransactionActions({ transaction }: { transaction: Transaction }) {
  const [action, set_action] = useState<Action>();
  const ask = (verb: Action["verb"]) => set_action({ verb, key: new_idempotency_key() });
  if (is_final(transaction.status) || transaction.status === "mined") return null;
  if (action) return <AskAgain transaction={transaction} action={action} done={() => set_action(undefined)} />;
  return (
    <div className="flex flex-wrap gap-3">
      <Button look="secondary" size="small" onClick={() => ask("speed_up")}>
        <BoltIcon className="size-4" />
        <Trans>Speed up</Trans>
      </Button>
      <Button look="secondary" size="small" onClick={() => ask("cancel")}>
        <CrossIcon className="size-4" />
        <Trans>Cancel transaction</Trans>
      </Button>
    </div>
  );
}
