import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { book } from "./lib/booking.mjs";
import { freeTimes, signUp } from "./lib/client.mjs";
import { converse, people } from "./lib/conversations.mjs";
import { LiveDevice } from "./lib/devices.mjs";
import { nodesDuring, skipWithoutPostgres } from "./lib/nodes.mjs";
import { PlainDevice } from "./lib/plain-device.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, scratchFolder, Server } from "./lib/server.mjs";

const files = resolve(import.meta.dirname, "../../../deploy/monitoring");
const file = (name) => join(files, name);
const token = "a-token-for-prometheus";
const scrape = async (server, bearer = token) => {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } });
  return answer.ok ? answer.text() : answer.status;
};
const value = (text, series) => Number(text.split("\n").find((line) => line.startsWith(`${series} `))?.split(" ").at(-1) ?? Number.NaN);
const readyOf = async (server) => (await fetch(`${server.url}/api/health/ready`)).json();

/** What promtool says; a failed test shows it. */
function promtool(args, input) {
  const { status, stdout, stderr, error } = spawnSync("promtool", args, { input, cwd: files, encoding: "utf8" });
  assert.ifError(error);
  assert.equal(status, 0, `promtool ${args.join(" ")}\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** A real Prometheus with the files of deploy/, which scrapes these servers each second. */
class Prometheus {
  static async start(targets) {
    const one = new Prometheus();
    one.folder = scratchFolder();
    one.port = await freePort();
    writeFileSync(join(one.folder, "token"), token);
    const config = readFileSync(file("prometheus.yml"), "utf8")
      .replace(/interval: 15s/g, "interval: 1s")
      .replace(/# (authorization: \{ credentials_file: )\S+( \})/, `$1${join(one.folder, "token")}$2`)
      .replace('"127.0.0.1:8000"', targets.map((server) => `"127.0.0.1:${server.port}"`).join(", "))
      .replace("alerts.yml", file("alerts.yml"));
    assert.match(config, /^ +authorization:/m);
    writeFileSync(join(one.folder, "prometheus.yml"), config);
    one.child = spawn("prometheus", [`--config.file=${join(one.folder, "prometheus.yml")}`, `--storage.tsdb.path=${join(one.folder, "data")}`,
      `--web.listen-address=127.0.0.1:${one.port}`, "--log.level=warn"], { stdio: "ignore" });
    one.ended = once(one.child, "close");
    return one;
  }

  async ask(path, query) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1/${path}?${new URLSearchParams(query)}`);
    const { status, data, error } = await answer.json();
    assert.equal(status, "success", error);
    return data;
  }

  async number(query) {
    const { result } = await this.ask("query", { query });
    return result.length === 1 ? Number(result[0].value[1]) : Number.NaN;
  }

  async stop() {
    this.child.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe("a server that is watched", () => {
  let server, prometheus;
  before(async () => {
    server = await Server.start({ env: { AX_METRICS_TOKEN: token } });
    prometheus = await Prometheus.start([server]);
    const { students, mentors } = await people(server, { students: 1, mentors: 1 });
    await converse(students[0], mentors[0]);
    const offer = await freeTimes(server);
    await book(server, students[0], offer, offer.times[0]);
    await signUp(server);
  });
  after(async () => {
    await prometheus?.stop();
    await server?.stop();
  });

  test("promtool finds nothing to complain about in /metrics", async () => {
    assert.equal(promtool(["check", "metrics"], await scrape(server)).trim(), "");
  });

  test("without the token there are no metrics, but health", async () => {
    assert.equal(await scrape(server, "wrong"), 401);
    assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200);
  });

  test("business is counted once, after it is done", async () => {
    const text = await scrape(server);
    const counts = {
      'bookings_total{what="held"}': 1, 'bookings_total{what="confirmed"}': 1, 'bookings_total{what="cancelled"}': 0,
      'payments_total{outcome="captured"}': 1, 'payments_total{outcome="failed"}': 0, 'payments_total{outcome="refunded"}': 0,
    };
    // The demo's own people and sessions are counted, too.
    const fresh = await Server.start();
    const demo = await (await fetch(`${fresh.url}/metrics`)).text();
    await fresh.stop();
    const since = (series) => value(text, series) - value(demo, series);
    for (const [series, count] of Object.entries(counts)) assert.equal(since(series), count, series);
    assert.equal(since("messages_total"), 2);
    assert.equal(since('sign_ups_total{role="student"}'), 2);
    assert.equal(since('sign_ups_total{role="mentor"}'), 0);
  });

  test("a real Prometheus reads it, and the questions of dashboard and rules have answers", async () => {
    await until("Prometheus has scraped", async () => (await prometheus.number('up{job="aspirex"}')) === 1);
    const number = (query) => until(query, async () => {
      const found = await prometheus.number(query);
      if (Number.isNaN(found)) throw new Error("no sample");
      return { found };
    }).then(({ found }) => found);
    assert.ok((await number('sum(http_requests_total{endpoint="booking.hold",status="2xx"})')) >= 1);
    assert.ok((await number('sum(http_request_duration_seconds_count{endpoint="booking.hold"})')) >= 1);
    assert.equal(await number('dependency_up{dependency="database"}'), 1);
    assert.ok((await number("jobs_later")) >= 0);
    assert.ok((await number("process_resident_memory_bytes")) > 1e6);
    assert.ok((await number("disk_free_bytes / disk_size_bytes")) > 0);
    for (const expression of [...expressionsOfRules(), ...expressionsOfDashboard()])
      await prometheus.ask("query", { query: expression.replaceAll("$job", "aspirex").replaceAll("$instance", ".*") });
    const { groups } = await prometheus.ask("rules", {});
    assert.ok(groups[0].rules.length >= 10 && groups[0].rules.every((rule) => rule.health !== "err"));
  });

  test("aspirex status says in words and as JSON how a server is", async () => {
    const status = (args = [], env = {}) => server.command(["status", ...args], { env });
    const well = await status();
    assert.equal(well.code, 0, well.stdout + well.stderr);
    assert.match(well.stdout, /^http:\/\/127\.0\.0\.1:\d+: ok\n {2}database +up +as of [\d.]+ s ago\n/);
    assert.match(well.stdout, /since start +\d+ bookings confirmed/);
    const data = JSON.parse((await status(["--json"])).stdout);
    assert.equal(data.status, "ok");
    assert.deepEqual(data.dependencies.map((one) => one.name), ["database", "disk", "jobs", "mail"]);
    assert.ok(data.numbers.http_requests_total > 0);

    const blind = await status([], { AX_METRICS_TOKEN: "" });
    assert.equal(blind.code, 0);
    assert.match(blind.stderr, /AX_METRICS_TOKEN/);
    assert.doesNotMatch(blind.stdout, /requests/);
    const nobody = await status([`http://127.0.0.1:${await freePort()}`]);
    assert.deepEqual([nobody.code, nobody.stdout], [1, ""]);
    assert.match(nobody.stderr, /does not answer/);
    const other = createServer((_, answer) => answer.end("<html>")).listen(0, "127.0.0.1");
    await once(other, "listening");
    const stranger = await status([`http://127.0.0.1:${other.address().port}`]);
    other.close();
    assert.match(stranger.stderr, /is not AspireX: HTTP 200/);
    assert.equal((await status(["a", "b"])).code, 2);
  });

  test("jobs for later and jobs that were given up are counted", async () => {
    const database = join(server.data, "aspirex.db");
    const sql = (text) => execFileSync("sqlite3", ["-cmd", ".timeout 10000", database, text]);
    sql("INSERT INTO job (event, listener, payload, due_at, recorded_at) VALUES ('none', 'nobody.knows', '{}', (unixepoch() + 3600) * 1000000, 0)");
    await until("the job for later is seen", async () => value(await scrape(server), "jobs_later") >= 1);
    sql("UPDATE job SET state = 'dead', ended_at = 0 WHERE listener = 'nobody.knows'");
    await until("the dead one is seen", async () => value(await scrape(server), "jobs_dead") === 1);
    sql("DELETE FROM job WHERE listener = 'nobody.knows'");
  });

  test("readiness tells each dependency's state and how old that knowledge is", async () => {
    const { status, dependencies } = await readyOf(server);
    assert.equal(status, "ok");
    assert.deepEqual(Object.keys(dependencies), ["database", "disk", "jobs", "mail"]);
    assert.deepEqual(Object.values(dependencies).map(({ ok, state }) => [ok, state]), [[true, "up"], [true, "ok"], [true, "ok"], [true, "kept"]]);
    for (const { age_ms } of Object.values(dependencies)) assert.ok(Number.isInteger(age_ms) && age_ms >= 0 && age_ms < 6000);
  });
});

