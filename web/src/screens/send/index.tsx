import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { latest_transactions } from "@/api/queries";
import { useHoldings } from "@/app/use_holdings";
import { can_sign } from "@/lib/holdings";
import { LinkButton } from "@/ui/button";
import { SendIcon } from "@/ui/icons";
import { ScreenTitle } from "@/ui/screen_title";
import { EmptyState, Loaded, StaleNote } from "@/ui/states";
import { Stepper } from "@/ui/stepper";
import { SendForm } from "./form";

const route = getRouteApi("/shell/send");

/** Transactions that are searched for earlier receivers. */
const kRemembered = 50;

function NothingToSendFrom({ watching }: { watching: boolean }) {
  return (
    <EmptyState
      icon={<SendIcon />}
      title={<Trans>Nothing to send from yet</Trans>}
      actions={
        <LinkButton to="/wallets/new">
          <Trans>Add a wallet</Trans>
        </LinkButton>
      }
    >
      {watching ? (
        <Trans>Watched addresses have no keys here. Create or import a wallet to send.</Trans>
      ) : (
        <Trans>Create a wallet, receive something, then send.</Trans>
      )}
    </EmptyState>
  );
}

export function Send() {
  const { t } = useLingui();
  const { account, to } = route.useSearch();
  const { wallets, networks, holdings } = useHoldings();
  const past = useQuery(latest_transactions(kRemembered));
  const senders = holdings.accounts.filter(can_sign);
  return (
    <div className="mx-auto grid max-w-xl">
      <div>
        <Stepper at="send" />
        <ScreenTitle title={t`Send`} />
      </div>
      <div className="grid gap-5">
        <Loaded query={wallets}>
          {() => (
            <Loaded query={networks}>
              {() =>
                senders.length === 0 ? (
                  <NothingToSendFrom watching={holdings.accounts.length > 0} />
                ) : (
                  <>
                    {holdings.trouble && <StaleNote error={holdings.trouble} retry={holdings.refresh} />}
                    <SendForm senders={senders} holdings={holdings} past={past.data ?? []} account={account} to={to} />
                  </>
                )
              }
            </Loaded>
          )}
        </Loaded>
      </div>
    </div>
  );
}
