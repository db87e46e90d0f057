import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./poll.mjs";
import { freePort, scratchFolder } from "./server.mjs";

/** Servers of PostgreSQL and PgBouncer of a test's own: to be stopped, frozen, promoted. */

const versions = "/usr/lib/postgresql";
const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => b - a)[0] : "";
const bin = join(versions, newest, "bin");

/** Neither program runs as root: there the package's own user owns everything. */
const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
const owner = process.getuid() === 0 ? { uid: id("-u"), gid: id("-g") } : {};
const give = (path) => owner.uid && chownSync(path, owner.uid, owner.gid);

function folderOf() {
  const folder = scratchFolder();
  chmodSync(folder, 0o755);
  give(folder);
  return folder;
}

const program = (name, args, cwd) => execFileSync(`${bin}/${name}`, args.map(String), { ...owner, cwd, stdio: "pipe" });

/** Starts a program in the foreground; `stop` sends a signal to it and waits until it is gone. */
class Process {
  launch(path, args) {
    this.child = spawn(path, args.map(String), { ...owner, cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    this.output = "";
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on("data", (data) => (this.output = (this.output + data).slice(-20_000)));
    this.ended = once(this.child, "close");
  }

  get running() {
    return this.child && this.child.exitCode === null && this.child.signalCode === null;
  }

  async end(signal) {
    if (!this.running) return;
    this.child.kill(signal);
    await this.ended;
  }
}

export class Postgres extends Process {
  /** A primary with the database `name`; with a certificate it speaks TLS to who wants it. */
  static async primary(name, certificate) {
    const server = await Postgres.empty();
    program("initdb", ["-D", server.data, "-U", "aspirex", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"], server.folder);
    if (certificate) {
      for (const [file, text] of [["server.crt", certificate.chain], ["server.key", certificate.key]]) {
        writeFileSync(join(server.data, file), text, { mode: 0o600 });
        give(join(server.data, file));
      }
      server.settings = ["-c", "ssl=on"];
    }
    await server.start();
    server.sql(`CREATE DATABASE ${name}`, "postgres");
    server.name = name;
    return server;
  }

  /** A streaming replica of it. */
  static async replica(primary) {
    const server = await Postgres.empty();
    server.name = primary.name;
    program("pg_basebackup", ["-D", server.data, "-d", primary.url("postgres"), "-R", "-X", "stream", "-c", "fast", "--no-sync"], server.folder);
    server.settings = primary.settings;
    await server.start();
    return server;
  }

  static async empty() {
    const server = new Postgres();
    server.folder = folderOf();
    server.data = join(server.folder, "data");
    server.settings = [];
    server.port = await freePort();
    return server;
  }

  url(name = this.name, host = "127.0.0.1") {
    return `postgresql://aspirex@${host}:${this.port}/${name}`;
  }

  async start() {
    // Nothing has to survive the machine, everything has to survive the process.
    const fast = ["fsync=off", "full_page_writes=off", "shared_buffers=64MB", "dynamic_shared_memory_type=mmap", "wal_receiver_status_interval=1"];
    this.launch(`${bin}/postgres`, ["-D", this.data, "-p", this.port, "-c", "listen_addresses=127.0.0.1", "-c",
      `unix_socket_directories=${this.folder}`, ...fast.flatMap((one) => ["-c", one]), ...this.settings]);
    await until("PostgreSQL answers", () => {
      if (!this.running) throw new Error(this.output);
      return this.sql("SELECT 1", "postgres") === "1";
    }, { seconds: 60 });
  }

  /** One value, by a connection of its own. */
  sql(text, name = this.name) {
    const args = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", this.url(name), "-c", text];
    return execFileSync("psql", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PGCONNECT_TIMEOUT: "20" } }).trim();
  }

  /** As when the machine loses power, but for the disk. */
  crash() {
    this.thaw();
    return this.end("SIGQUIT");
  }

  /** Every process of it: connections stay open, and nobody answers. */
  freeze() {
    this.child.kill("SIGSTOP");
    this.frozen = [this.child.pid, ...this.children()];
    for (const pid of this.frozen.slice(1)) signal(pid, "SIGSTOP");
  }
  thaw() {
    for (const pid of this.frozen ?? []) signal(pid, "SIGCONT");
    this.frozen = undefined;
  }
  children() {
    const parent = (pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1).split(" ")[1]);
      } catch {
        return 0; // it has just ended
      }
    };
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => parent(pid) === this.child.pid);
  }

  promote() {
    program("pg_ctl", ["-D", this.data, "-w", "-t", "60", "promote"], this.folder);
  }

  /** The replica has everything that the primary has now. */
  async caughtUpWith(primary) {
    const there = primary.sql("SELECT pg_current_wal_insert_lsn()");
    await until("the replica has caught up", () => this.sql(`SELECT pg_last_wal_replay_lsn() >= '${there}'`) === "t");
  }

  async remove() {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Debian's PgBouncer in transaction mode, in front of one server. */
export class PgBouncer extends Process {
  static async start(postgres, connections = 3) {
    const bouncer = new PgBouncer();
    bouncer.folder = folderOf();
    bouncer.port = await freePort();
    const ini = join(bouncer.folder, "pgbouncer.ini");
    writeFileSync(join(bouncer.folder, "users"), '"aspirex" ""\n');
    writeFileSync(ini, `[databases]
* = host=127.0.0.1 port=${postgres.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${bouncer.port}
unix_socket_dir =
auth_type = trust
auth_file = ${bouncer.folder}/users
pool_mode = transaction
default_pool_size = ${connections}
`);
    bouncer.launch("/usr/sbin/pgbouncer", [ini]);
    await until("PgBouncer answers", () => {
      if (!bouncer.running) throw new Error(bouncer.output);
      return bouncer.sql("SELECT 1", postgres.name);
    });
    return bouncer;
  }

  url(name) {
    return `postgresql://aspirex@127.0.0.1:${this.port}/${name}`;
  }

  sql(text, name) {
    return execFileSync("psql", ["-X", "-A", "-t", this.url(name), "-c", text], { encoding: "utf8", stdio: "pipe" }).trim();
  }

  async remove() {
    await this.end("SIGINT");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** An authority of one's own and what it has signed for `localhost`. */
export function authority() {
  const folder = scratchFolder();
  const openssl = (...args) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Tests");
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
  writeFileSync(join(folder, "names"), "subjectAltName=DNS:localhost\n");
  openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "server.pem", "-days", "2", "-extfile", "names");
  const read = (name) => readFileSync(join(folder, name), "utf8");
  return { file: join(folder, "ca.pem"), chain: read("server.pem"), key: read("server.key"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
