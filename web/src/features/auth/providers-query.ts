import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const providersQuery = queryOptions({
  queryKey: ["auth", "providers"],
  queryFn: ({ signal }) => call("auth.providers", {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});
