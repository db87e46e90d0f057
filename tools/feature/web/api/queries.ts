import { queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const @camel@Query = queryOptions({
  queryKey: ["@name@", "list"],
  queryFn: ({ signal }) => call("@name@.list", {}, signal),
});
