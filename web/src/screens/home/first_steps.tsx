import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { api, idempotent, value_of } from "@/api/client";
import type { Holdings } from "@/app/use_holdings";
import { is_funded } from "@/lib/holdings";
import { new_idempotency_key } from "@/lib/random";
import { Button, LinkButton } from "@/ui/button";
import { FaucetButton } from "@/ui/faucet_button";
import { FormError } from "@/ui/form_error";
import { CheckIcon } from "@/ui/icons";

/** Most networks that a wallet can be made for at once. */
const kMaxNetworks = 16;

type StepProps = { number: number; done: boolean; current: boolean; title: ReactNode; text: ReactNode; children?: ReactNode };

function Step({ number, done, current, title, text, children }: StepProps) {
  return (
    <li aria-current={current ? "step" : undefined} className={`flex gap-4 px-5 py-5 sm:px-6 ${current ? "" : "opacity-80"}`}>
      <span className={`grid size-8 shrink-0 place-items-center rounded-full text-sm font-bold ${done ? "bg-brand text-brand-ink" : current ? "bg-brand-soft text-brand" : "bg-sunken text-ink-soft"}`}>
        {done ? <CheckIcon className="size-4" /> : number}
      </span>
      <div className="grid grow gap-1">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-sm text-ink-soft">{text}</p>
        {current && <div className="mt-3 flex flex-wrap gap-3">{children}</div>}
      </div>
    </li>
  );
}

function CreateFirstWallet({ holdings }: { holdings: Holdings }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [key] = useState(new_idempotency_key);
  const networks = holdings.networks.slice(0, kMaxNetworks).map((network) => network.id);
  const create = useMutation({
    mutationFn: () =>
      value_of(api.POST("/v1/wallets", { params: idempotent(key), body: { label: t`Main wallet`, kind: "hd", networks } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["wallets"] }),
  });
  return (
    <>
      <Button pending={create.isPending} onClick={() => create.mutate()}>
        <Trans>Create wallet</Trans>
      </Button>
      <LinkButton to="/wallets/new" look="secondary">
        <Trans>Import or watch one</Trans>
      </LinkButton>
      {create.isError && <FormError error={create.error} />}
    </>
  );
}

/** The empty home: three steps from nothing to a first transaction. */
export function FirstSteps({ holdings }: { holdings: Holdings }) {
  const has_wallet = holdings.accounts.length > 0;
  const at = has_wallet ? (is_funded(holdings.positions) ? 3 : 2) : 1;
  return (
    <section aria-labelledby="first-steps" className="card overflow-hidden">
      <h2 id="first-steps" className="px-5 pt-5 text-lg font-semibold sm:px-6">
        <Trans>Three steps to your first transaction</Trans>
      </h2>
      <ol className="divide-y divide-line">
        <Step number={1} done={at > 1} current={at === 1} title={<Trans>Create a wallet</Trans>} text={<Trans>Its keys are made and sealed on this server; no call ever returns them.</Trans>}>
          <CreateFirstWallet holdings={holdings} />
        </Step>
        <Step number={2} done={at > 2} current={at === 2} title={<Trans>Receive something</Trans>} text={<Trans>Show your address, or scan its code from another wallet.</Trans>}>
          <FaucetButton holdings={holdings} look="primary" />
          <LinkButton to="/receive" look="secondary">
            <Trans>Show my address</Trans>
          </LinkButton>
        </Step>
        <Step number={3} done={false} current={at === 3} title={<Trans>Send</Trans>} text={<Trans>You see every effect before you confirm, and follow it until it is final.</Trans>}>
          <Link to="/send" className="font-semibold text-brand underline underline-offset-4">
            <Trans>Send your first transaction</Trans>
          </Link>
        </Step>
      </ol>
    </section>
  );
}
