import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { api, idempotent, value_of } from "@/api/client";
import { networks } from "@/api/queries";
import type { CreateWalletRequest, Network } from "@/api/types";
import { is_evm_address } from "@/lib/address";
import { show_field_error } from "@/lib/form";
import { new_idempotency_key } from "@/lib/random";
import { Button } from "@/ui/button";
import { TextArea, TextField } from "@/ui/field";
import { FormError } from "@/ui/form_error";
import { Notice } from "@/ui/notice";
import { ScreenTitle } from "@/ui/screen_title";
import { Loaded } from "@/ui/states";

const route = getRouteApi("/shell/wallets/new");

const kWays = ["create", "mnemonic", "private_key", "watch"] as const;
type Way = (typeof kWays)[number];

type Form = { label: string; networks: string[]; mnemonic: string; passphrase: string; private_key: string; address: string };

const kBlank: Form = { label: "", networks: [], mnemonic: "", passphrase: "", private_key: "", address: "" };

const as_way = (text: string | undefined): Way => kWays.find((way) => way === text) ?? "create";

function request_of(way: Way, form: Form): CreateWalletRequest {
  const { label, networks } = form;
  const common = { label: label.trim(), networks };
  if (way === "mnemonic") {
    const mnemonic = form.mnemonic.trim().replace(/\s+/g, " ");
    return { ...common, kind: "imported", mnemonic, passphrase: form.passphrase || undefined };
  }
  if (way === "private_key") return { ...common, kind: "imported", private_key: form.private_key.trim() };
  if (way === "watch") return { ...common, kind: "watch", address: form.address.trim() };
  return { ...common, kind: "hd" };
}

function Ways() {
  const { t } = useLingui();
  const words: Record<Way, [string, string]> = {
    create: [t`Create`, t`New keys, made here`],
    mnemonic: [t`Recovery phrase`, t`12 to 24 words`],
    private_key: [t`Private key`, t`One account`],
    watch: [t`Watch`, t`An address, no keys`],
  };
  return (
    <nav aria-label={t`Way to add a wallet`} className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {kWays.map((each) => (
        <Link
          key={each}
          to="/wallets/new"
          search={{ way: each === "create" ? undefined : each }}
          replace
          activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          className="card px-4 py-3 text-sm hover:bg-sunken aria-[current=page]:border-brand aria-[current=page]:bg-brand-soft"
        >
          <span className="block font-semibold">{words[each][0]}</span>
          <span className="text-ink-soft">{words[each][1]}</span>
        </Link>
      ))}
    </nav>
  );
}

function SecretFields({ way, form }: { way: Way; form: UseFormReturn<Form> }) {
  const { t } = useLingui();
  const { errors } = form.formState;
  const shared = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  if (way === "mnemonic") {
    const words = (text: string) => [12, 15, 18, 21, 24].includes(text.trim().split(/\s+/).length);
    return (
      <>
        <TextArea
          {...shared}
          label={t`Recovery phrase`}
          error={errors.mnemonic?.message}
          {...form.register("mnemonic", { validate: (text) => words(text) || t`A phrase has 12, 15, 18, 21 or 24 words.` })}
        />
        <TextField {...shared} label={t`Passphrase (if it has one)`} type="password" error={errors.passphrase?.message} {...form.register("passphrase")} />
      </>
    );
  }
  if (way === "private_key") {
    const valid = (text: string) => /^(0x)?[0-9a-fA-F]{64}$/.test(text.trim()) || t`A private key has 64 hexadecimal digits.`;
    return <TextField {...shared} mono label={t`Private key`} type="password" error={errors.private_key?.message} {...form.register("private_key", { validate: valid })} />;
  }
  if (way === "watch") {
    const valid = (text: string) => is_evm_address(text.trim()) || t`An address is 0x and 40 hexadecimal digits.`;
    return <TextField {...shared} mono label={t`Address`} placeholder="0x…" error={errors.address?.message} {...form.register("address", { validate: valid })} />;
  }
  return null;
}

function NetworkChoice({ known, form }: { known: Network[]; form: UseFormReturn<Form> }) {
  const { t } = useLingui();
  const error = form.formState.errors.networks?.message;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-semibold">
        <Trans>Networks</Trans>
      </legend>
      <div className="flex flex-wrap gap-2">
        {known.map((network) => (
          <label key={network.id} className="flex h-11 items-center gap-2.5 rounded-xl border border-line-strong bg-surface px-3.5 has-checked:border-brand has-checked:bg-brand-soft">
            <input
              type="checkbox"
              value={network.id}
              className="size-4 accent-brand"
              {...form.register("networks", { validate: (chosen) => chosen.length > 0 || t`Choose a network.` })}
            />
            {network.name}
          </label>
        ))}
      </div>
      {error && <p role="alert" className="text-sm font-medium text-danger">{error}</p>}
    </fieldset>
  );
}

function useCreateWallet(form: UseFormReturn<Form>) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const sent = useRef({ body: "", key: "" });
  return useMutation({
    mutationFn: (body: CreateWalletRequest) => {
      // The same request keeps its key, so that trying again after a lost answer makes no second wallet.
      const text = JSON.stringify(body);
      if (sent.current.body !== text) sent.current = { body: text, key: new_idempotency_key() };
      return value_of(api.POST("/v1/wallets", { params: idempotent(sent.current.key), body }));
    },
    onSuccess: async (wallet) => {
      form.reset(kBlank);
      await client.invalidateQueries({ queryKey: ["wallets"] });
      await navigate({ to: "/wallets/$wallet_id", params: { wallet_id: wallet.id } });
    },
    onError: (error) => show_field_error(form, error),
  });
}

function WalletForm({ way, known }: { way: Way; known: Network[] }) {
  const { t } = useLingui();
  const form = useForm<Form>({ defaultValues: { ...kBlank, networks: known.map((network) => network.id) }, shouldUnregister: true });
  const create = useCreateWallet(form);
  const { errors } = form.formState;
  return (
    <form
      noValidate
      autoComplete="off"
      className="card grid gap-6 p-5 sm:p-6"
      onSubmit={form.handleSubmit((values) => create.mutate(request_of(way, values)))}
    >
      <TextField
        label={t`Name`}
        maxLength={64}
        placeholder={t`Savings`}
        error={errors.label?.message}
        {...form.register("label", { validate: (text) => text.trim() !== "" || t`Give it a name.` })}
      />
      <SecretFields way={way} form={form} />
      <NetworkChoice known={known} form={form} />
      {(way === "mnemonic" || way === "private_key") && (
        <Notice>
          <Trans>It goes to your server alone, is sealed there, and no call ever returns it. Keep your own copy.</Trans>
        </Notice>
      )}
      {way === "watch" && (
        <Notice>
          <Trans>You will see its balances. Nothing can be sent from it here.</Trans>
        </Notice>
      )}
      {create.isError && !Object.keys(errors).length && <FormError error={create.error} />}
      <Button type="submit" pending={create.isPending} className="justify-self-start">
        {way === "create" ? <Trans>Create wallet</Trans> : way === "watch" ? <Trans>Watch address</Trans> : <Trans>Import wallet</Trans>}
      </Button>
    </form>
  );
}

export function NewWallet() {
  const { t } = useLingui();
  const way = as_way(route.useSearch().way);
  const known = useQuery(networks);
  return (
    <div className="max-w-2xl">
      <ScreenTitle title={t`Add a wallet`} />
      <div className="grid gap-5">
        <Ways />
        <Loaded query={known}>{(list) => <WalletForm key={way} way={way} known={list} />}</Loaded>
      </div>
    </div>
  );
}
