import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { Message } from "@/api/contract.gen";
import { live } from "@/api/live";
import { afterChange, afterMessage, afterRead } from "../model/conversation";
import { keepConversation, knownConversation, patchConversation } from "./cache";
import { summaryQuery } from "./queries";
import { eachView, refreshViews } from "./views";

/** Many events in one moment ask once. */
function gathered(work: () => void, wait = 400) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}

/** Something was said: by an event, or because the server answered that it has our own. */
export function heardMessage(cache: QueryClient, message: Message, own: boolean): boolean {
  eachView(message.conversation, (view) => view.receive(message, own));
  return patchConversation(cache, message.conversation, (now) => afterMessage(now, message));
}

export function heardChange(cache: QueryClient, message: Message) {
  eachView(message.conversation, (view) => view.changed(message));
  patchConversation(cache, message.conversation, (now) => afterChange(now, message));
}

/** Keeps lists, conversations and badges as the live connection tells; returns the stop function. */
export function listenToChat(cache: QueryClient): () => void {
  const askLists = gathered(() => void cache.invalidateQueries({ queryKey: ["chat", "conversations"] }));
  const askSummary = gathered(() => void cache.invalidateQueries({ queryKey: summaryQuery.queryKey }));

  const stops = [
    live.on("chat.message", (message) => {
      const with_ = knownConversation(cache, message.conversation)?.with;
      const listed = heardMessage(cache, message, with_ !== undefined && message.sender !== with_.account);
      if (!listed) askLists();
      askSummary();
    }),
    live.on("chat.message_changed", (message) => heardChange(cache, message)),
    live.on("chat.read", (read) => {
      const with_ = knownConversation(cache, read.conversation)?.with;
      patchConversation(cache, read.conversation, (now) => afterRead(now, read));
      if (read.account === with_?.account) return;
      eachView(read.conversation, (view) => view.threadRead(read));
      askSummary();
    }),
    live.on("chat.conversation_changed", ({ conversation }) => {
      askSummary();
      call("chat.conversation", { params: { conversation } }).then(
        (one) => keepConversation(cache, one),
        () => askLists(), // gone, or not ours: the list knows
      );
    }),
    live.onReload(() => {
      void cache.invalidateQueries({ queryKey: ["chat"] });
      refreshViews();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
