import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Status } from "@/api/contract.gen";
import { useLiveEvent } from "@/lib/use-live";

export const ticketsQuery = infiniteQueryOptions({
  queryKey: ["support", "tickets"],
  queryFn: ({ pageParam, signal }) => call("support.tickets", { query: { cursor: pageParam } }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});

export const queueQuery = (status: Status, mine: boolean) =>
  infiniteQueryOptions({
    queryKey: ["support", "queue", status, mine],
    queryFn: ({ pageParam, signal }) =>
      call("support.queue", { query: { status, mine: mine || undefined, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const ticketQuery = (ticket: number) =>
  queryOptions({
    queryKey: ["support", "ticket", ticket],
    queryFn: ({ signal }) => call("support.ticket", { params: { ticket } }, signal),
  });

/** What was said, in pages from the newest to the oldest; each page stands oldest first. */
export const wordsQuery = (conversation: number) =>
  infiniteQueryOptions({
    queryKey: ["support", "words", conversation],
    queryFn: ({ pageParam, signal }) =>
      call("chat.messages", { params: { conversation }, query: { before: pageParam } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.older ? page.items[0]?.seq : undefined),
    enabled: conversation > 0,
  });

/** Whatever is on the page is asked for again when a ticket changed or something was said. */
export function useSupportNews() {
  const cache = useQueryClient();
  const again = () => void cache.invalidateQueries({ queryKey: ["support"] });
  useLiveEvent("support.ticket_changed", again);
  useLiveEvent("chat.message", again);
}
