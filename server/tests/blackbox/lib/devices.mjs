import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { until } from "./poll.mjs";

export const answerWithin = 4000; // milliseconds before a client takes a connection for dead
const pause = () => new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 80));

/** What a person sees on one device, whichever way it is connected. Sends until it is acknowledged, with the same key. */
export class Device {
  constructor(kind, person) {
    Object.assign(this, { kind, person, name: `${person.name} by ${kind}`, stopped: false, connections: 0 });
    this.timelines = new Map(); // by conversation: messages as they were shown
    this.cursors = new Map(); // by conversation: what this account has read, as this device knows it
    this.marked = new Map(); // by conversation: the furthest mark that was acknowledged here
  }

  shown(conversation) {
    if (!this.timelines.has(conversation)) this.timelines.set(conversation, []);
    return this.timelines.get(conversation);
  }

  show(message) {
    this.shown(message.conversation).push(message);
  }

  moved({ conversation, up_to: upTo }) {
    this.cursors.set(conversation, Math.max(upTo, this.cursors.get(conversation) ?? 0));
  }

  /** An answer decides; a connection that broke does not. */
  async insist(ask) {
    for (;;) {
      assert.ok(!this.stopped, `${this.name} was stopped before it was answered`);
      try {
        return await ask();
      } catch (error) {
        if (error.name === "AssertionError") throw error;
        await pause();
      }
    }
  }

  async markRead(conversation, upTo) {
    const state = await this.insist(() => this.askToMark(conversation, upTo));
    this.marked.set(conversation, Math.max(upTo, this.marked.get(conversation) ?? 0));
    return state;
  }

  /** `stored`: messages by conversation, oldest first. A device has seen those that came after it had started. */
  expected(stored, conversation) {
    return stored.get(conversation).filter((message) => message.seq > this.begun.get(conversation));
  }

  isUpTo(stored) {
    return [...this.begun.keys()].every((id) => this.shown(id).length >= this.expected(stored, id).length);
  }

  assertShown(stored) {
    const told = ({ seq, id, text }) => `${seq}: ${id} ${text}`;
    for (const id of this.begun.keys())
      assert.deepEqual(this.shown(id).map(told), this.expected(stored, id).map(told), `${this.name}, conversation ${id}`);
  }
}

/** npm's socket.io-client, unmodified: one connection for all conversations, resumed by the number of the last event. */
export class LiveDevice extends Device {
  constructor(url, person, conversations, { transports } = {}) {
    super(`Socket.IO ${transports ?? "upgrading"}`, person);
    this.begun = new Map(conversations.map(({ id, last }) => [id, last]));
    this.seen = undefined;
    this.socket = io(url, {
      autoConnect: false, forceNew: true, ...(transports ? { transports } : {}),
      reconnectionDelay: 20, reconnectionDelayMax: 200, timeout: answerWithin,
      auth: (give) => give({ token: person.token, ...(this.seen === undefined ? {} : { seen: this.seen }) }),
    });
    this.socket.on("connect", () => (this.connections += 1));
    this.socket.on("ready", (ready) => this.onReady(ready));
    this.socket.on("event", (event) => this.onEvent(event));
    // A server that refuses for a while is asked again: the client itself does so only where the transport failed.
    this.socket.on("connect_error", () => this.socket.active || setTimeout(() => this.stopped || this.socket.connect(), 100));
    this.socket.on("disconnect", () => this.socket.active || setTimeout(() => this.stopped || this.socket.connect(), 100));
  }

  async start() {
    this.socket.connect();
    await until(`${this.name} is ready`, () => this.seen !== undefined);
  }

  onReady({ account, last, reload }) {
    this.person.account = account;
    if (this.seen === undefined) this.seen = last;
    else this.fault ??= reload ? `told to reload at ${this.seen} of ${last}` : undefined;
  }

  onEvent({ seq, name, data }) {
    if (seq !== this.seen + 1) this.fault ??= `event ${seq} came after ${this.seen}`;
    this.seen = seq;
    if (name === "chat.message") this.show(data);
    if (name === "chat.read" && data.account === this.person.account) this.moved(data);
  }

  async ask(name, request) {
    await until(`${this.name} is connected`, () => this.socket.connected || this.stopped, { every: 5, seconds: 120 });
    const answer = await this.socket.timeout(answerWithin).emitWithAck(name, request).catch((error) => {
      this.socket.io.engine?.close(); // nothing is heard: the connection is as good as dead
      throw error;
    });
    if (answer.reason?.startsWith("server.")) throw new Error(answer.reason);
    assert.ok(answer.ok, `${this.name}: ${name} was refused: ${JSON.stringify(answer)}`);
    return answer.data;
  }

  send(conversation, text, key) {
    return this.insist(() => this.ask("chat.send", { conversation, text, client_key: key }));
  }
  askToMark(conversation, upTo) {
    return this.ask("chat.mark_read", { conversation, up_to: upTo });
  }

  assertShown(stored) {
    assert.equal(this.fault, undefined, this.name);
    super.assertShown(stored);
  }

  async stop() {
    this.stopped = true;
    this.socket.disconnect();
  }
}

/** No connection at all: sends by REST, shows nothing. */
export class RestDevice extends Device {
  begun = new Map();

  constructor(person) {
    super("REST", person);
  }

  async start() {}

  send(conversation, text, key) {
    return this.insist(async () => {
      const { status, body } = await this.person.post(`/chat/conversations/${conversation}/messages/`, { text, client_key: key });
      if (status >= 500) throw new Error(body.reason);
      assert.equal(status, 201, JSON.stringify(body));
      return body;
    });
  }

  async stop() {
    this.stopped = true;
  }
}
