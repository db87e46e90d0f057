import { infiniteQueryOptions, type QueryKey, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { FreeTimes, FreeTimesQuery, MoveTimesQuery, When } from "@/api/contract.gen";

export type Side = "student" | "mentor";

export type Range = { from: string; to: string; zone: string };

/** Free times go stale fast: somebody else may be booking. */
const timesQuery = (queryKey: QueryKey, ask: (signal: AbortSignal) => Promise<FreeTimes>) =>
  queryOptions({
    queryKey,
    queryFn: ({ signal }) => ask(signal),
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
export type TimesQuery = ReturnType<typeof timesQuery>;

export const freeTimesQuery = (mentor: string, query: FreeTimesQuery) =>
  timesQuery(["booking", "freeTimes", mentor, query], (signal) =>
    call("booking.freeTimes", { params: { mentor }, query }, signal),
  );

/** Where a session can be moved to. */
export const moveTimesQuery = (booking: number, query: MoveTimesQuery) =>
  timesQuery(["booking", "moveTimes", booking, query], (signal) =>
    call("booking.moveTimes", { params: { booking }, query }, signal),
  );

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
