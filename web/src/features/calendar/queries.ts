import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

/** Below "booking", so that whatever happens to a session renews it. */
export const calendarQuery = (from: string, to: string, zone: string) =>
  queryOptions({
    queryKey: ["booking", "calendar", from, to, zone],
    queryFn: ({ signal }) => call("booking.calendar", { query: { from, to, zone } }, signal),
  });

export const feedQuery = queryOptions({
  queryKey: ["calendar", "feed"],
  queryFn: ({ signal }) => call("calendar.feed", {}, signal),
});
