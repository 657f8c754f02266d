/** The strongbox: a lid over a chest with a keyhole. */
export function Mark({ className = "size-8" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0e5a47" />
      <path d="M7 14.5V12a6 6 0 0 1 6-6h6a6 6 0 0 1 6 6v2.5" fill="none" stroke="#f1d9a0" strokeWidth="2" />
      <rect x="6" y="14" width="20" height="11" rx="2.5" fill="#f1d9a0" />
      <circle cx="16" cy="18.4" r="1.9" fill="#0e5a47" />
      <path d="M15.2 19h1.6l.7 3.4h-3z" fill="#0e5a47" />
    </svg>
  );
}

export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5" translate="no">
      <Mark />
      <span className="text-lg font-semibold tracking-tight">Coffer</span>
    </span>
  );
}
