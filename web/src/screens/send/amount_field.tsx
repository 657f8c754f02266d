import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { estimate } from "@/api/queries";
import type { Balance } from "@/api/types";
import { is_evm_address } from "@/lib/address";
import { type AmountProblem, api_amount, exact_amount, parse_amount } from "@/lib/amount";
import type { NamedAccount } from "@/lib/holdings";
import { max_fee, remaining } from "@/lib/review";
import { TextField } from "@/ui/field";
import { Money } from "@/ui/money";
import { Clock } from "@/ui/moment";
import type { SendFields } from "./form";

type AmountFieldProps = { form: UseFormReturn<SendFields>; sender: NamedAccount; balance: Balance | undefined };

function useAmountCheck(balance: Balance | undefined): (text: string) => string | true {
  const { t } = useLingui();
  const decimals = balance?.asset.decimals ?? 0;
  const words: Record<AmountProblem, string> = {
    empty: t`Enter an amount.`,
    not_a_number: t`Write digits, with a point before decimals: 1234.5`,
    too_many_decimals: t`At most ${decimals} decimals.`,
    too_large: t`This is more than can exist.`,
    zero: t`Enter more than zero.`,
  };
  return (text) => {
    const parsed = parse_amount(text, decimals);
    if (!parsed.ok) return words[parsed.problem];
    const held = api_amount(balance?.amount);
    if (held !== undefined && parsed.value > held) return t`You have ${exact_amount(held, decimals)} ${balance?.asset.symbol ?? ""}.`;
    return true;
  };
}

/** All there is: of a token the balance, of the native coin the balance less the highest fee. */
function useFillAll({ form, sender, balance }: AmountFieldProps) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { to, speed } = form.getValues();
      const held = balance?.amount;
      if (held === undefined || balance?.asset.contract) return api_amount(held);
      const receiver = is_evm_address(to.trim()) ? to.trim() : sender.account.address;
      const quote = await client.fetchQuery(estimate({ account_id: sender.account.id, to: receiver, amount: "1", speed }));
      return remaining(held, max_fee(quote)) ?? 0n;
    },
    onSuccess: (value) => {
      if (value === undefined || !balance) return;
      form.setValue("amount", exact_amount(value, balance.asset.decimals), { shouldValidate: true });
    },
  });
}

export function AmountField(props: AmountFieldProps) {
  const { form, balance } = props;
  const { t } = useLingui();
  const check = useAmountCheck(balance);
  const fill = useFillAll(props);
  const known = api_amount(balance?.amount);
  return (
    <TextField
      label={t`Amount`}
      inputMode="decimal"
      autoComplete="off"
      placeholder="0.0"
      className="figures text-lg font-semibold"
      suffix={<span translate="no" className="font-semibold">{balance?.asset.symbol}</span>}
      error={form.formState.errors.amount?.message}
      hint={
        <>
          <Trans>Available: <Money amount={balance?.amount} unit={balance?.asset} /></Trans>
          {balance?.as_of && (
            <>
              {" · "}
              <Trans>as of <Clock time={balance.as_of} /></Trans>
            </>
          )}
        </>
      }
      aside={
        known !== undefined &&
        known > 0n && (
          <button type="button" disabled={fill.isPending} onClick={() => fill.mutate()} className="min-h-6 rounded-md px-1 text-sm font-semibold text-brand hover:underline">
            <Trans>Send all</Trans>
          </button>
        )
      }
      {...form.register("amount", { validate: check })}
    />
  );
}
