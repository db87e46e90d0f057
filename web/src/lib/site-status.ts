import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";
import { formatMinutes, formatSeconds } from "./format";

/**
 * Test mode, maintenance, and the rules of this site. Asked once, then every minute; while the site is closed more often,
 * so that everybody goes on as soon as it opens. The live connection and refused calls bring the news earlier.
 */
export const siteStatusQuery = queryOptions({
  queryKey: ["site", "status"],
  queryFn: ({ signal }) => call("site.status", {}, signal),
  staleTime: 60_000,
  refetchInterval: ({ state }) => (state.data?.maintenance_mode ? 10_000 : 60_000),
});

export const useTestMode = () => useQuery(siteStatusQuery).data?.test_mode ?? false;

/** The rules of money before there is a booking; undefined until the server has told them. */
export function useBookingRules() {
  const status = useQuery(siteStatusQuery).data;
  return (
    status && {
      hold: formatSeconds(status.hold_seconds),
      free: formatMinutes(status.free_cancellation_hours * 60),
      freeUntil: (start: string) => new Date(Date.parse(start) - status.free_cancellation_hours * 3_600_000),
    }
  );
}
