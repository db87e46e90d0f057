// What it costs to be watched: the same requests with no telemetry, with all of it as it is by default, and with every request
// traced. The three servers run at the same time on copies of the same data, and are loaded in turns: what the machine does beside
// meets all of them alike, and only the ratios of a turn are compared.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cpuMicros, freePort, load, median, ready, start } from "./measure.mjs";
import { writeSection } from "./results.mjs";

const binary = process.env.AX_BINARY;
const turns = Number(process.env.AX_BENCH_TURNS ?? 9);
const idleSeconds = Number(process.env.AX_BENCH_IDLE_SECONDS ?? 30);
const bar = 1.1;
const folder = mkdtempSync(join(tmpdir(), "aspirex-bench-telemetry-"));

async function sink() {
  const child = spawn("taskset", ["-c", "1", process.execPath, new URL("sink.mjs", import.meta.url).pathname], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  return { child, port: Number(port) };
}

async function serve(name, env) {
  const data = join(folder, name);
  cpSync(join(folder, "data"), data, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = start(0, binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`],
    { AX_RATE_LIMIT_PERCENT: "0", AX_LOG_FILE: join(folder, `${name}.log`), AX_THREADS: "1", ...env });
  await ready(`${url}/api/`);
  const answer = await fetch(`${url}/api/v1/auth/login/`, {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ identifier: "ravi@demo.aspirex.example", password: "river-lantern-42" }),
  });
  return { name, url, child, token: (await answer.json()).token };
}

/** On a connection of its own: the load stops this process for so long that one which is kept has been closed meanwhile. */
async function metricsOf({ url }) {
  const [answer] = await once(get(`${url}/metrics`, { agent: false }), "response");
  return (await text(answer)).split("\n").filter((line) => line && !line.startsWith("#"));
}

async function counted(server, series) {
  return Number((await metricsOf(server)).find((line) => line.startsWith(`${series} `))?.split(" ").at(-1) ?? 0);
}

/** CPU per request of each server, turn by turn; who begins changes. */
function inTurns(servers, path, signedIn) {
  const all = servers.map(() => []);
  const once = ({ url, child, token }) => load(url + path, [child.pid], { token: signedIn ? token : undefined }).cpu;
  for (const server of servers) once(server); // caches, and the first of everything
  for (let turn = 0; turn < turns; turn += 1)
    for (let i = 0; i < servers.length; i += 1) {
      const at = (turn + i) % servers.length;
      all[at].push(once(servers[at]));
    }
  return all;
}

const ratio = (mine, others) => median(mine.map((cpu, turn) => cpu / others[turn]));

/** CPU of a report of all metrics: two servers that nobody asks anything, of which one reports each second. */
async function report(env) {
  const pair = [await serve("reports", { ...env, AX_OTLP_METRICS_SECONDS: "1" }), await serve("rests", { ...env, AX_OTLP_METRICS_SECONDS: "3600" })];
  const used = () => pair.map(({ child }) => cpuMicros([child.pid]));
  const sent = await counted(pair[0], 'otlp_data_points_total{outcome="sent"}');
  const before = used();
  await new Promise((done) => setTimeout(done, idleSeconds * 1000));
  const after = used();
  const points = (await counted(pair[0], 'otlp_data_points_total{outcome="sent"}')) - sent;
  if (points === 0) throw new Error("nothing was reported");
  await Promise.all(pair.map(stop));
  return { millis: (after[0] - before[0] - (after[1] - before[1])) / idleSeconds / 1000, points: Math.round(points / idleSeconds) };
}

async function stop({ child }) {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
}

execFileSync(binary, ["demo", "--data", join(folder, "data"), "--mentors", "488", "--students", "60"], { stdio: "ignore" });
const outside = await sink();
const watched = { AX_OTLP_ENDPOINT: `http://127.0.0.1:${outside.port}`, AX_SENTRY_DSN: `http://key@127.0.0.1:${outside.port}/7`, AX_TRAFFIC: "true" };
const servers = [
  await serve("off", { AX_TRAFFIC: "false" }),
  await serve("default", watched),
  await serve("all", { ...watched, AX_TRACE_SAMPLE: "1" }),
];
const cases = [
  ["GET /api/site-status/", "/api/site-status/"],
  ["GET /api/v1/mentors/ (20 of 500)", "/api/v1/mentors/"],
  ["GET /api/v1/student/dashboard/, several statements", "/api/v1/student/dashboard/", true],
];
const rows = [];
for (const [name, path, signedIn] of cases) {
  const outcomes = ["sent", "dropped"].map((outcome) => `otlp_spans_total{outcome="${outcome}"}`);
  const before = await Promise.all(outcomes.map((series) => counted(servers[2], series)));
  const [off, usual, all] = inTurns(servers, path, signedIn);
  const [sent, dropped] = (await Promise.all(outcomes.map((series) => counted(servers[2], series)))).map((count, i) => count - before[i]);
  rows.push([name, median(off).toFixed(1), median(usual).toFixed(1), ratio(usual, off).toFixed(3), bar.toFixed(2), median(all).toFixed(1),
    ratio(all, off).toFixed(3), `${Math.round((100 * dropped) / Math.max(1, sent + dropped))} %`]);
  console.log(rows.at(-1).join(" | "));
}
await Promise.all(servers.map(stop));
const one = await report(watched);
outside.child.kill("SIGTERM");
rmSync(folder, { recursive: true, force: true });

const section = `## What telemetry costs

Command: \`./ax bench telemetry\`. Made ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model.trim()}, ${cpus().length} cores. Three servers of the same
release build on copies of the same data (SQLite, 500 mentors), one event loop each, all on core 0, loaded in turns by wrk (8 connections, ${turns} turns,
on core 1). Off: the log only. Default: traces (1 of 20), metrics, Sentry and the site's traffic. All: every request is traced. CPU is user + system of
the whole process, what sends included, in microseconds per request: the median of all turns. A ratio is the median of each turn's own ratio to off.
Spans beyond a queue of 2,048 are dropped: their share under full load is in the last column.

| Watched request | off us | default us | ratio | must | all us | ratio | dropped of all |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}

A report of all metrics (${one.points} values, once a minute by default) costs ${one.millis.toFixed(1)} ms of CPU, gauges that are asked for included: ${((one.millis / 60_000) * 100).toFixed(3)} % of a core.
`;
writeSection("telemetry", section);
console.log(section);
const late = rows.filter((row) => Number(row[3]) > bar);
if (late.length) throw new Error(`telemetry costs more than a tenth: ${late.map(([name]) => name).join(", ")}`);
