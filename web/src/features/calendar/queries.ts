import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const feedQuery = queryOptions({
  queryKey: ["calendar", "feed"],
  queryFn: ({ signal }) => call("calendar.feed", {}, signal),
});
