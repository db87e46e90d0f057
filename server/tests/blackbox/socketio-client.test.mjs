// Size: one client library in three ways to connect, directly and behind two proxies.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { until } from "./lib/poll.mjs";
import { startHaproxy, startNginx } from "./lib/proxies.mjs";
import { Server } from "./lib/server.mjs";

// npm's socket.io-client, unmodified, against our server.

const ways = { websocket: ["websocket"], polling: ["polling"], upgrading: ["polling", "websocket"] };

function client(url, options = {}) {
  return io(url, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, ...options });
}
const event = (socket, name) => new Promise((resolve) => socket.once(name, (...args) => resolve(args)));
async function connected(url, options) {
  const socket = client(url, options);
  socket.auths = [];
  socket.on("auth", (auth) => socket.auths.push(auth));
  const failed = event(socket, "connect_error").then(([error]) => Promise.reject(error));
  await Promise.race([event(socket, "connect"), failed]);
  return socket;
}
const upgraded = (socket) =>
  socket.io.engine.transport.name === "websocket" || new Promise((resolve) => socket.io.engine.once("upgrade", resolve));

/** What must work by every transport, directly and behind every proxy. */
async function everything(url, transports) {
  const socket = await connected(url, { transports, auth: { token: "123" } });
  await until("the auth event", () => socket.auths.length === 1);
  assert.deepEqual(socket.auths, [{ token: "123" }]);

  const values = [1, -0.5, "€🙂\u2028\u0000", null, true, { nested: [{ deep: [] }] }, [1, [2]]];
  socket.emit("message", ...values);
  assert.deepEqual(await event(socket, "message-back"), values);

  const buffers = [Buffer.from([0, 1, 254, 255]), Buffer.alloc(0), Buffer.alloc(20_000, 7)];
  socket.emit("message", "text", buffers[0], { inside: [buffers[1], buffers[2]] });
  assert.deepEqual(await event(socket, "message-back"), ["text", buffers[0], { inside: [buffers[1], buffers[2]] }]);

  assert.deepEqual(await socket.timeout(10_000).emitWithAck("message-with-ack", { a: 1 }), { a: 1 });
  assert.deepEqual(await socket.timeout(10_000).emitWithAck("message-with-ack", buffers[0]), buffers[0]);
  await assert.rejects(socket.timeout(100).emitWithAck("nobody answers this"), /timed out/);

  const echoed = [];
  socket.on("message-back", (i) => echoed.push(i));
  for (let i = 0; i < 500; i += 1) socket.emit("message", i);
  await until("500 events", () => echoed.length >= 500);
  assert.deepEqual(echoed, Array.from({ length: 500 }, (_, i) => i));
  socket.off("message-back");

  const large = "x".repeat(900_000);
  socket.emit("message", large);
  assert.deepEqual(await event(socket, "message-back"), [large]);

  const custom = socket.io.socket("/custom", { auth: { other: true } });
  const greeting = event(custom, "auth");
  assert.deepEqual(await greeting, [{ other: true }]);
  assert.notEqual(custom.id, socket.id);
  assert.equal(await custom.timeout(10_000).emitWithAck("message-with-ack", "custom"), "custom");
  custom.disconnect();
  const unknown = socket.io.socket("/unknown");
  const refusal = event(unknown, "connect_error");
  assert.equal((await refusal)[0].message, "Invalid namespace");
  assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", "still here"), "still here");

  const before = socket.id;
  const lost = event(socket, "disconnect");
  socket.io.engine.close();
  await lost;
  await event(socket, "connect");
  assert.notEqual(socket.id, before);
  assert.ok(!socket.recovered);
  assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", "again"), "again");
  socket.disconnect();
  assert.equal(socket.connected, false);
}

describe("socket.io-client", () => {
  let server;
  let nginx;
  let haproxy;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"] });
    [nginx, haproxy] = await Promise.all([startNginx(server.port), startHaproxy(server.port)]);
  });
  after(() => Promise.all([nginx?.stop(), haproxy?.stop()]).then(() => server.stop()));

  for (const [way, transports] of Object.entries(ways)) {
    test(`${way}`, () => everything(server.url, transports));
    test(`${way}, behind nginx`, () => everything(nginx.url, transports));
    test(`${way}, behind HAProxy`, () => everything(haproxy.url, transports));
  }

  test("the upgrade loses, doubles and reorders nothing", async () => {
    for (let round = 0; round < 10; round += 1) {
      const socket = await connected(server.url, { transports: ways.upgrading });
      const echoed = [];
      socket.on("message-back", (i) => echoed.push(i));
      let sent = 0;
      const talking = setInterval(() => {
        for (let i = 0; i < 5; i += 1) socket.emit("message", sent++, Buffer.from([sent % 256]));
      }, 1);
      await upgraded(socket);
      await until("some more", () => sent > 200, { every: 5 });
      clearInterval(talking);
      await until("all echoes", () => echoed.length >= sent, { every: 5 });
      assert.deepEqual(echoed, Array.from({ length: sent }, (_, i) => i));
      assert.equal(socket.io.engine.transport.name, "websocket");
      socket.disconnect();
    }
  });

  test("many at once, by all ways", async () => {
    const all = await Promise.all(Array.from({ length: 90 }, (_, i) => connected(server.url, { transports: Object.values(ways)[i % 3] })));
    const answers = await Promise.all(all.map((socket, i) => socket.timeout(30_000).emitWithAck("message-with-ack", i)));
    assert.deepEqual(answers, all.map((_, i) => i));
    assert.equal(new Set(all.map((socket) => socket.id)).size, all.length);
    for (const socket of all) socket.disconnect();
  });

  test("a foreign page's preflight and poll are not for it to read", async () => {
    const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: "https://foreign.example" } });
    assert.equal(answer.headers.get("access-control-allow-origin"), null);
  });
});

