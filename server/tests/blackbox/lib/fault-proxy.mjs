import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Node never lets go of a socket that is reset after its end was announced. */
const reset = (socket) => (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy());

/** Bytes of one direction on their way: kept in order, whatever is done to them. */
class Pipe {
  constructor(from, to) {
    Object.assign(this, { from, to, silent: false, slow: 0, held: 0 });
    from.on("data", (data) => this.forward(data));
  }

  forward(data) {
    if (this.silent) return;
    // Reading stops while something is on its way, so that a held direction fills up as a real one would.
    this.from.pause();
    const wait = Math.max(this.held - performance.now(), this.slow);
    const send = () => {
      if (!this.silent && !this.to.destroyed) this.to.write(data);
      this.from.resume();
    };
    if (wait > 0) setTimeout(send, wait);
    else send();
  }
}

/** One connection of a client, with the one to the server that it stands for. */
export class Link {
  constructor(client, server) {
    Object.assign(this, { client, server, up: new Pipe(client, server), down: new Pipe(server, client), deaf: false });
    for (const [one, other] of [[client, server], [server, client]]) {
      one.setNoDelay(true);
      one.on("error", () => {});
      one.on("end", () => setImmediate(() => this.deaf || other.end()));
      one.on("close", () => this.deaf || other.destroy());
    }
  }

  /** Both sides see a reset; what was on its way is lost. */
  cut() {
    reset(this.client);
    reset(this.server);
  }
  /** Everything takes this long from now on, in both directions. */
  slowDown(milliseconds) {
    this.up.slow = this.down.slow = milliseconds;
  }
  /** Nothing passes any more: what a dead router does. The client notices after a while, the server is never told. */
  fallSilent(milliseconds) {
    this.deaf = this.up.silent = this.down.silent = true;
    for (const end of [this.client, this.server]) end.resume();
    setTimeout(() => reset(this.client), milliseconds);
  }
  /** Answers wait this long, requests pass. */
  hold(milliseconds) {
    this.down.held = performance.now() + milliseconds;
  }
}

/**
 * A TCP proxy on loopback that does to connections what networks do. `onPoll(link, method)` is called for every
 * Engine.IO poll that passes through, before the server has seen it: its answer can be held, so that it is overtaken by
 * those of later requests, or lost.
 */
export class FaultProxy {
  links = new Set();
  refusing = false;
  onPoll = () => {};

  static async start(target) {
    const proxy = new FaultProxy();
    proxy.listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (client) => proxy.accept(client, target));
    proxy.listener.listen(0, "127.0.0.1");
    await once(proxy.listener, "listening");
    proxy.port = proxy.listener.address().port;
    proxy.url = `http://127.0.0.1:${proxy.port}`;
    return proxy;
  }

  accept(client, target) {
    if (this.refusing) return reset(client);
    const link = new Link(client, connect({ port: target, host: "127.0.0.1", allowHalfOpen: true }));
    client.prependListener("data", (data) => this.look(link, data));
    this.links.add(link);
    link.server.once("close", () => this.links.delete(link));
    client.resume();
  }

  /** Clients send a request's head in one piece; what is missed here only passes without a fault. */
  look(link, data) {
    const head = data.toString("latin1", 0, 200).match(/^(GET|POST) \/socket\.io\/\S*transport=(\w+)/);
    if (head?.[2] === "polling") this.onPoll(link, head[1]);
  }

  async stop() {
    for (const link of this.links) link.cut();
    this.listener.close();
    await once(this.listener, "close");
  }
}

/** One fault to one connection, by chance; says which. `weights` are how often each kind comes. */
export class Chaos {
  counts = {};

  constructor(proxy, random, { longest = 400 } = {}) {
    Object.assign(this, { proxy, random, longest });
    // Of a poll's answer one in ten is late, and one in fifty is lost after the server has sent it.
    proxy.onPoll = (link, method) => {
      if (random.chance(0.1)) this.did(`${method} answer held`, () => link.hold(random.between(1, longest)));
      else if (random.chance(0.02)) this.did(`${method} answer lost`, () => this.loseAnswer(link));
    };
  }

  did(kind, act) {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    act();
  }

  loseAnswer(link) {
    link.down.silent = true;
    link.server.once("data", () => link.cut());
  }

  strike() {
    const { random, longest } = this;
    const links = [...this.proxy.links].filter((link) => !link.deaf);
    if (links.length === 0) return;
    const link = random.one(links);
    const part = random.next();
    if (part < 0.5) this.did("cut", () => link.cut());
    else if (part < 0.75) this.did("delay", () => link.slowDown(random.between(1, longest / 4)));
    else if (part < 0.88) this.did("hold", () => link.hold(random.between(1, longest)));
    else if (part < 0.995) this.did("half-open", () => link.fallSilent(random.between(longest, 5 * longest)));
    else {
      this.did("refusal", () => {
        this.proxy.refusing = true;
        for (const each of links) each.cut();
        setTimeout(() => (this.proxy.refusing = false), random.between(1, longest));
      });
    }
  }

  /** Strikes every `every` ms until the function it gives is called. */
  begin(every) {
    const timer = setInterval(() => this.strike(), every);
    return () => {
      clearInterval(timer);
      this.proxy.onPoll = () => {};
      this.proxy.refusing = false;
    };
  }
}
