import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Server } from "./lib/server.mjs";
import { closeFrame, frame, opcodes, RawSocket } from "./lib/websocket.mjs";

// What the Autobahn suite asks of a server, by its chapters; each case whole, and byte by byte.

const { text, binary, ping, pong, close, continuation } = opcodes;
const part = (opcode, payload) => frame(opcode, payload, { fin: false });
const utf8 = Buffer.from("Hello-µ@ßöäüàá-UTF-8!!");
const latin = (buffer) => buffer.toString("latin1");
const bye = closeFrame(1000);
const kappa = Buffer.from("cebae1bdb9cf83cebcceb5", "hex");

/** name, bytes, frames that come back, close code. */
const cases = [
  // 1: framing
  ...[0, 125, 126, 127, 128, 65535, 65536].flatMap((size) => [
    [`1.1 text of ${size}`, [frame(text, "*".repeat(size)), bye], [[text, "*".repeat(size)]], 1000],
    [`1.2 binary of ${size}`, [frame(binary, Buffer.alloc(size, 0xfe)), bye], [[binary, "\xfe".repeat(size)]], 1000],
  ]),
  // 2: pings and pongs
  ["2.1 ping without payload", [frame(ping), bye], [[pong, ""]], 1000],
  ["2.2 ping with text", [frame(ping, "Hello, world!"), bye], [[pong, "Hello, world!"]], 1000],
  ["2.3 ping with binary", [frame(ping, Buffer.from([0, 255, 254, 0])), bye], [[pong, "\x00\xff\xfe\x00"]], 1000],
  ["2.4 ping of 125", [frame(ping, "*".repeat(125)), bye], [[pong, "*".repeat(125)]], 1000],
  ["2.5 ping of 126", [frame(ping, "*".repeat(126))], [], 1002],
  ["2.7 pong nobody asked for", [frame(pong), bye], [], 1000],
  ["2.8 pong with payload", [frame(pong, "unsolicited"), bye], [], 1000],
  ["2.9 pong, then ping", [frame(pong, "unsolicited"), frame(ping, "p"), bye], [[pong, "p"]], 1000],
  ["2.10 ten pings", [...Array.from({ length: 10 }, (_, i) => frame(ping, `p${i}`)), bye],
    Array.from({ length: 10 }, (_, i) => [pong, `p${i}`]), 1000],
  // 3: reserved bits
  ...[0x90, 0xa0, 0xb0, 0xc0, 0xd0, 0xe0, 0xf0].map((bits) =>
    [`3 reserved bits ${bits.toString(16)}`, [frame(text, "first"), frame(text, "x", { first: bits | 1 })], [[text, "first"]], 1002]),
  ["3.6 reserved bits on a ping", [frame(ping, "x", { first: 0xc0 | ping })], [], 1002],
  ["3.7 reserved bits on a close", [frame(close, "", { first: 0xf0 | close })], [], 1002],
  // 4: opcodes
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) => [
    [`4 opcode ${opcode}`, [frame(opcode)], [], 1002],
    [`4 opcode ${opcode} behind a text`, [frame(text, "first"), frame(opcode, "x"), frame(ping)], [[text, "first"]], 1002],
  ]),
  // 5: fragmentation
  ["5.1 fragmented ping", [part(ping, "a"), frame(continuation, "b")], [], 1002],
  ["5.2 fragmented pong", [part(pong, "a"), frame(continuation, "b")], [], 1002],
  ["5.3 text in two", [part(text, "fragment1"), frame(continuation, "fragment2"), bye], [[text, "fragment1fragment2"]], 1000],
  ["5.6 ping inside a text", [part(text, "a"), frame(ping, "p"), frame(continuation, "b"), bye], [[pong, "p"], [text, "ab"]], 1000],
  ["5.9 continuation of nothing", [frame(continuation, "x"), frame(text, "y")], [], 1002],
  ["5.10 unfinished continuation of nothing", [part(continuation, "x"), frame(text, "y")], [], 1002],
  ["5.15 continuation behind a whole text", [part(text, "a"), frame(continuation, "b"), part(continuation, "c"), frame(text, "d")],
    [[text, "ab"]], 1002],
  ["5.16 a text inside a text", [part(text, "a"), frame(text, "b")], [], 1002],
  ["5.17 a binary inside a text", [part(text, "a"), part(binary, "b")], [], 1002],
  ["5.19 five parts with pings", [part(text, "1"), part(continuation, "2"), frame(ping, "p1"), part(continuation, "3"),
    part(continuation, "4"), frame(ping, "p2"), frame(continuation, "5"), bye], [[pong, "p1"], [pong, "p2"], [text, "12345"]], 1000],
  ["5 empty parts", [part(text, ""), part(continuation, ""), frame(continuation, ""), bye], [[text, ""]], 1000],
  ["5 a thousand parts of one byte", [part(binary, ""), ...Array.from({ length: 1000 }, () => part(continuation, "x")),
    frame(continuation, ""), bye], [[binary, "x".repeat(1000)]], 1000],
  // 6: UTF-8
  ["6.2 text of two-byte characters", [frame(text, utf8), bye], [[text, latin(utf8)]], 1000],
  ["6.2 cut inside a character", [part(text, utf8.subarray(0, 7)), frame(continuation, utf8.subarray(7)), bye], [[text, latin(utf8)]], 1000],
  ["6.2 a part for each byte", [part(text, ""), ...[...utf8].map((byte) => part(continuation, Buffer.from([byte]))),
    frame(continuation, ""), bye], [[text, latin(utf8)]], 1000],
  ["6.3 above U+10FFFF", [frame(text, Buffer.concat([kappa, Buffer.from("f4908080", "hex"), Buffer.from("edited")]))], [], 1007],
  ["6.4 broken in the second part, the third has not come", [part(text, kappa), part(continuation, Buffer.from("f4908080", "hex"))], [], 1007],
  ["6.4 broken inside a frame that has not come whole",
    [frame(text, Buffer.concat([kappa, Buffer.from("f490", "hex")]), { length: 100n })], [], 1007],
  ...[
    ["a continuation alone", "80"], ["an overlong slash", "c0af"], ["an overlong NUL", "e08080"], ["a surrogate", "eda080"],
    ["a pair of surrogates", "eda080edb080"], ["U+110000", "f4908080"], ["five bytes", "f888808080"], ["FE", "fe"], ["FF", "ff"],
    ["a character cut off", "e282"], ["a lead behind a lead", "c3c3"],
  ].map(([name, hex]) => [`6 ${name}`, [frame(text, Buffer.from(hex, "hex"))], [], 1007]),
  ...["efbfbf", "f48fbfbf", "ed9fbf", "ee8080", "c280", "e0a080", "f0908080", "00", "efbfbe"].map((hex) =>
    [`6 ${hex} is fine`, [frame(text, Buffer.from(hex, "hex")), bye], [[text, latin(Buffer.from(hex, "hex"))]], 1000]),
  ["6 binary need not be UTF-8", [frame(binary, Buffer.from("ff80c0", "hex")), bye], [[binary, "\xff\x80\xc0"]], 1000],
  // 7: closing
  ["7.1.1 a close", [frame(text, "hi"), bye], [[text, "hi"]], 1000],
  ["7.1.2 two closes", [bye, closeFrame(1001)], [], 1000],
  ["7.1.3 a ping behind the close", [bye, frame(ping)], [], 1000],
  ["7.1.4 a text behind the close", [bye, frame(text, "late")], [], 1000],
  ["7.1.5 the rest of a text behind the close", [part(text, "a"), bye, frame(continuation, "b")], [], 1000],
  ["7.3.1 an empty close", [frame(close)], [], null],
  ["7.3.2 half a code", [frame(close, "\x03")], [], 1002],
  ["7.3.4 with a reason", [closeFrame(1000, "Hello")], [], 1000],
  ["7.3.5 with the longest reason", [closeFrame(1000, "*".repeat(123))], [], 1000],
  ["7.3.6 with too long a reason", [closeFrame(1000, "*".repeat(124))], [], 1002],
  ["7.5.1 with a reason that is not UTF-8", [closeFrame(1000, Buffer.concat([kappa, Buffer.from("eda080", "hex")]))], [], 1007],
  ...[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map((code) =>
    [`7.7 code ${code}`, [closeFrame(code)], [], code]),
  ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map((code) =>
    [`7.9 code ${code}`, [closeFrame(code)], [], 1002]),
  // masks and lengths
  ["an unmasked frame", [frame(text, "x", { mask: null })], [], 1002],
  ["a mask of zeros", [frame(text, "plain", { mask: Buffer.alloc(4) }), bye], [[text, "plain"]], 1000],
  ["a length that is too long for its value", [Buffer.from("81fe0005000000", "hex")], [], 1002],
  ["a length beyond 63 bits", [Buffer.from("82ff8000000000000000", "hex")], [], 1002],
  ["a length beyond the limit", [Buffer.from("82ff000000000100000100000000", "hex")], [], 1009],
];

describe("WebSocket frames", () => {
  let server;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"] });
  });
  after(() => server.stop());

  const run = async (write, frames, code) => {
    const socket = await RawSocket.open(server.port, "/echo/ws");
    try {
      await write(socket);
      assert.deepEqual(await socket.drain(), { frames, code });
    } finally {
      socket.destroy();
    }
  };

  for (const [name, parts, frames, code] of cases) {
    const bytes = Buffer.concat(parts);
    test(name, async () => {
      await run((socket) => socket.write(bytes), frames, code);
      if (bytes.length < 3000) await run((socket) => socket.writeChopped(bytes, 1), frames, code);
      else await run((socket) => socket.writeChopped(bytes, 997), frames, code);
    });
  }

  test("what was lost on the way to the close frame is answered as far as it came", async () => {
    const socket = await RawSocket.open(server.port, "/echo/ws");
    socket.write(frame(text, "whole"));
    socket.write(frame(text, "half").subarray(0, 7));
    assert.equal((await socket.receive()).payload.toString(), "whole");
    socket.tcp.end();
    assert.equal(await socket.receive(), undefined);
  });
});
