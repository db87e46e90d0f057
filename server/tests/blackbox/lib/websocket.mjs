import { once } from "node:events";
import { connect } from "node:net";

/** RFC 6455 byte by byte: for frames that no library would send. */

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

/** A client's frame; `first` replaces flags and opcode, `mask: null` leaves it unmasked. */
export function frame(opcode, payload = "", { fin = true, first, mask = Buffer.from([0x12, 0xa5, 0x00, 0x7f]), length } = {}) {
  const body = Buffer.from(payload);
  const size = length ?? BigInt(body.length);
  const bytes = [first ?? ((fin ? 0x80 : 0) | opcode)];
  const flag = mask ? 0x80 : 0;
  if (size < 126n) bytes.push(flag | Number(size));
  else if (size < 65536n) bytes.push(flag | 126, Number(size >> 8n), Number(size & 255n));
  else bytes.push(flag | 127, ...Array.from({ length: 8 }, (_, i) => Number((size >> BigInt(56 - 8 * i)) & 255n)));
  if (!mask) return Buffer.concat([Buffer.from(bytes), body]);
  return Buffer.concat([Buffer.from(bytes), mask, body.map((byte, i) => byte ^ mask[i % 4])]);
}

export const closeFrame = (code, reason = "") => {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(opcodes.close, Buffer.concat([payload, Buffer.from(reason)]));
};

/** What the server sent: frames, then how it ended. */
export class RawSocket {
  static async open(port, path, { headers = "" } = {}) {
    const socket = new RawSocket();
    socket.tcp = connect(port, "127.0.0.1");
    socket.tcp.setNoDelay(true);
    socket.tcp.on("error", () => {});
    socket.received = Buffer.alloc(0);
    socket.tcp.on("data", (data) => {
      socket.received = Buffer.concat([socket.received, data]);
      socket.wake?.();
    });
    socket.tcp.on("end", () => {
      socket.ended = true;
      socket.wake?.();
    });
    socket.tcp.on("close", () => {
      socket.ended = true;
      socket.wake?.();
    });
    await once(socket.tcp, "connect");
    socket.tcp.write(
      `GET ${path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${headers}\r\n`,
    );
    const end = await socket.until(() => socket.received.indexOf("\r\n\r\n") + 1);
    socket.head = socket.received.subarray(0, end + 3).toString();
    socket.received = socket.received.subarray(end + 3);
    return socket;
  }

  async until(probe, seconds = 30) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const found = probe();
      if (found) return found;
      if (this.ended) return undefined;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`nothing came within ${seconds} s`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  write(bytes) {
    this.tcp.write(bytes);
  }

  /** In pieces of `step` bytes, each a segment of its own as far as Node.js can see to that. */
  async writeChopped(bytes, step) {
    for (let at = 0; at < bytes.length; at += step) {
      this.tcp.write(bytes.subarray(at, at + step));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The next frame, undefined at the end. */
  receive() {
    return this.until(() => {
      const bytes = this.received;
      if (bytes.length < 2) return undefined;
      if (bytes[1] & 0x80) throw new Error("a server must not mask");
      let size = bytes[1];
      let at = 2;
      if (size === 126) {
        if (bytes.length < 4) return undefined;
        size = bytes.readUInt16BE(2);
        at = 4;
      } else if (size === 127) {
        if (bytes.length < 10) return undefined;
        size = Number(bytes.readBigUInt64BE(2));
        at = 10;
      }
      if (bytes.length < at + size) return undefined;
      this.received = bytes.subarray(at + size);
      return { first: bytes[0], opcode: bytes[0] & 15, payload: Buffer.from(bytes.subarray(at, at + size)) };
    });
  }

  /** Everything up to the close frame and the end: `[opcode, text]` of each, and the close code (undefined: no frame). */
  async drain() {
    const frames = [];
    let code;
    for (;;) {
      const next = await this.receive();
      if (!next) break;
      if (next.opcode === opcodes.close) {
        code = next.payload.length >= 2 ? next.payload.readUInt16BE(0) : null;
        this.write(closeFrame(code ?? 1000));
        this.tcp.end();
        break;
      }
      frames.push([next.opcode, next.payload.toString("latin1")]);
    }
    await this.until(() => false);
    return { frames, code };
  }

  destroy() {
    this.tcp.destroy();
  }
}
