import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { transactions } from "@/api/queries";
import { useHoldings } from "@/app/use_holdings";
import { LinkButton } from "@/ui/button";
import { ActivityIcon } from "@/ui/icons";
import { ScreenTitle } from "@/ui/screen_title";
import { EmptyState, ErrorState, LoadingRows, StaleNote } from "@/ui/states";
import { Filters } from "./filters";
import { TransactionList } from "./list";

const route = getRouteApi("/shell/activity");

function NothingFound({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      icon={<ActivityIcon />}
      title={<Trans>Nothing matches</Trans>}
      actions={
        <LinkButton to="/activity" look="secondary">
          <Trans>Show everything</Trans>
        </LinkButton>
      }
    >
      <Trans>No transaction fits these filters.</Trans>
    </EmptyState>
  ) : (
    <EmptyState
      icon={<ActivityIcon />}
      title={<Trans>Nothing has happened yet</Trans>}
      actions={
        <LinkButton to="/send">
          <Trans>Send your first transaction</Trans>
        </LinkButton>
      }
    >
      <Trans>Whatever you send appears here the moment it is recorded.</Trans>
    </EmptyState>
  );
}

export function Activity() {
  const { t } = useLingui();
  const { account, status } = route.useSearch();
  const query = useInfiniteQuery(transactions({ account_id: account, status }));
  const { holdings } = useHoldings();
  const found = query.data?.pages.flatMap((page) => page.transactions);
  const retry = () => void query.refetch();
  return (
    <>
      <ScreenTitle title={t`Activity`} />
      <div className="grid gap-4">
        <Filters accounts={holdings.accounts} account={account} status={status} />
        {query.isPending && <LoadingRows rows={8} />}
        {query.isError && !found && <ErrorState error={query.error} retry={retry} />}
        {query.isRefetchError && <StaleNote error={query.error} retry={retry} />}
        {found?.length === 0 && <NothingFound filtered={account !== undefined || status !== undefined} />}
        {found && found.length > 0 && (
          <TransactionList
            transactions={found}
            holdings={holdings}
            more={query.hasNextPage}
            loading_more={query.isFetchingNextPage}
            next_page_error={query.isFetchNextPageError ? query.error : undefined}
            load_more={() => void query.fetchNextPage()}
          />
        )}
      </div>
    </>
  );
}
