import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const tokensQuery = queryOptions({
  queryKey: ["account", "api-tokens"],
  queryFn: ({ signal }) => call("auth.apiTokens", {}, signal),
});
