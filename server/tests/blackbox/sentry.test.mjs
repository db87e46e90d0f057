import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { parseEnvelope } from "@sentry/core";
import { Client, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";

/** Takes envelopes as Sentry does and reads them with Sentry's own reader; answers as told. */
class Recorder {
  constructor() {
    this.got = [];
    this.ok = (response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
    this.answer = this.ok;
  }

  async listen(port = 0) {
    this.http = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const [head, items] = parseEnvelope(body);
      this.got.push({ path: request.url, method: request.method, headers: request.headers, text: body.toString(), head, items });
      this.answer(response);
    }).listen(port, "127.0.0.1");
    await once(this.http, "listening");
    this.port = this.http.address().port;
    return this;
  }

  /** Of the events that were taken; an item with a length comes as bytes. */
  events() {
    const all = this.got.flatMap(({ items }) => items.filter(([{ type }]) => type === "event"));
    return all.map(([, bytes]) => JSON.parse(Buffer.from(bytes).toString()));
  }

  async close() {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, "close");
  }
}

const contact = (change = {}) => ({
  name: "Asha Rao", email: `asha.rao+${Math.random()}@example.org`, topic: "question", text: "the words of a message", client_key: `key-${Math.random()}`, ...change,
});
const count = (text, series) => Number(text.split("\n").find((line) => line.startsWith(`${series} `))?.split(" ").at(-1) ?? 0);

/** Statements behind the server's back. */
function script(server, sql) {
  const db = new DatabaseSync(join(server.data, "aspirex.db"));
  db.exec(`PRAGMA busy_timeout = 10000; ${sql}`);
  db.close();
}

describe("errors that go to Sentry", () => {
  let server, recorder, student;
  const outcome = async (name) => count(await (await fetch(`${server.url}/metrics`)).text(), `sentry_events_total{outcome="${name}"}`);
  const post = () => new Client(server).post("/contact/", contact());

  before(async () => {
    recorder = await new Recorder().listen();
    server = await Server.start({
      env: { AX_SENTRY_DSN: `http://0a1b2c@127.0.0.1:${recorder.port}/sub/7`, AX_SENTRY_ENVIRONMENT: "black-box", AX_LOG_LEVEL: "info" },
    });
    student = await signUp(server);
    script(server, `
      CREATE TRIGGER contact_broken BEFORE INSERT ON contact_message
        BEGIN SELECT RAISE(ABORT, 'row of asha.rao@example.org, "Asha Rao", key 3q2x7wAAAAB1bmtub3duX3Rva2Vu'); END;
      ALTER TABLE ticket RENAME TO ticket_away;`);
  });
  after(async () => {
    await server?.stop();
    await recorder?.close();
  });

  test("an error arrives as Sentry's own reader takes it, with its route, its place in the code and the lines before it", async () => {
    const answer = await student.get("/support/tickets/4711/?page=secret-of-a-query");
    assert.equal(answer.status, 500);
    assert.equal(answer.body.reason, "server.internal");
    const [event] = await until("an event", () => recorder.events().length > 0 && recorder.events());
    const { path, method, headers, head } = recorder.got[0];
    assert.deepEqual([method, path], ["POST", "/sub/api/7/envelope/"]);
    assert.equal(headers["content-type"], "application/x-sentry-envelope");
    assert.match(headers["x-sentry-auth"], /^Sentry sentry_version=7, sentry_client=aspirex@[\d.]+, sentry_key=0a1b2c$/);
    assert.equal(head.event_id, event.event_id);
    assert.match(event.event_id, /^[0-9a-f]{32}$/);
    assert.match(event.release, /^aspirex@\d/);
    assert.equal(event.environment, "black-box");
    assert.equal(event.level, "error");
    assert.ok(event.server_name);
    assert.equal(event.tags.request_id, answer.headers.get("x-request-id"));
    assert.equal(event.tags.method, "GET");
    assert.match(event.tags.route, /\/support\/tickets\/\{ticket\}\/$/);
    const [exception] = event.exception.values;
    assert.match(exception.type, /ax::db::Broken/);
    assert.match(exception.value, /no such table/);
    const functions = exception.stacktrace.frames.map((frame) => frame.function ?? "");
    assert.ok(functions.some((name) => name.includes("ax::db::sqlite::")), functions.join("\n"));
    assert.ok(event.breadcrumbs.values.length > 0);
    assert.ok(event.breadcrumbs.values.some(({ category }) => category === "http.access"));
    assert.ok(Date.now() - Date.parse(event.timestamp) < 60_000);
  });

  test("nobody is in it", async () => {
    const seen = recorder.got.length;
    assert.equal((await post()).status, 500);
    await until("an event", () => recorder.got.length > seen);
    const all = recorder.got.map(({ text }) => text).join("\n");
    assert.match(all, /\[mail\]/);
    for (const secret of ["asha.rao", "Asha Rao", "the words of", "3q2x7w", "secret-of-a-query", "4711", student.token, student.email, student.user.name, "127.0.0.0/24"])
      assert.ok(!all.includes(secret), secret);
  });

  test("the same error is sent a few times, and counted", async () => {
    const seen = recorder.got.length;
    const repeated = await outcome("repeated");
    for (let i = 0; i < 12; i += 1) assert.equal((await post()).status, 500);
    assert.ok(await outcome("repeated") >= repeated + 9);
    assert.ok(recorder.got.length - seen <= 3);
  });
});

