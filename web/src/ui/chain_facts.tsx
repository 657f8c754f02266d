import { Trans, useLingui } from "@lingui/react/macro";
import type { Network, Transaction } from "@/api/types";
import { CopyButton } from "./copy_button";
import { Fact } from "./fact";
import { Money } from "./money";

export function Hash({ hash }: { hash: string }) {
  const { t } = useLingui();
  return (
    <span className="flex items-center gap-1 text-start">
      <code translate="no" className="min-w-0 font-mono text-sm break-all">{hash}</code>
      <CopyButton compact text={hash} label={t`Copy hash`} />
    </span>
  );
}

/** What the chain knows of it. Before that, each fact says that it is not known yet. */
export function ChainFacts({ transaction, network }: { transaction: Transaction; network: Network | undefined }) {
  const { hash, block_number, confirmations, fee_paid } = transaction;
  const needed = network?.confirmations;
  const not_yet = (
    <span className="text-ink-faint">
      <Trans>not yet</Trans>
    </span>
  );
  return (
    <dl className="divide-y divide-line">
      <Fact label={<Trans>Network</Trans>}>{network?.name ?? transaction.network}</Fact>
      <Fact label={<Trans>Hash</Trans>}>{hash ? <Hash hash={hash} /> : not_yet}</Fact>
      <Fact label={<Trans>Block</Trans>}>
        {block_number === undefined ? not_yet : <span className="figures">{block_number.toLocaleString("en")}</span>}
      </Fact>
      <Fact label={<Trans>Confirmations</Trans>}>
        <span className="figures">
          {confirmations}
          {needed !== undefined && <span className="text-ink-faint"> / {needed}</span>}
        </span>
      </Fact>
      <Fact label={<Trans>Fee paid</Trans>}>{fee_paid ? <Money exact amount={fee_paid} unit={network?.native} /> : not_yet}</Fact>
    </dl>
  );
}
