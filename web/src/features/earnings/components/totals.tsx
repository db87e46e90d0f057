import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatMoney } from "@/lib/format";
import { Skeleton } from "@/ui/bits";
import { ErrorState } from "@/ui/states";
import { earningsQuery } from "../queries";

/** Where the mentor's money is. */
export function Totals() {
  const { t } = useTranslation("earnings");
  const earnings = useQuery(earningsQuery);
  if (earnings.isPending) return <Skeleton className="h-28 rounded-lg" />;
  if (!earnings.data)
    return (
      <ErrorState error={earnings.error} onRetry={() => earnings.refetch()} busy={earnings.isFetching} />
    );
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {(["available", "pending", "refunded", "lifetime"] as const).map((part) => (
        <div key={part} className="bg-surface p-4">
          <dt className="text-sm text-ink-2">{t(`totals.${part}`)}</dt>
          <dd className="tabular mt-1 font-display text-xl font-semibold break-words">
            {formatMoney(earnings.data[part])}
          </dd>
          <dd className="text-xs text-ink-3">{t(`totals.${part}Help`)}</dd>
        </div>
      ))}
    </dl>
  );
}
