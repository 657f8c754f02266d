import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { estimate, latest_transactions } from "@/api/queries";
import { assets_of, type Holdings, useHoldings } from "@/app/use_holdings";
import { same_address } from "@/lib/address";
import { contacts_of } from "@/lib/contacts";
import { type Draft, load_draft, request_of } from "@/lib/draft";
import { effects_match } from "@/lib/review";
import { ScreenTitle } from "@/ui/screen_title";
import { Loaded, StaleNote } from "@/ui/states";
import { Stepper } from "@/ui/stepper";
import { useArmed } from "@/ui/use_armed";
import { Confirm } from "./confirm";
import { Figures } from "./figures";
import { Receiver } from "./receiver";
import { Risks } from "./risks";

/** Transactions that are searched for earlier sends to the receiver. */
const kRemembered = 50;

function Checked({ draft, holdings }: { draft: Draft; holdings: Holdings }) {
  const quote = useQuery({ ...estimate(request_of(draft)), refetchInterval: 30_000 });
  const past = useQuery(latest_transactions(kRemembered));
  const shown = quote.data && past.isFetched ? quote.data : undefined;
  const armed = useArmed(shown);
  const sender = holdings.accounts.find(({ account }) => account.id === draft.account_id);
  const held = sender && assets_of(sender, holdings.balances);
  const to_self = sender ? same_address(sender.account.address, draft.to) : false;
  return (
    <Loaded query={quote}>
      {(fee_quote) => {
        const matching = fee_quote.effects === undefined || effects_match(draft, fee_quote.effects);
        return (
          <>
            <Receiver draft={draft} accounts={holdings.accounts} />
            <Figures draft={draft} quote={fee_quote} sender={sender} held={held ?? []} />
            <Risks
              draft={draft}
              quote={fee_quote}
              matching={matching}
              contacts={contacts_of(holdings.accounts, past.data ?? [])}
              to_self={to_self}
              past_known={past.data !== undefined}
            />
            <Confirm draft={draft} armed={armed && matching && !fee_quote.will_revert && !quote.isRefetchError} />
          </>
        );
      }}
    </Loaded>
  );
}

export function Review() {
  const { t } = useLingui();
  const [draft] = useState(load_draft);
  const { wallets, holdings } = useHoldings();
  if (!draft) return <Navigate to="/send" replace />;
  return (
    <div className="mx-auto grid max-w-xl">
      <div>
        <Stepper at="review" />
        <ScreenTitle title={t`Review`}>{t`Nothing has been signed yet.`}</ScreenTitle>
      </div>
      <div className="grid gap-5">
        <Loaded query={wallets}>
          {() => (
            <>
              {holdings.trouble && <StaleNote error={holdings.trouble} retry={holdings.refresh} />}
              <Checked draft={draft} holdings={holdings} />
            </>
          )}
        </Loaded>
      </div>
    </div>
  );
}
