import { encode } from "uqr";

/** Modules of quiet zone around the code (ISO/IEC 18004 asks for four). */
const kBorder = 4;

function path_of(modules: boolean[][]): string {
  return modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
}

/** A QR code as vector graphics: always dark on white, as scanners want it in either theme. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const code = encode(text, { ecc: "M", border: kBorder });
  return (
    <svg viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label} className={className}>
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={path_of(code.data)} fill="#0b1f18" shapeRendering="crispEdges" />
    </svg>
  );
}
