import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import { EngineIo, Frames, query, separator } from "./lib/engineio.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

// The rules of engine.io-protocol (version 4), one by one, as seen from outside.

const errors = ["Transport unknown", "Session ID unknown", "Bad handshake method", "Bad request", "Forbidden", "Unsupported protocol version"];

function assertRefused(answer, code) {
  assert.equal(answer.status, 400, answer.text);
  assert.equal(answer.type, "application/json");
  assert.deepEqual(JSON.parse(answer.text), { code, message: errors[code] });
}

describe("Engine.IO", () => {
  let server;
  let echo;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"] });
    echo = new EngineIo(server, "/engine.io/");
  });
  after(() => server.stop());

  test("a handshake by polling tells all there is to know", async () => {
    const { sid, ...rest } = await echo.open();
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(rest, { upgrades: ["websocket"], pingInterval: 25000, pingTimeout: 20000, maxPayload: 1000000 });
    const answer = await echo.send("GET", `?${query}polling`);
    assert.equal(answer.type, "text/plain; charset=UTF-8");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("content-encoding"), null);
  });

  test("a handshake by WebSocket needs no polling", async () => {
    const socket = await echo.socket();
    const { sid, ...rest } = JSON.parse((await socket.next()).slice(1));
    assert.ok(sid);
    assert.deepEqual(rest.upgrades, []);
    assert.equal(await socket.close(), 1005);
  });

  test("handshakes that ask for something else are refused by number", async () => {
    for (const [method, parameters, code] of [
      ["GET", "", 0], ["GET", "?EIO=4", 0], ["GET", "?EIO=4&transport=abc", 0], ["GET", "?transport=polling", 5], ["GET", "?EIO=abc&transport=polling", 5],
      ["GET", "?EIO=3&transport=polling", 5], ["GET", `?${query}websocket`, 3], ["GET", `?${query}polling&sid=unknown`, 1],
      ["POST", `?${query}polling&sid=unknown`, 1], ["POST", `?${query}polling`, 2], ["PUT", `?${query}polling`, 2], ["DELETE", `?${query}polling`, 2],
    ]) assertRefused(await echo.send(method, parameters), code);
    for (const parameters of ["?transport=websocket", "?EIO=abc&transport=websocket", "?EIO=4", "?EIO=4&transport=abc", `?${query}websocket&sid=unknown`]) {
      const socket = await Frames.open(`${echo.url}${parameters}`.replace("http", "ws"));
      await socket.closed();
      assert.match(String(socket.error), /400/, parameters);
    }
  });

  test("polling carries texts, batches and bytes in order", async () => {
    const { sid } = await echo.open();
    for (const body of ["4hello", ["4test1", "4test2", "4test3"].join(separator), ["4hello", "bAQIDBA=="].join(separator), "4€ 🙂"]) {
      const sent = await echo.post(sid, body);
      assert.deepEqual([sent.status, sent.text], [200, "ok"]);
      const received = await echo.poll(sid);
      assert.deepEqual([received.status, received.text], [200, body]);
    }
  });

  test("a poll waits until there is something", async () => {
    const { sid } = await echo.open();
    const waiting = echo.poll(sid);
    assert.equal(await Promise.race([waiting, pause(200)]), undefined);
    await echo.post(sid, "4hello");
    assert.equal((await waiting).text, "4hello");
  });

  test("bodies that are broken end the session", async () => {
    for (const [body, headers] of [["abc"], [""], [`4a${separator}`], ["b!"], ["0"], ["2"], [Buffer.from([0x34, 0xff])],
                                   ["4hello", { "content-type": "application/octet-stream" }]]) {
      const { sid } = await echo.open();
      assertRefused(await echo.post(sid, body, headers), 3);
      assertRefused(await echo.poll(sid), 1);
    }
  });

  test("a body beyond maxPayload is refused", async () => {
    const { sid } = await echo.open();
    assert.equal((await echo.post(sid, `4${"a".repeat(1_000_000)}`)).status, 413);
    const largest = `4${"a".repeat(999_999)}`;
    assert.equal((await echo.post(sid, largest)).status, 200);
    assert.equal((await echo.poll(sid)).text, largest);
  });

  test("two polls at once end the session", async () => {
    const { sid } = await echo.open();
    const first = echo.poll(sid);
    await pause(20);
    const second = await echo.poll(sid);
    assertRefused(second, 3);
    assert.deepEqual((await first).text, "1");
    assertRefused(await echo.poll(sid), 1);
  });

  test("a poll that was given up ends the session when the client asks again", async () => {
    const { sid } = await echo.open();
    const given = new AbortController();
    fetch(echo.address("polling", sid), { signal: given.signal }).catch(() => {});
    await pause(20);
    given.abort();
    assert.equal((await echo.poll(sid)).status, 400);
  });

  test("a close packet releases the poll and ends the session", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { sid } = await echo.open();
      const [polled] = await Promise.all([echo.poll(sid), echo.post(sid, "1")]);
      assert.deepEqual([polled.status, polled.text], [200, "6"]);
      assertRefused(await echo.poll(sid), 1);
    }
  });

  test("a WebSocket carries texts and bytes; what is invalid closes it", async () => {
    const socket = await echo.socket();
    await socket.next();
    socket.say("4hello", Buffer.from([1, 2, 3, 4]), "6");
    assert.equal(await socket.next(), "4hello");
    assert.deepEqual(await socket.next(), Buffer.from([1, 2, 3, 4]));
    socket.say("1");
    assert.equal(await socket.closed(), 1000);
    for (const bad of ["abc", "", "0", "2", "2probe", "5"]) {
      const other = await echo.socket();
      await other.next();
      other.say(bad);
      assert.equal(await other.closed(), 1002, bad);
    }
    const large = await echo.socket();
    await large.next();
    large.say(`4${"a".repeat(1_000_000)}`);
    assert.equal(await large.closed(), 1009);
  });

  test("polling is upgraded to a WebSocket, which takes over what waits", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { sid } = await echo.open();
      const socket = await echo.socket(sid);
      socket.say("2probe");
      assert.equal(await socket.next(), "3probe");
      const released = await echo.poll(sid);
      assert.deepEqual([released.status, released.text], [200, "6"]);
      await echo.post(sid, "4before");
      socket.say("5", "4after");
      assert.equal(await socket.next(), "4before");
      assert.equal(await socket.next(), "4after");
      await socket.close();
    }
  });

  test("a poll that waits is released by the probe", async () => {
    const { sid } = await echo.open();
    const waiting = echo.poll(sid);
    const socket = await echo.socket(sid);
    socket.say("2probe");
    assert.equal((await waiting).text, "6");
    assert.equal(await socket.next(), "3probe");
    await socket.close();
    await until("polling goes on", async () => (await echo.post(sid, "4hello")).status === 200);
    assert.equal((await echo.poll(sid)).text, "4hello");
  });

  test("after the upgrade, other requests and sockets of the session are refused", async () => {
    // Without waiting for the probe's answer: the requests race with the frames.
    for (let round = 0; round < 20; round += 1) {
      const { sid } = await echo.open();
      const socket = await echo.socket(sid);
      socket.say("2probe", "5");
      assertRefused(await echo.poll(sid), 3);
      const second = await echo.socket(sid);
      assert.equal(await second.closed(), 1008);
      assert.equal(second.error, undefined);
      socket.say("4hello");
      assert.equal(await socket.next(), "3probe");
      assert.equal(await socket.next(), "4hello");
      await socket.close();
    }
  });

  test("an upgrade that goes wrong leaves polling as it was", async () => {
    const { sid } = await echo.open();
    for (const bad of ["5", "4hello", "3probe"]) {
      const socket = await echo.socket(sid);
      socket.say(bad);
      assert.equal(await socket.closed(), 1002);
    }
    await echo.post(sid, "4still here");
    assert.equal((await echo.poll(sid)).text, "4still here");
  });
});

