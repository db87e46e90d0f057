import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

/** The dashboard's own query: both show the same profile. */
export const ownMentorQuery = queryOptions({
  queryKey: ["mentors", "me"],
  queryFn: ({ signal }) => call("mentors.me", {}, signal),
});
