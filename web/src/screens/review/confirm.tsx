import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { api, idempotent, value_of } from "@/api/client";
import type { ApiError } from "@/api/error";
import { transaction } from "@/api/queries";
import { clear_draft, type Draft, mark_attempted, request_of } from "@/lib/draft";
import { Button, LinkButton } from "@/ui/button";
import { FormError } from "@/ui/form_error";
import { Money } from "@/ui/money";
import { Notice } from "@/ui/notice";
import { as_api_error } from "@/ui/states";

function Denied({ error }: { error: ApiError }) {
  const rule = error.detail("rule");
  const transaction_id = error.detail("transaction_id");
  return (
    <Notice tone="danger" role="alert" title={<Trans>The policy of this wallet does not allow it</Trans>}>
      <p>{error.message}</p>
      {rule && (
        <p>
          <Trans>Rule <code className="font-mono">{rule}</code>. An administrator of this server can change it.</Trans>
        </p>
      )}
      {transaction_id && (
        <Link to="/activity/$transaction_id" params={{ transaction_id }} className="font-semibold text-brand underline underline-offset-4">
          <Trans>See the record</Trans>
        </Link>
      )}
    </Notice>
  );
}

function Refusal({ error, draft }: { error: ApiError; draft: Draft }) {
  if (error.code === "POLICY_DENIED") return <Denied error={error} />;
  if (error.code === "INSUFFICIENT_FUNDS" && error.detail("needed")) {
    return (
      <Notice tone="danger" role="alert" title={<Trans>Not enough funds</Trans>}>
        <Trans>
          Needed: <Money exact amount={error.detail("needed")} unit={draft.asset} />. Available:{" "}
          <Money exact amount={error.detail("available")} unit={draft.asset} />.
        </Trans>
      </Notice>
    );
  }
  if (error.outcome_unknown) {
    return (
      <Notice tone="caution" role="alert" title={<Trans>The answer did not arrive</Trans>}>
        <Trans>It may have been recorded. Confirm again: the same request cannot send twice.</Trans>
        {error.request_id && <code className="block font-mono text-xs">{error.request_id}</code>}
      </Notice>
    );
  }
  return <FormError error={error} />;
}

function useConfirm(draft: Draft) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => {
      mark_attempted(draft);
      return value_of(api.POST("/v1/transactions", { params: idempotent(draft.key), body: request_of(draft) }));
    },
    onSuccess: async (sent) => {
      clear_draft();
      client.setQueryData(transaction(sent.id).queryKey, sent);
      void client.invalidateQueries({ queryKey: ["transactions", "latest"] });
      void client.invalidateQueries({ queryKey: ["transactions", "list"] });
      await navigate({ to: "/send/track/$transaction_id", params: { transaction_id: sent.id }, replace: true });
    },
  });
}

/** An Enter that is held down repeats; a repeat is never a decision. */
function ignore_repeats(event: KeyboardEvent) {
  if (event.repeat) event.preventDefault();
}

/** The way back stands first, so that Tab and Enter from the step before lead back, not on. */
export function Confirm({ draft, armed }: { draft: Draft; armed: boolean }) {
  const confirm = useConfirm(draft);
  return (
    <div className="grid gap-4">
      {confirm.isError && <Refusal error={as_api_error(confirm.error)} draft={draft} />}
      <div className="grid gap-3 sm:grid-cols-[auto_1fr]">
        <LinkButton to="/send" look="secondary" size="large">
          <Trans>Change</Trans>
        </LinkButton>
        <Button size="large" disabled={!armed} pending={confirm.isPending} onKeyDown={ignore_repeats} onClick={() => confirm.mutate()}>
          <Trans>Confirm and send</Trans>
        </Button>
      </div>
    </div>
  );
}
