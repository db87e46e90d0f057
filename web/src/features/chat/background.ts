import { type QueryClient, QueryObserver } from "@tanstack/react-query";
import { session } from "@/api/session";
import { setTitleBadge } from "@/lib/use-title";
import { startDesktop } from "./api/desktop";
import { listenToChat } from "./api/listen";
import { forgetOutbox, startOutbox } from "./api/outbox";
import { summaryQuery } from "./api/queries";
import { forgetViews } from "./api/views";
import { forgetDrafts } from "./model/drafts";

/**
 * What goes on while somebody is signed in, on whatever page: lists and badges follow the live connection, what is
 * written offline is sent, the tab's title counts, the desktop is told. Returns the stop function.
 */
export function startChat(cache: QueryClient, open: (path: string) => void): () => void {
  const badge = new QueryObserver(cache, summaryQuery);
  const stops = [
    listenToChat(cache),
    startOutbox(cache),
    startDesktop(cache, open),
    badge.subscribe(({ data }) => setTitleBadge(data?.unread ?? 0)),
  ];
  return () => {
    for (const stop of stops) stop();
    setTitleBadge(0);
    forgetViews();
  };
}

/** Before somebody signs out: nothing they wrote stays on this device. */
export async function forgetChat(cache: QueryClient) {
  const owner = session.current()?.user.email;
  if (owner) forgetDrafts(owner);
  await forgetOutbox(cache);
}
