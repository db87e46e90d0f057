import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { call } from "@/api/call";
import { live } from "@/api/live";
import { afterRead } from "../model/conversation";
import { patchConversation } from "./cache";
import { eachView } from "./views";

const every = 1_000;
const glance = 150;

/** Somebody looks at this page now, as far as a browser can tell. */
export const isWatched = () => document.visibilityState === "visible" && document.hasFocus();

type Place = {
  conversation: number;
  thread: number | null /** Where the viewer's cursor is. */;
  read: number;
};

/**
 * Moves the viewer's cursor to what they have seen: only while they look, at most once a second. The returned
 * function is told the last number on the screen.
 */
export function useMarkRead(place: Place): (seq: number) => void {
  const cache = useQueryClient();
  const latest = useRef(place);
  useLayoutEffect(() => {
    latest.current = place;
  });
  const [marker] = useState(() => makeMarker(() => latest.current, cache));
  useEffect(() => {
    window.addEventListener("focus", marker.consider);
    document.addEventListener("visibilitychange", marker.consider);
    return () => {
      marker.stop();
      window.removeEventListener("focus", marker.consider);
      document.removeEventListener("visibilitychange", marker.consider);
    };
  }, [marker]);
  return marker.see;
}

function makeMarker(place: () => Place, cache: QueryClient) {
  let seen = 0;
  let told = 0;
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const due = () => isWatched() && seen > Math.max(place().read, told);

  async function tell() {
    timer = undefined;
    if (!due()) return;
    const { conversation, thread } = place();
    const body = { up_to: seen, ...(thread !== null && { thread }) };
    told = seen;
    last = Date.now();
    try {
      const state =
        live.status().state === "up"
          ? await live.request("chat.mark_read", { conversation, ...body })
          : await call("chat.markRead", { params: { conversation }, body });
      patchConversation(cache, conversation, (now) => afterRead(now, state));
      eachView(conversation, (view) => view.threadRead(state));
    } catch {
      told = 0; // the next look tells it again
    }
  }

  const consider = () => {
    if (due()) timer ??= setTimeout(tell, Math.max(glance, last + every - Date.now()));
  };
  return {
    consider,
    see(seq: number) {
      seen = Math.max(seen, seq);
      consider();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
