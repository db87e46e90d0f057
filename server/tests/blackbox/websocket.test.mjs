import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import WebSocket from "ws";
import { startHaproxy, startNginx } from "./lib/proxies.mjs";
import { run, scratchFolder, Server } from "./lib/server.mjs";

const mebibytes = (n) => n * 1024 * 1024;

async function open(url, options = {}) {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: mebibytes(64), ...options });
  socket.inbox = [];
  socket.on("message", (data, isBinary) => {
    socket.inbox.push({ data, isBinary });
    socket.wake?.();
  });
  await once(socket, "open");
  return socket;
}

async function next(socket) {
  while (socket.inbox.length === 0) await new Promise((resolve) => (socket.wake = resolve));
  return socket.inbox.shift();
}

async function end(socket, code = 1000) {
  socket.close(code);
  const [closed] = await once(socket, "close");
  assert.equal(closed, code);
}

/** What must work the same directly and behind every proxy. */
async function exchange(url) {
  const socket = await open(`${url.replace("http", "ws")}/echo/ws`);
  for (const size of [0, 1, 125, 126, 65535, 65536, mebibytes(1)]) {
    const bytes = randomBytes(size);
    socket.send(bytes);
    assert.deepEqual(await next(socket), { data: bytes, isBinary: true });
    const text = "ü".repeat(size / 2);
    socket.send(text);
    assert.deepEqual(await next(socket), { data: Buffer.from(text), isBinary: false });
  }
  socket.send("frag", { fin: false });
  socket.ping("between");
  socket.send("mented", { fin: true });
  assert.equal((await once(socket, "pong"))[0].toString(), "between");
  assert.equal((await next(socket)).data.toString(), "fragmented");
  await end(socket, 4321);
}

describe("WebSocket", () => {
  let server;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"] });
  });
  after(() => server.stop());

  test("npm's ws exchanges everything", () => exchange(server.url));

  test("16 MiB go through, one byte more does not", { timeout: 120_000 }, async () => {
    const socket = await open(`ws://127.0.0.1:${server.port}/echo/ws`);
    const bytes = randomBytes(mebibytes(16));
    socket.send(bytes);
    assert.ok((await next(socket)).data.equals(bytes));
    const text = "x".repeat(mebibytes(16));
    socket.send(text);
    const echoed = await next(socket);
    assert.ok(!echoed.isBinary && echoed.data.length === text.length);
    socket.send(Buffer.alloc(mebibytes(16) + 1));
    assert.equal((await once(socket, "close"))[0], 1009);
  });

  test("who sends much and reads late gets all of it", { timeout: 120_000 }, async () => {
    const socket = await open(`ws://127.0.0.1:${server.port}/echo/ws`);
    const messages = Array.from({ length: 40 }, () => randomBytes(mebibytes(1)));
    socket.pause();
    for (const message of messages) socket.send(message);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.resume();
    for (const message of messages) assert.ok((await next(socket)).data.equals(message));
    await end(socket);
  });

  test("a room relays to everybody in it, text as text and binary as binary", async () => {
    const rooms = `ws://127.0.0.1:${server.port}/echo/rooms`;
    const [a, b, other] = await Promise.all([open(`${rooms}/one`), open(`${rooms}/one`), open(`${rooms}/two`)]);
    a.send("hello");
    b.send(Buffer.from([1, 2, 3]));
    for (const member of [a, b]) {
      const got = [await next(member), await next(member)].map(({ data, isBinary }) => [isBinary, data.toString("hex")]).sort();
      assert.deepEqual(got, [[false, Buffer.from("hello").toString("hex")], [true, "010203"]]);
    }
    other.send("alone");
    assert.equal((await next(other)).data.toString(), "alone");
    assert.deepEqual([a.inbox.length, b.inbox.length], [0, 0]);
    await Promise.all([a, b, other].map((socket) => end(socket)));
  });

  test("who stops reading is closed with 1013 and nobody waits for them", { timeout: 120_000 }, async () => {
    const room = `ws://127.0.0.1:${server.port}/echo/rooms/crowd`;
    const stalled = await Promise.all(Array.from({ length: 10 }, () => open(room)));
    const reading = await Promise.all(Array.from({ length: 5 }, () => open(room)));
    const ends = stalled.map((socket) => once(socket, "close"));
    for (const socket of stalled) socket.pause();
    // More than any kernel buffer holds; every message has to be there before the next is sent.
    const filler = "x".repeat(60_000);
    for (let i = 0; i < 60; ++i) {
      reading[i % 5].send(`${i} ${filler}`);
      for (const socket of reading) assert.equal((await next(socket)).data.subarray(0, 4).toString(), `${i} xxx`.slice(0, 4));
    }
    for (const socket of stalled) socket.resume();
    for (const [code] of await Promise.all(ends)) assert.equal(code, 1013);
    for (const socket of stalled) {
      const numbers = socket.inbox.map(({ data }) => Number.parseInt(data.subarray(0, 8).toString(), 10));
      assert.deepEqual(numbers, [...numbers.keys()]);
    }
    await Promise.all(reading.map((socket) => end(socket)));
  });

  test("Debian's python3-websockets exchanges everything", { timeout: 120_000 }, async () => {
    const child = spawn("/usr/bin/python3", [join(import.meta.dirname, "lib/websockets_client.py"), `ws://127.0.0.1:${server.port}/echo/ws`]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
    const [code] = await once(child, "close");
    assert.equal(code, 0, output);
  });

  for (const [name, start] of [["nginx", startNginx], ["HAProxy", startHaproxy]])
    test(`the same behind ${name}`, { timeout: 120_000 }, async () => {
      const proxy = await start(server.port);
      try {
        await exchange(proxy.url);
        const echoed = await fetch(`${proxy.url}/echo/behind?a=b`, { method: "POST", body: "through" });
        assert.deepEqual([await echoed.text(), echoed.headers.get("x-echo-target")], ["through", "/echo/behind?a=b"]);
      } finally {
        await proxy.stop();
      }
    });
});

