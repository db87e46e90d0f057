import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";

type SummaryProps = { rating: number; count: number; distribution: number[] };

/** The rating that everybody sees, and how the stars are spread. */
export function Summary({ rating, count, distribution }: SummaryProps) {
  const { t } = useTranslation("feedback");
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-8 gap-y-4">
      <div className="max-w-56">
        <p className="tabular font-display text-4xl font-semibold">{formatNumber(rating, 1)}</p>
        <p className="text-sm text-ink-2">{t("list.summary", { count })}</p>
      </div>
      <ul className="flex min-w-56 grow flex-col gap-1">
        {[5, 4, 3, 2, 1].map((stars) => {
          const given = distribution[stars - 1] ?? 0;
          const label = t("session.star", { count: stars });
          return (
            <li key={stars} className="flex items-center gap-3 text-sm">
              <span className="w-14 shrink-0 text-ink-2">{label}</span>
              <progress
                className="h-2 grow appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
                max={count}
                value={given}
                aria-label={t("list.share", { stars: label, count: given, all: count })}
              />
              <span className="tabular w-8 text-right text-ink-3">{given}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
