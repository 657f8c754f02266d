import type { ReactNode } from "react";
import { InfoIcon, WarningIcon } from "./icons";

export type NoticeTone = "info" | "caution" | "danger";

const kTones: Record<NoticeTone, string> = {
  info: "bg-brand-soft text-ink [&>svg]:text-brand",
  caution: "bg-brass-soft text-ink [&>svg]:text-brass",
  danger: "bg-danger-soft text-ink [&>svg]:text-danger",
};

type NoticeProps = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode; action?: ReactNode; role?: "alert" | "status" };

/** A short remark on the page: what is the matter, and where there is one, the way on. */
export function Notice({ tone = "info", title, children, action, role }: NoticeProps) {
  const Icon = tone === "info" ? InfoIcon : WarningIcon;
  return (
    <div role={role} className={`flex items-start gap-3 rounded-xl px-4 py-3 ${kTones[tone]}`}>
      <Icon className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 grow text-sm">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
