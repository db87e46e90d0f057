import { useEffect, useRef, useState } from "react";
import { live } from "@/api/live";
import { useLiveEvent } from "@/lib/use-live";

const worth = 6_000;
const every = 3_000;

/** Whether the other side is writing, for as long as that is worth something. */
export function useTheyType(conversation: number, other: number): boolean {
  const [typing, setTyping] = useState<{ conversation: number; count: number } | null>(null);
  useEffect(() => {
    if (!typing) return;
    const timer = setTimeout(() => setTyping(null), worth);
    return () => clearTimeout(timer);
  }, [typing]);
  useLiveEvent("chat.typing_now", (now) => {
    if (now.conversation === conversation && now.account === other)
      setTyping((before) => ({ conversation, count: (before?.count ?? 0) + 1 }));
  });
  // What they were writing is here.
  useLiveEvent("chat.message", (message) => {
    if (message.conversation === conversation && message.sender === other) setTyping(null);
  });
  return typing?.conversation === conversation;
}

/** Tells the other side that the viewer is writing, at most every three seconds. */
export function useTellTyping(conversation: number): () => void {
  const told = useRef(0);
  return () => {
    const now = Date.now();
    if (now - told.current < every) return;
    told.current = now;
    live.mention("chat.typing", { conversation });
  };
}
