import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { converse, people } from "../lib/conversations.mjs";
import { PlainDevice } from "../lib/plain-device.mjs";
import { until } from "../lib/poll.mjs";
import { isRelease, Server } from "../lib/server.mjs";

const residentMb = (server) => Number(readFileSync(`/proc/${server.child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
async function metric(server, name) {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(text.match(new RegExp(`^${name} (\\S+)$`, "m"))?.[1] ?? 0);
}

const address = (i) => `127.0.0.${1 + (i % 8)}`;

test("a thousand idle sockets of both kinds live on heartbeats alone", async (t) => {
  // Beats of a second instead of 25, so that a few seconds are as many beats as minutes.
  const server = await Server.start({ env: { AX_CONFORMANCE: "true", AX_SOCKET_PING_INTERVAL_MS: "1000", AX_SOCKET_PING_TIMEOUT_MS: "5000" } });
  t.after(() => server.stop());
  const dropped = [];
  const beats = { plain: 0, live: 0 };
  const before = residentMb(server);
  const plain = Array.from({ length: 700 }, (_, i) => new WebSocket(`${server.url.replace("http", "ws")}/echo/ws`, { localAddress: address(i) }));
  for (const socket of plain) {
    socket.on("ping", () => (beats.plain += 1));
    socket.on("close", (code) => dropped.push(`plain: ${code}`));
  }
  await Promise.all(plain.map((socket) => once(socket, "open")));
  const live = Array.from({ length: 300 }, () => io(server.url, { forceNew: true, transports: ["websocket"], reconnection: false }));
  for (const socket of live) {
    socket.io.on("ping", () => (beats.live += 1));
    socket.on("disconnect", (reason) => dropped.push(`live: ${reason}`));
  }
  await Promise.all(live.map((socket) => new Promise((done, failed) => socket.once("connect", done).once("connect_error", failed))));
  const grown = residentMb(server) - before;

  await until("every socket has seen eight beats", () => beats.plain >= 8 * plain.length && beats.live >= 8 * live.length, { seconds: 120 });
  assert.deepEqual(dropped, []);
  t.diagnostic(`${grown.toFixed(1)} MB for ${plain.length + live.length} sockets`);
  if (isRelease()) assert.ok(grown <= 10, `${grown} MB`);

  for (const socket of plain) socket.removeAllListeners("close").terminate();
  for (const socket of live) socket.off("disconnect").disconnect();
});

test("readers that stop are let go with a reason, and nobody else notices", async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  const { students: [student], mentors: [mentor] } = await people(server, { students: 1, mentors: 1 });
  const talk = await converse(student, mentor);
  const [speaker, listener] = [new PlainDevice(server.url, student, talk), new PlainDevice(server.url, mentor, talk)];
  t.after(() => Promise.all([speaker.stop(), listener.stop()]));
  await Promise.all([speaker.start(), listener.start()]);

  // Fifteen sockets of the listener's account that never read what comes after their greeting.
  const stalled = Array.from({ length: 15 }, () =>
    new WebSocket(speaker.url, { headers: { authorization: `Token ${mentor.token}` } }));
  const ends = stalled.map((socket) => once(socket, "close"));
  await Promise.all(stalled.map((socket) => once(socket, "message")));
  for (const socket of stalled) socket.pause();

  // More than a socket's buffers and our queue hold together.
  const before = residentMb(server);
  const text = "x".repeat(3900);
  let said = 0;
  await until("they are let go", async () => {
    await Promise.all(Array.from({ length: 20 }, () => speaker.send(talk.id, text, `long-one-${++said}`)));
    return (await metric(server, "ws_slow_readers_total")) >= stalled.length;
  }, { seconds: 300, every: 1 });
  const grown = residentMb(server) - before;
  for (const socket of stalled) socket.resume();
  for (const [code, reason] of await Promise.all(ends)) assert.equal(`${code} ${reason}`, "1013 too slow a reader");

  await until("the listener has all", () => listener.shown(talk.id).length === said);
  assert.equal(listener.connections, 1);
  assert.equal(speaker.connections, 1);
  t.diagnostic(`${said} messages of 4 kB; grown by ${grown.toFixed(1)} MB`);
  if (isRelease()) assert.ok(grown <= 64, `${grown} MB`);
});
