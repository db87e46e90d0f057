// How cost grows: with PostgreSQL and Redis in the place of a file, with nodes, and with data. CPU is user + system of all
// processes of a kind, with their descendants.
// node scale.mjs [WORD]: only the parts whose name has the word. Each part writes its own section of RESULTS.md when it is done.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { freePort } from "./measure.mjs";
import { events, messages, pageCases, posts } from "./pages.mjs";
import { chatPeople } from "./realtime-people.mjs";
import { drive, wsChat } from "./realtime-plans.mjs";
import { aspirex, postgres, scratch } from "./realtime-servers.mjs";
import { writeSection } from "./results.mjs";
import { multiply, psql, sizeOf, sqlite } from "./scale-data.mjs";
import { loadOf } from "./scale-load.mjs";

const only = process.argv[2] ?? "";
const messagesPerSecond = 400;
const pairs = Number(process.env.AX_BENCH_PAIRS ?? 100);
const largest = Number(process.env.AX_BENCH_TIMES ?? 100);
const tables = { http: [], nodes: [], chat: [], growth: [], size: [] };
const record = (table, row) => {
  tables[table].push(row);
  console.log(row.join(" | "));
};
const micros = (value) => value.toFixed(1);
const latency = ({ p50, p99 }) => `${p50} / ${p99}`;

