import { useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";

const kTickMs = 10_000;

let now_ms = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now_ms = Date.now();
    for (const each of listeners) each();
  }, kTickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const kSteps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

function relative(seconds: number, locale: string, just_now: string): string {
  for (const [unit, size] of kSteps) {
    if (Math.abs(seconds) >= size) {
      return new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }).format(Math.trunc(seconds / size), unit);
    }
  }
  return just_now;
}

/** How long ago (or until) `time` is, kept current; the exact time is in the title. */
export function Ago({ time }: { time: string | undefined }) {
  const { t, i18n } = useLingui();
  const now = useSyncExternalStore(subscribe, () => now_ms);
  const at = Date.parse(time ?? "");
  if (Number.isNaN(at)) return <span>{t`time unknown`}</span>;
  const locale = i18n.locale === "pseudo" ? "en" : i18n.locale;
  const seconds = (at - Math.max(now, Date.now() - kTickMs)) / 1000;
  return (
    <time dateTime={time} title={new Date(at).toLocaleString(locale)}>
      {relative(seconds, locale, seconds > 5 ? t`in moments` : t`just now`)}
    </time>
  );
}

/** A time of day with seconds, or date and time when it is not today. */
export function Clock({ time }: { time: string | undefined }) {
  const { t, i18n } = useLingui();
  const at = new Date(time ?? "");
  if (Number.isNaN(at.getTime())) return <span>{t`time unknown`}</span>;
  const locale = i18n.locale === "pseudo" ? "en" : i18n.locale;
  const today = at.toDateString() === new Date().toDateString();
  const text = today
    ? at.toLocaleTimeString(locale)
    : at.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <time dateTime={time} className="figures">
      {text}
    </time>
  );
}
