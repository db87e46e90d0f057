import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { EarningFileQuery } from "@/api/contract.gen";

/** Below "ledger", so that whatever happens to a payment renews it. */
export const earningsQuery = queryOptions({
  queryKey: ["ledger", "earnings"],
  queryFn: ({ signal }) => call("ledger.earnings", {}, signal),
});

export const entriesQuery = (filter: EarningFileQuery) =>
  infiniteQueryOptions({
    queryKey: ["ledger", "entries", filter],
    queryFn: ({ pageParam, signal }) =>
      call("ledger.entries", { query: { ...filter, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
