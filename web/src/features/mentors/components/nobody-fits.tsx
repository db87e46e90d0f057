import { useQueries } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";
import { facetsQuery } from "../api/queries";
import { activeFilters, type SearchState, toQuery, without } from "../model/search-state";
import { useFilterName } from "./active-filters";

/** No result: says which filter to loosen, with the number of mentors that would give. */
export function NobodyFits({
  state,
  now,
  onChange,
}: {
  state: SearchState;
  now: Date;
  onChange: (state: SearchState) => void;
}) {
  const { t } = useTranslation("mentors");
  const nameOf = useFilterName();
  const active = activeFilters(state);
  const counts = useQueries({
    queries: active.map((filter) => facetsQuery(toQuery(without(state, filter), now))),
  });
  if (active.length === 0) {
    return <EmptyState icon={<SearchX strokeWidth={1.75} />} title={t("empty.none")} />;
  }
  const ways = active
    .map((filter, index) => ({ filter, count: counts[index]?.data?.total, asking: counts[index]?.isPending }))
    .filter(({ count }) => count !== 0) // undefined: still being asked, or there was no answer
    .sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
  return (
    <EmptyState
      icon={<SearchX strokeWidth={1.75} />}
      title={t("empty.title")}
      action={
        <div className="flex flex-col items-stretch gap-2">
          {ways.map(({ filter, count, asking }, index) => (
            <Button
              key={filter}
              variant={index === 0 && count ? "soft" : "secondary"}
              busy={asking}
              onClick={() => onChange(without(state, filter))}
            >
              {count === undefined
                ? t("empty.dropPlain", { name: nameOf(state, filter) })
                : t("empty.drop", { name: nameOf(state, filter), count })}
            </Button>
          ))}
          {(active.length > 1 || ways.length === 0) && (
            <Button
              variant={ways.length ? "ghost" : "secondary"}
              onClick={() => onChange({ sort: state.sort })}
            >
              {t("search.clear")}
            </Button>
          )}
        </div>
      }
    >
      {ways.length > 0 ? t("empty.body") : t("empty.several")}
    </EmptyState>
  );
}
