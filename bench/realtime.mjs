// Measures the live connection of the release binary and, in the same run, npm's ws and socket.io doing the same work.
// Every figure is CPU (user + system, all threads) or memory of the server's process; the load runs on the other core.
// node realtime.mjs [WORD]: only the parts whose name has the word, printed but not written.
import { cpus } from "node:os";
import { cpuMicros, residentMb } from "./measure.mjs";
import { call, chatPeople, lastNumbers } from "./realtime-people.mjs";
import { drive, socketIoChat, socketIoIdle, socketIoRoom, wsChat, wsRoom } from "./realtime-plans.mjs";
import { aspirex, postgres, reference } from "./realtime-servers.mjs";
import { writeSection } from "./results.mjs";

const only = process.argv[2] ?? "";
const idleSeconds = Number(process.env.AX_BENCH_IDLE_SECONDS ?? 300);
const pairs = 100;
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const inPairs = (make) => times(2 * pairs, (i) => make(Math.floor(i / 2)));

const ours = "AspireX";
const faces = {
  ws: { open: (...rest) => reference("ws", ...rest), room: (name) => wsRoom("/rooms/", name) },
  "socket.io": { open: (...rest) => reference("socketio", ...rest), room: socketIoRoom },
  [ours]: { open: () => aspirex({ conformance: true }), room: (name) => wsRoom("/echo/rooms/", name) },
};

const tables = { delivery: [], calm: [], connect: [], memory: [], stalled: [] };
const record = (table, row) => {
  tables[table].push(row);
  console.log(row.join(" | "));
};
const micros = (value) => value.toFixed(1);
const ms = (value) => value.toFixed(2);

/** The round in the middle of three, by CPU per delivered frame. */
async function middle(once) {
  const all = [];
  for (let round = 0; round < 3; round += 1) all.push(await once());
  return all.sort((a, b) => a.cpu[0] / a.delivered - b.cpu[0] / b.delivered)[1];
}

function delivered(name, who, result, must = "") {
  const each = result.cpu.map((cpu) => micros(cpu / result.delivered));
  const all = result.cpu.reduce((sum, cpu) => sum + cpu, 0);
  record("delivery", [name, who, each[0], result.cpu.length > 1 ? micros(all / result.delivered) : "", must,
    Math.round(result.rate), `${ms(result.p50)} / ${ms(result.p99)}`]);
}

const calmly = (name, who, result) => record("calm", [name, who, micros(result.cpu[0] / result.delivered), ms(result.p50), ms(result.p99)]);

async function measured(server, scenario, sockets, options = {}) {
  const result = await drive(scenario, sockets, { port: server.port, pids: [server.pid], folder: server.folder, ...options });
  server.heard = (server.heard ?? 0) + (result.delivered ?? 0);
  return result;
}

/** A figure counts only if what was heard is what was stored: each message twice, for both members. */
async function mustBeStored(server, people) {
  const said = await lastNumbers(server, people);
  if (said * 2 < server.heard) throw new Error(`${server.heard} frames were delivered of ${said} stored messages`);
}

async function relay() {
  for (const [who, { open, room }] of Object.entries(faces)) {
    const server = await open("none");
    const bar = who === ours ? "12" : "";
    delivered("relay, 100 pairs", who, await middle(() => measured(server, "busy", inPairs(room))), bar);
    delivered("relay, room of 1,000", who, await middle(() => measured(server, "room", times(1000, () => room(0)))), bar);
    calmly("relay", who, await measured(server, "calm", inPairs(room), { seconds: 10 }));
    await server.stop();
  }
}

async function connecting() {
  for (const [who, { open, room }] of Object.entries(faces)) {
    const server = await open("none");
    const run = () => measured(server, "connect", times(50, room), { sources: 200 });
    const all = [await run(), await run(), await run()].sort((a, b) => a.cpu[0] / a.samples - b.cpu[0] / b.samples);
    const { samples, seconds, cpu } = all[1];
    record("connect", [who, Math.round(samples / seconds), micros(cpu[0] / samples)]);
    await server.stop();
  }
}

/** Two members of each of `pairs` conversations, by every face of ours and of the reference. */
async function stored(storeName, title, must, cluster) {
  const kept = (server) => [server.pid, ...(cluster ? [cluster.pid] : [])];
  const both = async (who, server, sockets, bar) => {
    const pids = kept(server);
    delivered(title, who, await middle(() => measured(server, "busy", sockets, { pids })), bar);
    calmly(title, who, await measured(server, "calm", sockets, { pids, seconds: 10 }));
  };
  for (const [who, face, chat] of [["ws", "ws", wsChat], ["socket.io", "socketio", socketIoChat]]) {
    const server = await reference(face, storeName, { pairs, database: cluster?.database(`reference_${face}`) });
    // The reference learns from CONNECT which conversation a client is in.
    const member = (i) => ({
      pair: Math.floor(i / 2), conversation: Math.floor(i / 2) + 1, extra: { conversation: Math.floor(i / 2) + 1 }, token: `reference-token-${String(i + 1).padStart(8, "0")}`,
      path: `/ws/chat/${2 * Math.floor(i / 2) + 1}/${2 * Math.floor(i / 2) + 2}/`,
    });
    await both(who, server, times(2 * pairs, (i) => chat(member(i))), "");
    await server.stop();
  }
  // Each on a fresh server: it indexes what was said half a minute ago, and that is the work of `indexing`.
  for (const [name, chat] of [["plain", wsChat], ["socketio", socketIoChat]]) {
    const server = await aspirex({ pairs, env: cluster ? { AX_DATABASE_URL: cluster.database(`chat_${name}`) } : {} });
    const people = await chatPeople(server, pairs);
    await both(`${ours}, ${name === "plain" ? "plain" : "Socket.IO"}`, server, people.map(chat), must);
    await mustBeStored(server, people);
    await server.stop();
  }
}

