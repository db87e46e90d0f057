// What the figures of RESULTS.md mean for a site of a million people: fills the tables of docs/capacity.md.
// node capacity.mjs NAME=VALUE… takes other assumptions than those below, and prints instead of writing.
import { readFileSync } from "node:fs";
import { results, writeSection } from "./results.mjs";

const assumptions = {
  people: [1_000_000, "people with an account"],
  active: [0.1, "of them use the site on a day"],
  peak: [0.15, "of a day's work falls into its busiest hour"],
  online: [0.25, "of a day's people have a live connection at the same time, in that hour"],
  pages: [60, "answers of the API per active person and day"],
  messages: [10, "chat messages per active person and day"],
  logins: [0.3, "sign-ins with a password per active person and day"],
  holds: [0.03, "bookings begun per active person and day"],
  busy: [0.5, "of a core may be in use in the busiest hour"],
  years: [2, "of messages in one database before anybody thinks of dividing it"],
  price: [20, "a month for a core with 4 GB, in the money you pay with"],
};
const given = process.argv.slice(2).map((text) => text.split("="));
for (const [name, value] of given) {
  if (!assumptions[name] || !(Number(value) > 0)) throw new Error(`no such assumption: ${name}=${value}`);
  assumptions[name][0] = Number(value);
}
const assume = (name) => assumptions[name][0];

/** The rows of all tables of RESULTS.md, each with the first word of its table's head. */
function readRows() {
  const rows = [];
  let head = null;
  for (const line of readFileSync(results, "utf8").split("\n")) {
    const cells = line.startsWith("|") ? line.slice(1, -1).split("|").map((cell) => cell.trim()) : null;
    if (!cells) head = null;
    else if (!head) head = cells[0];
    else if (!/^:?-+:?$/.test(cells[0])) rows.push({ head, cells });
  }
  return rows;
}
const rows = readRows();

/** A measured figure and the row it comes from: the first of that table whose cells begin so. */
function measured(head, begins, column) {
  const row = rows.find((row) => row.head.startsWith(head) && begins.every((text, i) => row.cells[i]?.startsWith(text)));
  const value = Number.parseFloat(row?.cells[column]);
  return { value, known: Number.isFinite(value), source: `${head}: ${begins.join(", ")}` };
}

const page = (name, share) => ({ share, ...measured("On PostgreSQL", [name], 2), nodes: measured("On PostgreSQL", [name], 1) });
const pages = [
  page("GET /api/v1/mentors/", 0.1), page("GET /api/v1/mentors/M000001/", 0.15), page("GET /api/v1/community/posts/", 0.15),
  page("GET messages of a conversation", 0.3), page("GET /api/v1/events/", 0.1), page("GET /api/v1/student/dashboard/", 0.15),
  page("GET /api/v1/mentor/to-do/", 0.05),
];
const mean = (pick) => {
  const all = pages.map((one) => ({ share: one.share, ...pick(one) }));
  return { value: all.reduce((sum, { share, value }) => sum + share * value, 0), known: all.every(({ known }) => known), source: "On PostgreSQL: the pages below, by their share" };
};
// A message is two delivered frames: to the other side and back to its sender.
const frame = measured("Stored chat frame", ["3"], 1);
const frameAll = measured("Stored chat frame", ["3"], 4);
const twice = (one) => ({ ...one, value: 2 * one.value });
const login = measured("Case", ["POST login"], 1);
const hold = measured("Case", ["POST /api/v1/bookings/"], 1);
const socket = measured("Idle sockets", ["AspireX, signed in"], 4);
const rest = measured("Fact", ["resident memory after the load"], 1);

const day = assume("people") * assume("active");
const perSecond = (each) => (day * each * assume("peak")) / 3600;
const kinds = [
  ["pages", perSecond(assume("pages")), mean((one) => one.nodes), mean((one) => one)],
  ["chat messages", perSecond(assume("messages")), twice(frame), twice(frameAll)],
  ["sign-ins", perSecond(assume("logins")), login, login],
  ["bookings begun", perSecond(assume("holds")), hold, hold],
].map(([name, rate, nodes, all]) => ({ name, rate, nodes, all, known: nodes.known && all.known }));
const cores = (micros) => micros / 1e6 / assume("busy");
const show = (known, value, digits = 1) => (known ? value.toFixed(digits) : "not measured yet");
const table = (heads, lines) => [heads, heads.map((_, i) => (i ? "---:" : "---")), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const nodeCores = kinds.reduce((sum, { rate, nodes }) => sum + cores(rate * nodes.value), 0);
const databaseCores = kinds.reduce((sum, { rate, nodes, all }) => sum + cores(rate * (all.value - nodes.value)), 0);
const known = kinds.every((kind) => kind.known);
const sockets = day * assume("online");
const memory = (sockets * socket.value) / 1024 / 1024;
const sizes = [measured("Size", ["PostgreSQL", "100x"], 3), measured("Size", ["PostgreSQL", "100x"], 5), measured("Size", ["PostgreSQL", "1x"], 3), measured("Size", ["PostgreSQL", "1x"], 5)];
const perMessage = { value: ((sizes[1].value - sizes[3].value) * 1e6) / (sizes[0].value - sizes[2].value), known: sizes.every(({ known }) => known) };
const stored = day * assume("messages") * 365 * assume("years");

const text = `
Made by \`node bench/capacity.mjs\` from [bench/RESULTS.md](../bench/RESULTS.md); "not measured yet" goes away with the next
\`./ax bench scale\`.

What is assumed, and not measured: \`node bench/capacity.mjs people=200000 active=0.2\` shows another site.

${table(["Name", "value", "of what"], Object.entries(assumptions).map(([name, [value, words]]) => [name, value, words]))}

${table(["In the busiest hour", "per second", "CPU us in nodes", "and in all", "cores of nodes", "cores of PostgreSQL and Redis", "source"],
  kinds.map(({ name, rate, nodes, all, known: ok }) => [name, rate.toFixed(1), show(ok, nodes.value), show(ok, all.value),
    show(ok, cores(rate * nodes.value), 2), show(ok, cores(rate * (all.value - nodes.value)), 2), nodes.source]))}

${table(["What that needs", "figure", "source"], [
  ["cores for nodes", show(known, nodeCores), "the table above"],
  ["cores for PostgreSQL and Redis", show(known, databaseCores), "the table above"],
  ["live connections at once", sockets.toFixed(0), "assumed"],
  ["memory for them", show(socket.known, memory, 2) + (socket.known ? " GB" : ""), socket.source],
  ["memory of a node beside them", show(rest.known, rest.value) + (rest.known ? " MB" : ""), rest.source],
  ["messages kept", stored.toFixed(0), "assumed"],
  ["bytes of the database per message", show(perMessage.known, perMessage.value, 0), "Size: PostgreSQL, 100x less 1x; the posts and events beside them are counted in"],
  ["their part of the database", perMessage.known ? `${((stored * perMessage.value) / 1e9).toFixed(0)} GB` : "not measured yet", "both"],
  ["money a month for cores, twice each for failures", show(known, 2 * (nodeCores + databaseCores) * assume("price"), 0), "price times cores"],
])}

${table(["Page", "share", "CPU us in nodes", "and in all"], pages.map((one) => [one.source.replace("On PostgreSQL: ", ""), one.share, show(one.nodes.known, one.nodes.value), show(one.known, one.value)]))}
`;
console.log(text);
if (given.length === 0) writeSection("figures", text, new URL("../docs/capacity.md", import.meta.url));
