// Size: one server and one collector are what all of this is about.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signUp } from "./lib/client.mjs";
import { Collector, attributes } from "./lib/collector.mjs";
import { converse, people } from "./lib/conversations.mjs";
import { LiveDevice } from "./lib/devices.mjs";
import { nodesDuring, skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";

const hex = (bytes) => Array.from({ length: bytes }, () => Math.floor(Math.random() * 255 + 1).toString(16).padStart(2, "0")).join("");
const contact = (text = "the words of a message") => ({
  name: "Asha Rao", email: `asha.rao+${Math.random()}@example.org`, topic: "question", text, client_key: `key-${Math.random()}`,
});

/** ExportTraceServiceRequest in the JSON of OTLP: what each member has to be, and no member beside. */
function checkShape(body) {
  const only = (object, required, optional = []) => {
    for (const name of required) assert.ok(name in object, `${name} in ${JSON.stringify(object)}`);
    for (const name of Object.keys(object)) assert.ok(required.includes(name) || optional.includes(name), name);
  };
  const checkAttributes = (pairs) => {
    for (const pair of pairs) {
      only(pair, ["key", "value"]);
      only(pair.value, [], ["stringValue", "intValue"]);
      const [value] = Object.values(pair.value);
      assert.equal(typeof value, "string");
      if ("intValue" in pair.value) assert.match(value, /^-?\d+$/);
    }
    assert.equal(new Set(pairs.map(({ key }) => key)).size, pairs.length);
  };
  only(body, ["resourceSpans"]);
  for (const resourceSpans of body.resourceSpans) {
    only(resourceSpans, ["resource", "scopeSpans"]);
    only(resourceSpans.resource, ["attributes"]);
    checkAttributes(resourceSpans.resource.attributes);
    for (const scopeSpans of resourceSpans.scopeSpans) {
      only(scopeSpans, ["scope", "spans"]);
      only(scopeSpans.scope, ["name", "version"]);
      assert.ok(scopeSpans.spans.length > 0 && scopeSpans.spans.length <= 512);
      for (const span of scopeSpans.spans) {
        only(span, ["traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "attributes", "status"], ["parentSpanId"]);
        assert.match(span.traceId, /^(?!0{32})[0-9a-f]{32}$/);
        assert.match(span.spanId, /^(?!0{16})[0-9a-f]{16}$/);
        if ("parentSpanId" in span) assert.match(span.parentSpanId, /^(?!0{16})[0-9a-f]{16}$/);
        assert.ok(span.name.length > 0);
        assert.ok([1, 2, 3].includes(span.kind));
        assert.ok(BigInt(span.startTimeUnixNano) <= BigInt(span.endTimeUnixNano));
        assert.ok(Math.abs(Number(BigInt(span.endTimeUnixNano) / 1_000_000n) - Date.now()) < 600_000);
        checkAttributes(span.attributes);
        only(span.status, [], ["code"]);
      }
    }
  }
}

describe("traces", () => {
  let server, collector, person;
  const asked = async (method, path, { traceId = hex(16), spanId = hex(8), flags = "01", body, token } = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        traceparent: `00-${traceId}-${spanId}-${flags}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body && JSON.stringify(body),
    });
    await response.text();
    return { traceId, spanId, status: response.status, requestId: response.headers.get("x-request-id") };
  };
  const traceOf = async ({ traceId }) => {
    const mine = () => collector.spans().filter((span) => span.traceId === traceId);
    await until("the request's span", () => mine().some(({ kind }) => kind === 2));
    return mine();
  };

  before(async () => {
    collector = await new Collector().listen();
    server = await Server.start({
      env: {
        AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}/`, AX_OTLP_HEADERS: "api-key=collector-secret, x-other=1",
        AX_TRACE_SAMPLE: "0", AX_OTLP_METRICS_SECONDS: "0", AX_LOG_LEVEL: "info", AX_SENTRY_ENVIRONMENT: "black-box",
      },
    });
    person = await signUp(server);
  });
  after(async () => {
    await server?.stop();
    await collector?.close();
  });

  test("a request with a traceparent is a span below it, and its statements are below the request", async () => {
    const request = await asked("POST", "/api/v1/contact/?page=secret-of-a-query", { body: contact() });
    assert.ok(request.status < 300, String(request.status));
    const spans = await traceOf(request);
    const [top] = spans.filter(({ kind }) => kind === 2);
    assert.equal(top.parentSpanId, request.spanId);
    assert.match(top.name, /^POST \/.*contact\/$/);
    assert.deepEqual(attributes(top), {
      "http.request.method": "POST", "http.response.status_code": request.status, "http.route": top.name.slice("POST ".length),
    });
    const statements = spans.filter((span) => attributes(span)["db.system.name"]);
    assert.ok(statements.some(({ name }) => name.startsWith("contact.")), JSON.stringify(statements.map(({ name }) => name)));
    for (const statement of statements) {
      assert.equal(statement.parentSpanId, top.spanId);
      assert.equal(statement.kind, 3);
      assert.ok(BigInt(statement.startTimeUnixNano) >= BigInt(top.startTimeUnixNano) - 1_000_000n);
      assert.ok(BigInt(statement.endTimeUnixNano) <= BigInt(top.endTimeUnixNano) + 1_000_000n);
    }
  });

  test("a page tells the browser its trace, and nothing else does", async () => {
    const [traceId, spanId] = [hex(16), hex(8)];
    const get = (path, flags) => fetch(`${server.url}${path}`, { headers: { accept: "text/html", traceparent: `00-${traceId}-${spanId}-${flags}` } });
    const timing = (await get("/mentors", "01")).headers.get("server-timing");
    const [, told] = timing.match(/^traceparent;desc="00-([0-9a-f]{32}-[0-9a-f]{16})-01"$/) ?? [];
    const [page] = await traceOf({ traceId });
    assert.equal(told, `${traceId}-${page.spanId}`);
    assert.equal((await get("/mentors", "00")).headers.get("server-timing"), null);
    assert.equal((await get("/api/v1/mentors/", "01")).headers.get("server-timing"), null);
    assert.equal((await get("/icon.svg", "01")).headers.get("server-timing"), null);
  });

  test("ids in paths are not in names, and an unknown path names nothing", async () => {
    const known = await traceOf(await asked("GET", "/api/v1/support/tickets/4711/", { token: person.token }));
    assert.match(known.find(({ kind }) => kind === 2).name, /^GET \/.*support\/tickets\/\{ticket\}\/$/);
    const unknown = await traceOf(await asked("GET", "/api/v1/nothing-of-this-name/"));
    assert.equal(unknown.find(({ kind }) => kind === 2).name, "GET");
    assert.equal(attributes(unknown[0])["http.response.status_code"], 404);
  });

  test("requests at the same time keep their statements apart", async () => {
    const requests = await Promise.all(Array.from({ length: 40 }, () => asked("POST", "/api/v1/contact/", { body: contact() })));
    for (const request of requests) {
      const spans = await traceOf(request);
      const [top, ...more] = spans.filter(({ kind }) => kind === 2);
      assert.deepEqual(more, []);
      assert.equal(spans.filter(({ name }) => name === top.name).length, 1);
      for (const span of spans) if (span !== top) assert.equal(span.parentSpanId, top.spanId);
      assert.ok(spans.some(({ name }) => name.startsWith("contact.")), "its own insert");
    }
  });

  test("what the caller does not sample, or says wrongly, is not sent at a fraction of 0", async () => {
    const unsampled = await asked("GET", "/api/v1/site-status/", { flags: "00" });
    const broken = await asked("GET", "/api/v1/site-status/", { traceId: "xyz" });
    await traceOf(await asked("GET", "/api/v1/site-status/"));
    const ids = new Set(collector.spans().map(({ traceId }) => traceId));
    assert.ok(!ids.has(unsampled.traceId) && !ids.has(broken.traceId));
  });

  test("the lines of the log name the trace", async () => {
    const { traceId, requestId } = await asked("GET", "/api/v1/site-status/");
    const line = await until("the access line", () => server.output.split("\n").find((text) => text.includes(requestId) && text.includes("http.access")));
    assert.equal(JSON.parse(line).trace_id, traceId);
  });

  test("everything has the shape of OTLP, says who sent it, and names nobody", async () => {
    for (const { path, method, headers } of collector.got) { // no metrics: they are switched off
      assert.deepEqual([method, path], ["POST", "/v1/traces"]);
      assert.equal(headers["content-type"], "application/json");
      assert.equal(headers["api-key"], "collector-secret");
      assert.equal(headers["x-other"], "1");
    }
    for (const body of collector.bodies()) checkShape(body);
    const resource = attributes(collector.bodies()[0].resourceSpans[0].resource);
    assert.equal(resource["service.name"], "aspirex");
    assert.match(resource["service.version"], /^\d/);
    assert.match(resource["service.instance.id"], /:\d+$/);
    assert.equal(resource["deployment.environment.name"], "black-box");
    // Ids are random digits, and may spell anything.
    const all = collector.spans().map(({ name, attributes: said }) => JSON.stringify([name, said])).join("\n");
    for (const secret of ["asha.rao", "Asha Rao", "the words of", "secret-of-a-query", "4711", "nothing-of-this-name", person.token, person.email])
      assert.ok(!all.includes(secret), secret);
    assert.ok(!server.output.includes("collector-secret"));
  });
});