function expressionsOfRules() {
  const text = readFileSync(file("alerts.yml"), "utf8");
  return JSON.parse(execFileSync("/usr/bin/python3",
    ["-c", "import json, sys, yaml; print(json.dumps([r['expr'] for g in yaml.safe_load(sys.stdin)['groups'] for r in g['rules']]))"],
    { input: text, encoding: "utf8" }));
}

function expressionsOfDashboard() {
  const { panels } = JSON.parse(readFileSync(file("grafana-dashboard.json"), "utf8"));
  return panels.flatMap((panel) => panel.targets?.map((target) => target.expr) ?? []);
}

/** The names of metrics in an expression: what stands in front of a selector. */
const namesIn = (expression) => [...expression.matchAll(/([a-z_][a-z0-9_]*)(?=\{)/g)].map(([name]) => name);

describe("the files of deploy/monitoring", () => {
  test("promtool takes configuration and rules, and the rules do what they say", () => {
    promtool(["check", "config", "prometheus.yml"]);
    promtool(["test", "rules", "alerts_test.yml"]);
    const rules = [...readFileSync(file("alerts.yml"), "utf8").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const tested = readFileSync(file("alerts_test.yml"), "utf8");
    for (const name of rules) assert.match(tested, new RegExp(`alertname: ${name}\\n +exp_alerts:\\n`), `${name} fires in a test`);
  });

  test("every metric of dashboard and rules exists", { skip: skipWithoutPostgres }, async (t) => {
    const [node] = await nodesDuring(t, "monitoring", 1);
    // Some appear with the first of their kind: somebody who is connected in every way.
    const { students: [student], mentors: [mentor] } = await people(node, { students: 1, mentors: 1 });
    const talk = await converse(student, mentor);
    await student.ok("POST", "/realtime/tickets/");
    const devices = [new LiveDevice(node.url, student, [talk]), new PlainDevice(node.url, student, talk)];
    t.after(() => Promise.all(devices.map((device) => device.stop())));
    for (const device of devices) await device.start();
    // Made only where there is a replica, or by what is slow or in the way: these are looked for in the source.
    const rare = ["db_replica_lag_seconds", "db_replica_serves", "db_slow_queries_total", "db_conflicts_total"];
    const source = resolve(import.meta.dirname, "../../src/platform/db");
    const code = readdirSync(source, { recursive: true }).filter((name) => name.endsWith(".cpp"))
      .map((name) => readFileSync(join(source, name), "utf8")).join("");
    for (const name of rare) assert.ok(code.includes(`"${name}"`), name);
    const named = [...expressionsOfRules(), ...expressionsOfDashboard()].flatMap(namesIn);
    assert.ok(named.length > 40);
    await until("all are there", async () => {
      const text = await scrape(node);
      const known = new Set([...text.matchAll(/^([a-z_0-9]+)[ {]/gm)].map(([, name]) => name).concat("up", rare));
      assert.deepEqual([...new Set(named)].filter((name) => !known.has(name)), []);
      return true;
    }, { seconds: 20 });
  });
});
