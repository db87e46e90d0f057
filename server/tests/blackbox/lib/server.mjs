import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "./poll.mjs";

const root = resolve(import.meta.dirname, "../../../..");
export const binary = process.env.AX_BINARY ?? join(root, "build/dev/aspirex");
const web = process.env.AX_WEB_DIR ?? join(root, "web/dist");

/** Sanitizers cost so much time that bars of the product only count for a release. */
export const isRelease = () => !readFileSync(binary).includes("__asan_init");

export const scratchFolder = () => mkdtempSync(join(tmpdir(), "ax-blackbox-"));

/** Nothing of the caller's settings but what makes the process run. */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("AX_"));
  return { ...Object.fromEntries(kept), ...extra };
}

export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Runs the binary to its end. */
export async function run(args, { env = {}, input = "", cwd } = {}) {
  const child = spawn(binary, args, { env: cleanEnvironment(env), cwd: cwd ?? tmpdir() });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += data));
  child.stderr.on("data", (data) => (stderr += data));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code, signal] = await once(child, "close");
  return { code, signal, stdout, stderr };
}

/** Of a sanitizer's report the beginning, where it says what happened and where; else the last that was said. */
function complaint(output) {
  const at = output.indexOf("Sanitizer");
  return at < 0 ? output.slice(-6000) : output.slice(Math.max(0, at - 200), at + 12_000);
}

/** One `aspirex serve` on a free port and a data folder of its own; the folder survives kill() and restart(). */
export class Server {
  constructor({ env = {}, demo = true, flags = [] } = {}) {
    this.data = scratchFolder();
    this.demo = demo;
    this.flags = flags;
    this.env = { AX_RATE_LIMIT_PERCENT: "0", AX_LOG_LEVEL: "warn", AX_WEB_DIR: web, AX_THREADS: "2", ...env };
  }

  static async start(options) {
    const server = new Server(options);
    server.port = await freePort();
    await server.launch();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Seconds from the start of the process to its first ready answer. */
  async launch() {
    const begun = performance.now();
    this.output = "";
    const flags = ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, ...this.flags];
    const child = spawn(binary, this.demo ? [...flags, "--demo"] : flags, { env: cleanEnvironment(this.env), cwd: this.data });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (this.output += data));
    this.ended = once(child, "close");
    await until(
      "the server is ready",
      async () => {
        if (child.exitCode !== null) return true;
        return (await fetch(`${this.url}/api/health/ready`, { signal: AbortSignal.timeout(5000) })).ok;
      },
      { seconds: 180, every: 10 },
    );
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.output}`);
    return (performance.now() - begun) / 1000;
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** Asks politely, as Ctrl-C does, or a service manager by SIGTERM; gives the exit code. */
  async interrupt(by = "SIGINT") {
    this.child.kill(by);
    const [code, signal] = await this.ended;
    return code ?? signal;
  }

  /** The end of a test: a server that can't stop cleanly, or that a sanitizer complained about, has failed. */
  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const code = await this.interrupt();
      if (code !== 0) throw new Error(`the server ended with ${code}:\n${complaint(this.output)}`);
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  command(args, options = {}) {
    const env = { ...this.env, AX_LISTEN: `127.0.0.1:${this.port}`, AX_BASE_URL: this.url, ...options.env };
    return run([...args, "--data", this.data], { ...options, env });
  }
}
