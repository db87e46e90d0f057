import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { FreeTimesQuery, When } from "@/api/contract.gen";

export type Side = "student" | "mentor";

/** Free times go stale fast: somebody else may be booking. */
export const freeTimesQuery = (mentor: string, query: FreeTimesQuery) =>
  queryOptions({
    queryKey: ["booking", "freeTimes", mentor, query],
    queryFn: ({ signal }) => call("booking.freeTimes", { params: { mentor }, query }, signal),
    staleTime: 15_000,
    refetchInterval: 60_000,
  });

export const bookingsQuery = (as: Side, when: When) =>
  infiniteQueryOptions({
    queryKey: ["booking", "list", as, when],
    queryFn: ({ pageParam, signal }) =>
      call("booking.list", { query: { as, when, cursor: pageParam, limit: 20 } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** The next sessions of one side, whoever they are with. */
export const soonWithQuery = (as: Side) =>
  queryOptions({
    queryKey: ["booking", "soonWith", as],
    queryFn: ({ signal }) => call("booking.list", { query: { as, when: "upcoming", limit: 50 } }, signal),
  });

export const bookingQuery = (booking: number) =>
  queryOptions({
    queryKey: ["booking", "one", booking],
    queryFn: ({ signal }) => call("booking.get", { params: { booking } }, signal),
  });
