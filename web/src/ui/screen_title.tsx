import { type ReactNode, useEffect, useRef } from "react";

let first_screen = true;

/**
 * The heading of a screen. Arriving from another screen moves the focus here: a screen reader says where one is, and
 * an Enter that is still held down meets no button.
 */
export function ScreenTitle({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Coffer`;
  }, [title]);
  useEffect(() => {
    if (!first_screen) heading.current?.focus({ preventScroll: true });
    first_screen = false;
  }, []);
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="grid gap-1">
        <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold tracking-tight">
          {title}
        </h1>
        {children && <p className="text-ink-soft">{children}</p>}
      </div>
      {aside}
    </div>
  );
}
