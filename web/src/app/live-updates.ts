import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/api/call";
import { live } from "@/api/live";
import { session } from "@/api/session";
import { siteStatusQuery } from "@/lib/site-status";

/** What the live connection means for pages: whatever somebody looks at is asked for again when it changed. */
function listen(cache: QueryClient) {
  const stale = (...names: string[]) => {
    for (const name of names) void cache.invalidateQueries({ queryKey: [name] });
  };
  return [
    live.on("notification.new", () => stale("notifications", "waitlist")),
    live.on("notification.read", () => stale("notifications")),
    live.on("notification.one_read", () => stale("notifications")),
    live.on("booking.changed", () => stale("booking", "payments", "waitlist", "workspace")),
    live.on("payment.changed", () => stale("payments", "booking", "ledger")),
    live.on("mentor.approval_changed", () => {
      stale("mentors");
      call("auth.me").then(session.setUser, () => {}); // the next sign-in brings it as well
    }),
    live.on("workspace.changed", () => stale("workspace")),
    live.on("site.maintenance", (news) =>
      cache.setQueryData(siteStatusQuery.queryKey, (known) => known && { ...known, ...news }),
    ),
    live.onReload(() => stale("notifications", "booking", "payments", "ledger", "waitlist", "workspace")),
  ];
}

/** Runs while somebody is signed in; another account starts afresh. `open` leads to a page of this client. */
export function startLive(cache: QueryClient, open: (path: string) => void) {
  let running: { owner: string; stop: () => void } | null = null;
  const follow = () => {
    const owner = session.current()?.user.email ?? null;
    if (running?.owner === owner) return;
    running?.stop();
    running = owner === null ? null : { owner, stop: run(cache, open) };
  };
  follow();
  session.subscribe(follow);
}

function run(cache: QueryClient, open: (path: string) => void): () => void {
  const stops = [...listen(cache), live.start()];
  let ended = false;
  // Chat's part is bigger and can wait until the page stands.
  import("@/features/chat/background").then(
    ({ startChat }) => !ended && stops.push(startChat(cache, open)),
    () => {}, // offline: pages work without, and the next load tries again
  );
  return () => {
    ended = true;
    for (const stop of stops) stop();
  };
}
