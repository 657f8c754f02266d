import type { ReactNode } from "react";

type SectionProps = { title: ReactNode; aside?: ReactNode; children: ReactNode; padded?: boolean };

/** A titled card. */
export function Section({ title, aside, children, padded = false }: SectionProps) {
  return (
    <section className="card overflow-hidden">
      <div className="flex min-h-14 items-center justify-between gap-3 px-5 py-3">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </div>
      <div className={`border-t border-line ${padded ? "p-5" : ""}`}>{children}</div>
    </section>
  );
}