async function redis() {
  const folder = scratch("redis");
  const port = await freePort();
  const child = spawn("taskset", ["-c", "0", "redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "",
    "--appendonly", "no", "--dir", folder], { stdio: "ignore" });
  return {
    pid: child.pid,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const json = async (url, method, path, body, token) => {
  const answer = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json", ...(token ? { authorization: `Token ${token}` } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  return { status: answer.status, body: await answer.json().catch(() => null) };
};

const publicCases = [
  ["GET /api/site-status/", "/api/site-status/"],
  ["GET /api/v1/mentors/", "/api/v1/mentors/"],
  ["GET /api/v1/mentors/M000001/", "/api/v1/mentors/M000001/"],
];

/** A site on one of the engines, with the data of pages.mjs in it. */
async function filled(cluster, name) {
  const database = cluster?.database(name);
  const server = await aspirex({ pairs, env: database ? { AX_DATABASE_URL: database } : {} });
  const sql = database ? psql(database) : sqlite(join(server.folder, "data"));
  const size = () => sizeOf(cluster, database, join(server.folder, "data"));
  return { server, sql, size, cases: await pageCases({ url: server.url, sql, json }) };
}

/** The rows of ./ax bench http that read, on PostgreSQL; its own CPU is told apart. */
async function http() {
  const cluster = await postgres();
  const { server, cases } = await filled(cluster, "http");
  for (const [name, path, , token] of [...publicCases, ...cases]) {
    const result = await loadOf([server.url + path], [[server.pid], [cluster.pid]], { token });
    const must = name.includes("messages") ? 450 : "";
    record("http", [name, micros(result.each[0]), micros(result.all), must, Math.round(result.rate), latency(result)]);
  }
  await server.stop();
  await cluster.stop();
}

/** So many nodes on one PostgreSQL and one Redis, all on core 0; calls `use` with the nodes and what else they need. */
async function withNodes(count, use) {
  const [cluster, broker] = [await postgres(), await redis()];
  const env = { AX_DATABASE_URL: cluster.database("nodes"), AX_REDIS_URL: broker.url };
  const nodes = [await aspirex({ pairs, env })];
  while (nodes.length < count) nodes.push(await aspirex({ env }));
  await use(nodes, cluster, broker);
  for (const one of [...nodes.reverse(), broker, cluster]) await one.stop();
}

async function nodes() {
  for (const count of [1, 2, 3])
    await withNodes(count, async (all, cluster, broker) => {
      const people = await chatPeople(all[0], 1);
      const cases = [...publicCases, ["GET messages of a conversation (few)", `/api/v1/chat/conversations/${people[0].conversation}/messages/`, people[0].token]];
      const groups = [all.map((node) => node.pid), [cluster.pid], [broker.pid]];
      // All through one of them: on one core, several that work at once take turns, which on machines of their own they would not.
      for (const [name, path, token] of cases) {
        const result = await loadOf([all.at(-1).url + path], groups, { token });
        record("nodes", [name, count, ...result.each.map(micros), micros(result.all), Math.round(result.rate), latency(result)]);
      }
    });
}

/**
 * The two of a conversation are on different nodes, if there are several. So many messages a second as the core can do with three
 * nodes on it: at the most that it can do, one node commits more messages at once than each of three, which on machines of
 * their own they would not.
 */
async function chat() {
  for (const count of [1, 2, 3])
    await withNodes(count, async (all, cluster, broker) => {
      const people = await chatPeople(all[0], pairs);
      const pids = [...all, cluster, broker].map(({ pid }) => pid);
      const rounds = [];
      for (let round = 0; round < 3; round += 1)
        rounds.push(await drive("calm", people.map(wsChat),
          { port: all.map(({ port }) => port), pids, folder: all[0].folder, seconds: 10, rate: messagesPerSecond }));
      const total = ({ cpu, delivered }) => cpu.reduce((sum, one) => sum + one, 0) / delivered;
      const result = rounds.sort((a, b) => total(a) - total(b))[1];
      const part = (from, to) => micros(result.cpu.slice(from, to).reduce((sum, one) => sum + one, 0) / result.delivered);
      record("chat", [count, part(0, count), part(count, count + 1), part(count + 1), micros(total(result)), Math.round(result.rate),
        `${result.p50.toFixed(2)} / ${result.p99.toFixed(2)}`]);
    });
}

/** The cursor of a page far behind the first. */
async function deepCursor(url, path, token) {
  let cursor = "";
  for (let page = 0; page < 25; page += 1) {
    const { body } = await json(url, "GET", `${path}${cursor && `?cursor=${encodeURIComponent(cursor)}`}`, undefined, token);
    if (!body.next) break;
    cursor = body.next;
  }
  return cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path;
}

async function growth() {
  for (const engine of ["SQLite", "PostgreSQL"]) {
    const cluster = engine === "SQLite" ? undefined : await postgres();
    const { server, sql, size, cases } = await filled(cluster, "growth");
    const path = (word) => cases.find(([name]) => name.includes(word))[1];
    const [postsPath, messagesPath, eventsPath] = ["posts", "messages", "events"].map(path);
    const token = cases.find(([name]) => name.includes("messages"))[3];
    const conversation = messagesPath.match(/conversations\/(\d+)/)[1];
    let before = 1;
    for (const times of [1, 10, 100].filter((times) => times <= largest)) {
      multiply(sql, conversation, before, times);
      before = times;
      record("size", [engine, `${times}x`, posts * times, messages * times, events * times, (size() / 1e6).toFixed(1)]);
      const pages = [
        ["posts, first page", postsPath],
        ["posts, 25 pages on", await deepCursor(server.url, postsPath)],
        ["messages, newest", messagesPath],
        ["messages, from the middle", `${messagesPath}?before=${Math.floor((messages * times) / 2)}`],
        ["events, first page", eventsPath],
        ["events, 25 pages on", await deepCursor(server.url, eventsPath)],
      ];
      for (const [name, where] of pages) {
        const result = await loadOf([server.url + where], [[server.pid], ...(cluster ? [[cluster.pid]] : [])], { token });
        record("growth", [engine, name, `${times}x`, micros(result.all), Math.round(result.rate), latency(result)]);
      }
    }
    await server.stop();
    await cluster?.stop();
  }
}

const table = (heads, rows) =>
  [heads, heads.map((_, i) => (i === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const made = () => `Command: \`./ax bench scale\`. Made ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model.trim()}, ${cpus().length} cores, Debian 12,
release build.`;

const parts = {
  http: [http, () => `## Scale

${made()} One event loop per node, all nodes, PostgreSQL 15 (as installed: every commit synced) and Redis 7 together on core 0,
wrk (8 connections, median of 3 rounds) and \`load/\` on core 1, loopback, no TLS. CPU is user + system of all processes of a
kind per request or per delivered frame.

${table(["On PostgreSQL", "CPU us", "with PostgreSQL", "must", "req/s", "p50 / p99"], tables.http)}`],

  nodes: [nodes, () => `### Nodes

${made()} So many nodes are up and joined by Redis; the load goes through one of them, the CPU is that of all. What is asked: whether a
request costs more because there are other nodes.

${table(["Nodes, PostgreSQL, Redis", "nodes", "nodes us", "PostgreSQL us", "Redis us", "all us", "req/s", "p50 / p99"], tables.nodes)}`],

  chat: [chat, () => `### Chat over nodes

${made()} The two of each conversation are on different nodes, if there are several.

${table([`Stored chat frame, ${pairs} pairs, ${messagesPerSecond} messages/s: nodes`, "nodes us", "PostgreSQL us", "Redis us", "all us", "delivered/s", "p50 / p99 ms"], tables.chat)}`],

  growth: [growth, () => `### Growth with the data

${made()} ${posts} posts, ${messages} messages of one conversation, ${events} events, and 10 and 100 times as much.

${table(["Growth", "page", "data", "CPU us", "req/s", "p50 / p99"], tables.growth)}

${table(["Size", "data", "posts", "messages", "events", "MB"], tables.size)}`],
};

for (const [name, [part, text]] of Object.entries(parts)) {
  if (!name.includes(only)) continue;
  console.log(`\n${name}`);
  await part();
  writeSection(name === "http" ? "scale" : `scale-${name}`, text());
}
