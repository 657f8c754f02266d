import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import { fees } from "@/api/queries";
import type { Fees, Network, Speed } from "@/api/types";
import { api_amount } from "@/lib/amount";
import { Money } from "@/ui/money";
import type { SendFields } from "./form";

/** Gas of a plain transfer of the native coin (yellow paper, appendix G). */
const kTransferGas = 21_000n;

const kSpeeds: Speed[] = ["slow", "normal", "fast"];

function transfer_fee(known: Fees | undefined, speed: Speed): bigint | undefined {
  const level = known?.[speed];
  const price = api_amount(level?.max_fee_per_gas ?? level?.gas_price);
  return price === undefined ? undefined : price * kTransferGas;
}

type SpeedChoiceProps = { form: UseFormReturn<SendFields>; network: Network | undefined; token: boolean };

/** How fast, and for the native coin at what price at most. The exact fee is on the review. */
export function SpeedChoice({ form, network, token }: SpeedChoiceProps) {
  const { t } = useLingui();
  const known = useQuery({ ...fees(network?.id ?? ""), enabled: network !== undefined && network.kind === "evm" });
  const words: Record<Speed, string> = { slow: t`Slow`, normal: t`Normal`, fast: t`Fast` };
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-semibold">
        <Trans>Speed</Trans>
      </legend>
      <div className="grid grid-cols-3 gap-2">
        {kSpeeds.map((speed) => (
          <label
            key={speed}
            className="grid cursor-pointer gap-0.5 rounded-xl border border-line-strong px-3 py-2.5 has-checked:border-brand has-checked:bg-brand-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
          >
            <input type="radio" value={speed} className="sr-only" {...form.register("speed")} />
            <span className="font-semibold">{words[speed]}</span>
            {!token && (
              <span className="text-xs text-ink-soft">
                <Money amount={transfer_fee(known.data, speed)} unit={network?.native} sign="≤" />
              </span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
