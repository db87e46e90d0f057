import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Search, SlidersHorizontal } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { MentorSort } from "@/api/contract.gen";
import type { Ahead } from "@/lib/ahead";
import { happened } from "@/lib/counting";
import { useViewerZone } from "@/lib/preferences";
import { useNow } from "@/lib/use-now";
import { useOnceSettled } from "@/lib/use-once-settled";
import { useWide } from "@/lib/use-wide";
import { zoneCity } from "@/lib/zones";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Sheet } from "@/ui/dialog";
import { Page, PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { ErrorState, LoadMore } from "@/ui/states";
import { facetsQuery, mentorsQuery } from "./api/queries";
import { ActiveFilters } from "./components/active-filters";
import { Facets } from "./components/facets";
import { MentorCard, MentorCardSkeleton } from "./components/mentor-card";
import { NobodyFits } from "./components/nobody-fits";
import {
  activeFilters,
  parseSearch,
  type SearchState,
  toParams,
  toQuery,
  without,
} from "./model/search-state";

export const ahead: Ahead = ({ searchParams }) => {
  const query = toQuery(parseSearch(searchParams), new Date());
  return [mentorsQuery(query), facetsQuery(query)];
};

const sorts: MentorSort[] = ["next_free", "rating", "price", "newest"];

export default function SearchPage() {
  const { t } = useTranslation("mentors");
  const [params, setParams] = useSearchParams();
  const [zone] = useViewerZone();
  const now = useNow(300_000);
  const wide = useWide();
  const [sheet, setSheet] = useState(false);
  const state = useMemo(() => parseSearch(params), [params]);
  const query = useMemo(() => toQuery(state, now), [state, now]);

  // Typing replaces the entry in the history; choosing a filter makes a new one, so that "back" undoes it.
  const go = useCallback(
    (next: SearchState, replace = false) => setParams(toParams(next), { replace, preventScrollReset: true }),
    [setParams],
  );
  const change = useCallback((part: Partial<SearchState>) => go({ ...state, ...part }), [go, state]);

  const list = useInfiniteQuery(mentorsQuery(query));
  const facets = useQuery(facetsQuery(query));
  const mentors = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const filterCount = activeFilters(state).filter((filter) => filter !== "q").length;
  const panel = <Facets state={state} facets={facets.data} onChange={change} />;

  return (
    <Page>
      <PageHeader title={t("search.title")} lead={t("search.lead", { city: zoneCity(zone) })} />
      <div className="grid grid-cols-1 gap-x-10 lg:grid-cols-[13.5rem_minmax(0,1fr)]">
        <aside aria-label={t("search.filters")} className="hidden lg:block">
          {wide && panel}
        </aside>
        <div className="flex min-w-0 flex-col gap-4">
          <SearchField value={state.q ?? ""} onChange={(q) => go({ ...state, q: q || undefined }, true)} />
          <ActiveFilters
            state={state}
            onRemove={(filter) => go(without(state, filter))}
            onClear={() => go({ sort: state.sort })}
          />
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
            <p role="status" className="tabular text-sm font-medium text-ink-2 max-sm:w-full">
              {list.data ? t("search.count", { count: total }) : " "}
            </p>
            <div className="flex items-center gap-2 max-sm:w-full max-sm:*:flex-1">
              <Button variant="secondary" size="sm" className="lg:hidden" onClick={() => setSheet(true)}>
                <SlidersHorizontal size={18} strokeWidth={1.75} aria-hidden />
                {filterCount ? t("search.filtersActive", { count: filterCount }) : t("search.filters")}
              </Button>
              <Select
                aria-label={t("search.sort")}
                value={state.sort ?? "next_free"}
                onChange={(event) => change({ sort: event.target.value as MentorSort })}
                className="[&_select]:h-9 [&_select]:text-sm"
              >
                {sorts.map((sort) => (
                  <option key={sort} value={sort}>
                    {t(`search.sort_${sort}`)}
                  </option>
                ))}
              </Select>
            </div>
          </div>

          {list.isError && !list.data ? (
            <ErrorState error={list.error} onRetry={() => list.refetch()} busy={list.isFetching} />
          ) : list.data && mentors.length === 0 ? (
            <NobodyFits state={state} now={now} onChange={(next) => go(next)} />
          ) : (
            <ul
              aria-busy={list.isPending}
              className={cn(
                "grid grid-cols-1 gap-4 transition-opacity sm:grid-cols-2",
                list.isPlaceholderData && "opacity-60",
              )}
            >
              {list.isPending
                ? ["a", "b", "c", "d", "e", "f"].map((key) => (
                    <li key={key}>
                      <MentorCardSkeleton />
                    </li>
                  ))
                : mentors.map((mentor) => (
                    <li key={mentor.mentor_id}>
                      <MentorCard mentor={mentor} />
                    </li>
                  ))}
            </ul>
          )}
          <LoadMore list={list} label={t("search.more")} />
        </div>
      </div>
      <Sheet
        open={sheet}
        onOpenChange={setSheet}
        title={t("search.filters")}
        footer={
          <>
            {filterCount > 0 && (
              <Button variant="ghost" onClick={() => go({ q: state.q, sort: state.sort })}>
                {t("search.clear")}
              </Button>
            )}
            <Button onClick={() => setSheet(false)}>{t("search.show", { count: total })}</Button>
          </>
        }
      >
        {panel}
      </Sheet>
    </Page>
  );
}

/** Searches while one types, 300 ms after the last key. Follows the address when "back" changes it. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("mentors");
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    // Our own question coming back must not overwrite what was typed meanwhile.
    if (value !== asked.current) setTyped(null);
  }, [value]);
  useOnceSettled(typed, 300, (text) => {
    const q = text.trim();
    if (q === value) return;
    asked.current = q;
    if (q) happened("search");
    onChange(q);
  });
  return (
    <search className="relative">
      <Search
        size={20}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-ink-3"
      />
      <input
        type="search"
        value={typed ?? value}
        maxLength={100}
        onChange={(event) => setTyped(event.target.value)}
        aria-label={t("search.field")}
        placeholder={t("search.placeholder")}
        className="h-12 w-full rounded-md border border-line-strong bg-surface pr-4 pl-12 transition-colors hover:border-ink-3 focus-visible:outline-offset-0"
      />
    </search>
  );
}
