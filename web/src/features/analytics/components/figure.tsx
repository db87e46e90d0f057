import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { formatPercent } from "@/lib/format";
import { cn } from "@/ui/cn";
import { changeOf } from "../model/change";

type Props = {
  label: string;
  value: string;
  /** A second line about the number itself. */
  note?: string;
  compare?: { value: number; before: number; beforeText: string };
  className?: string;
};

/** One number, what it is, and in words how it stands to the period before. */
export function Figure({ label, value, note, compare, className }: Props) {
  const { t } = useTranslation("analytics");
  const change = compare && changeOf(compare.value, compare.before);
  return (
    <div className={cn("min-w-0 bg-surface p-4", className)}>
      <dt className="text-sm text-ink-2">{label}</dt>
      <dd className="tabular mt-1 font-display text-xl font-semibold break-words">{value}</dd>
      {note && <dd className="text-xs text-ink-3">{note}</dd>}
      {compare && change && (
        <dd className="mt-1 flex items-start gap-1 text-xs text-ink-2">
          {change.kind === "more" && (
            <ArrowUp size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          )}
          {change.kind === "less" && (
            <ArrowDown size={14} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
          )}
          <span>
            {t(`change.${change.kind}`, {
              before: compare.beforeText,
              percent: "share" in change ? formatPercent(change.share) : "",
            })}
          </span>
        </dd>
      )}
    </div>
  );
}

export const figuresStyle = "grid gap-px overflow-hidden rounded-lg border border-line bg-line";
