import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Holdings } from "@/app/use_holdings";
import { exact_amount, short_amount } from "@/lib/amount";
import { is_funded, type Position } from "@/lib/holdings";
import { LinkButton } from "@/ui/button";
import { Guilloche } from "@/ui/guilloche";
import { ReceiveIcon, SendIcon } from "@/ui/icons";
import { Clock } from "@/ui/moment";
import { Skeleton } from "@/ui/states";
import { FaucetButton } from "@/ui/faucet_button";

function Figure({ position }: { position: Position }) {
  const { t } = useLingui();
  const { symbol, decimals } = position.asset;
  if (position.total === undefined) {
    return (
      <p className="text-4xl font-semibold tracking-tight" title={t`No node could say`}>
        <Trans>Unknown</Trans>
      </p>
    );
  }
  return (
    <p className="figures text-3xl font-semibold sm:text-4xl tracking-tight" dir="ltr" title={`${exact_amount(position.total, decimals)} ${symbol}`}>
      {position.unknown > 0 && "≥ "}
      {short_amount(position.total, decimals)} <span className="text-xl font-medium text-vault-soft sm:text-2xl" translate="no">{symbol}</span>
    </p>
  );
}

/** When and at which block the figure was true, and what it leaves out. */
function AsOf({ position, more }: { position: Position; more: number }) {
  const block = position.block?.toLocaleString("en");
  return (
    <p className="text-sm text-vault-soft">
      {position.as_of ? (
        <Trans>
          As of <Clock time={position.as_of} />
        </Trans>
      ) : (
        <Trans>No node has answered yet</Trans>
      )}
      {block && (
        <>
          {" · "}
          <Trans>block <span className="figures">{block}</span></Trans>
        </>
      )}
      {position.unknown > 0 && (
        <>
          {" · "}
          <Plural value={position.unknown} one="# account unknown" other="# accounts unknown" />
        </>
      )}
      {more > 0 && (
        <>
          {" · "}
          <Plural value={more} one="and # other asset below" other="and # other assets below" />
        </>
      )}
    </p>
  );
}

/** What is held of the first asset, large; the others are listed below. No prices: a total across assets would be invented. */
export function Total({ holdings }: { holdings: Holdings }) {
  const [main, ...others] = holdings.positions;
  const where = holdings.networks.find((network) => network.id === main?.network)?.name;
  return (
    <section aria-labelledby="total" className="relative overflow-hidden rounded-3xl bg-vault px-6 py-7 text-vault-ink shadow-card sm:px-9 sm:py-9">
      <Guilloche className="absolute -end-40 -top-44 w-[30rem] text-vault-gold/15 sm:-end-24 sm:-top-32 sm:text-vault-gold/20" />
      <div className="relative grid gap-6">
        <div className="grid gap-1.5">
          <h2 id="total" className="text-sm font-medium text-vault-soft">
            {where ? <Trans>Total on {where}</Trans> : <Trans>Total</Trans>}
          </h2>
          {!holdings.settled && <Skeleton className="h-12 w-56 opacity-20" />}
          {holdings.settled && main && <Figure position={main} />}
          {holdings.settled && main && <AsOf position={main} more={others.length} />}
        </div>
        <div className="flex flex-wrap gap-3">
          <LinkButton to="/send" look="vault">
            <SendIcon />
            <Trans>Send</Trans>
          </LinkButton>
          <LinkButton to="/receive" look="vault_quiet">
            <ReceiveIcon />
            <Trans>Receive</Trans>
          </LinkButton>
          {is_funded(holdings.positions) && <FaucetButton holdings={holdings} look="vault_quiet" />}
        </div>
      </div>
    </section>
  );
}
