import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, ready } from "./measure.mjs";
import { crowd } from "./realtime-people.mjs";

const node = process.execPath;
const postgresBin = "/usr/lib/postgresql/15/bin";

export const scratch = (name) => mkdtempSync(join(tmpdir(), `aspirex-bench-${name}-`));

/** A server on core 0 with a folder of its own; `pid` is what its CPU and memory are read from. */
class Process {
  constructor(program, args, { env, folder, port, url, stdin = "ignore" }) {
    Object.assign(this, { folder, port, url });
    this.child = spawn("taskset", ["-c", "0", program, ...args], {
      env: { ...process.env, ...env }, stdio: [stdin, "ignore", process.env.AX_BENCH_VERBOSE ? "inherit" : "ignore"],
    });
    this.pid = this.child.pid;
  }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** npm's ws or socket.io doing the same work: see reference/. `database` is PostgreSQL's URL. */
export async function reference(face, store, { pairs = 0, database } = {}) {
  const port = await freePort();
  const folder = scratch("reference");
  const url = `http://127.0.0.1:${port}`;
  const script = new URL("reference/server.mjs", import.meta.url).pathname;
  // Its end of the pipe closes with this process, so that it can't outlive a run that was interrupted.
  const server = new Process(node, [script, face, store, String(port), String(pairs), database ?? folder],
    { folder, port, url, stdin: "pipe", env: { NODE_ENV: "production" } });
  await ready(url);
  return server;
}

/** The release binary with one event loop; `pairs`: with a crowd that can make so many conversations. */
export async function aspirex({ conformance = false, pairs = 0, env = {} } = {}) {
  const folder = scratch("server");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["serve", ...(conformance ? ["--conformance"] : []), "--data", join(folder, "data"), "--listen", `127.0.0.1:${port}`];
  if (pairs) crowd(join(folder, "data"), pairs, env);
  const settings = { AX_RATE_LIMIT_PERCENT: "0", AX_LOG_FILE: join(folder, "server.log"), AX_THREADS: "1", ...env };
  const server = new Process(process.env.AX_BINARY, args, { folder, port, url, env: settings });
  await ready(`${url}/api/`);
  return server;
}

/** A durable PostgreSQL on core 0 in a folder of its own; initdb refuses to be root, so there it belongs to postgres. */
export async function postgres() {
  const folder = scratch("postgres");
  const port = await freePort();
  const root = process.getuid() === 0;
  const as = (program, args) =>
    root ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, ...args]] : [program, args];
  const run = (program, args) => execFileSync(...as(join(postgresBin, program), args), { stdio: "ignore", cwd: "/" });
  if (root) {
    const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
    chownSync(folder, id("-u"), id("-g"));
  }
  const data = join(folder, "data");
  run("initdb", ["-D", data, "-U", "aspirex", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
  const [program, args] = as(join(postgresBin, "postgres"), ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1",
    "-c", `unix_socket_directories=${folder}`, "-c", "shared_buffers=128MB"]);
  const child = spawn("taskset", ["-c", "0", program, ...args], { stdio: "ignore", cwd: "/" });
  const database = (name) => `postgresql://aspirex@127.0.0.1:${port}/${name}`;
  for (let tries = 0; ; tries += 1) {
    try {
      run("createdb", ["-h", "127.0.0.1", "-p", String(port), "-U", "aspirex", "aspirex"]);
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
  return {
    pid: child.pid,
    database: (name) => {
      run("createdb", ["-h", "127.0.0.1", "-p", String(port), "-U", "aspirex", name]);
      return database(name);
    },
    async stop() {
      child.kill("SIGINT");
      await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
