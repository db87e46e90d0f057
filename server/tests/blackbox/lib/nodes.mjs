import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { until } from "./poll.mjs";
import { freePort, scratchFolder, Server } from "./server.mjs";

const postgres = process.env.AX_TEST_POSTGRES;
export const skipWithoutPostgres =
  !postgres && process.env.AX_REQUIRE_POSTGRES !== "1" && "no PostgreSQL: AX_TEST_POSTGRES is not set";

/** A database of its own on the tests' PostgreSQL. */
export function createDatabase(purpose) {
  if (!postgres) throw new Error("AX_TEST_POSTGRES is not set, but AX_REQUIRE_POSTGRES is");
  const name = `blackbox_${purpose}_${process.pid}`;
  const sql = (text) => execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", postgres, "-c", text], { stdio: "pipe" });
  sql(`CREATE DATABASE ${name}`);
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => sql(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** A real redis-server on a free loopback port; keeps its port when it is killed and started again. */
export class Redis {
  static async start() {
    const redis = new Redis();
    redis.port = await freePort();
    redis.folder = scratchFolder();
    await redis.launch();
    return redis;
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`;
  }

  async launch() {
    const settings = ["--port", this.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.folder];
    this.child = spawn("redis-server", settings.map(String), { stdio: "ignore" });
    this.ended = once(this.child, "close");
    await until("redis-server answers", () => this.answers());
  }

  answers() {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1", () => socket.write("PING\r\n"));
      const end = (answer) => (socket.destroy(), resolve(answer));
      socket.once("data", () => end(true));
      socket.once("error", () => end(false));
    });
  }

  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  async stop() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Passes every connection to the node that it is told to, as a load balancer does; `url` stays. */
export class Balancer {
  static async start(node) {
    const balancer = new Balancer();
    balancer.node = node;
    balancer.open = new Set();
    balancer.server = createServer((near) => {
      const far = connect(balancer.node.port, "127.0.0.1");
      for (const [one, other] of [[near, far], [far, near]]) {
        balancer.open.add(one);
        one.on("error", () => {});
        one.on("close", () => (balancer.open.delete(one), other.destroy()));
        one.pipe(other);
      }
    }).listen(0, "127.0.0.1");
    await once(balancer.server, "listening");
    balancer.url = `http://127.0.0.1:${balancer.server.address().port}`;
    return balancer;
  }

  stop() {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }
}

/** What joins nodes; the stop waits for a balancer only where a test has one. */
export const joining = (database, redis) =>
  ({ AX_DATABASE_URL: database.url, AX_DATABASE_PATIENCE_SECONDS: "30", AX_REDIS_URL: redis.url, AX_DRAIN_SECONDS: "0" });

/** Nodes on one database and one Redis; the first has brought the demo's people. */
export async function startNodes(count, database, redis, env = {}) {
  const all = { ...joining(database, redis), ...env };
  const nodes = [await Server.start({ env: all })];
  nodes.push(...(await Promise.all(Array.from({ length: count - 1 }, () => Server.start({ env: all, demo: false })))));
  await untilJoined(nodes);
  return nodes;
}

export const readiness = async (node) => (await fetch(`${node.url}/api/health/ready`)).json();

/** Every node hears the others. */
export const untilJoined = (nodes) =>
  until("the nodes have joined", async () => {
    const states = await Promise.all(nodes.map(readiness));
    return states.every(({ status, dependencies }) => status === "ok" && dependencies.redis.ok);
  });

/** So many nodes over a database and a Redis of their own, all gone at the end of test `t`. */
export async function nodesDuring(t, purpose, count, env = {}) {
  const database = createDatabase(purpose);
  const redis = await Redis.start();
  let nodes = [];
  t.after(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await redis.stop();
    database.drop();
  });
  nodes = await startNodes(count, database, redis, env);
  return nodes;
}
