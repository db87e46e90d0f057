import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { answerWithin, Device } from "./devices.mjs";
import { until } from "./poll.mjs";

/** A plain WebSocket to one conversation, resumed by the number of the last message. */
export class PlainDevice extends Device {
  constructor(url, person, { id, path, last }) {
    super("plain WebSocket", person);
    Object.assign(this, { url: url.replace("http", "ws") + path, conversation: id, last, early: new Map(), waiting: new Map(), closes: [] });
    this.begun = new Map([[id, last]]);
  }

  async start() {
    this.connect();
    await until(`${this.name} is connected`, () => this.ready);
  }

  connect() {
    const socket = new WebSocket(this.url, { headers: { authorization: `Token ${this.person.token}` }, handshakeTimeout: answerWithin });
    this.socket = socket;
    let alive = true;
    const heartbeat = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, answerWithin / 2);
    socket.on("pong", () => (alive = true));
    socket.on("message", (data) => this.onFrame(socket, JSON.parse(data)));
    socket.on("error", () => {});
    socket.on("close", (code) => {
      this.closes.push({ code, at: performance.now() });
      clearInterval(heartbeat);
      this.ready = false;
      for (const { reject } of this.waiting.values()) reject(new Error("the connection has ended"));
      this.waiting.clear();
      if (!this.stopped) setTimeout(() => this.connect(), 50);
    });
  }

  onFrame(socket, { type, ...frame }) {
    const sync = (since) => socket.send(JSON.stringify({ type: "sync", since }));
    if (type === "connected") {
      this.connections += 1;
      this.person.account = frame.account;
      this.moved({ conversation: this.conversation, up_to: frame.read_up_to });
      sync(this.last);
    }
    if (type === "synced") {
      if (frame.more) sync(frame.up_to);
      else this.ready = true;
    }
    if (type === "message") this.onMessage(frame);
    if (type === "read" && frame.account === this.person.account) this.moved(frame);
    if (type === "error") this.onRefusal(frame);
  }

  // What is said while an older part is still being sent waits for it; a client shows each number once.
  onMessage(message) {
    if (message.seq > this.last) this.early.set(message.seq, message);
    for (let next; (next = this.early.get(this.last + 1)); ) {
      this.early.delete(next.seq);
      this.last = next.seq;
      this.show(next);
    }
    if (message.sender !== this.person.account) return;
    this.waiting.get(message.client_key)?.resolve(message);
    this.waiting.delete(message.client_key);
  }

  onRefusal({ reason, client_key: key, fields }) {
    if (reason.startsWith("server.")) this.waiting.get(key)?.reject(new Error(reason));
    else this.fault ??= `${reason} ${JSON.stringify(fields)}`;
  }

  send(_conversation, text, key) {
    return this.insist(async () => {
      await until(`${this.name} is connected`, () => this.ready || this.stopped, { every: 5, seconds: 120 });
      return new Promise((resolve, reject) => {
        this.waiting.set(key, { resolve, reject });
        this.socket.send(JSON.stringify({ text, client_key: key }));
      });
    });
  }

  async askToMark(conversation, upTo) {
    this.socket.send(JSON.stringify({ type: "read", up_to: upTo }));
    await until(`${this.name} has moved its cursor`, () => (this.cursors.get(conversation) ?? 0) >= upTo, { seconds: 4, every: 10 });
  }

  assertShown(stored) {
    assert.equal(this.fault, undefined, this.name);
    super.assertShown(stored);
  }

  async stop() {
    this.stopped = true;
    this.socket.terminate();
  }
}
