import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, statSync, unlinkSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { test } from "node:test";
import { hold } from "./lib/booking.mjs";
import { freeTimes } from "./lib/client.mjs";
import { assertWhole, converse, messagesOf, people } from "./lib/conversations.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, isRelease, scratchFolder, Server } from "./lib/server.mjs";

const backWithin = 5;
const words = "as long as messages mostly are ".repeat(40);

/** A folder of `size` bytes, if this machine lets us mount one. */
function smallDisk(size) {
  const folder = scratchFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "tmpfs", folder], { stdio: "pipe" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

/** Takes every byte that is left, until the returned function is called. */
function fillUp(folder) {
  const path = join(folder, "ballast");
  const file = openSync(path, "w");
  for (const size of [1 << 20, 1 << 12, 1])
    for (;;)
      try {
        writeSync(file, Buffer.alloc(size, 1));
      } catch (error) {
        assert.equal(error.code, "ENOSPC");
        break;
      }
  closeSync(file);
  return () => unlinkSync(path);
}

/** Lets no file of the server grow, until the returned function is called. */
function forbidGrowth(server) {
  const limit = (bytes) => execFileSync("prlimit", ["--pid", String(server.child.pid), `--fsize=${bytes}:`]);
  limit(statSync(join(server.data, "aspirex.db-wal")).size);
  return () => limit("unlimited");
}

function soundness(server) {
  const db = new DatabaseSync(join(server.data, "aspirex.db"), { readOnly: true });
  try {
    return db.prepare("PRAGMA integrity_check").get().integrity_check;
  } finally {
    db.close();
  }
}

function assertFull({ status, headers, body }) {
  assert.equal(status, 507, JSON.stringify(body));
  assert.equal(body.reason, "storage.full");
  assert.equal(headers.get("content-type"), "application/problem+json");
  assert.equal(headers.get("retry-after"), "5");
}

/** Writes into a disk that is full, reads meanwhile, and goes on when there is room again. */
async function surviveShortage(server, beginShortage) {
  const { students: [student], mentors: [mentor] } = await people(server, { students: 1, mentors: 1 });
  const { id } = await converse(student, mentor);
  const acknowledged = [];
  const refused = [];
  const say = async (key) => {
    const answer = await student.post(`/chat/conversations/${id}/messages/`, { text: `${key} ${words}`, client_key: key });
    (answer.status === 201 ? acknowledged : refused).push(key);
    return answer;
  };
  const stored = async () => {
    const all = await messagesOf(mentor, id);
    assertWhole(all);
    return new Set(all.map((message) => message.client_key));
  };
  assert.equal((await say("before-the-shortage")).status, 201);
  const offer = await freeTimes(server);

  const endShortage = beginShortage();
  let answer;
  for (let i = 0; i < 5000 && (answer = await say(`until-full-${i}`)).status === 201; i += 1);
  assertFull(answer);
  for (const answer of await Promise.all(Array.from({ length: 20 }, (_, i) => say(`while-full-${i}`))))
    if (answer.status !== 201) assertFull(answer);
  assertFull(await student.post("/bookings/", { mentor_id: offer.mentor, service_id: offer.service.id, start: offer.times[0] }));

  for (const path of ["/mentors/", "/mentors/M000001/", "/community/posts/"]) await student.ok("GET", path);
  const during = await stored();
  for (const key of acknowledged) assert.ok(during.has(key), `${key} was acknowledged and is not there`);
  for (const key of refused) assert.ok(!during.has(key), `${key} was refused and is there`);
  assert.equal(soundness(server), "ok");

  endShortage();
  const begun = performance.now();
  await until("messages are taken again", async () => (await say("after-the-shortage")).status === 201, { seconds: 30 });
  await hold(student, offer, offer.times[0]);
  const took = (performance.now() - begun) / 1000;
  if (isRelease()) assert.ok(took < backWithin, `normal again only after ${took} s`);
  for (const key of refused.slice(0, 5)) assert.equal((await say(key)).status, 201, "what was refused can be sent again");

  await server.kill();
  await server.launch();
  const after = await stored();
  for (const key of acknowledged) assert.ok(after.has(key), `${key} is gone after a restart`);
  assert.equal(soundness(server), "ok");
}

test("a full disk refuses writes with 507, goes on reading and recovers at once", async (t) => {
  const folder = smallDisk("64m");
  if (!folder) return t.skip("nothing may be mounted here; the next test stands for it");
  const server = new Server();
  rmSync(server.data, { recursive: true });
  server.data = folder;
  server.port = await freePort();
  t.after(async () => {
    if (server.child?.exitCode === null) await server.interrupt();
    execFileSync("umount", ["--lazy", folder]);
    rmSync(folder, { recursive: true });
  });
  await server.launch();
  await surviveShortage(server, () => fillUp(folder));
  assert.equal(await server.interrupt(), 0);
});

test("files that may not grow any more are a full disk, too", async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  await surviveShortage(server, () => forbidGrowth(server));
});
