import { execFileSync, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";

/** CPU of a process tree in microseconds: user and system, all threads, as the scheduler counts it. */
export function cpuMicros(pids) {
  let nanos = 0;
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`))
      nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
  return nanos / 1000;
}

const gone = (error) => error.code === "ENOENT" || error.code === "ESRCH";

function family(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" ").filter(Boolean));
  return [pid, ...children.flatMap((child) => unlessGone(() => family(child)) ?? [])];
}

function unlessGone(read) {
  try {
    return read();
  } catch (error) {
    if (!gone(error)) throw error;
    return undefined;
  }
}

/**
 * Starts counting the CPU of processes and all their descendants, such as PostgreSQL's; the function it gives tells what they used
 * since, in microseconds. Who was born meanwhile counts from its birth; who ended meanwhile does not: a worker of autovacuum.
 */
export function countCpu(pids) {
  const read = () => new Map(pids.flatMap(family).map((pid) => [pid, unlessGone(() => cpuMicros([pid]))]));
  const before = read();
  return () => {
    let used = 0;
    for (const [pid, now] of read()) if (now !== undefined) used += now - (before.get(pid) ?? 0);
    return used;
  };
}

export const residentMb = (pid) =>
  Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Waits until `url` answers; returns the milliseconds it took. */
export async function ready(url, limit = 20_000) {
  const begin = performance.now();
  while (performance.now() - begin < limit) {
    try {
      if ((await fetch(url)).ok) return performance.now() - begin;
    } catch {
      // not yet
    }
    await new Promise((again) => setTimeout(again, 1));
  }
  throw new Error(`${url} did not answer`);
}

/** Starts a program pinned to one core. */
export const start = (core, program, args, env = {}) =>
  spawn("taskset", ["-c", String(core), program, ...args], { env: { ...process.env, ...env }, stdio: "ignore" });

/** One wrk round on core 1: requests per second, latencies, CPU of `pids` per request. */
export function load(url, pids, { seconds = Number(process.env.AX_BENCH_SECONDS ?? 3), connections = 8, token } = {}) {
  const before = cpuMicros(pids);
  const out = execFileSync("taskset", ["-c", "1", "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--latency",
    ...(token ? ["-H", `Authorization: Token ${token}`] : []), url], {
    encoding: "utf8",
  });
  const used = cpuMicros(pids) - before;
  const requests = Number(out.match(/(\d+) requests in/)[1]);
  if (/Non-2xx/.test(out)) throw new Error(`${url}: ${out.match(/Non-2xx.*/)[0]}`);
  return {
    cpu: used / requests,
    rate: Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]),
    p50: out.match(/^\s+50%\s+(\S+)/m)[1],
    p99: out.match(/^\s+99%\s+(\S+)/m)[1],
  };
}

/** The median round of several. */
export function rounds(count, once) {
  const all = Array.from({ length: count }, once);
  return all.sort((a, b) => a.cpu - b.cpu)[Math.floor(count / 2)];
}
