import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { Client, signIn } from "./lib/client.mjs";
import { nodesDuring, skipWithoutPostgres } from "./lib/nodes.mjs";
import { Server } from "./lib/server.mjs";

const staffEmail = "staff@demo.aspirex.example";
const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 only-in-this-test";
const view = { route: "/mentors/:mentor", device: "phone", view: true, referrer: "news.example", language: "de" };

/** As sendBeacon does it. */
async function beacon(server, body, headers = {}) {
  const answer = await fetch(`${server.url}/api/v1/traffic/`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": agent, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.text() };
}
const report = async (staff, range = 7) => staff.ok("GET", `/staff/traffic/?range=${range}`);

describe("one process on SQLite", () => {
  let server, staff;
  before(async () => {
    server = await Server.start();
    staff = await signIn(server, staffEmail);
  });
  after(() => server?.stop());

  test("views, events and vitals are sums that the staff read", async () => {
    for (let i = 0; i < 5; ++i) assert.equal((await beacon(server, view)).status, 204);
    assert.equal((await beacon(server, { route: "/sign-up", device: "phone", event: "sign_up" })).status, 204);
    assert.equal((await beacon(server, { route: "/", device: "phone", vitals: { lcp: 1500, cls: 300 } })).status, 204);
    const seen = await report(staff);
    assert.deepEqual([seen.views, seen.visitors], [5, 1]);
    assert.deepEqual(seen.pages, [{ name: "/mentors/:mentor", count: 5 }]);
    assert.deepEqual(seen.referrers, [{ name: "news.example", count: 5 }]);
    assert.deepEqual(seen.languages, [{ name: "de", count: 1 }]);
    assert.equal(seen.events.find(({ event }) => event === "sign_up").count, 1);
    const { all } = await staff.ok("GET", "/staff/traffic/vitals/?range=7&device=phone");
    assert.deepEqual(all.map(({ vital, rating }) => [vital, rating]), [["lcp", "good"], ["cls", "poor"]]);
    const { csv } = await staff.ok("GET", "/staff/traffic/file/?range=7");
    assert.match(csv, /,5,1\r\n$/);
  });

  test("who asks not to be counted, and robots, are answered the same and counted nowhere", async () => {
    const before = await report(staff);
    for (const headers of [{ dnt: "1" }, { "sec-gpc": "1" }, { "user-agent": "Googlebot/2.1" }])
      assert.equal((await beacon(server, view, headers)).status, 204);
    assert.deepEqual(await report(staff), before);
  });

  test("what is no beacon is refused with the name of its field, and counts nothing", async () => {
    const before = await report(staff);
    for (const [body, field] of [
      [{ ...view, route: undefined }, "route"],
      [{ ...view, route: "/mentors/M000001" }, "route"],
      [{ ...view, route: "/search?q=asha@example.org" }, "route"],
      [{ ...view, route: `/${"a".repeat(100)}` }, "route"],
      [{ ...view, device: "watch" }, "device"],
      [{ ...view, view: "yes" }, "view"],
      [{ ...view, referrer: "https://news.example/users/asha" }, "referrer"],
      [{ ...view, language: "de-DE" }, "language"],
      [{ ...view, event: "made_up" }, "event"],
      [{ ...view, vitals: { lcp: 1e12 } }, "vitals.lcp"],
      [{ ...view, vitals: [] }, "vitals"],
    ]) {
      const answer = await beacon(server, body);
      assert.equal(answer.status, 422, JSON.stringify(body));
      assert.equal(JSON.parse(answer.body).fields[0].field, field);
    }
    for (const body of ["", "{", "[]", "null", '{"route":"/","route":"/"}'])
      assert.equal((await beacon(server, body)).status, body === "" ? 422 : 400, body);
    assert.equal((await beacon(server, JSON.stringify({ ...view, more: "x".repeat(2_000_000) }))).status, 413);
    assert.deepEqual(await report(staff), before);
  });

  test("nothing of a person is in the tables or the file", async () => {
    await report(staff);
    const db = new DatabaseSync(join(server.data, "aspirex.db"), { readOnly: true });
    const rows = ["traffic_day", "traffic_hour", "traffic_vital"].flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all());
    db.close();
    assert.ok(rows.length > 5);
    const names = new Set(rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === "string"));
    assert.deepEqual([...names].sort(), ["", "/", "/mentors/:mentor", "de", "news.example", "sign_up"]);
    for (const file of ["aspirex.db", "aspirex.db-wal"])
      assert.ok(!readFileSync(join(server.data, file)).includes("only-in-this-test"), file);
    assert.ok(!server.output.includes("only-in-this-test"));
  });

  test("it is switched off by a setting, and says so", async () => {
    const off = await Server.start({ env: { AX_TRAFFIC: "false" } });
    try {
      assert.equal((await new Client(off).ok("GET", "/site-status/")).traffic, false);
      assert.equal((await beacon(off, view)).status, 204);
      const seen = await report(await signIn(off, staffEmail));
      assert.deepEqual([seen.on, seen.views], [false, 0]);
    } finally {
      await off.stop();
    }
  });

  test("one network can't flood it", async () => {
    const limited = await Server.start({ env: { AX_RATE_LIMIT_PERCENT: "100" } });
    try {
      const answers = await Promise.all(Array.from({ length: 320 }, () => beacon(limited, view)));
      const taken = answers.filter(({ status }) => status === 204).length;
      assert.ok(taken >= 300 && taken < 320, `${taken}`);
      assert.ok(answers.every(({ status }) => status === 204 || status === 429));
    } finally {
      await limited.stop();
    }
  });
});

describe("several processes on one PostgreSQL", { skip: skipWithoutPostgres }, () => {
  test("add up, at the same time too", async (t) => {
    const nodes = await nodesDuring(t, "traffic", 2);
    const staff = await Promise.all(nodes.map((node) => signIn(node, staffEmail)));
    for (let round = 0; round < 5; ++round) {
      await Promise.all(nodes.flatMap((node) => Array.from({ length: 10 }, () => beacon(node, view))));
      await Promise.all(staff.map((one) => report(one)));
    }
    for (const one of staff) {
      const seen = await report(one);
      assert.equal(seen.views, 100);
      assert.equal(seen.visitors, 2, "one per process");
    }
  });
});
