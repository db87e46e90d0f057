import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";

/** Whether this is a test system or under maintenance. Asked once, then every five minutes. */
export const siteStatusQuery = queryOptions({
  queryKey: ["site", "status"],
  queryFn: ({ signal }) => call("site.status", {}, signal),
  staleTime: 300_000,
  refetchInterval: 300_000,
});

export const useTestMode = () => useQuery(siteStatusQuery).data?.test_mode ?? false;
