import { once } from "node:events";
import { connect, createServer } from "node:net";
import { freePort } from "./server.mjs";

const page = "<html><body>Welcome to this network. Please sign in.</body></html>";
const http = (status, headers, body = "") => `HTTP/1.1 ${status} -\r\n${headers.map((one) => `${one}\r\n`).join("")}\r\n${body}`;
const gigabyte = 1024 ** 3;
const block = Buffer.alloc(1024 * 1024, "x");

/** As fast as it is taken, up to 1 GiB. */
function pour(socket) {
  let left = gigabyte;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= block.length;
      if (!socket.write(block)) return socket.once("drain", more);
    }
  };
  more();
}

function drip(socket) {
  const timer = setInterval(() => socket.write("x"), 200);
  socket.once("close", () => clearInterval(timer));
}

/** What stands before a service and does this instead of passing a connection on, once the client has said something. */
const misdeeds = {
  hang: () => {},
  drip: (socket, front) => {
    if (front.speaksHttp) socket.write(http(200, [`content-length: ${gigabyte}`]));
    drip(socket);
  },
  garbage: (socket) => socket.end("\u0000\u0001\u00ff this is nobody's protocol\r\n\r\n"),
  page: (socket) => socket.end(http(200, ["content-type: text/html", `content-length: ${page.length}`, "connection: close"], page)),
  gigabyte: (socket, front) => {
    if (front.speaksHttp) socket.write(http(200, [`content-length: ${gigabyte}`]));
    pour(socket);
  },
  redirects: (socket, front) =>
    socket.end(http(302, [`location: http://127.0.0.1:${front.port}/again`, "content-length: 0", "connection: close"])),
  closed: (socket) => socket.destroy(),
};

export const faultsOfTcp = ["hang", "drip", "garbage", "gigabyte", "closed", "gone"];
export const faultsOfHttp = [...faultsOfTcp, "page", "redirects"];

/**
 * A service's address, with the service itself behind it (`{ port }` or `{ path }`) while it is well. Where the service
 * speaks first (SMTP) it misbehaves without being spoken to.
 */
export class FaultyFront {
  fault = undefined;
  /** Connections that came to the present fault. */
  hits = 0;
  open = new Set();

  static async start(target, { speaksHttp = true, speaksFirst = false } = {}) {
    const front = Object.assign(new FaultyFront(), { target, speaksHttp, speaksFirst });
    front.port = await freePort();
    front.url = `http://127.0.0.1:${front.port}`;
    await front.listen();
    return front;
  }

  async listen() {
    this.server = createServer((socket) => this.accept(socket)).listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  accept(socket) {
    this.keep(socket);
    if (this.fault) {
      const misbehave = () => {
        this.hits += 1;
        misdeeds[this.fault]?.(socket, this);
      };
      if (this.speaksFirst) return misbehave();
      socket.once("data", misbehave);
      return socket.resume();
    }
    const behind = connect(this.target);
    this.keep(behind);
    for (const [one, other] of [[socket, behind], [behind, socket]]) {
      one.on("close", () => other.destroy());
      one.pipe(other);
    }
  }

  keep(socket) {
    this.open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.open.delete(socket));
  }

  /** From now on; what is open ends. */
  async become(fault) {
    const wasGone = this.fault === "gone";
    this.fault = fault;
    this.hits = 0;
    for (const socket of this.open) socket.destroy();
    if (fault === "gone") {
      this.server.close();
      await once(this.server, "close");
    } else if (wasGone) await this.listen();
  }

  async stop() {
    if (this.fault !== "gone") await this.become("gone");
  }
}
