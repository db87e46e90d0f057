import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Box } from "@/api/contract.gen";

export const conversationsQuery = (box: Box) =>
  infiniteQueryOptions({
    queryKey: ["chat", "conversations", box],
    queryFn: ({ pageParam, signal }) =>
      call("chat.conversations", { query: { box, cursor: pageParam, limit: 30 } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const conversationQuery = (conversation: number) =>
  queryOptions({
    queryKey: ["chat", "conversation", conversation],
    queryFn: ({ signal }) => call("chat.conversation", { params: { conversation } }, signal),
  });

/** What the badges show. Also in the shell, under the same key. */
export const summaryQuery = queryOptions({
  queryKey: ["chat", "summary"],
  queryFn: ({ signal }) => call("chat.summary", {}, signal),
});

export const searchQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["chat", "search", q],
    queryFn: ({ pageParam, signal }) =>
      call("chat.search", { query: { q, before: pageParam, limit: 20 } }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

export const editsQuery = (message: number) =>
  queryOptions({
    queryKey: ["chat", "edits", message],
    queryFn: ({ signal }) => call("chat.edits", { params: { message } }, signal),
    staleTime: 0,
  });

export const liveSettingsQuery = queryOptions({
  queryKey: ["realtime", "settings"],
  queryFn: ({ signal }) => call("realtime.settings", {}, signal),
});
