const kCells = 5;
const kHues = [158, 196, 220, 258, 292, 330, 8, 32, 48, 84, 122, 176];

/** FNV-1a, 32 bits: spreads an address over colours and cells. Recognition only, no security rests on it. */
function hash_of(text: string, seed: number): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (const char of text.toLowerCase()) {
    hash ^= char.charCodeAt(0);
    hash = Math.imul(hash, 16777619) >>> 0;
  }
  return hash;
}

function cells_of(address: string): string {
  let bits = hash_of(address, 7) ^ (hash_of(address, 13) >>> 7);
  let path = "";
  for (let column = 0; column < Math.ceil(kCells / 2); ++column) {
    for (let row = 0; row < kCells; ++row) {
      if (bits & 1) {
        path += `M${column} ${row}h1v1h-1z`;
        if (column < 2) path += `M${kCells - 1 - column} ${row}h1v1h-1z`;
      }
      bits >>>= 1;
    }
  }
  return path;
}

/** A picture of an address: symmetrical cells in two tones, the same everywhere the address appears. */
export function Identicon({ address, className = "size-9" }: { address: string; className?: string }) {
  const hue = kHues[hash_of(address, 1) % kHues.length] ?? 158;
  const second = kHues[hash_of(address, 3) % kHues.length] ?? 32;
  return (
    <svg viewBox="-1.2 -1.2 7.4 7.4" className={`${className} shrink-0 rounded-[28%]`} aria-hidden="true">
      <rect x="-1.2" y="-1.2" width="7.4" height="7.4" fill={`oklch(0.9 0.06 ${hue})`} />
      <path d={cells_of(address)} fill={`oklch(0.46 0.11 ${second === hue ? hue + 40 : second})`} shapeRendering="crispEdges" />
    </svg>
  );
}
