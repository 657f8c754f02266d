import { useLingui } from "@lingui/react/macro";
import { CheckIcon } from "./icons";

export type SendStep = "send" | "review" | "track";

const kSteps: SendStep[] = ["send", "review", "track"];

/** Where one is in Send → Review → Track. */
export function Stepper({ at }: { at: SendStep }) {
  const { t } = useLingui();
  const words: Record<SendStep, string> = { send: t`Send`, review: t`Review`, track: t`Track` };
  const here = kSteps.indexOf(at);
  return (
    <ol aria-label={t`Steps`} className="mb-5 flex items-center gap-2 text-sm font-medium">
      {kSteps.map((step, index) => (
        <li key={step} aria-current={step === at ? "step" : undefined} className="flex items-center gap-2">
          {index > 0 && <span className={`h-0.5 w-6 rounded-full sm:w-10 ${index <= here ? "bg-brand" : "bg-line"}`} />}
          <span
            className={`grid size-6 place-items-center rounded-full text-xs font-bold ${index <= here ? "bg-brand text-brand-ink" : "bg-sunken text-ink-soft"}`}
          >
            {index < here ? <CheckIcon className="size-3.5" /> : index + 1}
          </span>
          <span className={index === here ? "text-ink" : "text-ink-faint"}>{words[step]}</span>
        </li>
      ))}
    </ol>
  );
}