describe("a Sentry that is of no use", () => {
  async function listening(t) {
    const recorder = await new Recorder().listen();
    t.after(() => recorder.close());
    return recorder;
  }
  /** What the server answers meanwhile, and how fast. */
  async function served(server, requests = 20) {
    const begun = performance.now();
    for (let i = 0; i < requests; i += 1) assert.equal((await new Client(server).post("/contact/", contact())).status, 500);
    return (performance.now() - begun) / requests;
  }
  async function started(t, port) {
    const server = await Server.start({ env: { AX_SENTRY_DSN: `http://key@127.0.0.1:${port}/7` } });
    script(server, "CREATE TRIGGER contact_broken BEFORE INSERT ON contact_message BEGIN SELECT RAISE(ABORT, 'broken'); END;");
    t.after(() => server.stop());
    return server;
  }
  const outcomes = async (server) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return (name) => count(text, `sentry_events_total{outcome="${name}"}`);
  };

  test("that says 429 is left alone for as long as it says", async (t) => {
    const recorder = await listening(t);
    recorder.answer = (response) => response.writeHead(429, { "retry-after": "600", "x-sentry-rate-limits": "600:error:organization" }).end();
    const server = await started(t, recorder.port);
    await served(server);
    await until("the limit is honoured", async () => (await outcomes(server))("limited") >= 2);
    assert.equal(recorder.got.length, 1);
  });

  test("that hangs, sends garbage, or is gone delays nobody", async (t) => {
    const hanging = await listening(t);
    hanging.answer = () => {};
    const garbage = await listening(t);
    garbage.answer = (response) => response.socket.end("\u0000\u0001 this is not HTTP\r\n\r\n");
    for (const port of [hanging.port, garbage.port, await freePort()]) {
      const server = await started(t, port);
      const each = await served(server);
      assert.ok(each < 1000, `${each} ms for each answer`);
      await until("it is counted", async () => (await outcomes(server))("failed") >= 1);
      const begun = performance.now();
      await server.stop();
      assert.ok(performance.now() - begun < 20_000, "it stops in time");
    }
  });

  test("that is none is said at the start", async () => {
    const server = new Server({ env: { AX_SENTRY_DSN: "https://sentry.example/7" } });
    server.port = await freePort();
    await assert.rejects(server.launch(), /AX_SENTRY_DSN must be/);
    await server.stop();
  });
});

describe("errors of browsers", () => {
  const pages = async (server) => (await fetch(`${server.url}/`)).headers.get("content-security-policy");

  test("without a place the policy and the status name none", async (t) => {
    const server = await Server.start();
    t.after(() => server.stop());
    assert.match(await pages(server), /connect-src 'self';/);
    assert.deepEqual((await new Client(server).ok("GET", "/site-status/")).error_reports, { dsn: "", environment: "", release: "" });
  });

  test("the place is allowed and told", async (t) => {
    const server = await Server.start({ env: { AX_SENTRY_BROWSER_DSN: "https://k:secret@sentry.example:9000/7" } });
    t.after(() => server.stop());
    assert.match(await pages(server), /connect-src 'self' https:\/\/sentry\.example:9000;/);
    const { error_reports: told } = await new Client(server).ok("GET", "/site-status/");
    assert.equal(told.dsn, "https://k@sentry.example:9000/7");
    assert.equal(told.environment, "development");
    assert.match(told.release, /^aspirex@/);
  });
});

test("slow statements are logged with their plans, once", async (t) => {
  const server = await Server.start({ env: { AX_SLOW_QUERY_MS: "1" } });
  t.after(() => server.stop());
  // Whoever reads the table has many rows to look at first.
  script(server, `CREATE TABLE bulk (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
    INSERT INTO bulk SELECT i FROM n;
    ALTER TABLE contact_message RENAME TO contact_table;
    CREATE VIEW contact_message AS SELECT t.* FROM (SELECT count(*) FROM bulk a, bulk b, bulk c WHERE a.x + b.x + c.x > 0) CROSS JOIN contact_table t;`);
  for (let i = 0; i < 3; i += 1) await new Client(server).post("/contact/", contact());
  const lines = (event) => server.output.split("\n").filter((line) => line.includes(`"event":"${event}"`)).map((line) => JSON.parse(line))
    .filter(({ query }) => query.startsWith("contact."));
  const [plan] = await until("a plan", () => lines("db.slow_plan").length > 0 && lines("db.slow_plan"));
  assert.match(plan.plan, /SCAN a\b/);
  assert.ok(lines("db.slow_query").length >= 3);
  assert.equal(lines("db.slow_plan").length, new Set(lines("db.slow_plan").map(({ query }) => query)).size);
  assert.ok(!JSON.stringify(lines("db.slow_plan")).includes("asha.rao"));
});
