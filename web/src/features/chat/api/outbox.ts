import type { QueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";
import { call } from "@/api/call";
import { live } from "@/api/live";
import { session } from "@/api/session";
import { newKey } from "@/lib/new-key";
import { sendAttachment } from "@/lib/send-file";
import { Outbox, type OutboxStore, type Ports, type Unsent } from "../model/outbox";
import { browserStore } from "../model/outbox-store";
import { heardMessage } from "./listen";

/** The outbox of whoever is signed in, in this tab. */
let current: { owner: string; outbox: Outbox } | null = null;
let store: Promise<OutboxStore> | null = null;

const later: OutboxStore = {
  all: async (owner) => (await opened()).all(owner),
  add: async (unsent) => (await opened()).add(unsent),
  put: async (unsent) => (await opened()).put(unsent),
  remove: async (key) => (await opened()).remove(key),
  clear: async (owner) => (await opened()).clear(owner),
};
function opened() {
  store ??= browserStore();
  return store;
}

/** navigator.locks exists in secure contexts only; elsewhere the server's keys still keep each message single. */
const alone = (owner: string, work: () => Promise<void>): Promise<void> =>
  navigator.locks ? navigator.locks.request(`ax.outbox.${owner}`, work) : work();

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("ax-outbox");

function portsFor(owner: string, cache: QueryClient): Ports {
  return {
    store: later,
    newKey,
    alone,
    now: () => new Date(),
    sent: (message) => heardMessage(cache, message, true),
    changed: () => channel?.postMessage(owner),
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds * (0.5 + Math.random() / 2))),
    send: async (unsent, signal, progress) => {
      let attachment = unsent.attachment;
      if (unsent.file && attachment === null) {
        const { bytes, name } = unsent.file;
        const made = await sendAttachment({ file: bytes, name, key: unsent.key, progress, signal });
        attachment = made.id;
        await current?.outbox.uploaded(unsent.key, made.id);
      }
      return call(
        "chat.send",
        {
          params: { conversation: unsent.conversation },
          body: {
            text: unsent.text,
            client_key: unsent.key,
            ...(unsent.quote && { reply_to: unsent.quote.id }),
            ...(unsent.thread !== null && { thread: unsent.thread }),
            ...(attachment !== null && { attachment }),
          },
        },
        signal,
      );
    },
  };
}

/** The one of the session's owner; made at its first use. */
export function outboxOf(cache: QueryClient): Outbox | null {
  const owner = session.current()?.user.email;
  if (!owner) return null;
  if (current?.owner !== owner) {
    current?.outbox.stop();
    current = { owner, outbox: new Outbox(owner, portsFor(owner, cache)) };
  }
  return current.outbox;
}

/** Sends what is waiting, now and whenever that may work; returns the stop function. */
export function startOutbox(cache: QueryClient): () => void {
  const go = () => void outboxOf(cache)?.send();
  const look = ({ data }: MessageEvent<string>) => data === current?.owner && void current?.outbox.look();
  const stops = [live.onConnect(go), session.subscribe(go)];
  window.addEventListener("online", go);
  channel?.addEventListener("message", look);
  go();
  return () => {
    for (const stop of stops) stop();
    window.removeEventListener("online", go);
    channel?.removeEventListener("message", look);
  };
}

/** Nothing of somebody who signs out stays on the device. */
export async function forgetOutbox(cache: QueryClient) {
  await outboxOf(cache)?.clear();
  current = null;
}

const none: readonly Unsent[] = [];
const never = () => () => {};

/** What is not sent yet in a conversation or thread, in the order of writing. */
export function useUnsent(outbox: Outbox | null, conversation: number, thread: number | null): Unsent[] {
  const all = useSyncExternalStore(outbox?.subscribe ?? never, outbox?.snapshot ?? (() => none));
  return useMemo(
    () => all.filter((one) => one.conversation === conversation && one.thread === thread),
    [all, conversation, thread],
  );
}

export function useProgress(outbox: Outbox | null, key: string): number | undefined {
  return useSyncExternalStore(outbox?.subscribe ?? never, () => outbox?.progressOf(key));
}
