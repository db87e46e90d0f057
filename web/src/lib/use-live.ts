import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import type { EventsToClient } from "@/api/contract.gen";
import { type LiveName, live } from "@/api/live";

export const useLive = () => useSyncExternalStore(live.subscribe, live.status, live.status);
/** For what is polled only while nobody tells. */
export const useLiveUp = () => useLive().state === "up";

export function useLiveEvent<N extends LiveName>(name: N, listener: (payload: EventsToClient[N]) => void) {
  const latest = useEffectEvent(listener);
  useEffect(() => live.on(name, (payload) => latest(payload)), [name]);
}

const patience = 3_000;

/** Whether the connection has been away long enough to say so: a blink is nobody's business. */
export function useLiveMissing(): boolean {
  const { state, since } = useLive();
  const [, look] = useState(0);
  const left = since === null ? null : Math.max(0, since + patience - Date.now());
  useEffect(() => {
    if (!left) return;
    const timer = setTimeout(() => look((count) => count + 1), left);
    return () => clearTimeout(timer);
  }, [left]);
  return state !== "off" && left === 0;
}
