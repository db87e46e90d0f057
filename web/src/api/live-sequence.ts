import type { LiveEvent, Ready, Rest } from "./contract.gen";

/**
 * Puts the numbered events of one account's stream into their order: each is delivered once, in order, or the owner is
 * told to fetch everything again. It knows no socket: `ask` gets what came after a number, `remember` keeps the last
 * one delivered for the next connection.
 */
type Ports = {
  deliver: (event: LiveEvent) => void;
  ask: (seen: number) => Promise<Rest>;
  reload: () => void;
  remember: (seen: number) => void;
};

/** A server that leaves the same hole open this often has lost it: fetching everything is the way out. */
const triesPerHole = 3;
const heldAtMost = 1_000;

export class LiveSequence {
  private held = new Map<number, LiveEvent>();
  private filling = false;
  /** Answers that belong to a connection before this one are not listened to. */
  private round = 0;

  constructor(
    private seen: number | null,
    private readonly ports: Ports,
  ) {}

  /** The last number delivered; null before there was any connection. */
  get last() {
    return this.seen;
  }

  /** A connection stands. What came meanwhile follows as events; should it not, `catchUp` asks for it. */
  ready({ last, reload }: Ready) {
    this.cut();
    if (reload || this.seen === null || last < this.seen) this.startOver(last);
  }

  /** The connection is gone. What waited for an answer comes again with the next one. */
  cut() {
    this.round += 1;
    this.filling = false;
    this.held.clear();
  }

  event(event: LiveEvent) {
    if (this.seen === null || event.seq <= this.seen) return;
    if (event.seq === this.seen + 1 && !this.filling) return this.pass(event);
    // Beyond that many, asking for them in order is cheaper than keeping them.
    if (this.held.size < heldAtMost) this.held.set(event.seq, event);
    if (!this.filling) void this.fill();
  }

  /** Asks for what is missing up to `last`. */
  catchUp(last: number) {
    if (this.seen !== null && this.seen < last && !this.filling) void this.fill();
  }

  private pass(event: LiveEvent) {
    this.seen = event.seq;
    this.ports.remember(event.seq);
    this.ports.deliver(event);
  }

  private startOver(last: number) {
    this.seen = last;
    this.held.clear();
    this.ports.remember(last);
    this.ports.reload();
  }

  private async fill() {
    const { round } = this;
    this.filling = true;
    try {
      for (let tries = 0; tries < triesPerHole; tries += 1) {
        for (;;) {
          const rest = await this.ports.ask(this.seen ?? 0);
          if (round !== this.round) return;
          if (rest.reload) return this.startOver(rest.last);
          for (const event of rest.events) if (event.seq > (this.seen ?? 0)) this.pass(event);
          if (!rest.more) break;
        }
        this.passHeld();
        if (this.held.size === 0) return;
      }
      this.startOver(Math.max(...this.held.keys()));
    } catch {
      // No answer: the connection is going down, and the next one starts from `seen`.
    } finally {
      if (round === this.round) this.filling = false;
    }
  }

  private passHeld() {
    for (const seq of [...this.held.keys()].sort((a, b) => a - b)) {
      const event = this.held.get(seq);
      if (seq > (this.seen ?? 0) + 1) return;
      this.held.delete(seq);
      if (event && seq === (this.seen ?? 0) + 1) this.pass(event);
    }
  }
}
