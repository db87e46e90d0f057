import type { Message, Messages, ReadState, ThreadState } from "@/api/contract.gen";
import {
  fromPage,
  nothing,
  type Timeline,
  withChanged,
  withNew,
  withNewer,
  withNewest,
  withOlder,
} from "./timeline";

type Where = { before?: number; after?: number; around?: number };
export type Load = (where: Where) => Promise<Messages>;

export type ViewState = {
  /** `failed`: the first page did not come; what is there already stays. */
  status: "loading" | "ready" | "failed";
  error: unknown;
  timeline: Timeline;
  threads: ReadonlyMap<number, ThreadState>;
  /** Of a thread: the viewer's cursor in it. */
  readUpTo: number;
  busy: { older: boolean; newer: boolean };
};

const restAfterFailure = 3_000;

/**
 * One conversation, or one thread, as a list that is kept up to date: pages come from `load`, what happens meanwhile
 * from the live connection. A page may have been read before an event that came first: those are put over it again.
 */
export class View {
  private state: ViewState = {
    status: "loading",
    error: null,
    timeline: nothing,
    threads: new Map(),
    readUpTo: 0,
    busy: { older: false, newer: false },
  };
  private listeners = new Set<() => void>();
  private loads = 0;
  private heard: ((timeline: Timeline) => Timeline)[] = [];
  /** A jump makes pages that are still on their way worthless. */
  private place = 0;
  /** After a page that did not come, the edge is left alone for a moment: scrolling asks many times a second. */
  private restUntil = 0;

  constructor(
    readonly conversation: number,
    readonly thread: number | null,
    private readonly load: Load,
    private readonly now: () => number = Date.now,
  ) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  snapshot = () => this.state;

  /** From the newest, or with this number in the middle. What is shown stays until the page is there. */
  async open(around?: number) {
    const place = ++this.place;
    if (this.state.timeline.items.length === 0) this.change({ status: "loading", error: null });
    try {
      await this.take(around === undefined ? {} : { around }, place, fromPage);
    } catch (error) {
      if (place === this.place) this.change({ status: "failed", error });
    }
  }

  /** To the newest: nothing to do where the stretch reaches it. */
  async newest() {
    if (this.state.timeline.newer || this.state.status !== "ready") await this.open();
  }

  /** Events were missed: what is there is looked at again, without leaving the place. */
  async refresh() {
    const { items, newer } = this.state.timeline;
    if (this.state.status !== "ready") return this.open();
    const middle = items[Math.floor(items.length / 2)];
    if (newer && middle) return this.open(middle.seq);
    await this.take({}, this.place, (page) => withNewest(this.state.timeline, page)).catch(() => {
      // No answer: the next connection refreshes again.
    });
  }

  async older() {
    const { timeline, busy } = this.state;
    const first = timeline.items[0];
    if (!timeline.older || busy.older || !first) return;
    await this.more("older", { before: first.seq }, withOlder);
  }

  async newer() {
    const { timeline, busy } = this.state;
    const last = timeline.items.at(-1);
    if (!timeline.newer || busy.newer || !last) return;
    await this.more("newer", { after: last.seq }, withNewer);
  }

  private async more(side: "older" | "newer", where: Where, put: typeof withOlder) {
    if (this.now() < this.restUntil) return;
    this.change({ busy: { ...this.state.busy, [side]: true } });
    try {
      await this.take(where, this.place, (page) => put(this.state.timeline, page));
    } catch {
      this.restUntil = this.now() + restAfterFailure;
    } finally {
      this.change({ busy: { ...this.state.busy, [side]: false } });
    }
  }

  private async take(where: Where, place: number, put: (page: Messages) => Timeline) {
    this.loads += 1;
    try {
      const page = await this.load(where);
      if (place === this.place) this.show(put(page), page);
    } finally {
      this.loads -= 1;
      if (this.loads === 0) this.heard = [];
    }
  }

  private show(timeline: Timeline, { threads, thread_read_up_to }: Messages) {
    const known = new Map(this.state.threads);
    for (const thread of threads) known.set(thread.message, thread);
    this.change({
      status: "ready",
      error: null,
      timeline: this.heard.reduce((now, put) => put(now), timeline),
      threads: known,
      readUpTo: Math.max(this.state.readUpTo, thread_read_up_to),
    });
  }

  private hear(put: (timeline: Timeline) => Timeline) {
    if (this.loads > 0) this.heard.push(put);
    const timeline = put(this.state.timeline);
    if (this.state.status === "ready" && timeline !== this.state.timeline) this.change({ timeline });
  }

  /** Something was said in this conversation; `own`: by the viewer, on whatever device. */
  receive(message: Message, own: boolean) {
    if (this.thread !== null && message.thread !== this.thread) return;
    this.hear((now) => withNew(now, message));
    if (message.thread === null || this.thread !== null) return;
    const before = this.state.threads.get(message.thread);
    const state = before ?? { message: message.thread, read_up_to: 0, unread: 0 };
    const unread = own || message.seq <= state.read_up_to ? state.unread : state.unread + 1;
    this.setThread({ ...state, unread });
  }

  changed(message: Message) {
    this.hear((now) => withChanged(now, message));
  }

  /** The viewer's cursor in a thread moved, here or on another device. */
  threadRead({ thread, up_to, unread }: ReadState) {
    if (thread === null) return;
    if (this.thread === thread) this.change({ readUpTo: Math.max(this.state.readUpTo, up_to) });
    else if (this.thread === null) this.setThread({ message: thread, read_up_to: up_to, unread });
  }

  private setThread(state: ThreadState) {
    this.change({ threads: new Map(this.state.threads).set(state.message, state) });
  }

  private change(part: Partial<ViewState>) {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}
