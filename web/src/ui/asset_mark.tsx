/** A coin with the first letters of the asset: no remote logos, which anyone could forge. */
export function AssetMark({ symbol }: { symbol: string }) {
  return (
    <span
      translate="no"
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-full border border-line bg-brand-soft text-[0.6875rem] font-bold tracking-tight text-brand"
    >
      {symbol.slice(0, 4)}
    </span>
  );
}
