import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { book, settled } from "./lib/booking.mjs";
import { Client, freeTimes } from "./lib/client.mjs";
import { assertWhole, converse, messagesOf, people } from "./lib/conversations.mjs";
import { skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { authority, PgBouncer, Postgres } from "./lib/postgres-cluster.mjs";
import { isRelease, Server } from "./lib/server.mjs";

// Bars of the product, in seconds; sanitizers on a busy machine only have to get there at all.
const bars = isRelease() ? { unready: 3, request: 5, recovery: 5 } : { unready: 30, request: 30, recovery: 30 };
const frozenFor = Number(process.env.AX_OUTAGE_SECONDS ?? 10);
const skipWithoutBouncer =
  !existsSync("/usr/sbin/pgbouncer") && process.env.AX_REQUIRE_POSTGRES !== "1" && "pgbouncer is not installed";

const since = (begun) => (performance.now() - begun) / 1000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function ready(node) {
  const response = await fetch(`${node.url}/api/health/ready`, { signal: AbortSignal.timeout(60_000) });
  return { code: response.status, ...(await response.json()) };
}
const replicaOf = async (node) => (await ready(node)).dependencies.replicas[0];

async function metric(node, pattern) {
  const text = await (await fetch(`${node.url}/metrics`)).text();
  return text.split("\n").filter((line) => pattern.test(line)).reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

/** Asks again and again, by several workers, until `stop` is called; keeps what was answered and how long it took. */
class Load {
  constructor(ask, workers = 2) {
    Object.assign(this, { answers: [], going: true });
    this.all = Promise.all(Array.from({ length: workers }, async (_, worker) => {
      for (let i = 0; this.going; i += 1) {
        const begun = performance.now();
        const status = await ask(worker, i).then((answer) => answer.status, (error) => `${error}`);
        this.answers.push({ begun, status, seconds: since(begun) });
        await pause(20);
      }
    }));
  }
  static requests(node, path) {
    return new Load(async () => {
      const response = await fetch(node.url + path, { signal: AbortSignal.timeout(60_000) });
      await response.arrayBuffer();
      return response;
    });
  }
  get good() {
    return this.answers.filter(({ status }) => status < 300).length;
  }
  async stop() {
    this.going = false;
    await this.all;
  }
  assertStatus(...allowed) {
    const others = this.answers.filter(({ status }) => !allowed.includes(status));
    assert.deepEqual(others, [], `only ${allowed}`);
  }
  slowest() {
    return Math.max(...this.answers.map(({ seconds }) => seconds));
  }
}

/** Messages of one person; those that were acknowledged must be there for ever. */
class Talk extends Load {
  constructor(person, talk) {
    const acknowledged = [];
    super(async () => {
      const key = randomUUID();
      const answer = await person.post(`/chat/conversations/${talk.id}/messages/`, { text: `I say ${key}`, client_key: key });
      if (answer.status < 300) acknowledged.push(key);
      return answer;
    });
    Object.assign(this, { acknowledged, person, talk });
  }
  async assertNothingLost() {
    const stored = await messagesOf(this.person, this.talk.id);
    assertWhole(stored);
    const keys = new Set(stored.map((message) => message.client_key));
    assert.deepEqual(this.acknowledged.filter((key) => !keys.has(key)), [], "acknowledged and lost");
  }
}

describe("a primary, a replica, two nodes", { skip: skipWithoutPostgres || skipWithoutBouncer }, () => {
  let ca, primary, replica, a, b, student, talk;
  const made = [];
  const env = (more) => ({
    AX_DATABASE_URL: `postgresql://aspirex@127.0.0.1:${primary.port},127.0.0.1:${replica.port}/${primary.name}`,
    AX_DATABASE_REPLICAS: replica.url(),
    ...more,
  });
  const streaming = (node) => until("the replica serves", async () => (await ready(node)).status === "ok");

  before(async () => {
    ca = authority();
    primary = await Postgres.primary("aspirex", ca);
    replica = await Postgres.replica(primary);
    made.push(primary, replica);
    a = await Server.start({ env: env() });
    b = await Server.start({ env: env({ AX_DATABASE_REPLICA_LAG_MS: "8000" }), demo: false });
    const all = await people(a, { students: 1, mentors: 1 });
    [student] = all.students;
    talk = await converse(student, all.mentors[0]);
    await Promise.all([streaming(a), streaming(b)]);
  });
  after(async () => {
    for (const node of [a, b]) await node?.stop();
    for (const server of made) await server.remove();
    ca?.remove();
  });

  test("lists are read from the replica, by whoever wrote never from before the write", async () => {
    const titles = async (node) => (await new Client(node).ok("GET", "/community/posts/")).items.map((post) => post.title);
    const served = () => metric(b, /^db_replica_reads_total.*outcome="served"/);
    const before = await served();
    await titles(b);
    assert.ok(await served() > before, "a replica has answered");

    replica.sql("SELECT pg_wal_replay_pause()");
    const key = randomUUID();
    await student.ok("POST", "/community/posts/", { title: "Fresh", text: "Hi", tags: [], draft: false, client_key: key });
    assert.ok((await titles(a)).includes("Fresh"), "its own process sees it at once");
    assert.ok(!(await titles(b)).includes("Fresh"), "the other one reads a replica that stands still");
    await until("a replica too far behind is not asked", async () => (await titles(b)).includes("Fresh"));
    const state = await ready(b);
    assert.deepEqual([state.code, state.status, state.dependencies.replicas[0].state], [200, "degraded", "lagging"]);
    assert.ok(await metric(b, /^db_replica_lag_seconds/) >= 8);

    replica.sql("SELECT pg_wal_replay_resume()");
    await Promise.all([streaming(a), streaming(b)]);
  });

  test("a replica that hangs, ends and comes back fails no request", async () => {
    const load = Load.requests(b, "/api/v1/mentors/");
    const more = async (count = 20) => {
      const from = load.answers.length;
      await until("more is answered", () => load.answers.length >= from + count);
    };
    await more();
    replica.freeze();
    await until("it is noticed", async () => !(await replicaOf(b)).ok);
    await more();
    replica.thaw();
    await streaming(b);
    await replica.crash();
    await until("it is noticed", async () => (await replicaOf(b)).state === "away");
    await more();
    await replica.start();
    await streaming(b);
    await more();
    await load.stop();
    load.assertStatus(200);
    assert.ok(load.slowest() <= bars.request, `the slowest took ${load.slowest()} s`);
  });

  async function outage(t, { begin, end, seconds }) {
    const talking = new Talk(student, talk);
    const lists = Load.requests(a, "/api/v1/mentors/");
    const live = Load.requests(a, "/api/health/live");
    t.after(() => [talking, lists, live].forEach((load) => (load.going = false)));
    await until("writes go on", () => talking.good >= 10);
    const begun = performance.now();
    await begin();
    await until("it is not ready", async () => (await ready(a)).code === 503, { every: 20 });
    const unready = since(begun);
    await until("the outage has lasted", () => since(begun) >= seconds, { seconds: seconds + 30 });
    assert.equal((await ready(a)).code, 503, "it still is not");
    await end();
    const ended = performance.now();
    const good = talking.good;
    await until("it is ready, and writes go on", async () => (await ready(a)).code === 200 && talking.good > good, { every: 20 });
    const recovery = since(ended);
    await until("many do", () => talking.good >= good + 10);
    for (const load of [talking, lists, live]) await load.stop();
    live.assertStatus(200);
    talking.assertStatus(200, 201, 503);
    lists.assertStatus(200, 503);
    await talking.assertNothingLost();
    const slowest = Math.max(...[talking, lists, live].map((load) => load.slowest()));
    t.diagnostic(`not ready after ${unready.toFixed(2)} s, slowest request ${slowest.toFixed(2)} s, recovered after ` +
      `${recovery.toFixed(2)} s, ${talking.acknowledged.length} of ${talking.answers.length} writes acknowledged`);
    assert.ok(unready <= bars.unready, `not ready after ${unready} s`);
    assert.ok(slowest <= bars.request, `the slowest request took ${slowest} s`);
    assert.ok(recovery <= bars.recovery, `recovered after ${recovery} s`);
    await Promise.all([streaming(a), streaming(b)]);
  }

  test("a primary that hangs: alive, not ready, every request ends, nothing acknowledged is lost", (t) =>
    outage(t, { begin: () => primary.freeze(), end: () => primary.thaw(), seconds: frozenFor }));

  test("a primary that crashes and is started again: the same", (t) =>
    outage(t, { begin: () => primary.crash(), end: () => primary.start(), seconds: 4 }));

  test("TLS: the authority and the name are verified, and told when they are wrong", async (t) => {
    const url = (host, file) => `${primary.url(primary.name, host)}?sslmode=verify-full&sslrootcert=${file}`;
    const check = (address) => a.command(["migrate", "--check"], { env: { AX_DATABASE_URL: address, AX_DATABASE_REPLICAS: "" } });
    const good = await check(url("localhost", ca.file));
    assert.equal(good.code, 0, good.stderr);

    const stranger = authority();
    t.after(() => stranger.remove());
    const other = await check(url("localhost", stranger.file));
    assert.notEqual(other.code, 0);
    assert.match(other.stderr, /certificate verify failed/);
    const elsewhere = await check(url("127.0.0.1", ca.file));
    assert.notEqual(elsewhere.code, 0);
    assert.match(elsewhere.stderr, /certificate for "localhost".* does not match host name "127.0.0.1"/);

    const node = await Server.start({ env: { AX_DATABASE_URL: url("localhost", ca.file) }, demo: false });
    t.after(() => node.stop());
    await new Client(node, student.token).ok("GET", "/auth/me/");
    const count = "SELECT count(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE application_name = 'aspirex' AND ssl";
    assert.ok(Number(primary.sql(count)) > 1, "its connections are encrypted");
  });

  test("PgBouncer in transaction mode is recognised: migrations, a paid session and a conversation pass", async (t) => {
    primary.sql("CREATE DATABASE pooled");
    const bouncer = await PgBouncer.start(primary);
    made.unshift(bouncer);
    const url = bouncer.url("pooled");
    const node = await Server.start({ env: { AX_DATABASE_URL: url, AX_LOG_LEVEL: "info" } });
    t.after(() => node.stop());
    assert.match(node.output, /db\.postgres_pooled/);
    const all = await people(node, { students: 2, mentors: 1 });
    const offer = await freeTimes(node);
    const [one, other] = all.students;
    const [{ booking }, conversation] = await Promise.all([book(node, one, offer, offer.times[0]), converse(other, all.mentors[0])]);
    await settled(one, booking, "confirmed", "paid");
    const talking = new Talk(other, conversation);
    await until("many writes", () => talking.good >= 40);
    await talking.stop();
    talking.assertStatus(200, 201);
    await talking.assertNothingLost();
    const setting = "SELECT string_agg(setting, ' ') FROM pg_settings WHERE name IN ('statement_timeout', 'default_transaction_read_only')";
    for (let i = 0; i < 5; i += 1) assert.equal(bouncer.sql(setting, "pooled"), "off 0", "nothing stays set for others");

    const backup = await node.command(["backup", "--out", `${node.data}/backup.tar`]);
    assert.notEqual(backup.code, 0);
    assert.match(backup.stderr, /PgBouncer/);
  });

  // Last: afterwards the replica is the primary.
  test("the primary is gone and the replica promoted: the same processes go on, nothing acknowledged is lost", async (t) => {
    const talking = new Talk(student, talk);
    t.after(() => (talking.going = false));
    await until("writes go on", () => talking.good >= 10);
    // What was not replicated yet would be lost with an asynchronous replica, whoever asks.
    await talking.stop();
    await replica.caughtUpWith(primary);
    primary.freeze();
    const again = new Talk(student, talk);
    t.after(() => (again.going = false));
    await until("it is not ready", async () => (await ready(a)).code === 503);
    replica.promote();
    const promoted = performance.now();
    const good = again.good;
    await until("writes go on", () => again.good >= good + 10);
    t.diagnostic(`first ten writes ${since(promoted).toFixed(2)} s after the promotion`);
    await again.stop();
    again.assertStatus(200, 201, 503);
    await Promise.all([talking, again].map((load) => load.assertNothingLost()));
    assert.ok(again.slowest() <= bars.request, `the slowest request took ${again.slowest()} s`);
    // It comes back and does not know: nobody may write to it.
    primary.thaw();
    for (const node of [a, b]) {
      await new Client(node).ok("GET", "/mentors/");
      await new Client(node, student.token).ok("PUT", "/realtime/settings/", { show_online: true, read_receipts: true });
      assert.equal((await replicaOf(node)).state, "not a replica");
    }
    const late = new Talk(student, talk);
    await until("writes go on", () => late.good >= 10);
    await late.stop();
    const there = (server) => Number(server.sql("SELECT max(seq) FROM message"));
    assert.ok(there(replica) > there(primary), "all of it is at the new primary");
    await late.assertNothingLost();
  });
});
