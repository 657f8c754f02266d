import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { CheckIcon, CopyIcon } from "./icons";
import { button_class } from "./button";

const kSaidForMs = 2000;

/** Copies `text`, and says so to eyes and screen readers alike. */
export function CopyButton({ text, label, compact = false }: { text: string; label: string; compact?: boolean }) {
  const { t } = useLingui();
  const [copied, set_copied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => set_copied(false), kSaidForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    set_copied(true);
  };
  const Icon = copied ? CheckIcon : CopyIcon;
  const look = compact
    ? "inline-grid size-8 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
    : button_class("secondary", "small");
  return (
    <button type="button" className={look} onClick={() => void copy()} aria-label={compact ? label : undefined}>
      <Icon className="size-4" />
      {!compact && (copied ? t`Copied` : label)}
      <span role="status" className="sr-only">
        {copied ? t`Copied` : ""}
      </span>
    </button>
  );
}
