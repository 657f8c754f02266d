/** The life of a transaction as the API names it, in order. */
export const kLife = ["queued", "signed", "submitted", "mined", "confirmed"] as const;
/** Ends other than `confirmed`. */
export const kOtherEnds: readonly string[] = ["failed", "replaced", "cancelled", "expired", "rejected"];

export type LifeStep = (typeof kLife)[number];
export type StepState = "done" | "current" | "ahead" | "never";
export type TimelineStep = { step: LifeStep; state: StepState; at: string | undefined };

/** What a step needs to know of a transaction. */
export type Progress = {
  status: string;
  created_at: string;
  updated_at: string;
  hash?: string | undefined;
  block_number?: number | undefined;
  attempts: readonly { sent_at?: string | undefined }[];
};

/** True when nothing more will happen. An unknown status is not final: the API may grow. */
export function is_final(status: string): boolean {
  return status === "confirmed" || kOtherEnds.includes(status);
}

export function is_known_status(status: string): boolean {
  return kOtherEnds.includes(status) || (kLife as readonly string[]).includes(status);
}

/** How far the transaction came: the index in `kLife` of the last step that its own record proves. */
function reached(txn: Progress): number {
  const index = (kLife as readonly string[]).indexOf(txn.status);
  if (index >= 0) return index;
  if (txn.block_number !== undefined) return kLife.indexOf("mined");
  if (txn.attempts.some((attempt) => attempt.sent_at)) return kLife.indexOf("submitted");
  if (txn.hash) return kLife.indexOf("signed");
  return 0;
}

function time_of(step: LifeStep, txn: Progress): string | undefined {
  if (step === "queued") return txn.created_at;
  if (step === "submitted") return txn.attempts.find((attempt) => attempt.sent_at)?.sent_at;
  return step === txn.status ? txn.updated_at : undefined;
}

/** The five steps with what is done, what runs, and what will not come any more. */
export function timeline_of(txn: Progress): TimelineStep[] {
  const last = reached(txn);
  const ended = is_final(txn.status);
  return kLife.map((step, index) => {
    let state: StepState = index < last || (index === last && ended) ? "done" : "ahead";
    if (index === last && !ended) state = "current";
    if (index > last && ended) state = "never";
    return { step, state, at: state === "done" || state === "current" ? time_of(step, txn) : undefined };
  });
}
