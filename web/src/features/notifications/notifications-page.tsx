import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { Notification } from "@/api/contract.gen";
import { formatRelative } from "@/lib/format";
import { safeNext } from "@/lib/home-of";
import { useNow } from "@/lib/use-now";
import { Skeleton } from "@/ui/bits";
import { cn } from "@/ui/cn";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";

/** What happened, newest first. Opening the page reads all up to the newest shown; what was new stays marked. */
export default function NotificationsPage() {
  const { t } = useTranslation("notifications");
  const cache = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ["notifications", "list"],
    queryFn: ({ pageParam, signal }) =>
      call("notifications.list", { query: { cursor: pageParam, limit: 20 } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
    staleTime: 0,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items[0]?.id ?? 0;
  const hasNew = items.some((item) => !item.read);

  // What was unread when the page was opened stays marked until it is left, though the server knows by now.
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const marked = useRef(0);
  useEffect(() => {
    if (!hasNew || newest <= marked.current) return;
    marked.current = newest;
    const unread = items.filter((item) => !item.read).map((item) => item.id);
    setFresh((before) => new Set([...before, ...unread]));
    call("notifications.markRead", { body: { up_to: newest } }).then(
      (count) => cache.setQueryData(["notifications", "unread"], count),
      () => {
        marked.current = 0; // they stay unread; the next visit tries again
      },
    );
  }, [hasNew, newest, items, cache]);

  return (
    <Page width="form">
      <PageHeader title={t("title")} />
      {list.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : items.length === 0 ? (
        <EmptyState icon={<Bell strokeWidth={1.75} />} title={t("empty")}>
          {t("emptyBody")}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {items.map((item) => (
            <li key={item.id}>
              <Row item={item} fresh={!item.read || fresh.has(item.id)} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore more={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => list.fetchNextPage()} />
    </Page>
  );
}

function Row({ item, fresh }: { item: Notification; fresh: boolean }) {
  const { t } = useTranslation("notifications");
  const now = useNow(60_000);
  const target = safeNext(item.link);
  return (
    <div className="relative flex gap-3 py-4 hover:bg-hover sm:px-3">
      <span
        aria-hidden
        className={cn("mt-2.5 size-2 shrink-0 rounded-full", fresh ? "bg-primary" : "bg-transparent")}
      />
      <div className="min-w-0 grow">
        <p className={fresh ? "font-semibold" : "font-medium"}>
          {fresh && <span className="sr-only">{t("new")} </span>}
          {target ? (
            <Link to={target} className="after:absolute after:inset-0">
              {item.title}
            </Link>
          ) : (
            item.title
          )}
        </p>
        <p className="text-sm break-words whitespace-pre-line text-ink-2">{item.body}</p>
        <time dateTime={item.created_at} className="text-sm text-ink-3">
          {formatRelative(item.created_at, now)}
        </time>
      </div>
    </div>
  );
}
