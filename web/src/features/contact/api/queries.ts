import { infiniteQueryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";

export const messagesQuery = (handled: boolean) =>
  infiniteQueryOptions({
    queryKey: ["contact", "messages", handled],
    queryFn: ({ pageParam, signal }) =>
      call("contact.messages", { query: { handled, cursor: pageParam } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 120_000,
  });
