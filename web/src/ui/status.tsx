import { useLingui } from "@lingui/react/macro";
import { is_final } from "@/lib/timeline";

type Tone = "progress" | "good" | "bad" | "calm";

const kTones: Record<Tone, string> = {
  progress: "bg-brass-soft text-brass",
  good: "bg-brand-soft text-brand",
  bad: "bg-danger-soft text-danger",
  calm: "bg-sunken text-ink-soft",
};

function tone_of(status: string): Tone {
  if (status === "confirmed") return "good";
  if (status === "failed" || status === "rejected") return "bad";
  return is_final(status) ? "calm" : "progress";
}

/** The word for a status. A status that this version does not know is shown as the server wrote it. */
export function useStatusWord(): (status: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    queued: t`Queued`,
    signed: t`Signed`,
    submitted: t`Submitted`,
    mined: t`Mined`,
    confirmed: t`Confirmed`,
    failed: t`Failed`,
    replaced: t`Replaced`,
    cancelled: t`Cancelled`,
    expired: t`Expired`,
    rejected: t`Rejected`,
  };
  return (status) => words[status] ?? status;
}

export function StatusBadge({ status }: { status: string }) {
  const word_of = useStatusWord();
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold ${kTones[tone_of(status)]}`}>
      {!is_final(status) && <span className="size-1.5 animate-pulse-slow rounded-full bg-current" />}
      {word_of(status)}
    </span>
  );
}
