import type { MentorSearch, MentorSort } from "@/api/contract.gen";

/**
 * What the mentor list shows, as it stands in the address: shareable, survives reload and "back".
 * Money is in minor units. `within` is a number of days; the server's `free_before` is computed from it when asking.
 */
export type SearchState = {
  q?: string;
  skill?: string;
  language?: string;
  zone?: string;
  price_max?: number;
  rating_min?: number;
  within?: number;
  sort?: MentorSort;
};
export type Filter = Exclude<keyof SearchState, "sort">;

export const filters: Filter[] = ["q", "skill", "language", "price_max", "rating_min", "within", "zone"];
const sorts: MentorSort[] = ["next_free", "rating", "price", "newest"];

/** Reads an address; whatever makes no sense in it is left out instead of failing the page. */
export function parseSearch(params: URLSearchParams): SearchState {
  const text = (name: string, max: number) => params.get(name)?.trim().slice(0, max) || undefined;
  const number = (name: string, min: number, max: number) => {
    const value = Number(params.get(name) || Number.NaN);
    return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
  };
  const sort = params.get("sort") as MentorSort | null;
  const state: SearchState = {
    q: text("q", 100),
    skill: text("skill", 60),
    language: text("language", 60),
    zone: text("zone", 60),
    price_max: number("price_max", 1, 1_000_000_000),
    rating_min: number("rating_min", 1, 5),
    within: number("within", 1, 60),
    sort: sort && sorts.includes(sort) && sort !== "next_free" ? sort : undefined,
  };
  return clean(state);
}

/** Always in the same order: the same search has one address. */
export function toParams(state: SearchState): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of [...filters, "sort"] as const) {
    const value = state[name];
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  return params;
}

function clean(state: SearchState): SearchState {
  return Object.fromEntries(
    Object.entries(state).filter(([, value]) => value !== undefined && value !== ""),
  ) as SearchState;
}

/** The question for the server. Rounded to the hour, so that the same filter asked twice is the same question. */
export function toQuery({ within, ...rest }: SearchState, now: Date): MentorSearch {
  if (!within) return rest;
  const hour = Math.floor(now.getTime() / 3_600_000) * 3_600_000;
  return { ...rest, free_before: new Date(hour + within * 86_400_000).toISOString() };
}

export const activeFilters = (state: SearchState) => filters.filter((name) => state[name] !== undefined);

export function without(state: SearchState, filter: Filter): SearchState {
  return clean({ ...state, [filter]: undefined });
}
