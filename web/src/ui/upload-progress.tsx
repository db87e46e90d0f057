/** How far an upload is. */
export function UploadProgress({ label, part }: { label: string; part: number }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(part * 100)}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <div
        className="h-full rounded-full bg-primary transition-[width]"
        style={{ width: `${Math.round(part * 100)}%` }}
      />
    </div>
  );
}
