import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Client, demoPassword, signUp } from "./lib/client.mjs";
import { assertOrderOf, assertWhole, converse, messagesOf } from "./lib/conversations.mjs";
import { LiveDevice } from "./lib/devices.mjs";
import { createDatabase, Redis, readiness, skipWithoutPostgres, startNodes, untilJoined } from "./lib/nodes.mjs";
import { PlainDevice } from "./lib/plain-device.mjs";
import { until } from "./lib/poll.mjs";
import { startHaproxy, stateIn } from "./lib/proxies.mjs";
import { isRelease, Server } from "./lib/server.mjs";

const socketCount = Number(process.env.AX_SOCKETS ?? (isRelease() ? 1000 : 200));
const perAccount = 15;
const requestsPerSecond = Number(process.env.AX_REQUESTS ?? 200);
const requesters = 20;
const drainSeconds = 6;
const restart = 1012;

/** Requests at a fixed rate, or as fast as the machine can. None may fail, and none is tried again. */
class Load {
  constructor(server, clients, talks) {
    Object.assign(this, { server, clients, talks, failures: [], done: 0, said: new Map(), stopped: false });
  }

  start() {
    this.begun = performance.now();
    this.walks = Array.from({ length: requesters }, (_, i) => this.walk(i));
  }

  async walk(i) {
    const client = this.clients[i % this.clients.length];
    const talk = this.talks[i % this.clients.length];
    const sent = [];
    this.said.set(`requester ${i}`, { talk, sent });
    const every = (1000 * requesters) / requestsPerSecond;
    let due = performance.now() + Math.random() * every;
    for (let n = 0; !this.stopped; n += 1) {
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      else due = performance.now(); // too late: the rate falls, and does not rise later
      due += every;
      // One in fifty speaks: everything that is said goes to fifteen sockets.
      const key = `requester-${i}-${n}`;
      const [method, path, body] = [
        n % 50 === 49 ? ["POST", `/chat/conversations/${talk.id}/messages/`, { text: `${key} says so`, client_key: key }] : undefined,
        n % 3 === 0 ? ["GET", "/auth/me/"] : undefined,
        n % 3 === 1 ? ["GET", `/chat/conversations/${talk.id}/messages/?limit=5`] : undefined,
        ["GET", "/site-status/"],
      ].find(Boolean);
      try {
        const answer = await client.send(method, path, body);
        if (answer.status >= 300) this.failures.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        else if (body) sent.push({ key, acknowledged: answer.body });
      } catch (error) {
        this.failures.push(`${method} ${path}: ${error.message} ${error.cause?.message ?? ""}`);
      }
      this.done += 1;
    }
  }

  async stop() {
    this.stopped = true;
    await Promise.all(this.walks);
    return (this.done / (performance.now() - this.begun)) * 1000;
  }
}