describe("heartbeat", () => {
  test("a silent client is pinged; one that does not answer is dropped", { timeout: 30_000 }, async () => {
    const env = { AX_SOCKET_PING_INTERVAL_MS: "1000", AX_SOCKET_PING_TIMEOUT_MS: "1000" };
    const server = await Server.start({ demo: false, flags: ["--conformance"], env });
    const answering = await open(`ws://127.0.0.1:${server.port}/echo/ws`);
    const mute = await open(`ws://127.0.0.1:${server.port}/echo/ws`, { autoPong: false });
    const [[code]] = await Promise.all([once(mute, "close"), once(answering, "ping")]);
    assert.equal(code, 1006);
    answering.send("still here");
    assert.equal((await next(answering)).data.toString(), "still here");
    await end(answering);
    await server.stop();
  });
});

describe("a stopping server", () => {
  test("tells its sockets to come back and ends soon", async () => {
    const server = await Server.start({ demo: false, flags: ["--conformance"] });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => open(`ws://127.0.0.1:${server.port}/echo/ws`)));
    const closed = Promise.all(sockets.map((socket) => once(socket, "close")));
    const begun = performance.now();
    await server.stop();
    assert.ok(performance.now() - begun < 5000);
    for (const [code] of await closed) assert.equal(code, 1012);
  });
});

describe("HTTP echo", () => {
  let server;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"] });
  });
  after(() => server.stop());

  test("any method and path, the body comes back", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"]) {
      const body = method === "GET" ? undefined : `body of ${method}`;
      const answer = await fetch(`${server.url}/echo/some/path?x=%20y`, { method, body });
      assert.equal(answer.status, 200, method);
      assert.equal(await answer.text(), body ?? "");
      assert.equal(answer.headers.get("x-echo-method"), method);
      assert.equal(answer.headers.get("x-echo-target"), "/echo/some/path?x=%20y");
    }
    const head = await fetch(`${server.url}/echo/`, { method: "HEAD" });
    assert.deepEqual([head.status, head.headers.get("content-length")], [200, "0"]);
  });

  test("16 MiB in one body, one byte more is refused", async () => {
    const bytes = randomBytes(mebibytes(16));
    const answer = await fetch(`${server.url}/echo/big`, { method: "POST", body: bytes });
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes));
    const refused = connect(server.port, "127.0.0.1");
    refused.write(`POST /echo/big HTTP/1.1\r\nHost: test\r\nContent-Length: ${mebibytes(16) + 1}\r\n\r\n`);
    const [reply] = await once(refused, "data");
    assert.match(reply.toString(), /^HTTP\/1\.1 413 /);
    refused.destroy();
  });

  test("head and body arrive in one segment", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.write("POST /echo/one HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
    const [reply] = await once(socket, "data");
    assert.match(reply.toString(), /\r\nContent-Length: 5\r\n[^]*\r\n\r\nhello$/);
    socket.destroy();
  });
});

describe("conformance mode", () => {
  test("is refused in production", async () => {
    const folder = scratchFolder();
    const { code, stderr } = await run(["serve", "--conformance", "--data", folder, "--listen", "127.0.0.1:0"], {
      env: {
        AX_MODE: "production",
        AX_SECRET: "a-secret-of-more-than-thirty-two-characters",
        AX_BASE_URL: "https://example.test",
        AX_RAZORPAY_KEY_ID: "key",
        AX_RAZORPAY_KEY_SECRET: "secret",
        AX_RAZORPAY_WEBHOOK_SECRET: "secret",
        AX_SMTP_HOST: "localhost",
        AX_METRICS_TOKEN: "token",
      },
    });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /conformance mode is refused in production/);
  });

  test("without it there is no echo", async () => {
    const server = await Server.start({ demo: false });
    try {
      const answer = await fetch(`${server.url}/echo/x`, { method: "POST", body: "x" });
      assert.ok([404, 405].includes(answer.status), String(answer.status));
    } finally {
      await server.stop();
    }
  });
});
