import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

/** Whether a code is asked for beside the password. */
export const factorQuery = queryOptions({
  queryKey: ["account", "second-factor"],
  queryFn: ({ signal }) => call("auth.secondFactor", {}, signal),
});
