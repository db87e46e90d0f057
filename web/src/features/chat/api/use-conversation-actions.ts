import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { call } from "@/api/call";
import type { Conversation, Message, ReportReason } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { toast } from "@/ui/toast";
import { keepConversation } from "./cache";
import { heardChange } from "./listen";

/** Everything one can do to a conversation and its messages, each kept in the cache by the server's answer. */
export function useConversationActions(conversation: number) {
  const cache = useQueryClient();
  return useMemo(() => {
    const params = { conversation };
    const kept = (now: Conversation) => keepConversation(cache, now);
    const heard = (message: Message) => heardChange(cache, message);
    const quietly = (work: Promise<unknown>) =>
      void work.catch((error: unknown) => toast.error(errorText(error)));
    return {
      pin: (pinned: boolean) => quietly(call("chat.setPreferences", { params, body: { pinned } }).then(kept)),
      /** Until an instant, or until it is undone. */
      mute: (until?: string) =>
        quietly(
          call("chat.setPreferences", { params, body: { muted: true, muted_until: until } }).then(kept),
        ),
      unmute: () => quietly(call("chat.setPreferences", { params, body: { muted: false } }).then(kept)),
      accept: () => call("chat.accept", { params }).then(kept),
      block: (on: boolean) => call("chat.block", { params, body: { on } }).then(kept),
      react: (message: Message, emoji: string, on: boolean) =>
        quietly(call("chat.react", { params: { message: message.id }, body: { emoji, on } }).then(heard)),
      edit: (message: Message, text: string) =>
        call("chat.edit", { params: { message: message.id }, body: { text } }).then(heard),
      remove: (message: Message) => call("chat.delete", { params: { message: message.id } }).then(heard),
      report: (message: Message, reason: ReportReason, note: string) =>
        call("chat.report", { params: { message: message.id }, body: { reason, note } }),
    };
  }, [cache, conversation]);
}
export type ConversationActions = ReturnType<typeof useConversationActions>;
