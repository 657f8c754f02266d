import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { api, idempotent, value_of } from "@/api/client";
import { balances, networks, wallet as wallet_query } from "@/api/queries";
import type { Balance, Network, Wallet } from "@/api/types";
import { assets_of } from "@/app/use_holdings";
import { named_accounts, type NamedAccount } from "@/lib/holdings";
import { new_idempotency_key } from "@/lib/random";
import { WholeAddress } from "@/ui/address";
import { Button, LinkButton } from "@/ui/button";
import { CopyButton } from "@/ui/copy_button";
import { TextField } from "@/ui/field";
import { FormError } from "@/ui/form_error";
import { PlusIcon, ReceiveIcon, SendIcon } from "@/ui/icons";
import { Identicon } from "@/ui/identicon";
import { Clock } from "@/ui/moment";
import { Money } from "@/ui/money";
import { ScreenTitle } from "@/ui/screen_title";
import { Section } from "@/ui/section";
import { Loaded, StaleNote } from "@/ui/states";
import { WalletKind } from "@/ui/wallet_kind";

const route = getRouteApi("/shell/wallets/$wallet_id");

function RenameForm({ wallet, done }: { wallet: Wallet; done: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const form = useForm({ defaultValues: { label: wallet.label } });
  const rename = useMutation({
    mutationFn: (label: string) =>
      value_of(api.PATCH("/v1/wallets/{wallet_id}", { params: { path: { wallet_id: wallet.id } }, body: { label } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["wallets"] });
      done();
    },
  });
  return (
    <form noValidate className="card grid gap-4 p-5" onSubmit={form.handleSubmit(({ label }) => rename.mutate(label.trim()))}>
      <TextField
        label={t`Name`}
        maxLength={64}
        autoFocus
        error={form.formState.errors.label?.message}
        {...form.register("label", { validate: (text) => text.trim() !== "" || t`Give it a name.` })}
      />
      {rename.isError && <FormError error={rename.error} />}
      <div className="flex gap-3">
        <Button type="submit" size="small" pending={rename.isPending}>
          <Trans>Save</Trans>
        </Button>
        <Button look="quiet" size="small" onClick={done}>
          <Trans>Keep as it is</Trans>
        </Button>
      </div>
    </form>
  );
}

function Holding({ balance }: { balance: Balance }) {
  return (
    <li className="flex items-baseline justify-between gap-4 py-2">
      <span className="text-sm text-ink-soft">{balance.asset.name || balance.asset.symbol}</span>
      <span className="grid justify-items-end">
        <Money amount={balance.amount} unit={balance.asset} className="font-semibold" />
        {balance.as_of && (
          <span className="text-xs text-ink-faint">
            <Trans>as of <Clock time={balance.as_of} /></Trans>
          </span>
        )}
      </span>
    </li>
  );
}

function AccountCard({ named, holdings }: { named: NamedAccount; holdings: Balance[] }) {
  const { t } = useLingui();
  const { account, network, wallet } = named;
  return (
    <li className="card grid gap-4 p-5">
      <div className="flex items-start gap-4">
        <Identicon address={account.address} className="size-11" />
        <div className="min-w-0 grow">
          <h2 className="font-semibold">{network?.name ?? account.network}</h2>
          <p className="text-xs text-ink-faint">{account.path ? <code className="font-mono">{account.path}</code> : <Trans>no path</Trans>}</p>
        </div>
        <CopyButton compact text={account.address} label={t`Copy address`} />
      </div>
      <WholeAddress address={account.address} className="text-sm" />
      <ul className="divide-y divide-line border-t border-line pt-1">
        {assets_of(named, holdings).map((balance) => (
          <Holding key={balance.asset.contract ?? "native"} balance={balance} />
        ))}
      </ul>
      <div className="flex gap-2">
        {wallet.kind !== "watch" && (
          <LinkButton to="/send" search={{ account: account.id }} look="secondary" size="small">
            <SendIcon className="size-4" />
            <Trans>Send</Trans>
          </LinkButton>
        )}
        <LinkButton to="/receive" search={{ account: account.id }} look="secondary" size="small">
          <ReceiveIcon className="size-4" />
          <Trans>Receive</Trans>
        </LinkButton>
      </div>
    </li>
  );
}

function AddAccount({ wallet, known }: { wallet: Wallet; known: Network[] }) {
  const client = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const add = useMutation({
    mutationFn: (network: string) => {
      const key = keys.current.get(network) ?? new_idempotency_key();
      keys.current.set(network, key);
      const params = { path: { wallet_id: wallet.id }, ...idempotent(key) };
      return value_of(api.POST("/v1/wallets/{wallet_id}/accounts", { params, body: { network } }));
    },
    onSuccess: (_account, network) => {
      keys.current.delete(network);
      return client.invalidateQueries({ queryKey: ["wallets"] });
    },
  });
  return (
    <Section padded title={<Trans>Add an account</Trans>}>
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-2">
          {known.map((network) => (
            <Button key={network.id} look="secondary" size="small" pending={add.isPending && add.variables === network.id} onClick={() => add.mutate(network.id)}>
              <PlusIcon className="size-4" />
              {network.name}
            </Button>
          ))}
        </div>
        {add.isError && <FormError error={add.error} />}
      </div>
    </Section>
  );
}

function WalletContents({ wallet, known }: { wallet: Wallet; known: Network[] }) {
  const held = useQuery(balances(wallet.id));
  return (
    <div className="grid gap-4">
      {held.isError && <StaleNote error={held.error} retry={() => void held.refetch()} />}
      <ul className="grid gap-4 lg:grid-cols-2">
        {named_accounts([wallet], known).map((named) => (
          <AccountCard key={named.account.id} named={named} holdings={held.data ?? []} />
        ))}
      </ul>
      {wallet.kind === "hd" && known.length > 0 && <AddAccount wallet={wallet} known={known} />}
    </div>
  );
}

export function OneWallet() {
  const { t } = useLingui();
  const { wallet_id } = route.useParams();
  const query = useQuery(wallet_query(wallet_id));
  const known = useQuery(networks);
  const [renaming, set_renaming] = useState(false);
  return (
    <>
      <ScreenTitle
        title={query.data?.label ?? t`Wallet`}
        aside={
          query.data && !renaming && (
            <span className="flex items-center gap-3">
              <WalletKind kind={query.data.kind} />
              <Button look="secondary" size="small" onClick={() => set_renaming(true)}>
                <Trans>Rename</Trans>
              </Button>
            </span>
          )
        }
      />
      <div className="grid gap-4">
        <Loaded query={query}>
          {(wallet) => (
            <>
              {renaming && <RenameForm wallet={wallet} done={() => set_renaming(false)} />}
              <WalletContents wallet={wallet} known={known.data ?? []} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}
