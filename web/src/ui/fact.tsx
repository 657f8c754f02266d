import type { ReactNode } from "react";

/** A label and its value, in a `<dl>`. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-3">
      <dt className="text-sm text-ink-soft">{label}</dt>
      <dd className="min-w-0 text-end">{children}</dd>
    </div>
  );
}