test("three nodes behind HAProxy are restarted twice each under load: nothing fails, nothing is lost", { skip: skipWithoutPostgres }, async (t) => {
  const database = createDatabase("rolling");
  const redis = await Redis.start();
  let nodes = [];
  let haproxy;
  const devices = [];
  t.after(async () => {
    await Promise.all(devices.map((device) => device.stop()));
    await haproxy?.stop();
    await Promise.all(nodes.map((node) => node.stop()));
    await redis.stop();
    database.drop();
  });
  nodes = await startNodes(3, database, redis, { AX_DRAIN_SECONDS: String(drainSeconds) });
  const ports = nodes.map((node) => node.port);
  haproxy = await startHaproxy({ api: ports, realtime: ports, payments: ports }, { check: "inter 500ms fall 2 rise 1" });

  // One conversation per student; each student has fifteen sockets on it, and some speak over one of them.
  const mentor = await new Client(haproxy).ok("POST", "/auth/login/", { identifier: "M000001", password: demoPassword })
    .then(({ token, user }) => Object.assign(new Client(haproxy, token), { name: "mentor", user }));
  const students = [];
  for (let i = 0; i < Math.ceil(socketCount / perAccount); i += 1)
    students.push(Object.assign(await signUp(haproxy, { name: `Student ${i}` }), { name: `student ${i}` }));
  const talks = [];
  for (const student of students) talks.push(await converse(student, mentor));
  for (const [i, student] of students.entries())
    for (let j = 0; j < perAccount; j += 1) devices.push(new PlainDevice(haproxy.url, student, talks[i]));
  const plain = [...devices];
  for (let i = 0; i < 5; i += 1) devices.push(new LiveDevice(haproxy.url, mentor, talks, { transports: ["websocket"] }));
  for (let i = 0; i < devices.length; i += 20) await Promise.all(devices.slice(i, i + 20).map((device) => device.start()));

  const talkers = [...plain.filter((_, i) => i % (perAccount * 4) === 0), devices.at(-1)].map((device, i) => {
    const talk = talks.find(({ id }) => id === device.conversation) ?? talks[i];
    const one = { name: `talker ${i}`, talk, sent: [], quiet: false };
    one.walk = (async () => {
      for (let n = 0; !one.quiet; n += 1) {
        const key = `talker-${i}-${n}`;
        one.sent.push({ key, acknowledged: await device.send(talk.id, `${key} says something`, key) });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    return one;
  });
  t.after(() => talkers.forEach((one) => (one.quiet = true)));
  const load = new Load(haproxy, students, talks);
  t.after(() => (load.stopped = true));
  load.start();

  for (let round = 0; round < 2; round += 1)
    for (const [i, node] of nodes.entries()) {
      const begun = performance.now();
      const ended = node.interrupt("SIGTERM");
      // It says so, and serves as before meanwhile.
      const state = await until("readiness has gone down", async () => {
        const answer = await fetch(`${node.url}/api/health/ready`);
        return answer.status === 503 && (await answer.json()).status;
      }, { every: 10 });
      assert.equal(state, "draining");
      assert.equal((await fetch(`${node.url}/api/v1/site-status/`)).status, 200);
      assert.equal(await ended, 0, node.output);
      const moved = plain.flatMap((device) => device.closes.filter(({ at }) => at >= begun));
      await node.launch();
      await until("HAProxy sends to it again", async () => /^UP/.test(await stateIn(haproxy, "api", `api${i + 1}`)));
      await untilJoined([node]);
      // Told to come back, and not all at once.
      const told = moved.filter(({ code }) => code === restart).map(({ at }) => at);
      assert.ok(told.length > 0, `nobody was told by node ${i}: ${JSON.stringify(moved)}`);
      if (told.length >= 20) assert.ok(Math.max(...told) - Math.min(...told) >= 500, `${told.length} within ${Math.max(...told) - Math.min(...told)} ms`);
      assert.deepEqual(load.failures.slice(0, 5), [], `${load.failures.length} of ${load.done} requests failed`);
      t.diagnostic(`round ${round + 1}, node ${i + 1}: ${told.length} sockets moved, ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }

  const rate = await load.stop();
  for (const one of talkers) one.quiet = true;
  await Promise.all(talkers.map((one) => one.walk));
  assert.deepEqual(load.failures, []);
  const stored = new Map();
  for (const [i, talk] of talks.entries()) {
    stored.set(talk.id, await messagesOf(students[i], talk.id));
    assertWhole(stored.get(talk.id));
  }
  for (const { name, talk, sent } of talkers) assertOrderOf(name, stored.get(talk.id), sent);
  for (const [name, { talk, sent }] of load.said) assertOrderOf(name, stored.get(talk.id), sent);
  for (const device of devices) {
    await until(`${device.name} has all`, () => device.isUpTo(stored));
    device.assertShown(stored);
  }
  const messages = [...stored.values()].reduce((sum, list) => sum + list.length, 0);
  t.diagnostic(`${load.done} requests, ${rate.toFixed(0)} a second, none failed; ${messages} messages to ${devices.length} sockets, none lost or doubled`);
  assert.equal((await readiness(nodes[0])).status, "ok");
});

test("the version before starts on a newer schema, unless something that it uses was taken away", async (t) => {
  const server = await Server.start({ demo: false });
  t.after(() => server.stop());
  const apply = async (migration) => {
    assert.equal(await server.interrupt(), 0);
    const db = new DatabaseSync(join(server.data, "aspirex.db"));
    db.prepare("INSERT INTO schema_migration (name, checksum, applied_at) VALUES (?, 'x', 0)").run(migration);
    db.close();
  };
  await apply("9998_something_new");
  await server.launch();
  assert.equal((await fetch(`${server.url}/api/v1/site-status/`)).status, 200);
  await apply("9999_contract_something_old");
  await assert.rejects(server.launch(), /9999_contract_something_old.*too new/s);
});
