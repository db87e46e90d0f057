import assert from "node:assert/strict";
import WebSocket from "ws";

/** The protocol by hand: fetch for polling, ws for frames. */

export const query = "EIO=4&transport=";
export const separator = "\x1e";

/** One way to a server that speaks Engine.IO at `path`. */
export class EngineIo {
  constructor(server, path) {
    this.url = `${server.url}${path}`;
  }

  address(transport, sid) {
    return `${this.url}?${query}${transport}${sid ? `&sid=${sid}` : ""}`;
  }

  async send(method, parameters, body, headers = {}) {
    const response = await fetch(`${this.url}${parameters}`, { method, body, headers, signal: AbortSignal.timeout(30_000) });
    return { status: response.status, type: response.headers.get("content-type"), headers: response.headers, text: await response.text() };
  }
  poll(sid) {
    return this.send("GET", `?${query}polling&sid=${sid}`);
  }
  post(sid, body, headers) {
    return this.send("POST", `?${query}polling&sid=${sid}`, body, headers);
  }

  /** Opens a polling session. */
  async open() {
    const { status, text } = await this.send("GET", `?${query}polling`);
    assert.equal(status, 200, text);
    assert.equal(text[0], "0");
    return JSON.parse(text.slice(1));
  }

  socket(sid) {
    return Frames.open(this.address("websocket", sid).replace("http", "ws"));
  }
}

/** A WebSocket whose messages wait to be read: text as it is, binary as a Buffer. */
export class Frames {
  inbox = [];
  ended = false;

  static open(url, options = {}) {
    const frames = new Frames();
    frames.ws = new WebSocket(url, options);
    frames.ws.on("message", (data, binary) => frames.#push(binary ? data : data.toString()));
    frames.ws.on("error", (error) => (frames.error = error));
    frames.ws.on("close", (code) => {
      frames.code = code;
      frames.ended = true;
      frames.#wake?.();
    });
    return new Promise((resolve) => {
      frames.ws.on("open", () => resolve(frames));
      frames.ws.on("close", () => resolve(frames));
    });
  }
  #wake;
  #push(message) {
    this.inbox.push(message);
    this.#wake?.();
  }

  say(...messages) {
    for (const message of messages) this.ws.send(message);
  }

  /** The next message, undefined at the end. */
  async next() {
    while (this.inbox.length === 0 && !this.ended) await new Promise((resolve) => (this.#wake = resolve));
    return this.inbox.shift();
  }
  /** The next that is no ping. */
  async heard() {
    for (;;) {
      const message = await this.next();
      if (message !== "2") return message;
      this.say("3");
    }
  }
  /** The code of the end; what comes before it is thrown away. */
  async closed() {
    while (!this.ended) await this.next();
    return this.code;
  }
  close() {
    this.ws.close();
    return this.closed();
  }
}
