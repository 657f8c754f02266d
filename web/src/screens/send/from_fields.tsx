import { useLingui } from "@lingui/react/macro";
import type { UseFormReturn } from "react-hook-form";
import type { Balance } from "@/api/types";
import { api_amount, short_amount } from "@/lib/amount";
import type { NamedAccount } from "@/lib/holdings";
import { SelectField } from "@/ui/field";
import { asset_key, type SendFields } from "./form";

type FromFieldsProps = { form: UseFormReturn<SendFields>; senders: NamedAccount[]; choices: Balance[] };

/** The account and the asset. Where there is only one of either there is nothing to choose, and no field. */
export function FromFields({ form, senders, choices }: FromFieldsProps) {
  const { t } = useLingui();
  const { errors } = form.formState;
  const held = ({ amount, asset }: Balance) => {
    const value = api_amount(amount);
    return value === undefined ? t`amount unknown` : `${short_amount(value, asset.decimals)} ${asset.symbol}`;
  };
  const change_account = form.register("account_id", { onChange: () => form.setValue("asset", "native") });
  return (
    <>
      {senders.length > 1 && (
        <SelectField label={t`From`} error={errors.account_id?.message} {...change_account}>
          {senders.map(({ account, name, network }) => (
            <option key={account.id} value={account.id}>
              {name} · {network?.name ?? account.network}
            </option>
          ))}
        </SelectField>
      )}
      {choices.length > 1 && (
        <SelectField label={t`Asset`} error={errors.asset?.message} {...form.register("asset")}>
          {choices.map((balance) => (
            <option key={asset_key(balance)} value={asset_key(balance)}>
              {balance.asset.name || balance.asset.symbol} ({held(balance)})
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}
