import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Conversation, Conversations } from "@/api/contract.gen";
import { conversationQuery } from "./queries";

type Pages = InfiniteData<Conversations>;
const lists = { queryKey: ["chat", "conversations"] };

/** The conversation as this tab knows it, wherever it is kept. */
export function knownConversation(cache: QueryClient, id: number): Conversation | undefined {
  const one = cache.getQueryData(conversationQuery(id).queryKey);
  if (one) return one;
  for (const [, data] of cache.getQueriesData<Pages>(lists))
    for (const page of data?.pages ?? []) {
      const found = page.items.find((item) => item.id === id);
      if (found) return found;
    }
  return undefined;
}

/** Changes it everywhere it is kept; false if it is in no list, so that the lists have to be asked again. */
export function patchConversation(
  cache: QueryClient,
  id: number,
  change: (now: Conversation) => Conversation,
): boolean {
  let listed = false;
  cache.setQueryData(conversationQuery(id).queryKey, (now) => now && change(now));
  cache.setQueriesData<Pages>(lists, (data) => {
    if (!data?.pages.some((page) => page.items.some((item) => item.id === id))) return data;
    listed = true;
    const items = (page: Conversations) => page.items.map((item) => (item.id === id ? change(item) : item));
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: items(page) })) };
  });
  return listed;
}

/** The server's answer is newer than anything kept. */
export function keepConversation(cache: QueryClient, conversation: Conversation) {
  cache.setQueryData(conversationQuery(conversation.id).queryKey, conversation);
  const before = knownBoxes(cache, conversation.id);
  patchConversation(cache, conversation.id, () => conversation);
  // Accepted, or new: it belongs into another list than before.
  if (!before.includes(conversation.box)) void cache.invalidateQueries(lists);
}

function knownBoxes(cache: QueryClient, id: number) {
  return cache
    .getQueriesData<Pages>(lists)
    .filter(([, data]) => data?.pages.some((page) => page.items.some((item) => item.id === id)))
    .map(([key]) => key[2]);
}
