import { useTranslation } from "react-i18next";
import { formatMoney, formatNumber } from "@/lib/format";
import { zoneCity } from "@/lib/zones";
import { Chip } from "@/ui/bits";
import { activeFilters, type Filter, type SearchState } from "../model/search-state";

/** The words for one filter, for its chip and for "without …". */
export function useFilterName() {
  const { t } = useTranslation("mentors");
  return (state: SearchState, filter: Filter): string => {
    switch (filter) {
      case "q":
        return t("facet.query", { q: state.q });
      case "price_max":
        return t("facet.priceUpTo", {
          price: formatMoney({ amount: state.price_max ?? 0, currency: "INR" }),
        });
      case "rating_min":
        return t("facet.ratingMin", { rating: formatNumber(state.rating_min ?? 0, 1) });
      case "within":
        return t("facet.within", { count: state.within ?? 1 });
      case "zone":
        return zoneCity(state.zone ?? "");
      default:
        return state[filter] ?? "";
    }
  };
}

export function ActiveFilters({
  state,
  onRemove,
  onClear,
}: {
  state: SearchState;
  onRemove: (filter: Filter) => void;
  onClear: () => void;
}) {
  const { t } = useTranslation("mentors");
  const nameOf = useFilterName();
  const active = activeFilters(state);
  if (active.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {active.map((filter) => {
        const name = nameOf(state, filter);
        return (
          <Chip key={filter} onRemove={() => onRemove(filter)} removeLabel={t("search.remove", { name })}>
            {name}
          </Chip>
        );
      })}
      {active.length > 1 && (
        <button type="button" className="link min-h-9 px-1 text-sm" onClick={onClear}>
          {t("search.clear")}
        </button>
      )}
    </div>
  );
}
