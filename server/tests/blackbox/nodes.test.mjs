import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { WebSocket } from "ws";
import { Client, demoPassword } from "./lib/client.mjs";
import { assertOrderOf, assertWhole, converse, messagesOf, people } from "./lib/conversations.mjs";
import { LiveDevice, RestDevice } from "./lib/devices.mjs";
import { Balancer, createDatabase, nodesDuring, readiness, Redis, skipWithoutPostgres, startNodes, untilJoined } from "./lib/nodes.mjs";
import { PlainDevice } from "./lib/plain-device.mjs";
import { until } from "./lib/poll.mjs";
import { isRelease } from "./lib/server.mjs";

const perPhase = 60;
const signedOutWithin = 5;
const redisAwayFor = Number(process.env.AX_OUTAGE_SECONDS ?? 0);

describe("nodes on one PostgreSQL and one Redis", { skip: skipWithoutPostgres }, () => {
  let database, redis, nodes, a, b, c, student, mentor, talk;
  const at = (node, person) => Object.assign(new Client(node, person.token), { name: person.name, user: person.user });
  const devices = [];
  const started = async (device) => {
    devices.push(device);
    await device.start();
    return device;
  };

  before(async () => {
    database = createDatabase("nodes");
    redis = await Redis.start();
    nodes = await startNodes(3, database, redis);
    [a, b, c] = nodes;
    const all = await people(a, { students: 1, mentors: 1 });
    [student] = all.students;
    [mentor] = all.mentors;
    talk = await converse(student, mentor);
  });
  after(async () => {
    await Promise.all(devices.map((device) => device.stop()));
    for (const node of nodes ?? []) await node.stop();
    await redis?.stop();
    database?.drop();
  });

  // What is stored behind `first`, once every one of these shows exactly that.
  async function assertAllShow(listeners, talkers, first) {
    const stored = new Map([[talk.id, await messagesOf(at(b, student), talk.id)]]);
    assertWhole(stored.get(talk.id).slice(first), first + 1);
    for (const { name, sent } of talkers) assertOrderOf(name, stored.get(talk.id), sent);
    for (const device of listeners) {
      await until(`${device.name} has all`, () => device.isUpTo(stored));
      device.assertShown(stored);
    }
    return stored.get(talk.id).length;
  }

  function talker(name, device) {
    const one = { name, sent: [], quiet: false };
    one.talk = async () => {
      while (!one.quiet) {
        const key = `${name}-${one.sent.length + 1}`;
        one.sent.push({ key, acknowledged: await device.send(talk.id, `${key} says something`, key) });
      }
    };
    return one;
  }

  test("chat from A to B and C; A is killed under load: nothing lost, doubled or out of order", async (t) => {
    const balancer = await Balancer.start(a);
    t.after(() => balancer.stop());
    const listeners = [
      await started(new LiveDevice(balancer.url, at(a, student), [talk], { transports: ["websocket"] })),
      await started(new LiveDevice(b.url, at(b, mentor), [talk], { transports: ["websocket"] })),
      await started(new PlainDevice(b.url, at(b, student), talk)),
      await started(new LiveDevice(c.url, at(c, mentor), [talk])),
      await started(new PlainDevice(c.url, at(c, mentor), talk)),
    ];
    const talkers = [talker("through-a", listeners[0]), talker("socket-at-c", listeners[3]), talker("rest-at-a", new RestDevice(at(balancer, student)))];
    t.after(() => talkers.forEach((one) => (one.quiet = true)));  // a failure ends what goes on behind it
    const acknowledged = () => talkers.reduce((sum, one) => sum + one.sent.length, 0);
    const walks = talkers.map((one) => one.talk());
    await until("enough is said", () => acknowledged() >= perPhase, { seconds: 180, every: 2 });
    const killed = a.kill();
    balancer.node = b;
    await killed;
    const before = acknowledged();
    await until("and again", () => acknowledged() - before >= perPhase, { seconds: 180, every: 2 });
    for (const one of talkers) one.quiet = true;
    await Promise.all(walks);
    const count = await assertAllShow(listeners, talkers, 0);
    t.diagnostic(`${count} messages`);
    await Promise.all(listeners.map((device) => device.stop()));
    await a.launch();
    await untilJoined(nodes);
  });

  test("what people choose to show and that they type is seen at the other node", async () => {
    const [mine, theirs] = [at(a, student), at(b, mentor)];
    const watching = await started(new LiveDevice(a.url, mine, [talk], { transports: ["websocket"] }));
    const typing = await started(new LiveDevice(b.url, theirs, [talk], { transports: ["websocket"] }));
    const seen = [];
    watching.socket.on("presence", (news) => seen.push(news.online));
    const { people: states } = await watching.ask("presence.watch", { accounts: [theirs.account] });
    assert.equal(states[0].online, true);
    for (const [shown, count] of [[false, 1], [true, 2]]) {
      await theirs.ok("PUT", "/realtime/settings/", { show_online: shown, read_receipts: true });
      await until("it is told", () => seen.length >= count);
    }
    assert.deepEqual(seen, [false, true]);
    const typed = once(watching.socket, "chat.typing_now");
    await typing.ask("chat.typing", { conversation: talk.id });
    assert.equal((await typed)[0].account, theirs.account);
    await Promise.all([watching.stop(), typing.stop()]);
  });

  test("a ticket of A opens one socket on B, and never another", async () => {
    const { ticket } = await at(a, student).ok("POST", "/realtime/tickets/");
    const protocols = ["aspirex.v1", `ticket.${ticket}`];
    const socket = new WebSocket(b.url.replace("http", "ws") + talk.path, protocols);
    const [first] = await once(socket, "message");
    assert.equal(JSON.parse(first).type, "connected");
    socket.close();
    for (const node of nodes) {
      const again = new WebSocket(node.url.replace("http", "ws") + talk.path, protocols);
      again.on("error", () => {});
      const [, answer] = await once(again, "unexpected-response");
      assert.equal(answer.statusCode, 401);
      again.terminate();
    }
  });

  test("signing out on A closes the socket on B", async (t) => {
    const { token } = await new Client(a).ok("POST", "/auth/login/", { identifier: mentor.user.mentor_id, password: demoPassword });
    const socket = new WebSocket(b.url.replace("http", "ws") + talk.path, { headers: { authorization: `Token ${token}` } });
    await once(socket, "message");
    const closed = once(socket, "close");
    const begun = performance.now();
    await new Client(a, token).ok("POST", "/auth/logout/", {});
    const [code] = await closed;
    const seconds = (performance.now() - begun) / 1000;
    t.diagnostic(`closed after ${seconds.toFixed(2)} s`);
    assert.equal(code, 4401);
    if (isRelease()) assert.ok(seconds <= signedOutWithin, `after ${seconds.toFixed(2)} s`);
  });

  test("Redis is killed for a while: chat on one node goes on, the others catch up", async (t) => {
    const listeners = [
      await started(new LiveDevice(a.url, at(a, student), [talk], { transports: ["websocket"] })),
      await started(new LiveDevice(a.url, at(a, mentor), [talk], { transports: ["websocket"] })),
      await started(new LiveDevice(b.url, at(b, mentor), [talk], { transports: ["websocket"] })),
      await started(new PlainDevice(c.url, at(c, mentor), talk)),
    ];
    // They have been told of what was said before they came, or begin there.
    const first = (await messagesOf(at(a, student), talk.id)).length;
    for (const device of listeners) {
      device.begun.set(talk.id, first);
      device.timelines.delete(talk.id);
    }
    await redis.kill();
    const killed = performance.now();
    await until("the loss is noticed", async () => (await readiness(a)).status === "degraded");
    assert.equal((await fetch(`${a.url}/api/health/ready`)).status, 200);
    const sent = [];
    const say = async () => {
      const key = `meanwhile-${sent.length + 1}`;
      sent.push({ key, acknowledged: await listeners[0].send(talk.id, `${key}, without Redis`, key) });
    };
    const enough = () => sent.length >= 5 && performance.now() - killed >= redisAwayFor * 1000;
    await until("it was away for long", async () => (await say(), enough()), { every: 100, seconds: redisAwayFor + 30 });
    await until("the same node has all", () => listeners[1].shown(talk.id).length === sent.length);
    const { ticket } = await at(a, student).ok("POST", "/realtime/tickets/");
    const socket = new WebSocket(a.url.replace("http", "ws") + talk.path, ["aspirex.v1", `ticket.${ticket}`]);
    await once(socket, "message");
    socket.close();
    await redis.launch();
    const back = performance.now();
    await untilJoined(nodes);
    const joined = (performance.now() - back) / 1000;
    await assertAllShow(listeners, [{ name: "meanwhile", sent }], first);
    t.diagnostic(`${sent.length} messages meanwhile; joined ${joined.toFixed(1)} s after it was back, everybody had all after ${((performance.now() - back) / 1000).toFixed(1)} s`);
    await Promise.all(listeners.map((device) => device.stop()));
  });
});

test("a rate limit counts over both nodes", { skip: skipWithoutPostgres }, async (t) => {
  const nodes = await nodesDuring(t, "limits", 2, { AX_RATE_LIMIT_PERCENT: "100" });
  const perMinute = 10;
  const begun = performance.now();
  const tries = 30;
  let allowed = 0;
  for (let i = 0; i < tries; i += 1) {
    const { status } = await new Client(nodes[i % 2]).post("/auth/forgot-password/", {});
    assert.ok(status === 422 || status === 429, `${status}`);
    allowed += status === 422 ? 1 : 0;
  }
  const refilled = ((performance.now() - begun) / 60_000) * perMinute;
  assert.ok(allowed >= perMinute, `${allowed} were allowed`);
  // One at each node before it knows of the other's last.
  assert.ok(allowed <= perMinute + 2 + Math.ceil(refilled), `${allowed} of ${tries} were allowed`);
});
