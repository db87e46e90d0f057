import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Wait } from "@/api/contract.gen";

/** Offers come by notification and by a booking that changes, so those renew it: see live updates of the app. */
export const waitsQuery = queryOptions({
  queryKey: ["waitlist", "list"],
  queryFn: ({ signal }) => call("waitlist.list", {}, signal),
});

export const waitQuery = (wait: number) =>
  queryOptions({
    queryKey: ["waitlist", "one", wait],
    queryFn: ({ signal }) => call("waitlist.get", { params: { wait } }, signal),
  });

/** Below "booking": the student's sessions to come, for "only before my present one". */
export const ownSessionsQuery = queryOptions({
  queryKey: ["booking", "waitlist", "own"],
  queryFn: ({ signal }) =>
    call("booking.list", { query: { as: "student", when: "upcoming", limit: 50 } }, signal),
});

/** What an answer about one wait means for everything on the page. */
export function putWait(cache: QueryClient, wait: Wait) {
  cache.setQueryData(waitQuery(wait.id).queryKey, wait);
  void cache.invalidateQueries({ queryKey: waitsQuery.queryKey });
  void cache.invalidateQueries({ queryKey: ["booking"] });
}
