import { useQuery } from "@tanstack/react-query";
import { transaction } from "@/api/queries";
import { is_final } from "@/lib/timeline";
import { useLiveState } from "./live_state";

/** How often a transaction under way is asked for; events arrive at once, this only catches what they missed. */
const kLiveMs = 10_000;
const kAloneMs = 2_000;

export function useTransaction(transaction_id: string) {
  const live = useLiveState() === "live";
  return useQuery({
    ...transaction(transaction_id),
    refetchInterval: ({ state }) => {
      if (state.data && is_final(state.data.status)) return false;
      return live ? kLiveMs : kAloneMs;
    },
  });
}
