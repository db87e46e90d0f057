import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { EventFilter } from "@/api/contract.gen";
import { useLiveEvent } from "@/lib/use-live";

export type EventSearch = { filter: EventFilter; q: string; tag: string };

export const eventsQuery = ({ filter, q, tag }: EventSearch) =>
  infiniteQueryOptions({
    queryKey: ["events", "list", filter, q, tag],
    queryFn: ({ pageParam, signal }) =>
      call(
        "events.list",
        { query: { filter, q: q || undefined, tag: tag || undefined, cursor: pageParam } },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const nextEventsQuery = queryOptions({
  queryKey: ["events", "next"],
  queryFn: ({ signal }) => call("events.list", { query: { limit: 3 } }, signal),
});

export const tagsQuery = queryOptions({
  queryKey: ["events", "tags"],
  queryFn: ({ signal }) => call("events.tags", {}, signal),
});

export const eventQuery = (event: number) =>
  queryOptions({
    queryKey: ["events", "one", event],
    queryFn: ({ signal }) => call("events.get", { params: { event } }, signal),
    enabled: Number.isSafeInteger(event) && event > 0,
  });

export const attendeesQuery = (event: number) =>
  infiniteQueryOptions({
    queryKey: ["events", "attendees", event],
    queryFn: ({ pageParam, signal }) =>
      call("events.attendees", { params: { event }, query: { cursor: pageParam } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
    enabled: Number.isSafeInteger(event) && event > 0,
  });

/** An offer, a change or a cancellation comes as a notification: what is on the page is asked for again. */
export function useEventNews() {
  const cache = useQueryClient();
  useLiveEvent("notification.new", ({ notification }) => {
    if (notification.kind.startsWith("events.")) void cache.invalidateQueries({ queryKey: ["events"] });
  });
}
