import type { Asset, CreateTransactionRequest, Speed } from "@/api/types";
import { new_idempotency_key } from "./random";

/** What is to be sent, as the person put it together. `amount` is in the asset's smallest unit. */
export type Send = {
  account_id: string;
  network: string;
  to: string;
  amount: string;
  asset: Asset;
  speed: Speed;
};

/**
 * A send under review. Its idempotency key is made once: reloading the page, pressing confirm again after a lost
 * answer, or going back and returning with the same content cannot send twice.
 */
export type Draft = Send & {
  key: string;
  /** A confirm was sent out and its outcome is not known. */
  attempted: boolean;
};

const kStore = "coffer.send_draft";

export function load_draft(): Draft | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(kStore) ?? "null") as Draft | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function clear_draft(): void {
  sessionStorage.removeItem(kStore);
}

function save(draft: Draft): Draft {
  sessionStorage.setItem(kStore, JSON.stringify(draft));
  return draft;
}

const content_of = ({ account_id, to, amount, asset, speed }: Send) =>
  JSON.stringify([account_id, to.toLowerCase(), amount, asset.contract ?? "", speed]);

/** Takes `send` to review: the same content keeps the key of the draft before it. */
export function start_review(send: Send): Draft {
  const before = load_draft();
  if (before && content_of(before) === content_of(send)) return before;
  return save({ ...send, key: new_idempotency_key(), attempted: false });
}

export function mark_attempted(draft: Draft): void {
  save({ ...draft, attempted: true });
}

export function request_of({ account_id, to, amount, asset, speed }: Send): CreateTransactionRequest {
  return { account_id, to, amount, speed, ...(asset.contract ? { asset: asset.contract } : {}) };
}
