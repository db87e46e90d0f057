import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const program = join(dirname(process.env.AX_BINARY), "socket_load");
const filler = "x".repeat(56); // frames of about 130 bytes, as in the measurements that the bars come from

/** What one socket does, in the order of the plan's fields: see load/plan.h. */
const line = ({ group, role = "talk", path, header = "", greeting = "", ready = "", message = "" }) =>
  [group, role, path, header, greeting, ready, message].join("\t");

const engine = "/socket.io/?EIO=4&transport=websocket";
const greeting = (auth) => `40${JSON.stringify(auth)}`;
const chatMessage = { text: `@ ${filler}`, client_key: "@" };

/** Sockets of a room that relays. `prefix` is its path without the name. */
export const wsRoom = (prefix, name) => ({
  group: name, path: `${prefix}${name}`, message: JSON.stringify({ type: "message", message: `@ ${filler}${filler}` }),
});
export const socketIoRoom = (name) => ({
  group: name, path: engine, greeting: greeting({ room: String(name) }), ready: '["ready"',
  message: `42${JSON.stringify(["message", { type: "message", message: `@ ${filler}${filler}` }])}`,
});
/** One member of a stored conversation over its own WebSocket, and over Socket.IO. */
export const wsChat = ({ pair, token, path }) => ({
  group: pair, path, header: `Authorization: Token ${token}`, ready: "", message: JSON.stringify(chatMessage),
});
export const socketIoChat = ({ pair, token, conversation, extra }) => ({
  group: pair, path: engine, greeting: greeting({ token, ...extra }), ready: '["ready"',
  message: `420${JSON.stringify(["chat.send", { conversation, ...chatMessage }])}`,
});
export const socketIoIdle = { group: 0, path: engine, greeting: "40", ready: "40" };

/**
 * Runs socket_load on core 1. `port` is one port or those of several nodes, `pids` are the processes whose CPU counts. Gives its last figures, with `cpu` in
 * microseconds per process and `opened`, the seconds it took to open all sockets; `onOpen` is awaited meanwhile.
 */
export async function drive(scenario, sockets, { port, pids, folder, onOpen, ...options }) {
  const plan = join(folder, `${scenario}.plan`);
  writeFileSync(plan, `${sockets.map(line).join("\n")}\n`);
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("taskset", ["-c", "1", program, scenario, plan,
    ...[port].flat().flatMap((one) => ["--port", String(one)]), ...pids.flatMap((pid) => ["--cpu", String(pid)]), ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const figures = {};
  const ended = once(child, "exit");
  for await (const text of createInterface({ input: child.stdout })) {
    const { open, seconds, ...rest } = JSON.parse(text);
    if (open === undefined) Object.assign(figures, rest, { seconds });
    else {
      figures.opened = seconds;
      await onOpen?.();
    }
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`${scenario} failed`);
  figures.cpu = pids.map((_, i) => figures[`cpu${i}`]);
  return figures;
}

