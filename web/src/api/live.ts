import type { Socket } from "socket.io-client";
import { ApiError } from "./api-error";
import { renew } from "./call";
import {
  type Closing,
  type EventsToClient,
  type EventsToServer,
  events,
  type LiveEvent,
  type Ready,
} from "./contract.gen";
import { LiveSequence } from "./live-sequence";
import { session } from "./session";
import { makeSignal, type Signal } from "./signal";

/**
 * The live connection of this tab, and the only file that knows Socket.IO. One while somebody is signed in: it
 * reconnects by itself with a fresh token, says which event it has seen last and gets the rest, in order, each once.
 *
 *   const stop = live.on("chat.message", (message) => …);   stop();
 *   await live.request("chat.mark_read", { … });             // rejects with ApiError
 */
export type LiveState = "off" | "connecting" | "up" | "down";
/** What one may listen to. The others are the connection's own. */
export type LiveName = Exclude<keyof EventsToClient, "ready" | "event" | "closing">;
export type LiveRequest = keyof EventsToServer;

type Status = {
  state: LiveState /** When it was lost, or first asked for; null while up. */;
  since: number | null;
};
type Answer = {
  ok: boolean;
  data?: unknown;
  reason?: string;
  fields?: { field: string; reason: string }[];
  retry_after?: number;
};

const passing = Object.entries(events)
  .filter(
    ([name, event]) =>
      "delivery" in event && event.delivery === "passing" && !/^(ready|event|closing)$/.test(name),
  )
  .map(([name]) => name);
const answerWithin = 10_000;
const upWithin = 25_000;
const renewBefore = 60_000;

let status: Status = { state: "off", since: null };
let wanted = false;
let socket: Socket | null = null;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let sequence: LiveSequence | null = null;
let owner: string | null = null;

const news = new Map<string, Signal<never>>();
const statusChanged = makeSignal();
const reloadNeeded = makeSignal();
const connected = makeSignal();

function become(state: LiveState) {
  if (status.state === state) return;
  status = { state, since: state === "up" || state === "off" ? null : (status.since ?? Date.now()) };
  statusChanged.tell();
}

const tell = (name: string, payload: unknown) => news.get(name)?.tell(payload as never);

/** Half a second, doubled with every failure up to 15 s, half of it chance: a restart does not bring everybody at once. */
export const pauseAfter = (failed: number, chance = Math.random()) =>
  Math.min(15_000, 500 * 2 ** Math.min(failed, 10)) * (0.5 + chance * 0.5);

const seenKey = (email: string) => `ax.live.${email}`;
function seenBefore(email: string): number | null {
  try {
    const stored = Number(sessionStorage.getItem(seenKey(email)) ?? Number.NaN);
    return Number.isSafeInteger(stored) ? stored : null;
  } catch {
    return null;
  }
}
function remember(email: string, seen: number) {
  try {
    sessionStorage.setItem(seenKey(email), String(seen));
  } catch {
    // Storage is blocked: the next load of the page fetches everything, as a new tab does.
  }
}

/** The session to connect with; null when signing in again is needed. */
async function freshSession() {
  const now = session.current();
  if (!now || now.expiresAt - Date.now() > renewBefore) return now;
  return renew(now);
}

async function connect() {
  clearTimeout(timer);
  const email = session.current()?.user.email;
  if (!wanted || !email || socket) return;
  if (navigator.onLine === false) return become("down"); // the `online` event comes back here
  if (status.state !== "down") become("connecting");
  try {
    const { io } = await import("socket.io-client");
    if (!wanted || socket || session.current()?.user.email !== email) return;
    if (owner !== email) adopt(email);
    socket = listenTo(
      io({
        path: "/socket.io/",
        transports: ["websocket", "polling"],
        tryAllTransports: true,
        forceNew: true,
        reconnection: false, // ours renews the token first
        auth: (give) => {
          const say = (token = "") => give({ token, ...(sequence?.last != null && { seen: sequence.last }) });
          freshSession().then(
            (now) => say(now?.token),
            () => say(session.current()?.token),
          );
        },
      }),
    );
    // A server that takes the connection and says nothing is as good as none.
    timer = setTimeout(lost, upWithin);
  } catch {
    lost(); // the chunk did not load: offline, or a new version is out
  }
}

function adopt(email: string) {
  owner = email;
  sequence = new LiveSequence(seenBefore(email), {
    deliver: (event: LiveEvent) => tell(event.name, event.data),
    ask: (seen) => live.request("sync", { seen }),
    remember: (seen) => remember(email, seen),
    reload: () => reloadNeeded.tell(),
  });
}

