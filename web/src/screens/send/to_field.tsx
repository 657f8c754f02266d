import { Trans, useLingui } from "@lingui/react/macro";
import type { UseFormReturn } from "react-hook-form";
import type { Transaction } from "@/api/types";
import { is_evm_address, same_address, short_address } from "@/lib/address";
import { contacts_of } from "@/lib/contacts";
import type { NamedAccount } from "@/lib/holdings";
import { WholeAddress } from "@/ui/address";
import { TextField } from "@/ui/field";
import { Identicon } from "@/ui/identicon";
import type { SendFields } from "./form";

/** Earlier receivers offered to choose from. */
const kOffered = 4;

type ToFieldProps = { form: UseFormReturn<SendFields>; past: Transaction[]; accounts: NamedAccount[]; sender: NamedAccount };

export function ToField({ form, past, accounts, sender }: ToFieldProps) {
  const { t } = useLingui();
  const to = form.watch("to").trim();
  const evm = sender.network?.kind !== "bitcoin" && sender.network?.kind !== "tron";
  const check = (text: string) => {
    const address = text.trim();
    if (address === "") return t`Enter the receiver's address.`;
    if (evm && !is_evm_address(address)) return t`An address is 0x and 40 hexadecimal digits.`;
    return true;
  };
  const offered = contacts_of(accounts, past)
    .filter(({ address }) => !same_address(address, sender.account.address) && !same_address(address, to))
    .slice(0, kOffered);
  return (
    <div className="grid gap-2.5">
      <TextField
        mono
        label={t`To`}
        placeholder="0x…"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={form.formState.errors.to?.message}
        {...form.register("to", { validate: check })}
      />
      {evm && is_evm_address(to) && (
        <p className="flex items-center gap-3 text-sm">
          <Identicon address={to} className="size-8" />
          <WholeAddress address={to} className="text-xs" />
        </p>
      )}
      {offered.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-xs text-ink-faint">
            <Trans>Used before</Trans>
          </span>
          {offered.map(({ address, name }) => (
            <button
              key={address}
              type="button"
              title={address}
              onClick={() => form.setValue("to", address, { shouldValidate: true })}
              className="flex h-8 items-center gap-2 rounded-full border border-line bg-surface pe-3 ps-1 text-xs font-medium hover:bg-sunken"
            >
              <Identicon address={address} className="size-6" />
              {name ?? <span className="font-mono">{short_address(address)}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