/** What it costs to index stored messages for search, which happens later and in batches. */
async function indexing() {
  const server = await aspirex({ pairs });
  const people = await chatPeople(server, pairs);
  await measured(server, "busy", people.map(wsChat));
  const before = cpuMicros([server.pid]);
  await call(server.url, "GET", "/chat/search/?q=nothing", people[0].token);
  const used = cpuMicros([server.pid]) - before;
  const said = await lastNumbers(server, people);
  record("delivery", ["indexing for search, later, each message", ours, micros(used / said), "", "", "", ""]);
  await server.stop();
}

async function storedInPostgres() {
  const cluster = await postgres();
  await stored("postgres", "stored, PostgreSQL, 100 pairs", "", cluster);
  await cluster.stop();
}

async function idle(who, count, server, socket, { seconds = 2, must = "" } = {}) {
  const before = residentMb(server.pid);
  let open = 0;
  const result = await measured(server, "idle", times(count, () => socket), {
    seconds, sources: 8, warm: 1, onOpen: () => (open = residentMb(server.pid)),
  });
  const after = residentMb(server.pid);
  const each = ((Math.max(open, after) - before) * 1024) / count;
  record("memory", [who, count, before.toFixed(1), after.toFixed(1), `${each.toFixed(1)} kB`, must, `${result.closed} in ${seconds} s`,
    result.pings, result.opened.toFixed(2)]);
  await server.stop();
}

async function memory() {
  for (const count of [5000, 10_000]) {
    await idle("ws", count, await reference("ws", "none"), wsRoom("/rooms/", 0));
    await idle("socket.io", count, await reference("socketio", "none"), { ...socketIoIdle, ready: '["ready"' });
    await idle(`${ours}, plain`, count, await aspirex({ conformance: true }), { group: 0, path: "/echo/ws" }, { must: "5 kB" });
    await idle(`${ours}, Socket.IO`, count, await aspirex({ conformance: true }), socketIoIdle, { must: "5 kB" });
  }
}

/** Ten thousand sockets of signed-in people, plain and Socket.IO by turns, for minutes. */
async function crowd() {
  const server = await aspirex({ pairs: 250 });
  const people = await chatPeople(server, 250);
  const before = residentMb(server.pid);
  const sockets = times(10_000, (i) => (i % 2 ? wsChat : socketIoChat)(people[i % people.length]));
  const result = await measured(server, "idle", sockets, { seconds: idleSeconds, sources: 8 });
  const after = residentMb(server.pid);
  record("memory", [`${ours}, signed in, half plain, half Socket.IO`, sockets.length, before.toFixed(1), after.toFixed(1),
    `${(((after - before) * 1024) / sockets.length).toFixed(1)} kB`, "100 MB in all", `${result.closed} in ${idleSeconds} s`, result.pings,
    result.opened.toFixed(2)]);
  await server.stop();
}

/** A hundred sockets that stop reading, in conversations in which 500 messages a second are written. */
async function stalled() {
  const server = await aspirex({ pairs });
  const people = await chatPeople(server, pairs);
  const talkers = people.map(wsChat);
  const run = (sockets) => measured(server, "calm", sockets, { seconds: 30, rate: 500 });
  const alone = await run(talkers);
  const before = residentMb(server.pid);
  const readers = people.filter((_, i) => i % 2).map((person) => ({ ...wsChat(person), role: "stall" }));
  const beside = await run([...talkers, ...readers]);
  const growth = residentMb(server.pid) - before;
  for (const [who, result, grown] of [["nobody stalls", alone, ""], ["100 stall", beside, `${growth.toFixed(1)} MB`]])
    record("stalled", [who, ms(result.p50), ms(result.p99), grown, result.closed]);
  await server.stop();
}

const parts = {
  relay, connecting, memory, crowd, stalled,
  stored: () => stored("sqlite", "stored, SQLite FULL, 100 pairs", "35"),
  indexing,
  postgres: storedInPostgres,
};
for (const [name, part] of Object.entries(parts)) {
  if (!name.includes(only)) continue;
  console.log(`\n${name}`);
  await part();
}

const table = (heads, rows) =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const text = `## The live connection

Command: \`./ax bench realtime\`. Made ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model.trim()}, ${cpus().length} cores, Debian 12,
Node ${process.versions.node}; release build with one event loop on core 0 (PostgreSQL too), the load (\`load/\`, one thread) on core 1, loopback, no
TLS. Frames of about 130 bytes; a message goes to both members, its sender included. Busy: one message in flight per pair,
answered at once; 4 s, median of 3. CPU is user + system of the server's process per delivered frame. \`ws\` and \`socket.io\` are
\`reference/\`: rooms in memory; stored, they keep the same rows as we do, and everything that arrived in one turn of their event
loop is one commit. Rates and latencies depend on what else the machine does; compare the CPU.

${table(["Busy", "Server", "CPU us", "with PostgreSQL", "must", "delivered/s", "p50 / p99 ms"], tables.delivery)}

${table(["Calm: 200 messages/s", "Server", "CPU us", "p50 ms", "p99 ms"], tables.calm)}

${table(["Opening and closing", "connections/s", "CPU us each"], tables.connect)}

${table(["Idle sockets", "count", "MB before", "MB with them", "each", "must", "dropped", "pings answered", "s to open"], tables.memory)}

${table(["500 messages/s in 100 pairs", "p50 ms", "p99 ms", "growth (must: 64 MB)", "closed"], tables.stalled)}
`;
console.log(text);
if (!only) writeSection("realtime", text);
