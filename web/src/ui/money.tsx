import { Trans, useLingui } from "@lingui/react/macro";
import { api_amount, exact_amount, short_amount } from "@/lib/amount";

export type Unit = { symbol: string; decimals: number };

type MoneyProps = {
  amount: bigint | string | undefined | null;
  unit: Unit | undefined;
  /** Every digit. Without it the amount is cut for a list and the whole stands in the title. */
  exact?: boolean;
  sign?: "+" | "−" | "≤" | "≥" | "";
  className?: string;
};

/** An amount with its unit. What is not known says so; it is never 0. */
export function Money({ amount, unit, exact = false, sign = "", className = "" }: MoneyProps) {
  const { t } = useLingui();
  const value = typeof amount === "bigint" ? amount : api_amount(amount);
  if (value === undefined || unit === undefined) {
    return (
      <span className={`text-ink-faint ${className}`} title={t`No node could say`}>
        <Trans>Unknown</Trans>
      </span>
    );
  }
  const whole = exact_amount(value, unit.decimals);
  const shown = exact ? whole : short_amount(value, unit.decimals);
  return (
    <span
      dir="ltr"
      title={exact ? undefined : `${whole} ${unit.symbol}`}
      className={`figures ${exact ? "wrap-anywhere" : "whitespace-nowrap"} ${className}`}
    >
      {sign === "≤" || sign === "≥" ? `${sign} ` : sign}
      {shown}{" "}
      <span translate="no" className="whitespace-nowrap">
        {unit.symbol}
      </span>
    </span>
  );
}
