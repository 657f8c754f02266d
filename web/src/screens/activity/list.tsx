import { Trans, useLingui } from "@lingui/react/macro";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Transaction } from "@/api/types";
import type { Holdings } from "@/app/use_holdings";
import { Button } from "@/ui/button";
import { useHeldList } from "@/ui/held_list";
import { useErrorText } from "@/ui/states";
import { NewRowsButton, TransactionRow } from "@/ui/transaction_row";

const kRowHeight = 76;
const kRowsBeyond = 8;

type TransactionListProps = {
  transactions: Transaction[];
  holdings: Holdings;
  more: boolean;
  loading_more: boolean;
  next_page_error: Error | undefined;
  load_more: () => void;
};

/** Only the rows near the window exist in the page: ten thousand scroll like ten. */
function useRows(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [top, set_top] = useState(0);
  useLayoutEffect(() => set_top(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({ count, estimateSize: () => kRowHeight, overscan: kRowsBeyond, scrollMargin: top });
  return { list, rows, top };
}

function ListEnd({ more, loading_more, next_page_error, load_more }: Omit<TransactionListProps, "transactions" | "holdings">) {
  const text_of = useErrorText();
  if (!more) return null;
  return (
    <div className="grid justify-items-center gap-2 border-t border-line p-4">
      {next_page_error && <p role="alert" className="text-sm text-danger">{text_of(next_page_error)}</p>}
      <Button look="secondary" size="small" pending={loading_more} onClick={load_more}>
        <Trans>Load more</Trans>
      </Button>
    </div>
  );
}

export function TransactionList({ transactions, holdings, ...paging }: TransactionListProps) {
  const { t } = useLingui();
  const { shown, waiting, show_all, handlers } = useHeldList(transactions);
  const { list, rows, top } = useRows(shown.length);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { more, loading_more, next_page_error, load_more } = paging;
  const near_end = last >= shown.length - kRowsBeyond;
  useEffect(() => {
    if (near_end && more && !loading_more && !next_page_error) load_more();
  }, [near_end, more, loading_more, next_page_error, load_more]);
  return (
    <div className="card overflow-hidden" {...handlers}>
      <NewRowsButton count={waiting} show={show_all} />
      <ul ref={list} aria-label={t`Transactions`} className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const transaction = shown[index];
          if (!transaction) return null;
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={more ? -1 : shown.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 border-b border-line last:border-0"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <TransactionRow transaction={transaction} holdings={holdings} />
            </li>
          );
        })}
      </ul>
      <ListEnd {...paging} />
    </div>
  );
}
