import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CalendarDays, Plus, Search } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import type { EventFilter } from "@/api/contract.gen";
import type { Ahead } from "@/lib/ahead";
import { useViewerZone } from "@/lib/preferences";
import { useDebounced } from "@/lib/use-debounced";
import { useUser } from "@/lib/use-session";
import { zoneCity } from "@/lib/zones";
import { Chip } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Page, PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { EmptyState, ErrorState, LoadMore } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { type EventSearch, eventsQuery, tagsQuery, useEventNews } from "./api/queries";
import { EventCard, EventCardSkeleton } from "./components/event-card";
import { mayHost } from "./model/event";

export const ahead: Ahead = ({ search }) =>
  search ? [tagsQuery] : [eventsQuery({ filter: "upcoming", q: "", tag: "" }), tagsQuery];

/** /events?filter=past&q=…&tag=…: what there is to come to. */
export default function EventsPage() {
  const { t } = useTranslation("events");
  const [zone] = useViewerZone();
  const user = useUser();
  const host = mayHost(user);
  const [address, setAddress] = useSearchParams();
  useEventNews();
  const filters: EventFilter[] = ["upcoming", "past", ...(user ? (["mine"] as const) : [])];
  if (host) filters.push("hosting");
  const filter = filters.find((one) => one === address.get("filter")) ?? "upcoming";
  const search: EventSearch = {
    filter,
    q: address.get("q")?.slice(0, 100) ?? "",
    tag: address.get("tag")?.slice(0, 40) ?? "",
  };
  const go = (next: EventSearch) =>
    setAddress(
      {
        ...(next.filter !== "upcoming" && { filter: next.filter }),
        ...(next.q && { q: next.q }),
        ...(next.tag && { tag: next.tag }),
      },
      { replace: true, preventScrollReset: true },
    );
  const add = host && (
    <Button asChild>
      <Link to="/events/new">
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t("new")}
      </Link>
    </Button>
  );
  return (
    <Page>
      <PageHeader title={t("title")} lead={t("lead", { city: zoneCity(zone) })} action={add || undefined} />
      <Tabs
        label={t("filters")}
        value={filter}
        onChange={(next) => go({ ...search, filter: next as EventFilter })}
        tabs={filters.map((value) => ({
          value,
          label: t(`filter.${value}`),
          content: value === filter && <Events search={search} onChange={go} />,
        }))}
      />
    </Page>
  );
}

type Props = { search: EventSearch; onChange: (next: EventSearch) => void };

function Events({ search, onChange }: Props) {
  const { t } = useTranslation("events");
  const list = useInfiniteQuery(eventsQuery(search));
  const events = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-6">
      <Finder search={search} onChange={onChange} />
      {list.isPending ? (
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-busy>
          <EventCardSkeleton />
          <EventCardSkeleton />
          <EventCardSkeleton />
        </div>
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
      ) : events.length === 0 ? (
        <Nothing search={search} onChange={onChange} />
      ) : (
        <ul aria-label={t("title")} className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {events.map((event) => (
            <li key={event.id}>
              <EventCard event={event} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore list={list} />
    </div>
  );
}

/** Typing is asked about once it pauses; the address always says what is shown. */
function Finder({ search, onChange }: Props) {
  const { t } = useTranslation("events");
  const tags = useQuery(tagsQuery);
  const [typed, setTyped] = useState(search.q);
  const settled = useDebounced(typed.trim());
  // Cleared, or gone back to, from elsewhere on the page.
  const [shown, setShown] = useState(search.q);
  if (shown !== search.q) {
    setShown(search.q);
    if (search.q !== settled) setTyped(search.q);
  }
  const ask = useEffectEvent((q: string) => q !== search.q && onChange({ ...search, q }));
  useEffect(() => {
    ask(settled);
  }, [settled]);
  const known = tags.data?.items ?? [];
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={t("search")} quiet className="relative min-w-56 grow">
        <Input
          type="search"
          value={typed}
          maxLength={100}
          placeholder={t("search")}
          onChange={(event) => setTyped(event.target.value)}
          className="pl-10"
        />
        <Search
          size={18}
          strokeWidth={1.75}
          aria-hidden
          className="pointer-events-none absolute bottom-3.25 left-3 text-ink-3"
        />
      </Field>
      {known.length > 0 && (
        <Select
          aria-label={t("tags")}
          value={known.find(({ tag }) => tag === search.tag)?.tag ?? ""}
          onChange={(event) => onChange({ ...search, tag: event.target.value })}
          className="max-sm:w-full"
        >
          <option value="">{t("allTags")}</option>
          {known.map(({ tag, count }) => (
            <option key={tag} value={tag}>
              {tag} ({count})
            </option>
          ))}
        </Select>
      )}
      {search.tag && (
        <div className="w-full">
          <Chip onRemove={() => onChange({ ...search, tag: "" })} removeLabel={t("removeTag")}>
            {t("tagActive", { tag: search.tag })}
          </Chip>
        </div>
      )}
    </div>
  );
}

function Nothing({ search, onChange }: Props) {
  const { t } = useTranslation("events");
  const icon = <CalendarDays strokeWidth={1.75} />;
  if (search.q || search.tag)
    return (
      <EmptyState
        icon={icon}
        title={t("empty.found")}
        action={
          <Button variant="secondary" onClick={() => onChange({ ...search, q: "", tag: "" })}>
            {t("empty.clear")}
          </Button>
        }
      />
    );
  const own = search.filter === "mine" || search.filter === "hosting";
  return (
    <EmptyState
      icon={icon}
      title={t(`empty.${search.filter}`)}
      action={
        search.filter === "mine" ? (
          <Button variant="secondary" onClick={() => onChange({ filter: "upcoming", q: "", tag: "" })}>
            {t("empty.look")}
          </Button>
        ) : undefined
      }
    >
      {own && t(search.filter === "mine" ? "empty.mineBody" : "empty.hostingBody")}
    </EmptyState>
  );
}