describe("jobs and requests of their own", () => {
  test("are traces without anything above them", async () => {
    const collector = await new Collector().listen();
    const server = await Server.start({ env: { AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`, AX_TRACE_SAMPLE: "1", AX_OTLP_METRICS_SECONDS: "0" } });
    await new Client(server).ok("POST", "/contact/", contact());
    const job = await until("a job", () => collector.spans().find(({ name }) => name.startsWith("job ")));
    assert.equal(job.parentSpanId, undefined);
    assert.equal(job.kind, 1);
    assert.ok(attributes(job)["job.attempt"] >= 1);
    await until("a request", () => collector.spans().some(({ kind, parentSpanId }) => kind === 2 && parentSpanId === undefined));
    await server.stop();
    const before = collector.got.length;
    assert.ok(before > 0);
    for (const body of collector.bodies()) checkShape(body);
    await collector.close();
  });
});

describe("a socket of a node with Redis", { skip: skipWithoutPostgres }, () => {
  test("an event of a client goes on with its trace, down to Redis", async (t) => {
    const collector = await new Collector().listen();
    t.after(() => collector.close());
    const env = { AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`, AX_TRACE_SAMPLE: "0", AX_OTLP_METRICS_SECONDS: "0" };
    const [node] = await nodesDuring(t, "otlp", 1, env);
    const { students: [student], mentors: [mentor] } = await people(node, { students: 1, mentors: 1 });
    const talk = await converse(student, mentor);
    const device = new LiveDevice(node.url, student, [talk]);
    t.after(() => device.stop());
    await device.start();
    const said = { conversation: talk.id, text: "nobody else may read this", client_key: `key-${hex(8)}` };
    const spansOf = (traceId) => collector.spans().filter((span) => span.traceId === traceId);

    const [traceId, spanId] = [hex(16), hex(8)];
    const answer = await device.socket.timeout(4000).emitWithAck("chat.send", said, `00-${traceId}-${spanId}-01`);
    assert.ok(answer.ok, JSON.stringify(answer));
    const [event, published] = await until("the event and what it published", () => {
      const found = [({ name }) => name === "event chat.send", ({ name }) => name === "PUBLISH"].map((is) => spansOf(traceId).find(is));
      return found.every(Boolean) && found;
    });
    assert.deepEqual([event.kind, event.parentSpanId], [2, spanId]);
    assert.deepEqual(attributes(event), { "network.protocol.name": "socket.io" });
    assert.deepEqual(attributes(published), { "db.system.name": "redis" });
    for (const span of spansOf(traceId)) if (span.spanId !== event.spanId) assert.equal(span.parentSpanId, event.spanId, span.name);
    assert.ok(spansOf(traceId).some((span) => attributes(span)["db.system.name"] === "postgresql"));

    const refused = hex(16);
    assert.equal((await device.socket.timeout(4000).emitWithAck("chat.made_up", said, `00-${refused}-${spanId}-01`)).ok, false);
    const nameless = await until("the refused event", () => spansOf(refused).find(({ kind }) => kind === 2));
    assert.deepEqual([nameless.name, attributes(nameless)["error.type"]], ["event", "realtime.unknown_command"]);
    // A trace belongs to its event: the next has none of it.
    const before = spansOf(traceId).length;
    await device.ask("chat.mark_read", { conversation: talk.id, up_to: 1 });
    const later = hex(16);
    await device.socket.timeout(4000).emitWithAck("sync", { seen: 0 }, `00-${later}-${spanId}-01`);
    await until("the later event", () => spansOf(later).some(({ name }) => name === "event sync"));
    assert.equal(spansOf(traceId).length, before);
    for (const body of collector.bodies()) checkShape(body);
    const all = JSON.stringify(collector.spans());
    for (const secret of ["nobody else", "made_up", said.client_key, "user:", student.token]) assert.ok(!all.includes(secret), secret);
  });
});

describe("a collector that is of no use", () => {
  const outcome = async (server, name) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(text.split("\n").find((line) => line.startsWith(`otlp_spans_total{outcome="${name}"} `))?.split(" ").at(-1) ?? 0);
  };
  const started = (port) =>
    Server.start({ env: { AX_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, AX_TRACE_SAMPLE: "1", AX_OTLP_METRICS_SECONDS: "0" } });
  async function served(server, requests = 30) {
    const begun = performance.now();
    for (let i = 0; i < requests; i += 1) await new Client(server).ok("GET", "/site-status/");
    return (performance.now() - begun) / requests;
  }
  async function check(port, counted) {
    const server = await started(port);
    const each = await served(server);
    assert.ok(each < 1000, `${each} ms for each answer`);
    await until(`${counted} is counted`, async () => (await outcome(server, counted)) > 0, { seconds: 60 });
    assert.ok(await served(server) < 1000);
    const begun = performance.now();
    await server.stop();
    assert.ok(performance.now() - begun < 20_000, "it stops in time");
  }

  test("that hangs or is gone delays nobody", async () => {
    const hanging = await new Collector().listen();
    hanging.answer = () => {};
    await check(hanging.port, "failed");
    await hanging.close();
    await check(await freePort(), "failed");
  });

  test("that says 429 is asked again after a pause, and then no more for these", async () => {
    const busy = await new Collector().listen();
    const times = [];
    busy.answer = (response) => {
      times.push(performance.now());
      response.writeHead(429, { "retry-after": "1" }).end();
    };
    await check(busy.port, "refused");
    assert.ok(times.length >= 3);
    assert.equal(busy.got[0].text, busy.got[1].text);
    assert.equal(busy.got[0].text, busy.got[2].text);
    assert.ok(times[1] - times[0] >= 900);
    await busy.close();
  });

  test("whose answers take too long loses what does not fit, and only that", async () => {
    const hanging = await new Collector().listen();
    hanging.answer = () => {};
    const server = await started(hanging.port);
    await until("spans are dropped", async () => {
      await Promise.all(Array.from({ length: 200 }, () => new Client(server).ok("GET", "/site-status/")));
      return (await outcome(server, "dropped")) > 0;
    }, { seconds: 60 });
    await server.stop();
    await hanging.close();
  });

  test("settings that make no sense are said at the start, the secret is not", async () => {
    const wrong = [{ AX_OTLP_ENDPOINT: "collector:4318" }, { AX_TRACE_SAMPLE: "2" }, { AX_OTLP_HEADERS: "hidden-words" }];
    for (const env of wrong) {
      const server = new Server({ env: { AX_OTLP_ENDPOINT: "http://127.0.0.1:9", ...env } });
      server.port = await freePort();
      await assert.rejects(server.launch(), new RegExp(`${Object.keys(env)[0]} must be`));
      assert.ok(!server.output.includes("hidden-words"));
      await server.stop();
    }
  });
});
