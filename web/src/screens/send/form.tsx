import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { estimate } from "@/api/queries";
import type { Balance, Transaction } from "@/api/types";
import { assets_of, type Holdings } from "@/app/use_holdings";
import { exact_amount, parse_amount } from "@/lib/amount";
import { load_draft, request_of, type Send, start_review } from "@/lib/draft";
import { show_field_error } from "@/lib/form";
import type { NamedAccount } from "@/lib/holdings";
import { Button } from "@/ui/button";
import { FormError } from "@/ui/form_error";
import { AmountField } from "./amount_field";
import { FromFields } from "./from_fields";
import { SpeedChoice } from "./speed_choice";
import { ToField } from "./to_field";

/** What the form holds: texts as typed. Field names are those of the API, so that a refusal finds its field. */
export type SendFields = { account_id: string; asset: string; to: string; amount: string; speed: Send["speed"] };

type SendFormProps = {
  senders: NamedAccount[];
  holdings: Holdings;
  past: Transaction[];
  account: string | undefined;
  to: string | undefined;
};

export const asset_key = (balance: Balance) => balance.asset.contract ?? "native";

/** Going back from review finds the form as it was left. */
function starting_values({ senders, account, to }: SendFormProps): SendFields {
  const draft = load_draft();
  const known = (id: string | undefined) => senders.some((named) => named.account.id === id);
  if (draft && !draft.attempted && account === undefined && to === undefined && known(draft.account_id)) {
    const { account_id, asset, amount, speed } = draft;
    return { account_id, asset: asset.contract ?? "native", to: draft.to, amount: exact_amount(BigInt(amount), asset.decimals), speed };
  }
  const first = senders[0]?.account.id ?? "";
  return { account_id: account && known(account) ? account : first, asset: "native", to: to ?? "", amount: "", speed: "normal" };
}

function useReview(show_error: (error: unknown) => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (send: Send) => client.fetchQuery(estimate(request_of(send))),
    onSuccess: async (_estimate, send) => {
      start_review(send);
      await navigate({ to: "/send/review" });
    },
    onError: show_error,
  });
}

export function SendForm(props: SendFormProps) {
  const { senders, holdings, past } = props;
  const { t } = useLingui();
  const form = useForm<SendFields>({ defaultValues: starting_values(props) });
  const review = useReview((error) => show_field_error(form, error));
  const [account_id, asset] = form.watch(["account_id", "asset"]);
  const sender = senders.find((named) => named.account.id === account_id) ?? senders[0];
  if (!sender) return null;
  const choices = assets_of(sender, holdings.balances);
  const chosen = choices.find((balance) => asset_key(balance) === asset) ?? choices[0];
  const submit = form.handleSubmit(({ to, amount, speed }) => {
    if (!chosen) return;
    const parsed = parse_amount(amount, chosen.asset.decimals);
    if (!parsed.ok) return;
    const { id, network } = sender.account;
    review.mutate({ account_id: id, network, to: to.trim(), amount: parsed.value.toString(), asset: chosen.asset, speed });
  });
  const has_errors = Object.keys(form.formState.errors).length > 0;
  return (
    <form noValidate className="card grid gap-6 p-5 sm:p-6" onSubmit={(event) => void submit(event)} aria-label={t`Send`}>
      <FromFields form={form} senders={senders} choices={choices} />
      <ToField form={form} past={past} accounts={holdings.accounts} sender={sender} />
      <AmountField form={form} sender={sender} balance={chosen} />
      <SpeedChoice form={form} network={sender.network} token={asset !== "native"} />
      {review.isError && !has_errors && <FormError error={review.error} />}
      <Button type="submit" size="large" pending={review.isPending}>
        <Trans>Review</Trans>
      </Button>
    </form>
  );
}
