import { address_groups, short_address } from "@/lib/address";
import { Identicon } from "./identicon";

/**
 * An address, whole, in groups of four. The gaps are drawn, not typed: what is selected and copied is the address
 * itself.
 */
export function WholeAddress({ address, className = "" }: { address: string; className?: string }) {
  return (
    <span translate="no" dir="ltr" className={`inline-flex flex-wrap gap-x-2 gap-y-0.5 font-mono ${className}`}>
      {address_groups(address).map((group, index) => (
        <span key={index} className={group === "0x" ? "text-ink-faint" : index % 2 === 0 ? "text-ink-soft" : "font-medium"}>
          {group}
        </span>
      ))}
    </span>
  );
}

/** An address in a list: picture, name where there is one, short form. No copy button: lists are where poison lies. */
export function ListedAddress({ address, name }: { address: string; name?: string | undefined }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Identicon address={address} />
      <span className="min-w-0">
        {name && <span className="block truncate font-semibold">{name}</span>}
        <ShortAddress address={address} faint={name !== undefined} />
      </span>
    </span>
  );
}

export function ShortAddress({ address, faint = false }: { address: string; faint?: boolean }) {
  return (
    <span translate="no" dir="ltr" title={address} className={`font-mono ${faint ? "text-xs text-ink-faint" : "text-sm"}`}>
      {short_address(address)}
    </span>
  );
}
