import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { StreamEvent } from "./stream";
import type { Transaction } from "./types";

type Page = { transactions: Transaction[] };

const patched = (list: Transaction[], id: string, status: string) =>
  list.map((txn) => (txn.id === id ? { ...txn, status } : txn));

/** Puts a new status into everything already loaded, so that it is on screen before the refetch answers. */
function patch_status(client: QueryClient, id: string, status: string): void {
  client.setQueryData<Transaction>(["transactions", "one", id], (txn) => txn && { ...txn, status });
  client.setQueriesData<Transaction[]>({ queryKey: ["transactions", "latest"] }, (list) =>
    list && patched(list, id, status),
  );
  client.setQueriesData<InfiniteData<Page>>(
    { queryKey: ["transactions", "list"] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, transactions: patched(page.transactions, id, status) })),
      },
  );
}

/** What an event means for the data on screen. Unknown types are ignored: the API may grow. */
export function apply_event(client: QueryClient, event: StreamEvent): void {
  if (event.type.startsWith("transaction.")) {
    const { id, status } = event.data;
    if (typeof id === "string" && typeof status === "string") patch_status(client, id, status);
    void client.invalidateQueries({ queryKey: ["transactions"] });
    void client.invalidateQueries({ queryKey: ["balances"] });
  }
  if (event.type.startsWith("balance")) void client.invalidateQueries({ queryKey: ["balances"] });
}

/** Reads everything on screen anew, after a break that no cursor bridges. */
export function apply_gap(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["transactions"] });
  void client.invalidateQueries({ queryKey: ["balances"] });
}
