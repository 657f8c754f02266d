import { Trans, useLingui } from "@lingui/react/macro";
import type { Transaction } from "@/api/types";
import { type LifeStep, type StepState, timeline_of } from "@/lib/timeline";
import { CheckIcon, CrossIcon } from "./icons";
import { Clock } from "./moment";
import { Spinner } from "./button";
import { useStatusWord } from "./status";

const kDots: Record<StepState, string> = {
  done: "bg-brand text-brand-ink",
  current: "bg-brass-soft text-brass",
  ahead: "border-2 border-line text-transparent",
  never: "bg-sunken text-ink-faint",
};

function Dot({ state }: { state: StepState }) {
  return (
    <span className={`relative grid size-7 shrink-0 place-items-center rounded-full ${kDots[state]}`}>
      {state === "done" && <CheckIcon className="size-4" />}
      {state === "current" && <Spinner />}
      {state === "never" && <CrossIcon className="size-3.5" />}
    </span>
  );
}

function useStepMeaning(): (step: LifeStep) => string {
  const { t } = useLingui();
  const meanings: Record<LifeStep, string> = {
    queued: t`Recorded. It cannot be lost from here on.`,
    signed: t`Signed inside the server; the bytes are stored.`,
    submitted: t`Handed to the network.`,
    mined: t`Included in a block.`,
    confirmed: t`Final.`,
  };
  return (step) => meanings[step];
}

/** queued → signed → submitted → mined → confirmed, with the time of each step that has been. */
export function Timeline({ transaction }: { transaction: Transaction }) {
  const word_of = useStatusWord();
  const meaning_of = useStepMeaning();
  const { t } = useLingui();
  const steps = timeline_of(transaction);
  return (
    <ol aria-label={t`Progress`}>
      {steps.map(({ step, state, at }, index) => (
        <li key={step} aria-current={state === "current" ? "step" : undefined} className="relative flex gap-4 pb-5 last:pb-0">
          {index < steps.length - 1 && (
            <span className={`absolute start-3.5 top-7 bottom-0 -ms-px w-0.5 ${state === "done" ? "bg-brand" : "bg-line"}`} />
          )}
          <Dot state={state} />
          <div className={`min-w-0 grow pt-0.5 ${state === "ahead" || state === "never" ? "text-ink-faint" : ""}`}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-semibold">{word_of(step)}</span>
              <span className="text-sm text-ink-faint">
                {at && <Clock time={at} />}
                {state === "never" && <Trans>not reached</Trans>}
              </span>
            </p>
            {(state === "current" || state === "done") && <p className="text-sm text-ink-soft">{meaning_of(step)}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
