import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Wallet } from "@/api/types";
import { type Holdings, useHoldings } from "@/app/use_holdings";
import { named_accounts, positions_of } from "@/lib/holdings";
import { LinkButton } from "@/ui/button";
import { ChevronIcon, PlusIcon, WalletIcon } from "@/ui/icons";
import { Identicon } from "@/ui/identicon";
import { Money } from "@/ui/money";
import { ScreenTitle } from "@/ui/screen_title";
import { EmptyState, Loaded, StaleNote } from "@/ui/states";
import { WalletKind } from "@/ui/wallet_kind";

function WalletRow({ wallet, holdings }: { wallet: Wallet; holdings: Holdings }) {
  const [main] = positions_of(named_accounts([wallet], holdings.networks), holdings.balances);
  return (
    <Link
      to="/wallets/$wallet_id"
      params={{ wallet_id: wallet.id }}
      className="flex min-h-20 items-center gap-4 px-5 py-4 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <Identicon address={wallet.accounts[0]?.address ?? wallet.id} className="size-10" />
      <span className="min-w-0 grow">
        <span className="block truncate font-semibold">{wallet.label}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-ink-faint">
          <Plural value={wallet.accounts.length} one="# account" other="# accounts" />
          <WalletKind kind={wallet.kind} />
        </span>
      </span>
      {holdings.settled && main && <Money amount={main.unknown > 0 ? undefined : main.total} unit={main.asset} className="font-semibold" />}
      <ChevronIcon className="size-4 text-ink-faint rtl:rotate-180" />
    </Link>
  );
}

function NoWallets() {
  return (
    <EmptyState
      icon={<WalletIcon />}
      title={<Trans>No wallet yet</Trans>}
      actions={
        <LinkButton to="/wallets/new">
          <Trans>Add your first wallet</Trans>
        </LinkButton>
      }
    >
      <Trans>Create one, import one you have, or watch an address.</Trans>
    </EmptyState>
  );
}

export function Wallets() {
  const { t } = useLingui();
  const { wallets, holdings } = useHoldings();
  return (
    <>
      <ScreenTitle
        title={t`Wallets`}
        aside={
          <LinkButton to="/wallets/new" look="secondary" size="small">
            <PlusIcon className="size-4" />
            <Trans>Add wallet</Trans>
          </LinkButton>
        }
      />
      <div className="grid gap-4">
        <Loaded query={wallets}>
          {(list) =>
            list.length === 0 ? (
              <NoWallets />
            ) : (
              <>
                {holdings.trouble && <StaleNote error={holdings.trouble} retry={holdings.refresh} />}
                <ul className="card divide-y divide-line overflow-hidden">
                  {list.map((wallet) => (
                    <li key={wallet.id}>
                      <WalletRow wallet={wallet} holdings={holdings} />
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </div>
    </>
  );
}
