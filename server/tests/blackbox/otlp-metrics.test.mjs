import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import otlp from "@opentelemetry/otlp-transformer/build/src/generated/root.js";
import { Client, signUp } from "./lib/client.mjs";
import { Collector, attributes } from "./lib/collector.mjs";
import { until } from "./lib/poll.mjs";
import { freePort, Server } from "./lib/server.mjs";

const path = "/v1/metrics";
const { ExportMetricsServiceRequest } = otlp.opentelemetry.proto.collector.metrics.v1;

/** What OpenTelemetry's own protobuf makes of it; throws where a member is unknown to it or of another type. */
function decoded(body) {
  const message = ExportMetricsServiceRequest.fromObject(body);
  assert.equal(ExportMetricsServiceRequest.verify(message), null);
  const again = ExportMetricsServiceRequest.decode(ExportMetricsServiceRequest.encode(message).finish());
  const told = ExportMetricsServiceRequest.toObject(again, { longs: String });
  const withoutEmptyLists = (value) => JSON.parse(JSON.stringify(value, (_, one) => (Array.isArray(one) && one.length === 0 ? undefined : one)));
  assert.deepEqual(told, withoutEmptyLists(body));
  return body;
}

const metricsOf = (body) => body.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
const pointsOf = (metric) => (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints;
const labelled = (name, labels) => `${name}${JSON.stringify(Object.entries(labels).sort())}`;

/** Series of a report by name and labels; a histogram's are its sum, its count and its buckets, as Prometheus has them. */
function seriesOf(body) {
  const all = new Map();
  for (const metric of metricsOf(body))
    for (const point of pointsOf(metric)) {
      const labels = attributes(point);
      if (!metric.histogram) {
        all.set(labelled(metric.name, labels), Number(point.asInt ?? point.asDouble));
        continue;
      }
      all.set(labelled(`${metric.name}_sum`, labels), point.sum).set(labelled(`${metric.name}_count`, labels), Number(point.count));
      let total = 0;
      for (const [i, count] of point.bucketCounts.entries()) {
        total += Number(count);
        all.set(labelled(`${metric.name}_bucket`, { ...labels, le: String(point.explicitBounds[i] ?? "+Inf") }), total);
      }
    }
  return all;
}

/** The same of Prometheus' text. */
function scraped(text) {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  const series = new Map();
  for (const [, name, labels = "", value] of text.matchAll(/^([a-z_0-9]+)(?:\{(.*)\})? (\S+)$/gm)) {
    const pairs = [...labels.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, said]) => [key, key === "le" && said !== "+Inf" ? String(Number(said)) : said]);
    series.set(labelled(name, Object.fromEntries(pairs)), Number(value));
  }
  return { types, series };
}

const totalOf = (body, name, matches = () => true) =>
  metricsOf(body).filter((metric) => metric.name === name).flatMap(pointsOf).filter((point) => matches(attributes(point)))
    .reduce((sum, point) => sum + Number(point.asInt), 0);

