import { Plural, Trans } from "@lingui/react/macro";
import type { Holdings } from "@/app/use_holdings";
import type { Position } from "@/lib/holdings";
import { AssetMark } from "@/ui/asset_mark";
import { Money } from "@/ui/money";
import { Ago } from "@/ui/moment";
import { Section } from "@/ui/section";

function AssetRow({ position, network }: { position: Position; network: string }) {
  const { asset, total, unknown, as_of } = position;
  return (
    <li className="flex min-h-18 items-center justify-between gap-4 px-5 py-3">
      <span className="flex min-w-0 items-center gap-3">
        <AssetMark symbol={asset.symbol} />
        <span className="min-w-0">
          <span className="block truncate font-semibold">{asset.name || asset.symbol}</span>
          <span className="block truncate text-xs text-ink-faint">{network}</span>
        </span>
      </span>
      <span className="grid justify-items-end gap-0.5 text-end">
        <Money amount={total} unit={asset} sign={unknown > 0 ? "≥" : ""} className="font-semibold" />
        <span className="text-xs text-ink-faint">
          {unknown > 0 ? (
            <Plural value={unknown} one="# account unknown" other="# accounts unknown" />
          ) : (
            as_of && <Ago time={as_of} />
          )}
        </span>
      </span>
    </li>
  );
}

export function Assets({ holdings }: { holdings: Holdings }) {
  const name_of = (id: string) => holdings.networks.find((network) => network.id === id)?.name ?? id;
  return (
    <Section title={<Trans>Assets</Trans>}>
      <ul className="divide-y divide-line">
        {holdings.positions.map((position) => (
          <AssetRow key={position.key} position={position} network={name_of(position.network)} />
        ))}
      </ul>
    </Section>
  );
}
