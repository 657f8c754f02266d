const kTurns = 18;
const kPoints = 180;

/** One rosette line, as engraved on banknotes: a circle whose radius swings `lobes` times on its way round. */
function rosette(phase: number, lobes: number): string {
  const points = Array.from({ length: kPoints + 1 }, (_, step) => {
    const angle = (step / kPoints) * 2 * Math.PI;
    const radius = 150 + 62 * Math.sin(lobes * angle + phase);
    return `${(200 + radius * Math.cos(angle)).toFixed(1)} ${(200 + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return `M${points.join("L")}Z`;
}

const kPath = Array.from({ length: kTurns }, (_, turn) => rosette((turn / kTurns) * 2 * Math.PI, 5)).join("");

/** The engraved pattern behind the balance: decoration only. */
export function Guilloche({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 400 400" className={`overflow-visible ${className ?? ""}`} aria-hidden="true">
      <path d={kPath} fill="none" stroke="currentColor" strokeWidth="0.7" />
    </svg>
  );
}
