import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { formatNumber } from "@/lib/format";
import { Skeleton } from "@/ui/bits";

const shown = ["mentors", "students", "sessions", "time_zones"] as const;

export const statsQuery = queryOptions({
  queryKey: ["site", "stats"],
  queryFn: ({ signal }) => call("site.stats", {}, signal),
  refetchInterval: 60_000,
});

/** The platform's real figures, renewed every minute. A failure shows nothing: nobody came here for them. */
export function Counters() {
  const { t } = useTranslation("home");
  const stats = useQuery(statsQuery);
  if (stats.isError && !stats.data) return null;
  return (
    <dl
      aria-label={t("stats.label")}
      className="-mb-4 grid grid-cols-2 gap-y-8 border-y border-line py-8 sm:-mb-8 lg:grid-cols-4 lg:divide-x lg:divide-line"
    >
      {shown.map((name) => (
        <div key={name} className="flex flex-col-reverse lg:px-8 lg:first:pl-0">
          <dt className="text-sm text-ink-2">{t(`stats.${name}`, { count: stats.data?.[name] ?? 0 })}</dt>
          <dd className="tabular font-display text-3xl font-semibold">
            {stats.data ? formatNumber(stats.data[name]) : <Skeleton className="my-1 h-8.5 w-24" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
