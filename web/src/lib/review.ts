import type { Effects, Estimate } from "@/api/types";
import { same_address } from "./address";
import { api_amount } from "./amount";
import type { Send } from "./draft";

/** The most that the network can charge: gas limit × highest price, plus the data fee of an L2. In the native unit. */
export function max_fee(estimate: Estimate): bigint | undefined {
  const price = api_amount(estimate.max_fee_per_gas);
  if (price === undefined) return undefined;
  return BigInt(estimate.gas_limit) * price + (api_amount(estimate.l1_data_fee) ?? 0n);
}

/** True when the server decoded exactly the one transfer that was asked for, and no approval beside it. */
export function effects_match(send: Send, effects: Effects): boolean {
  const [transfer, ...more] = effects.transfers;
  if (!transfer || more.length > 0 || effects.approvals.length > 0 || effects.creates_contract) return false;
  const same_asset = (transfer.asset ?? "").toLowerCase().endsWith((send.asset.contract ?? "").toLowerCase());
  return same_address(transfer.to, send.to) && transfer.amount === send.amount && same_asset;
}

/** What remains of `held` after the send; undefined where something is not known. Never below zero. */
export function remaining(held: string | undefined, spent: bigint | undefined): bigint | undefined {
  const balance = api_amount(held);
  if (balance === undefined || spent === undefined) return undefined;
  return balance >= spent ? balance - spent : undefined;
}
