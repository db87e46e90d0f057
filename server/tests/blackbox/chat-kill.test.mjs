import assert from "node:assert/strict";
import { test } from "node:test";
import { assertOrderOf, assertWhole, converse, messagesOf, people } from "./lib/conversations.mjs";
import { LiveDevice, RestDevice } from "./lib/devices.mjs";
import { PlainDevice } from "./lib/plain-device.mjs";
import { until } from "./lib/poll.mjs";
import { Random } from "./lib/random.mjs";
import { isRelease, Server } from "./lib/server.mjs";

// All 50 take minutes in a sanitized build: AX_CHAT_KILL_ROUNDS=50.
const rounds = Number(process.env.AX_CHAT_KILL_ROUNDS ?? 6);
const leastAcknowledged = 200;
const readyWithin = 2;

/** Says one thing after the other until told to stop, and remembers what was acknowledged. */
class Talker {
  sent = [];
  constructor(name, device, conversation) {
    Object.assign(this, { name, device, conversation, quiet: false, said: 0 });
  }

  async talk() {
    while (!this.quiet) {
      const key = `${this.name}-${++this.said}`;
      const acknowledged = await this.device.send(this.conversation.id, `${key} says something`, key);
      this.sent.push({ key, acknowledged });
    }
  }
}

test(`kill -9 while people chat, ${rounds} rounds: nothing lost, doubled or out of order`, async (t) => {
  const random = new Random();
  t.diagnostic(`AX_SEED=${random.seed}`);
  const server = await Server.start();
  t.after(() => server.stop());
  const { students, mentors } = await people(server, { students: 2, mentors: 2 });
  const talks = await Promise.all(students.map((student, i) => converse(student, mentors[i])));

  const devices = [];
  const talkers = [];
  t.after(() => Promise.all(devices.map((device) => device.stop())));
  const add = (name, device, talk) => {
    devices.push(device);
    talkers.push(new Talker(name, device, talk));
  };
  for (const [i, talk] of talks.entries()) {
    const [student, mentor] = talk.members;
    add(`${i}-websocket`, new LiveDevice(server.url, student, [talk], { transports: ["websocket"] }), talk);
    add(`${i}-upgrading`, new LiveDevice(server.url, mentor, [talk]), talk);
    add(`${i}-polling`, new LiveDevice(server.url, mentor, [talk], { transports: ["polling"] }), talk);
    add(`${i}-plain`, new PlainDevice(server.url, student, talk), talk);
    add(`${i}-rest`, new RestDevice(student), talk);
  }
  await Promise.all(devices.map((device) => device.start()));

  const acknowledged = () => talkers.reduce((sum, talker) => sum + talker.sent.length, 0);
  const stored = new Map(talks.map((talk) => [talk.id, []]));
  let slowest = 0;
  let least = Infinity;
  for (let round = 1; round <= rounds; round += 1) {
    const before = acknowledged();
    for (const talker of talkers) talker.quiet = false;
    const walks = talkers.map((talker) => talker.talk());
    await until("enough is acknowledged", () => acknowledged() - before >= leastAcknowledged + random.between(0, 20), { seconds: 120, every: 1 });
    await server.kill();
    least = Math.min(least, acknowledged() - before);
    slowest = Math.max(slowest, await server.launch());
    for (const talker of talkers) talker.quiet = true;
    await Promise.all(walks);

    for (const talk of talks) {
      const known = stored.get(talk.id);
      known.push(...(await messagesOf(talk.members[0], talk.id, known.length)));
      assertWhole(known);
      for (const talker of talkers.filter((one) => one.conversation === talk)) assertOrderOf(talker.name, known, talker.sent);
    }
    for (const device of devices) {
      await until(`round ${round}: ${device.name} has all`, () => device.isUpTo(stored));
      device.assertShown(stored);
    }
  }

  t.diagnostic(`${acknowledged()} acknowledged, at least ${least} before each kill; slowest start ${slowest.toFixed(2)} s`);
  if (isRelease()) assert.ok(slowest <= readyWithin, `ready again after ${slowest.toFixed(2)} s`);
});
