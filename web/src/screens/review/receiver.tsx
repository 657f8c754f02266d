import { Trans } from "@lingui/react/macro";
import { same_address } from "@/lib/address";
import type { Draft } from "@/lib/draft";
import type { NamedAccount } from "@/lib/holdings";
import { WholeAddress } from "@/ui/address";
import { Identicon } from "@/ui/identicon";

/** Who receives: the whole address, in groups of four. */
export function Receiver({ draft, accounts }: { draft: Draft; accounts: NamedAccount[] }) {
  const own = accounts.find(({ account }) => same_address(account.address, draft.to));
  return (
    <section aria-labelledby="receiver" className="card flex items-start gap-4 p-5 sm:p-6">
      <Identicon address={draft.to} className="size-12" />
      <div className="grid min-w-0 gap-1">
        <h2 id="receiver" className="text-sm font-semibold text-ink-soft">
          {own ? <Trans>To your account {own.name}</Trans> : <Trans>To</Trans>}
        </h2>
        <WholeAddress address={draft.to} className="text-lg" />
      </div>
    </section>
  );
}
