import assert from "node:assert/strict";
import { test } from "node:test";
import { assertOrderOf, assertWhole, converse, messagesOf, people } from "./lib/conversations.mjs";
import { LiveDevice } from "./lib/devices.mjs";
import { PlainDevice } from "./lib/plain-device.mjs";
import { Chaos, FaultProxy } from "./lib/fault-proxy.mjs";
import { until } from "./lib/poll.mjs";
import { Random } from "./lib/random.mjs";
import { Server } from "./lib/server.mjs";

const messages = 2000;
const every = 25; // milliseconds between two faults

/** One client: sends its share, and now and then marks as read what it has shown. */
async function chat(index, { device, talks }, share, random) {
  const sent = new Map(talks.map((talk) => [talk.id, []]));
  for (let i = 0; i < share; i += 1) {
    const talk = random.one(talks);
    const key = `client-${index}-${i}`;
    const acknowledged = await device.send(talk.id, `${key} says something`, key);
    sent.get(talk.id).push({ key, acknowledged });
    const last = device.shown(talk.id).at(-1)?.seq;
    if (last && random.chance(0.05)) await device.markRead(talk.id, last);
  }
  return sent;
}

test("20 clients behind a failing network: every message once, in order, on every device, and unread is what is unread", async (t) => {
  const random = new Random();
  t.diagnostic(`AX_SEED=${random.seed}`);
  const server = await Server.start();
  const proxy = await FaultProxy.start(server.port);
  const clients = [];
  // Who would come back goes first.
  t.after(async () => {
    await Promise.all(clients.map(({ device }) => device.stop()));
    await proxy.stop();
    await server.stop();
    // Node keeps the handle of a socket that was reset at a bad moment; it must not keep the process.
    setTimeout(() => process.exit(), 3000).unref();
  });
  const { students, mentors } = await people(server, { students: 4, mentors: 4 });
  const talks = [];
  for (const [i, student] of students.entries())
    for (const mentor of [mentors[i], mentors[(i + 1) % mentors.length]]) talks.push(await converse(student, mentor));
  const of = (person) => talks.filter((talk) => talk.members.includes(person));

  for (const person of [...students, ...mentors]) {
    const options = [{ transports: ["websocket"] }, {}];
    for (const option of options) clients.push({ device: new LiveDevice(proxy.url, person, of(person), option), talks: of(person) });
  }
  for (const talk of talks.slice(0, 4)) clients.push({ device: new PlainDevice(proxy.url, talk.members[0], talk), talks: [talk] });
  assert.equal(clients.length, 20);
  await Promise.all(clients.map(({ device }) => device.start()));

  const chaos = new Chaos(proxy, random);
  const calm = chaos.begin(every);
  t.after(calm);
  const sent = await Promise.all(clients.map((client, i) => chat(i, client, messages / clients.length, random)));
  calm();
  t.diagnostic(`faults: ${JSON.stringify(chaos.counts)}; connections: ${clients.map(({ device }) => device.connections)}`);
  for (const kind of ["cut", "delay", "hold", "half-open"]) assert.ok(chaos.counts[kind] > 0, `${kind} did not happen`);
  // How many polls there are to be held depends on how soon clients have upgraded.
  const held = (chaos.counts["GET answer held"] ?? 0) + (chaos.counts["POST answer held"] ?? 0);
  assert.ok(held > 0, "no poll was held");

  const stored = new Map();
  for (const talk of talks) {
    const known = await messagesOf(talk.members[0], talk.id);
    stored.set(talk.id, known);
    assertWhole(known);
    for (const [i, { device }] of clients.entries()) if (sent[i].has(talk.id)) assertOrderOf(device.name, known, sent[i].get(talk.id));
  }
  assert.equal([...stored.values()].flat().length, messages + 2 * talks.length, "as many as were sent");
  for (const { device } of clients) {
    await until(`${device.name} has all`, () => device.isUpTo(stored), { seconds: 90 });
    device.assertShown(stored);
  }

  for (const person of [...students, ...mentors]) {
    const { items } = await person.ok("GET", "/chat/conversations/?limit=50");
    for (const talk of of(person)) {
      const shown = items.find((item) => item.id === talk.id);
      const marks = clients.filter(({ device }) => device.person === person).map(({ device }) => device.marked.get(talk.id) ?? 0);
      const cursor = Math.max(...marks, shown.read_up_to);
      assert.equal(shown.read_up_to, cursor, "the cursor is the furthest mark");
      const derived = stored.get(talk.id).filter((message) => message.seq > cursor && message.sender !== person.account).length;
      assert.equal(shown.unread, Math.min(derived, 100), `${person.name}: unread in ${talk.id}`);
      for (const { device } of clients.filter((one) => one.device.person === person && one.device.begun.has(talk.id)))
        await until(`${device.name} knows the cursor`, () => (device.cursors.get(talk.id) ?? 0) === cursor || marks.every((mark) => mark === 0));
    }
  }
});
