import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderHaproxy, renderNginx } from "../../../../tools/lib/deploy.mjs";
import { until } from "./poll.mjs";
import { freePort } from "./server.mjs";

/** Real proxies in front of servers, with the files of deploy/ that an operator uses. */

/** A port for everything, or the ports of each role. */
const serversOf = (upstreams) =>
  typeof upstreams === "number" ? { api: [upstreams], realtime: [upstreams], payments: [upstreams] } : upstreams;

async function start(program, args, folder, port) {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const ended = once(child, "close");
  await until(`${program} listens`, async () => {
    if (child.exitCode !== null) throw new Error(output);
    await fetch(`http://127.0.0.1:${port}/api/health/live`);
    return true;
  });
  return {
    port,
    folder,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `caches`: with the cache that deploy/nginx.conf proposes; answers then say X-Cache. */
export async function startNginx(upstreams, { caches = false } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "ax-nginx-"));
  chmodSync(scratch, 0o755); // started by root, its worker is somebody else and keeps large bodies here
  const port = await freePort();
  const file = join(scratch, "nginx.conf");
  writeFileSync(file, renderNginx({ scratch, port, servers: serversOf(upstreams), caches }));
  return start("/usr/sbin/nginx", ["-p", scratch, "-c", file, "-e", join(scratch, "error.log")], scratch, port);
}

/** `check`: more impatient health checks than an operator's ("inter 500ms fall 2 rise 1"). */
export async function startHaproxy(upstreams, { check } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "ax-haproxy-"));
  const port = await freePort();
  const file = join(scratch, "haproxy.cfg");
  writeFileSync(file, renderHaproxy({ scratch, port, servers: serversOf(upstreams), check }));
  return start("/usr/sbin/haproxy", ["-db", "-f", file], scratch, port);
}

/** What HAProxy thinks of its servers: `realtime1` in `realtime` is UP, DOWN, … */
export function stateIn(haproxy, backend, server) {
  return new Promise((resolve, reject) => {
    const socket = connect(join(haproxy.folder, "admin.sock"), () => socket.end("show stat\n"));
    let text = "";
    socket.on("data", (data) => (text += data));
    socket.on("error", reject);
    socket.on("end", () => {
      const line = text.split("\n").find((row) => row.startsWith(`${backend},${server},`));
      resolve(line?.split(",")[17] ?? "unknown");
    });
  });
}
