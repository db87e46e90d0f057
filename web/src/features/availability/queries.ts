import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

/** The whole schedule of the signed-in mentor. */
export const availabilityKey = ["availability"];

// Not below availabilityKey: what somebody edits there is never asked for again behind their back.
export const vacationsQuery = queryOptions({
  queryKey: ["vacations"],
  queryFn: ({ signal }) => call("availability.vacations", {}, signal),
});

/** Below "booking": what falls into some days. */
export const fallsIntoQuery = (from: string, to: string, zone: string) =>
  queryOptions({
    queryKey: ["booking", "calendar", from, to, zone],
    queryFn: ({ signal }) => call("booking.calendar", { query: { from, to, zone } }, signal),
  });

export const feedQuery = queryOptions({
  queryKey: ["calendarFeed"],
  queryFn: ({ signal }) => call("busyTimes.get", {}, signal),
  // The first reading takes a moment; whoever waits for it sees it come.
  refetchInterval: (query) => (query.state.data?.reading ? 2_000 : false),
});

/** Days or hours are free, or not, that were not before. */
export function timesChanged(cache: QueryClient) {
  void cache.invalidateQueries({ queryKey: vacationsQuery.queryKey });
  void cache.invalidateQueries({ queryKey: ["booking"] });
  void cache.invalidateQueries({ queryKey: ["mentors"] });
}
