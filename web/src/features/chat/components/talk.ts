import { createContext, useContext } from "react";
import type { Attachment, Conversation, Message } from "@/api/contract.gen";
import type { Outbox } from "../model/outbox";

/** What a row may ask of the conversation it stands in. */
export type Talk = {
  conversation: Conversation;
  /** The thread that is shown; null in the conversation itself. */
  thread: number | null;
  outbox: Outbox | null;
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  openThread: (message: Message) => void;
  react: (message: Message, sign: string, on: boolean) => void;
  /** Opens a dialog about a message. */
  ask: (what: Asked) => void;
  jumpTo: (seq: number) => void;
};
export type Asked =
  | { kind: "delete" | "report" | "edits" | "menu"; message: Message }
  | { kind: "image"; attachment: Attachment; by: string };

const Context = createContext<Talk | null>(null);
export const TalkProvider = Context.Provider;

export function useTalk(): Talk {
  const talk = useContext(Context);
  if (!talk) throw new Error("a message stands outside of a conversation");
  return talk;
}

/** In a conversation of two, what is not theirs is the viewer's, from whatever device. */
export const isOwn = (message: Message, { with: other }: Conversation) => message.sender !== other.account;
