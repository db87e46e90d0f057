// Measures the release binary and, in the same run, nginx on the same core. Figures: CPU (user + system, all threads of the
// server) per request, because throughput on shared machines says little.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { cpuMicros, freePort, load, ready, residentMb, rounds, start } from "./measure.mjs";
import { pageCases } from "./pages.mjs";
import { sqlite } from "./scale-data.mjs";
import { writeSection } from "./results.mjs";

const binary = process.env.AX_BINARY;
const folder = mkdtempSync(join(tmpdir(), "aspirex-bench-"));
const data = join(folder, "data");
const rows = [];
const note = (name, result, must) => {
  rows.push({ name, ...result, must });
  console.log(name.padEnd(44), `${result.cpu.toFixed(1)} us`, result.rate ? `${Math.round(result.rate)}/s` : "");
};

async function nginx() {
  const port = await freePort();
  const body = "x".repeat(20_000);
  writeFileSync(join(folder, "page.json"), body);
  chmodSync(folder, 0o755); // started by root, its worker is somebody else
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.err; events {}
     http { access_log off; keepalive_requests 100000000; server { listen 127.0.0.1:${port}; root ${folder};
     location = /small { return 200 "{\\"maintenance_mode\\":false,\\"test_mode\\":true,\\"message\\":\\"\\"}"; } } }`,
  );
  const child = start(0, "nginx", ["-c", join(folder, "nginx.conf"), "-p", folder]);
  await ready(`http://127.0.0.1:${port}/small`);
  const pids = execFileSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" }).trim().split("\n").concat(String(child.pid));
  note("nginx: constant answer", rounds(3, () => load(`http://127.0.0.1:${port}/small`, pids)));
  note("nginx: static file of 20 kB", rounds(3, () => load(`http://127.0.0.1:${port}/page.json`, pids)));
  child.kill("SIGTERM");
}

async function serve() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { AX_RATE_LIMIT_PERCENT: "0", AX_LOG_FILE: join(folder, "server.log"), AX_THREADS: "1" };
  const child = start(0, binary, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], env);
  const first = await ready(`${url}/api/`);
  return { child, url, first };
}

const json = async (url, method, path, body, token, extra = {}) => {
  const answer = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json", ...(token ? { authorization: `Token ${token}` } : {}), ...extra },
    body: body ? JSON.stringify(body) : undefined,
  });
  return { status: answer.status, body: await answer.json().catch(() => null) };
};

/** CPU per call of a sequence of different requests. */
async function sequence(pid, calls) {
  const before = cpuMicros([pid]);
  const begin = performance.now();
  for (const call of calls) await call();
  return { cpu: (cpuMicros([pid]) - before) / calls.length, rate: calls.length / ((performance.now() - begin) / 1000), p50: "-", p99: "-" };
}

async function aspirex() {
  execFileSync(binary, ["demo", "--data", data, "--mentors", "488", "--students", "60"], { stdio: "ignore" });
  const { child, url, first } = await serve();
  const pid = child.pid;
  const rest = residentMb(pid);
  const date = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
  const cases = [
    ["GET /api/site-status/", "/api/site-status/", 30],
    ["GET /api/v1/mentors/ (20 of 500)", "/api/v1/mentors/", 200],
    ["GET /api/v1/mentors/M000001/", "/api/v1/mentors/M000001/", 200],
    ["GET free times of a month", `/api/v1/mentors/M000001/free-times/?service=1&from=${date(1)}&to=${date(30)}&zone=Europe/Berlin`],
    ["GET /api/v1/mentors/?q=python", "/api/v1/mentors/?q=python"],
  ];
  for (const [name, path, must] of cases) {
    const { length } = await (await fetch(url + path)).text();
    note(`${name}, ${length} bytes`, rounds(3, () => load(url + path, [pid])), must);
  }
  const login = { identifier: "ravi@demo.aspirex.example", password: "river-lantern-42" };
  note("POST login (argon2id)", await sequence(pid, Array.from({ length: 9 }, () => () => json(url, "POST", "/api/v1/auth/login/", login))));

  const tokens = [];
  for (let i = 0; i < 60; i += 1)
    tokens.push((await json(url, "POST", "/api/v1/auth/login/", { identifier: `student${i}@crowd.aspirex.example`, password: login.password })).body?.token);
  const wishes = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const mentor = `M${String(20 + i).padStart(6, "0")}`;
    const services = (await json(url, "GET", `/api/v1/mentors/${mentor}/`)).body.services;
    const free = await json(url, "GET", `/api/v1/mentors/${mentor}/free-times/?service=${services[0].id}&from=${date(2)}&to=${date(6)}&zone=UTC`);
    const times = free.body.days.flatMap((day) => day.times);
    for (const start of [times[0], times.at(-1)]) wishes.push({ token: tokens[i], body: { mentor_id: mentor, service_id: services[0].id, start } });
  }
  let held = 0;
  const holds = wishes.map(({ token, body }) => async () => {
    held += (await json(url, "POST", "/api/v1/bookings/", body, token)).status === 201 ? 1 : 0;
  });
  note("POST /api/v1/bookings/ (hold, durable)", await sequence(pid, holds));
  if (held !== wishes.length) console.log(`only ${held} of ${wishes.length} holds were granted`);
  const after = residentMb(pid);
  for (const [name, path, must, token] of await pageCases({ url, sql: sqlite(data), json })) {
    const answer = await fetch(url + path, { headers: token ? { authorization: `Token ${token}` } : {} });
    note(`${name}, ${(await answer.text()).length} bytes`, rounds(3, () => load(url + path, [pid], { token })), must);
  }
  child.kill("SIGTERM");
  await new Promise((done) => child.once("exit", done));
  const again = await serve();
  again.child.kill("SIGTERM");
  return { rest, after, first, again: again.first, size: statSync(binary).size / 1e6 };
}

await nginx();
const facts = await aspirex();
const small = rows[0].cpu;
const table = rows.map(
  ({ name, cpu, rate, p50, p99, must }) =>
    `| ${name} | ${cpu.toFixed(1)} | ${(cpu / small).toFixed(2)} | ${must ?? ""} | ${Math.round(rate)} | ${p50} / ${p99} |`,
);
const text = `## HTTP

Command: \`./ax bench http\`. Made ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model.trim()}, ${cpus().length} cores, Debian 12,
release build, server on core 0 with one event loop, wrk (1 thread, 8 connections, 3 s, median of 3 rounds) on core 1, loopback, no TLS,
JSON access log on, SQLite with synchronous=FULL, 500 mentors; for the pages further down 5,000 posts, 20,000 messages, 200 events. CPU is user + system of the whole server process per request. The
ratio is to nginx's constant answer in the same run. Rates and latencies depend on what else the machine does; compare the CPU.

| Case | CPU us | ratio | must | req/s | p50 / p99 |
| --- | ---: | ---: | ---: | ---: | --- |
${table.join("\n")}

| Fact | Figure | must |
| --- | ---: | ---: |
| resident memory at rest | ${facts.rest.toFixed(1)} MB | 20 MB |
| resident memory after the load | ${facts.after.toFixed(1)} MB | |
| start to first answer, existing database | ${facts.again.toFixed(0)} ms | 100 ms |
| binary | ${facts.size.toFixed(1)} MB | |
`;
writeSection("http", text);
console.log(text);
rmSync(folder, { recursive: true, force: true });
