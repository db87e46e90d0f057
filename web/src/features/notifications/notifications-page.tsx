import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Bell, Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { Notification, UnreadCount } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { dateKey, daysAway, formatLongDay, formatRelative } from "@/lib/format";
import { safeNext } from "@/lib/home-of";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { Skeleton } from "@/ui/bits";
import { Button, IconButton } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Page, PageHeader } from "@/ui/page";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { toast } from "@/ui/toast";
import { byDay } from "./model";
import { groupQuery, listQuery } from "./queries";

/** What happened, newest first, by day. Following a line reads it; the rest is read one by one or all together. */
export default function NotificationsPage() {
  const { t } = useTranslation("notifications");
  const [zone] = useViewerZone();
  const list = useInfiniteQuery(listQuery);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items[0]?.id ?? 0;
  const unread = list.data?.pages[0]?.unread ?? 0;
  const readAll = useRead(() => call("notifications.markRead", { body: { up_to: newest } }));

  return (
    <Page width="form">
      <PageHeader
        title={t("title")}
        lead={
          <Link to="/account#notifications" className="text-primary-ink underline">
            {t("settingsLink")}
          </Link>
        }
        action={
          unread > 0 && (
            <Button variant="secondary" size="sm" busy={readAll.isPending} onClick={() => readAll.mutate()}>
              {t("readAll")}
            </Button>
          )
        }
      />
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
        byDay(items, zone).map((day) => (
          <section key={day.key} aria-labelledby={`day-${day.key}`} className="mb-6">
            <h2 id={`day-${day.key}`} className="mb-1 text-sm font-medium text-ink-2">
              <DayName at={day.items[0]?.created_at ?? ""} zone={zone} />
            </h2>
            <ul className="divide-y divide-line border-y border-line">
              {day.items.map((item) => (
                <li key={item.id}>
                  <Row item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
      <LoadMore list={list} />
    </Page>
  );
}

/** Marks on the server, then everything that shows it is asked for again. */
function useRead(read: () => Promise<UnreadCount>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: read,
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["notifications"] }),
    onError: (error) => toast.error(errorText(error)),
  });
}

function DayName({ at, zone }: { at: string; zone: string }) {
  const { t } = useTranslation("notifications");
  const now = useNow(60_000);
  if (dateKey(at, zone) === dateKey(now, zone)) return t("today");
  return daysAway(at, zone, now) === -1 ? t("yesterday") : formatLongDay(at, zone);
}

function Row({ item, inner }: { item: Notification; inner?: boolean }) {
  const { t } = useTranslation("notifications");
  const now = useNow(60_000);
  const [open, setOpen] = useState(false);
  const target = safeNext(item.link);
  const line = item.group_size > 1;
  const read = useRead(() =>
    call(line ? "notifications.readGroup" : "notifications.readOne", { params: { id: item.id } }),
  );
  const fresh = !item.read;
  return (
    <>
      <div className={cn("relative flex gap-3 hover:bg-hover sm:px-3", inner ? "py-3 pl-5 sm:pl-8" : "py-4")}>
        <span
          aria-hidden
          className={cn("mt-2.5 size-2 shrink-0 rounded-full", fresh ? "bg-primary" : "bg-transparent")}
        />
        <div className="min-w-0 grow">
          <p className={fresh ? "font-semibold" : "font-medium"}>
            {fresh && <span className="sr-only">{t("new")} </span>}
            {target ? (
              <Link
                to={target}
                className="after:absolute after:inset-0"
                onClick={() => {
                  if (fresh) read.mutate();
                }}
              >
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
          {line && <Unfold item={item} open={open} onToggle={() => setOpen(!open)} />}
        </div>
        {fresh && (
          <IconButton
            label={t("readOne", { title: item.title })}
            disabled={read.isPending}
            onClick={() => read.mutate()}
            className="z-10"
          >
            <Check size={18} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </div>
      {line && open && <Members of={item} />}
    </>
  );
}

/** The server counts no further than a hundred. */
const mostCounted = 100;

function Unfold({ item, open, onToggle }: { item: Notification; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation("notifications");
  const size = item.group_size;
  const many = size >= mostCounted;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={t(many ? "allManyOf" : "allOf", { size, title: item.title })}
      onClick={onToggle}
      className="relative z-10 mt-1 flex min-h-8 items-center gap-1 rounded-md text-sm font-medium text-primary-ink hover:underline"
    >
      <ChevronDown
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={cn("transition-transform motion-reduce:transition-none", open && "rotate-180")}
      />
      {t(many ? "allMany" : "all", { size })}
    </button>
  );
}

/** All of a line, each under its own title, to be followed and read for itself. */
function Members({ of }: { of: Notification }) {
  const list = useInfiniteQuery(groupQuery(of.id));
  if (list.isPending) return <Skeleton className="mb-4 ml-8 h-14" />;
  if (!list.data)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />;
  return (
    <>
      <ul className="divide-y divide-line border-t border-line">
        {list.data.pages
          .flatMap((page) => page.items)
          .map((item) => (
            <li key={item.id}>
              <Row item={item} inner />
            </li>
          ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}
