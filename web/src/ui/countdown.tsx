import { useEffect, useRef } from "react";
import { formatClock } from "@/lib/format";
import { useNow } from "@/lib/use-now";

type Props = {
  until: string /** The whole span in seconds, for the ring. */;
  total: number;
  label: string;
  onEnd?: () => void;
};

/** A quiet ring with the time that is left. Read out by the label, not every second. */
export function Countdown({ until, total, label, onEnd }: Props) {
  const now = useNow(1000);
  const left = Math.max(0, (Date.parse(until) - now.getTime()) / 1000);
  const over = left <= 0;
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (over) end.current?.();
  }, [over]);

  const around = 2 * Math.PI * 15;
  return (
    <span
      role="timer"
      aria-label={`${label} ${formatClock(left)}`}
      className="inline-flex items-center gap-2.5"
    >
      <svg viewBox="0 0 36 36" className="size-9 -rotate-90" aria-hidden="true">
        <circle cx="18" cy="18" r="15" fill="none" strokeWidth="3" className="stroke-line" />
        <circle
          cx="18"
          cy="18"
          r="15"
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.min(1, left / total))}
          className={left < 60 ? "stroke-warning" : "stroke-primary"}
        />
      </svg>
      <span aria-hidden className="tabular text-sm font-medium">
        {formatClock(left)}
      </span>
    </span>
  );
}