test("clients come back by themselves to a server that was restarted", async (t) => {
  const server = await Server.start({ demo: false, flags: ["--conformance"] });
  t.after(() => server.stop());
  const sockets = await Promise.all(Object.values(ways).map((transports) => connected(server.url, { transports })));
  const reasons = sockets.map((socket) => event(socket, "disconnect"));
  const begun = performance.now();
  assert.equal(await server.interrupt(), 0);
  assert.ok(performance.now() - begun < 8000, "nobody is waited for");
  for (const [reason] of await Promise.all(reasons)) assert.match(reason, /^transport (close|error)$/);
  const back = sockets.map((socket) => event(socket, "connect"));
  await server.launch();
  await Promise.all(back);
  for (const socket of sockets) {
    assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", 1), 1);
    socket.disconnect();
  }
});

describe("pages of an allowed origin", () => {
  let server;
  const origin = "https://app.example";
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"], env: { AX_CORS_ORIGINS: origin } });
  });
  after(() => server.stop());

  test("may poll with credentials", async () => {
    const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
    assert.equal(answer.headers.get("access-control-allow-credentials"), "true");
    assert.match(answer.headers.get("vary"), /Origin/);
    await answer.text();
    const preflight = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get("access-control-allow-origin"), origin);
  });
});

describe("connection state recovery", () => {
  let server;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"], env: { AX_SOCKET_RECOVERY_MS: "3000", AX_THREADS: "4" } });
  });
  after(() => server.stop());

  /** Ends the connection as a dead network does: without a word. */
  const cut = (socket) => socket.io.engine.transport.ws.terminate();

  test("a client that was cut off gets what was said meanwhile, once and in order", async () => {
    const [speaker, listener] = await Promise.all([0, 1].map(() => connected(server.url, { transports: ways.websocket, auth: { room: "a" } })));
    const heard = [];
    listener.on("message", (i) => heard.push(i));
    const { id } = listener;
    let said = 0;
    const say = () => speaker.timeout(10_000).emitWithAck("message", said++);
    for (let round = 0; round < 20; round += 1) {
      await say();
      await until("it is heard", () => heard.length === said, { every: 5 });
      const back = event(listener, "connect");
      cut(listener);
      for (let i = 0; i < 5; i += 1) await say();
      await back;
      assert.equal(listener.recovered, true);
      assert.equal(listener.id, id);
      await until("all is heard", () => heard.length >= said, { every: 5 });
      assert.deepEqual(heard, Array.from({ length: said }, (_, i) => i));
    }
    speaker.disconnect();
    listener.disconnect();
  });

  test("by polling too", async () => {
    const [speaker, listener] = await Promise.all([0, 1].map(() => connected(server.url, { transports: ways.polling, auth: { room: "b" } })));
    const heard = [];
    listener.on("message", (i) => heard.push(i));
    await speaker.timeout(10_000).emitWithAck("message", 0);
    await until("it is heard", () => heard.length === 1);
    const back = event(listener, "connect");
    listener.io.engine.close();
    for (let i = 1; i < 4; i += 1) await speaker.timeout(10_000).emitWithAck("message", i);
    await back;
    assert.equal(listener.recovered, true);
    await until("all is heard", () => heard.length >= 4);
    assert.deepEqual(heard, [0, 1, 2, 3]);
    speaker.disconnect();
    listener.disconnect();
  });

  test("who is away for too long starts anew", async () => {
    const socket = await connected(server.url, { transports: ways.websocket, reconnectionDelay: 5000, reconnectionDelayMax: 5000, randomizationFactor: 0 });
    const { id } = socket;
    const back = event(socket, "connect");
    cut(socket);
    await back;
    assert.ok(!socket.recovered);
    assert.notEqual(socket.id, id);
    socket.disconnect();
  });

  test("who left on purpose starts anew", async () => {
    const socket = await connected(server.url, { transports: ways.websocket });
    const { id } = socket;
    socket.disconnect();
    const back = event(socket, "connect");
    socket.connect();
    await back;
    assert.ok(!socket.recovered);
    assert.notEqual(socket.id, id);
    socket.disconnect();
  });
});