describe("metrics by OTLP", () => {
  let server, collector;
  const reports = () => collector.bodies(path);
  const nextReport = async () => {
    const seen = reports().length;
    return until("the next report", () => reports()[seen]);
  };
  before(async () => {
    collector = await new Collector().listen();
    server = await Server.start({
      env: {
        AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}/`, AX_OTLP_HEADERS: "api-key=collector-secret", AX_OTLP_METRICS_SECONDS: "1",
        AX_TRACE_SAMPLE: "0", AX_SENTRY_ENVIRONMENT: "black-box",
      },
    });
  });
  after(async () => {
    await server?.stop();
    await collector?.close();
  });

  test("gauges are fresh though nobody asks for readiness or /metrics", async () => {
    const sql = (text) => execFileSync("sqlite3", ["-cmd", ".timeout 10000", join(server.data, "aspirex.db"), text]);
    const dead = () => totalOf(reports().at(-1) ?? { resourceMetrics: [] }, "jobs_dead");
    assert.equal(dead(), 0);
    sql(`INSERT INTO job (event, listener, payload, due_at, recorded_at, state, ended_at) VALUES ('none', 'nobody.knows', '{}', 0, 0, 'dead', 0)`);
    await until("the dead job is seen", () => dead() === 1);
    sql("DELETE FROM job WHERE listener = 'nobody.knows'");
    await until("it is gone", () => dead() === 0);
  });

  test("all that /metrics shows is there, of the same kind, and no value is behind", async () => {
    await signUp(server);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const { types, series } = scraped(text);
    await nextReport(); // may have been made before
    const report = decoded(await nextReport());
    const told = seriesOf(report);
    assert.ok(series.size > 200, String(series.size));
    for (const key of series.keys()) assert.ok(told.has(key), key);
    for (const metric of metricsOf(report)) {
      const type = types.get(metric.name);
      if (type === undefined) continue; // made since
      assert.deepEqual([type, metric.unit ?? ""], [metric.sum ? "counter" : metric.gauge ? "gauge" : "histogram", unitOf(metric.name)], metric.name);
      assert.ok(metric.description.length > 0, metric.name);
    }
    for (const [key, value] of series) {
      const [name] = key.split("[", 1);
      const grows = types.get(name) === "counter" || /_(sum|count|bucket)$/.test(name);
      if (grows) assert.ok(told.get(key) >= value, `${key}: ${told.get(key)} after ${value}`);
    }
    assert.equal(told.get(labelled("sign_ups_total", { role: "student" })), series.get(labelled("sign_ups_total", { role: "student" })));
    assert.equal(told.get(labelled("disk_size_bytes", {})), series.get(labelled("disk_size_bytes", {})));
  });

  test("sums are cumulative and monotonic since the process began, and buckets have bounds", async () => {
    const reportsSeen = [decoded(await nextReport()), decoded(await nextReport())];
    const starts = new Set();
    for (const body of reportsSeen)
      for (const metric of metricsOf(body)) {
        if (!metric.gauge) assert.equal((metric.sum ?? metric.histogram).aggregationTemporality, 2, metric.name);
        if (metric.sum) assert.equal(metric.sum.isMonotonic, true, metric.name);
        for (const point of pointsOf(metric)) {
          assert.ok(Math.abs(Number(BigInt(point.timeUnixNano) / 1_000_000n) - Date.now()) < 600_000);
          if (metric.gauge) continue;
          starts.add(point.startTimeUnixNano);
          assert.ok(BigInt(point.startTimeUnixNano) < BigInt(point.timeUnixNano));
          if (!metric.histogram) continue;
          assert.equal(point.bucketCounts.length, point.explicitBounds.length + 1);
          assert.deepEqual(point.explicitBounds, point.explicitBounds.toSorted((a, b) => a - b));
          assert.equal(point.bucketCounts.reduce((sum, count) => sum + Number(count), 0), Number(point.count));
        }
      }
    assert.equal(starts.size, 1);
    const [first, second] = reportsSeen.map((body) => metricsOf(body)[0]).map((metric) => BigInt(pointsOf(metric)[0].timeUnixNano));
    assert.ok(second > first);
  });

  test("each says who sent it as the traces do, with the headers, and names nobody", () => {
    for (const { method, headers } of collector.got) {
      assert.equal(method, "POST");
      assert.equal(headers["content-type"], "application/json");
      assert.equal(headers["api-key"], "collector-secret");
    }
    assert.deepEqual([...new Set(collector.got.map((one) => one.path))], [path]);
    const resource = attributes(reports()[0].resourceMetrics[0].resource);
    assert.equal(resource["service.name"], "aspirex");
    assert.match(resource["service.version"], /^\d/);
    assert.match(resource["service.instance.id"], /:\d+$/);
    assert.equal(resource["deployment.environment.name"], "black-box");
    assert.ok(!collector.got.some(({ text }) => /@|collector-secret/.test(text)));
  });
});

const unitOf = (name) => (/_seconds(_total)?$/.test(name) ? "s" : /_bytes(_total)?$/.test(name) ? "By" : "");

describe("a stop", () => {
  test("tells what was counted since the last report", async () => {
    const collector = await new Collector().listen();
    const server = await Server.start({ env: { AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`, AX_OTLP_METRICS_SECONDS: "3600" } });
    for (let i = 0; i < 3; i += 1) await new Client(server).ok("GET", "/platform-services/");
    assert.deepEqual(collector.bodies(path), []);
    await server.stop();
    const [last, ...more] = collector.bodies(path);
    assert.deepEqual(more, []);
    assert.equal(totalOf(decoded(last), "http_requests_total", ({ endpoint }) => endpoint === "site.offer"), 3);
    await collector.close();
  });

  test("tells nothing where metrics are not wanted", async () => {
    const collector = await new Collector().listen();
    const server = await Server.start({ env: { AX_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}`, AX_OTLP_METRICS_SECONDS: "0" } });
    await server.stop();
    assert.deepEqual(collector.bodies(path), []);
    await collector.close();
  });
});

describe("a collector that is of no use for metrics", () => {
  const started = (port) =>
    Server.start({ env: { AX_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, AX_OTLP_METRICS_SECONDS: "1", AX_TRACE_SAMPLE: "0" } });
  const counted = async (server, outcome) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return scraped(text).series.get(labelled("otlp_data_points_total", { outcome })) ?? 0;
  };
  async function check(port, outcome) {
    const server = await started(port);
    await until(`${outcome} is counted`, async () => (await counted(server, outcome)) > 0);
    const begun = performance.now();
    await new Client(server).ok("GET", "/site-status/");
    assert.ok(performance.now() - begun < 1000, "an answer is not delayed");
    return server;
  }
  async function stopped(server) {
    const begun = performance.now();
    await server.stop();
    assert.ok(performance.now() - begun < 20_000, "it stops in time");
  }

  test("that is gone, or hangs, delays nobody", async () => {
    await stopped(await check(await freePort(), "failed"));
    const hanging = await new Collector().listen();
    hanging.answer = () => {};
    await stopped(await check(hanging.port, "failed"));
    await hanging.close();
  });

  test("that takes traces only is asked ever less often", async () => {
    const stranger = await new Collector().listen();
    stranger.answer = (response) => response.writeHead(404).end();
    const server = await check(stranger.port, "refused");
    await until("it is asked three times", () => stranger.got.length >= 3);
    const [first, second, third] = stranger.got.map(({ at }) => at);
    assert.ok(second - first >= 1900 && third - second >= 3900, `${second - first} and ${third - second} ms`);
    await stopped(server);
    await stranger.close();
  });

  test("that wants a pause gets it", async () => {
    const busy = await new Collector().listen();
    busy.answer = (response) => response.writeHead(429, { "retry-after": "3" }).end();
    const server = await check(busy.port, "refused");
    await until("it is asked again", () => busy.got.length >= 2);
    assert.ok(busy.got[1].at - busy.got[0].at >= 2900);
    busy.answer = (response) => response.writeHead(200).end("{}");
    await until("it is told", async () => (await counted(server, "sent")) > 0);
    await stopped(server);
    await busy.close();
  });
});
