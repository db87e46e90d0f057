import { qrCode } from "@/lib/qr";

/** Black on white in every theme, with the margin that scanners need. Nothing where the text is too long for one. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrCode(text);
  if (!code) return null;
  const width = code.length + 8;
  const path = code
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")))
    .join("");
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${width}`} className="size-52 rounded-md">
      <rect width={width} height={width} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