describe("Engine.IO's heartbeat", () => {
  let server;
  let echo;
  before(async () => {
    const env = { AX_SOCKET_PING_INTERVAL_MS: "300", AX_SOCKET_PING_TIMEOUT_MS: "200" };
    server = await Server.start({ demo: false, flags: ["--conformance"], env });
    echo = new EngineIo(server, "/engine.io/");
  });
  after(() => server.stop());

  test("is a ping for each interval, by polling and by WebSocket", async () => {
    const { sid, pingInterval, pingTimeout } = await echo.open();
    assert.deepEqual([pingInterval, pingTimeout], [300, 200]);
    for (let i = 0; i < 3; i += 1) {
      assert.equal((await echo.poll(sid)).text, "2");
      assert.equal((await echo.post(sid, "3")).status, 200);
    }
    const socket = await echo.socket();
    await socket.next();
    for (let i = 0; i < 3; i += 1) {
      assert.equal(await socket.next(), "2");
      socket.say("3");
    }
    await socket.close();
  });

  test("ends the session of a client that does not answer in time", async () => {
    const { sid } = await echo.open();
    await pause(2000); // the session ends after 500 ms, on a busy machine somewhat later
    assertRefused(await echo.poll(sid), 1);
    const opened = performance.now();
    const socket = await echo.socket();
    await socket.next();
    assert.equal(await socket.next(), "2");
    await socket.closed();
    assert.ok(performance.now() - opened >= 450, `${performance.now() - opened} ms`);
  });
});
