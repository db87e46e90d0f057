import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const listQuery = infiniteQueryOptions({
  queryKey: ["notifications", "list"],
  queryFn: ({ pageParam, signal }) =>
    call("notifications.list", { query: { cursor: pageParam, limit: 20 } }, signal),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
  staleTime: 0,
});

export const settingsQuery = queryOptions({
  queryKey: ["notifications", "settings"],
  queryFn: ({ signal }) => call("notifications.settings", {}, signal),
});
