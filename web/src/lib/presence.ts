import { useEffect, useSyncExternalStore } from "react";
import type { PresenceOf } from "@/api/contract.gen";
import { live } from "@/api/live";

/**
 * Who is there, as far as this tab has asked. Everybody that a component on the page wants is watched over the live
 * connection; the server tells one list per connection, so the wishes are put together here.
 */
const known = new Map<number, PresenceOf>();
const wishes = new Map<number, number>();
const watchers = new Set<() => void>();
const atMost = 100;
let timer: ReturnType<typeof setTimeout> | undefined;

function learn(people: PresenceOf[]) {
  for (const person of people) known.set(person.account, person);
  for (const watcher of watchers) watcher();
}

/** Components come and go in groups: one message for all of them. */
function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const accounts = [...wishes.keys()].slice(0, atMost);
    live.request("presence.watch", { accounts }).then(
      ({ people }) => learn(people),
      () => {}, // not connected: asked again by the next connection
    );
  }, 100);
}

live.on("presence", (person) => learn([person]));
live.onConnect(askSoon);
// While the connection is away nobody is known to be there.
live.subscribe(() => {
  if (live.status().state === "up") return;
  known.clear();
  for (const watcher of watchers) watcher();
});

function subscribe(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

type Known = { account: number; online: boolean; last_seen: string | null };

/** `told` is what an answer of the server said; the live connection knows better once it stands. */
export function usePresence(told: Known): Known {
  const { account } = told;
  useEffect(() => {
    wishes.set(account, (wishes.get(account) ?? 0) + 1);
    askSoon();
    return () => {
      const left = (wishes.get(account) ?? 1) - 1;
      if (left > 0) wishes.set(account, left);
      else wishes.delete(account);
      askSoon();
    };
  }, [account]);
  return useSyncExternalStore(subscribe, () => known.get(account)) ?? told;
}
