import { Trans, useLingui } from "@lingui/react/macro";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useHoldings } from "@/app/use_holdings";
import type { NamedAccount } from "@/lib/holdings";
import { WholeAddress } from "@/ui/address";
import { LinkButton } from "@/ui/button";
import { CopyButton } from "@/ui/copy_button";
import { SelectField } from "@/ui/field";
import { ReceiveIcon } from "@/ui/icons";
import { Identicon } from "@/ui/identicon";
import { Notice } from "@/ui/notice";
import { QrCode } from "@/ui/qr";
import { ScreenTitle } from "@/ui/screen_title";
import { EmptyState, Loaded } from "@/ui/states";

const route = getRouteApi("/shell/receive");

function AccountChoice({ accounts, chosen }: { accounts: NamedAccount[]; chosen: NamedAccount }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  if (accounts.length < 2) return null;
  return (
    <SelectField
      label={t`Account`}
      value={chosen.account.id}
      onChange={(event) => void navigate({ to: "/receive", search: { account: event.target.value }, replace: true })}
    >
      {accounts.map(({ account, name, network }) => (
        <option key={account.id} value={account.id}>
          {name} · {network?.name ?? account.network}
        </option>
      ))}
    </SelectField>
  );
}

function AddressCard({ chosen }: { chosen: NamedAccount }) {
  const { t } = useLingui();
  const { account, network, name } = chosen;
  const where = network?.name ?? account.network;
  return (
    <section aria-label={t`Address of ${name}`} className="card grid justify-items-center gap-5 p-6 sm:p-8">
      <p className="flex items-center gap-3 font-semibold">
        <Identicon address={account.address} />
        {name}
      </p>
      <QrCode text={account.address} label={t`QR code of the address`} className="w-60 rounded-2xl border border-line" />
      <WholeAddress address={account.address} className="max-w-72 justify-center text-lg" />
      <CopyButton text={account.address} label={t`Copy address`} />
      <Notice tone="caution">
        <Trans>Only send assets on {where} to this address. What is sent on another network may be lost.</Trans>
      </Notice>
    </section>
  );
}

function NoAddress() {
  return (
    <EmptyState
      icon={<ReceiveIcon />}
      title={<Trans>No address yet</Trans>}
      actions={
        <LinkButton to="/wallets/new">
          <Trans>Add a wallet</Trans>
        </LinkButton>
      }
    >
      <Trans>An address comes with a wallet.</Trans>
    </EmptyState>
  );
}

export function Receive() {
  const { t } = useLingui();
  const { account } = route.useSearch();
  const { wallets, holdings } = useHoldings();
  const { accounts } = holdings;
  const chosen = accounts.find((named) => named.account.id === account) ?? accounts[0];
  return (
    <div className="mx-auto max-w-lg">
      <ScreenTitle title={t`Receive`} />
      <div className="grid gap-5">
        <Loaded query={wallets}>
          {() =>
            chosen ? (
              <>
                <AccountChoice accounts={accounts} chosen={chosen} />
                <AddressCard chosen={chosen} />
              </>
            ) : (
              <NoAddress />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
