import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Transaction } from "@/api/types";
import { type Holdings, unit_of } from "@/app/use_holdings";
import { same_address } from "@/lib/address";
import { WholeAddress } from "@/ui/address";
import { Identicon } from "@/ui/identicon";
import { Money } from "@/ui/money";
import { Clock } from "@/ui/moment";
import { Section } from "@/ui/section";

function Party({ role, address, name }: { role: ReactNode; address: string; name: string | undefined }) {
  return (
    <div className="flex items-start gap-3.5">
      <Identicon address={address} className="size-10" />
      <div className="min-w-0">
        <p className="text-sm text-ink-soft">
          {role}
          {name && <span className="font-semibold text-ink"> {name}</span>}
        </p>
        <WholeAddress address={address} className="text-sm" />
      </div>
    </div>
  );
}

function Approvals({ transaction, holdings }: { transaction: Transaction; holdings: Holdings }) {
  return transaction.effects?.approvals.map(({ asset, spender, amount, unlimited }) => (
    <div key={`${asset}/${spender}`} className="grid gap-1 text-sm">
      <p className="font-semibold text-brass">
        {unlimited ? (
          <Trans>Allows the spender everything of this asset</Trans>
        ) : (
          <Trans>Allows the spender <Money exact amount={amount} unit={unit_of({ network: transaction.network, asset }, holdings)} /></Trans>
        )}
      </p>
      <WholeAddress address={spender} />
    </div>
  ));
}

/** What it moves, from whom to whom. */
export function EffectList({ transaction, holdings }: { transaction: Transaction; holdings: Holdings }) {
  const name_of = (address: string) => holdings.accounts.find(({ account }) => same_address(account.address, address))?.name;
  const { from, to, note, effects } = transaction;
  return (
    <Section padded title={<Trans>Effects</Trans>} aside={<span className="text-sm text-ink-faint"><Clock time={transaction.created_at} /></span>}>
      <div className="grid gap-5">
        <Money exact sign="−" amount={transaction.amount ?? "0"} unit={unit_of(transaction, holdings)} className="text-2xl font-semibold tracking-tight" />
        <Party role={<Trans>From</Trans>} address={from} name={name_of(from)} />
        {to ? <Party role={<Trans>To</Trans>} address={to} name={name_of(to)} /> : <p><Trans>Creates a contract</Trans></p>}
        {effects?.call && <p className="text-sm"><Trans>Calls <code className="font-mono">{effects.call}</code></Trans></p>}
        <Approvals transaction={transaction} holdings={holdings} />
        {note && <p className="rounded-xl bg-sunken px-4 py-3 text-sm">{note}</p>}
      </div>
    </Section>
  );
}
