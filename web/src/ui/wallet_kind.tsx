import { Trans } from "@lingui/react/macro";
import { EyeIcon } from "./icons";

/** Where a wallet came from, unless it was simply made here. */
export function WalletKind({ kind }: { kind: string }) {
  if (kind === "hd") return null;
  return (
    <span className="inline-flex shrink-0 items-center gap-1 rounded-full bg-sunken px-2 py-0.5 text-xs font-medium text-ink-soft">
      {kind === "watch" && <EyeIcon className="size-3.5" />}
      {kind === "watch" ? <Trans>Watch only</Trans> : kind === "imported" ? <Trans>Imported</Trans> : kind}
    </span>
  );
}
