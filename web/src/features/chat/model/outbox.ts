import { ApiError, mayPass } from "@/api/api-error";
import type { Message, Quote } from "@/api/contract.gen";
import type { PickedImage } from "@/lib/pick-image";

/** What was written and is not with the server yet. The key is made once and makes every retry safe. */
export type Unsent = {
  key: string;
  owner: string;
  conversation: number;
  thread: number | null;
  text: string;
  quote: Quote | null;
  file: PickedImage | null;
  /** The file, once the server has it. */
  attachment: number | null;
  at: string;
  /** Counts up over all tabs of this browser: the order it was written in. */
  order: number;
  /** Why the server refused it; null while it waits for its turn. */
  refused: string | null;
};
export type Draft = Pick<Unsent, "conversation" | "thread" | "text" | "quote" | "file">;

/** Where they are kept; all tabs of one browser share it. */
export type OutboxStore = {
  all(owner: string): Promise<Unsent[]>;
  /** Gives it the next order. */
  add(unsent: Omit<Unsent, "order">): Promise<Unsent>;
  put(unsent: Unsent): Promise<void>;
  remove(key: string): Promise<void>;
  clear(owner: string): Promise<void>;
};

export type Ports = {
  store: OutboxStore;
  newKey: () => string;
  now: () => Date;
  /** Resolves with the message once the server has it. `progress` is told 0 to 1 while a file goes up. */
  send: (unsent: Unsent, signal: AbortSignal, progress: (part: number) => void) => Promise<Message>;
  /** Called before the entry goes away, so that there is never a moment without the message. */
  sent: (message: Message) => void;
  /** One tab at a time works on an owner's messages; others wait. */
  alone: (owner: string, work: () => Promise<void>) => Promise<void>;
  /** Other tabs should look again. */
  changed: () => void;
  wait: (milliseconds: number) => Promise<void>;
};

/**
 * Sends one after the other within a conversation, conversations side by side. What cannot be sent now waits, with
 * all that was written behind it; what is refused for good stays with its reason and lets the rest pass.
 */
export class Outbox {
  private entries: readonly Unsent[] = [];
  private progress = new Map<string, number>();
  private running = new Map<string, AbortController>();
  private cancelled = new Set<string>();
  private listeners = new Set<() => void>();
  private working = false;
  private again = false;
  private wake = () => {};
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly owner: string,
    private readonly ports: Ports,
  ) {}

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  snapshot = () => this.entries;
  /** 0 to 1 of a file on its way; undefined when none is. */
  progressOf = (key: string) => this.progress.get(key);

  /** Reads what the store has: at the start, and when another tab changed it. */
  async look() {
    const all = await this.ports.store.all(this.owner);
    this.show(all.sort((a, b) => a.order - b.order));
  }

  async add(draft: Draft): Promise<Unsent> {
    const unsent = await this.ports.store.add({
      ...draft,
      key: this.ports.newKey(),
      owner: this.owner,
      attachment: null,
      at: this.ports.now().toISOString(),
      refused: null,
    });
    this.show([...this.entries, unsent]);
    this.ports.changed();
    void this.send();
    return unsent;
  }

  async retry(key: string) {
    const entry = this.entries.find((one) => one.key === key);
    if (!entry) return;
    await this.replace({ ...entry, refused: null });
    void this.send();
  }

  /** Takes it back. A message that the server has by then is there all the same. */
  async discard(key: string) {
    this.cancelled.add(key);
    this.running.get(key)?.abort();
    await this.drop(key);
  }

  async clear() {
    this.stop();
    await this.ports.store.clear(this.owner);
    this.show([]);
    this.ports.changed();
  }

  stop() {
    this.stopped = true;
    for (const controller of this.running.values()) controller.abort();
  }

  /** The connection is back, or there is something new: try now. */
  async send(): Promise<void> {
    this.again = true;
    this.wake();
    if (this.working || this.stopped) return;
    this.working = true;
    try {
      while (this.again && !this.stopped) {
        this.again = false;
        await this.ports.alone(this.owner, () => this.round());
        if (this.again || !this.waiting().length) continue;
        const pause = Math.min(30_000, 1_000 * 2 ** Math.min(this.failures, 8));
        this.failures += 1;
        await Promise.race([
          this.ports.wait(pause),
          new Promise<void>((done) => {
            this.wake = done;
          }),
        ]);
        this.again = true;
      }
    } finally {
      this.working = false;
    }
  }

  private waiting = () => this.entries.filter((one) => one.refused === null);

  private async round() {
    await this.look();
    const conversations = new Set(this.waiting().map((one) => one.conversation));
    await Promise.all([...conversations].map((one) => this.chain(one)));
  }

  private async chain(conversation: number) {
    for (;;) {
      const next = this.waiting().find((one) => one.conversation === conversation);
      if (!next || this.stopped || !(await this.one(next))) return;
    }
  }

  /** True if the next one may go. */
  private async one(entry: Unsent): Promise<boolean> {
    const controller = new AbortController();
    this.running.set(entry.key, controller);
    try {
      const message = await this.ports.send(entry, controller.signal, (part) => {
        this.progress.set(entry.key, part);
        this.tell();
      });
      this.failures = 0;
      this.ports.sent(message);
      await this.drop(entry.key);
      return true;
    } catch (error) {
      if (this.cancelled.has(entry.key)) return true;
      if (this.stopped || mayPass(error)) return false;
      const latest = this.entries.find((one) => one.key === entry.key) ?? entry;
      await this.replace({ ...latest, refused: error instanceof ApiError ? error.reason : "app.crashed" });
      return true;
    } finally {
      this.running.delete(entry.key);
      this.progress.delete(entry.key);
    }
  }

  /** The file is with the server; a retry sends only the message. */
  async uploaded(key: string, attachment: number) {
    const entry = this.entries.find((one) => one.key === key);
    if (entry) await this.replace({ ...entry, attachment });
  }

  private async replace(entry: Unsent) {
    await this.ports.store.put(entry);
    this.show(this.entries.map((one) => (one.key === entry.key ? entry : one)));
    this.ports.changed();
  }

  private async drop(key: string) {
    await this.ports.store.remove(key);
    this.show(this.entries.filter((one) => one.key !== key));
    this.ports.changed();
  }

  private show(entries: readonly Unsent[]) {
    this.entries = entries.filter((one) => !this.cancelled.has(one.key));
    this.tell();
  }

  private tell() {
    for (const listener of this.listeners) listener();
  }
}