function listenTo(made: Socket): Socket {
  made.on("ready", (ready: Ready) => {
    failures = 0;
    clearTimeout(timer);
    sequence?.ready(ready);
    become("up");
    connected.tell();
    // What was missed follows at once. Should it not, it is asked for.
    timer = setTimeout(() => sequence?.catchUp(ready.last), 3_000);
  });
  made.on("event", (event: LiveEvent) => sequence?.event(event));
  made.on("closing", ({ reason }: Closing) => {
    if (/^auth\./.test(reason)) return void renewThenRetry();
    // Newer ones of the same person took its place: this one comes back when somebody looks at it.
    drop();
    become("down");
  });
  for (const name of passing) made.on(name, (payload: unknown) => tell(name, payload));
  made.on("disconnect", lost);
  made.on("connect_error", (error: Error & { data?: { reason?: string } }) => {
    if (/^auth\./.test(error.data?.reason ?? error.message)) void renewThenRetry();
    else lost();
  });
  return made;
}

/** The token was refused, so it ended before its time: on another device, or the server's clock is ahead. */
async function renewThenRetry() {
  drop();
  const now = session.current();
  const next = now && (await renew(now).catch(() => now));
  if (next) lost();
}

function lost() {
  drop();
  if (!wanted || !session.current()) return;
  become("down");
  timer = setTimeout(connect, pauseAfter(failures));
  failures += 1;
}

/** Ends what there is without being told of it. */
function drop() {
  clearTimeout(timer);
  sequence?.cut();
  const old = socket;
  socket = null;
  old?.off();
  old?.disconnect();
}

function leave() {
  drop();
  sequence = null;
  owner = null;
  failures = 0;
  become("off");
}

function onSession() {
  const email = session.current()?.user.email ?? null;
  if (owner !== null && email !== owner) leave();
  if (email !== null && status.state === "off") void connect();
}

function onOffline() {
  if (!wanted || !session.current()) return;
  drop();
  become("down");
}

/** The network is back, or somebody looks: no reason to wait any longer. */
function onWake() {
  if (status.state !== "down" || socket) return;
  failures = 0;
  void connect();
}
const onVisible = () => document.visibilityState === "visible" && onWake();

function answered(answer: Answer): unknown {
  if (answer.ok) return answer.data ?? null;
  const { reason = "request.refused", fields, retry_after } = answer;
  throw new ApiError(retry_after === undefined ? 400 : 429, { reason, fields, retry_after });
}

export const live = {
  /** Connects now and whenever somebody is signed in; returns the stop function. */
  start() {
    wanted = true;
    const stop = session.subscribe(onSession);
    window.addEventListener("online", onWake);
    window.addEventListener("offline", onOffline);
    document.addEventListener("visibilitychange", onVisible);
    void connect();
    return () => {
      wanted = false;
      stop();
      window.removeEventListener("online", onWake);
      window.removeEventListener("offline", onOffline);
      document.removeEventListener("visibilitychange", onVisible);
      leave();
    };
  },

  status: () => status,
  subscribe: (watcher: () => void) => statusChanged.add(watcher),

  on<N extends LiveName>(name: N, listener: (payload: EventsToClient[N]) => void): () => void {
    const signal = news.get(name) ?? makeSignal<never>();
    news.set(name, signal);
    return signal.add(listener as (payload: never) => void);
  },

  /** Called when events were missed for good: everything that lives from them has to be fetched again. */
  onReload: (reloader: () => void) => reloadNeeded.add(reloader),

  /** Called after every (re)connection, for what the server forgets with the old one. */
  onConnect: (connector: () => void) => connected.add(connector),

  async request<N extends LiveRequest>(
    name: N,
    payload: EventsToServer[N]["payload"],
  ): Promise<EventsToServer[N]["ack"]> {
    if (!socket?.connected) throw new ApiError(0, { reason: "network.unreachable" });
    const answer = await socket
      .timeout(answerWithin)
      .emitWithAck(name, payload)
      .catch(() => {
        throw new ApiError(0, { reason: "network.unreachable" });
      });
    return answered(answer as Answer) as EventsToServer[N]["ack"];
  },

  /** For what is worth nothing later, such as typing: dropped while there is no connection. */
  mention<N extends LiveRequest>(name: N, payload: EventsToServer[N]["payload"]) {
    if (socket?.connected) socket.volatile.emit(name, payload);
  },
};
