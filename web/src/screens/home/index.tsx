import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { latest_transactions } from "@/api/queries";
import type { Transaction } from "@/api/types";
import { type Holdings, useHoldings } from "@/app/use_holdings";
import { Loaded, LoadingRows, Skeleton, StaleNote } from "@/ui/states";
import { ScreenTitle } from "@/ui/screen_title";
import { Assets } from "./assets";
import { FirstSteps } from "./first_steps";
import { NeedsYou } from "./needs_you";
import { Recent } from "./recent";
import { Total } from "./total";

const kRecent = 5;

function LoadingHome() {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="grid gap-6">
      <Skeleton className="h-52 rounded-3xl" />
      <LoadingRows />
    </div>
  );
}

function Overview({ holdings, recent }: { holdings: Holdings; recent: Transaction[] }) {
  const begun = recent.length > 0;
  return (
    <div className="grid gap-6">
      {holdings.trouble && <StaleNote error={holdings.trouble} retry={holdings.refresh} />}
      {holdings.accounts.length > 0 && <Total holdings={holdings} />}
      <NeedsYou holdings={holdings} transactions={recent} />
      {!begun && <FirstSteps holdings={holdings} />}
      {holdings.accounts.length > 0 && (
        <div className={begun ? "grid items-start gap-6 lg:grid-cols-2" : ""}>
          <Assets holdings={holdings} />
          {begun && <Recent holdings={holdings} transactions={recent} />}
        </div>
      )}
    </div>
  );
}

export function Home() {
  const { t } = useLingui();
  const { wallets, networks, holdings } = useHoldings();
  const recent = useQuery(latest_transactions(kRecent));
  return (
    <>
      <ScreenTitle title={t`Home`} />
      <div className="grid gap-6">
        <Loaded query={wallets} loading={<LoadingHome />}>
          {() => (
            <Loaded query={networks} loading={<LoadingHome />}>
              {() => (
                <Loaded query={recent} loading={<LoadingHome />}>
                  {(transactions) => <Overview holdings={holdings} recent={transactions} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      </div>
    </>
  );
}
