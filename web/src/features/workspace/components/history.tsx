import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDateTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { Badge, Card, Skeleton, type Tone } from "@/ui/bits";
import { ErrorState, LoadMore } from "@/ui/states";
import { sessionsWithQuery } from "../queries";

const tones = { confirmed: "primary", completed: "success", missed: "warning" } as const;

/** What the two had and have together. */
export function History({ person }: { person: string }) {
  const { t } = useTranslation("workspace");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const list = useInfiniteQuery(sessionsWithQuery(person));
  const sessions = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card className="flex flex-col gap-3">
      <h2 className="text-lg">{t("history.title")}</h2>
      {list.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : (
        <>
          <ul aria-label={t("history.title")} className="divide-y divide-line border-y border-line">
            {sessions.map(({ id, start, service_title, state }) => (
              <li key={id}>
                <Link
                  to={`/sessions/${id}`}
                  className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-sm hover:bg-hover"
                >
                  <time dateTime={start} className="tabular w-36 font-medium">
                    {formatDateTime(start, zone, hours)}
                  </time>
                  <span className="order-last min-w-0 basis-full break-words text-ink-2 sm:order-none sm:flex-1 sm:basis-0">
                    {service_title}
                  </span>
                  <Badge tone={(tones as Partial<Record<string, Tone>>)[state]}>
                    {t(`history.state.${state}`)}
                  </Badge>
                </Link>
              </li>
            ))}
          </ul>
          <LoadMore list={list} />
        </>
      )}
    </Card>
  );
}
