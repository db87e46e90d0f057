import { createContext, useContext } from "react";
import type { Attachment, Conversation, Message, Person } from "@/api/contract.gen";
import type { Outbox } from "../model/outbox";

/** What a row may ask of the conversation it stands in: nothing that changes with every message. */
export type Talk = {
  other: Person;
  canSend: boolean;
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

const Open = createContext<Conversation | null>(null);
export const OpenConversationProvider = Open.Provider;

/** The conversation as it is at this moment. */
export function useOpenConversation(): Conversation {
  const conversation = useContext(Open);
  if (!conversation) throw new Error("a part of a conversation stands outside of one");
  return conversation;
}

export function useTalk(): Talk {
  const talk = useContext(Context);
  if (!talk) throw new Error("a message stands outside of a conversation");
  return talk;
}

/** In a conversation of two, what is not theirs is the viewer's, from whatever device. */
export const isOwn = (message: Message, other: Person) => message.sender !== other.account;
