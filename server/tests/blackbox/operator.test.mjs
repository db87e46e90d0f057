import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, demoPassword, mentorEmail, signIn } from "./lib/client.mjs";
import { binary, cleanEnvironment, freePort, run, scratchFolder, Server } from "./lib/server.mjs";
import { png } from "./lib/uploads.mjs";

const scratch = scratchFolder();
after(() => rmSync(scratch, { recursive: true, force: true }));
const place = (name) => join(scratch, name);
const cluster = process.env.AX_TEST_POSTGRES;
const withPostgres = { skip: cluster || process.env.AX_REQUIRE_POSTGRES === "1" ? false : "no PostgreSQL: set AX_TEST_POSTGRES" };

/** A database of the tests' cluster that goes away with the test. */
function freshDatabase(t) {
  const name = `ax_operator_${process.pid}_${randomBytes(4).toString("hex")}`;
  const psql = (sql) => execFileSync("psql", ["-q", "-d", cluster, "-c", sql], { stdio: ["ignore", "ignore", "pipe"] });
  psql(`CREATE DATABASE ${name}`);
  t.after(() => psql(`DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Serves what a command has made, and stops. */
async function serving({ data, env = {} }, use) {
  const server = new Server({ env, demo: false });
  rmSync(server.data, { recursive: true, force: true });
  server.data = data;
  mkdirSync(data, { recursive: true });
  server.port = await freePort();
  await server.launch();
  try {
    await use(server);
  } finally {
    assert.equal(await server.interrupt(), 0, server.output);
  }
}

async function signsIn(server) {
  const mentor = await signIn(server, mentorEmail, demoPassword);
  return (await mentor.ok("GET", "/auth/me/")).email;
}

let server;
before(async () => {
  server = await Server.start();
});
after(() => server.stop());

const picture = png(8);

/** One file of each kind that the server keeps: their addresses. */
async function uploads() {
  const mentor = await signIn(server, mentorEmail, demoPassword);
  const send = async (method, path, body) => {
    const headers = { "content-type": "application/octet-stream", authorization: `Token ${mentor.token}` };
    const answer = await fetch(`${server.url}/api/v1${path}`, { method, body, headers });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const photo = await send("PUT", "/account/photo/", picture);
  const { cv } = await send("PUT", "/account/cv/", "%PDF-1.7\n%%EOF");
  const attachment = await send("POST", "/chat/attachments/?name=a.png", picture);
  return [photo.url, cv.url, attachment.url];
}

/** Writes until told to stop; the number of writes that were acknowledged. */
function writeLoad(count = 3) {
  let going = true;
  let written = 0;
  const one = async (n) => {
    for (let i = 0; going; i++) {
      const email = `load${n}-${i}@example.org`;
      const body = { name: "Load", email, password: "correct-staple-91x", role: "student", accepted_terms: true, time_zone: "UTC" };
      const answer = await new Client(server).post("/auth/register/", body);
      assert.ok(answer.status < 300 || answer.status === 503, JSON.stringify(answer.body));
      written += answer.status < 300;
    }
  };
  const all = Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  return async () => {
    going = false;
    await all;
    return written;
  };
}

describe("backup and restore", () => {
  const file = place("backup.tar");

  test("a server that writes is backed up, the backup holds what it must, and is served", async () => {
    const kept = await uploads();
    const stop = writeLoad();
    const made = await server.command(["backup", "--out", file]);
    const written = await stop();
    assert.equal(made.code, 0, made.stderr);
    assert.ok(written > 0, "nothing was written meanwhile");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(scratch), ["backup.tar"]);

    const tried = await run(["restore", file, "--verify"], { cwd: scratch });
    assert.equal(tried.code, 0, tried.stdout + tried.stderr);
    assert.match(tried.stdout, /account +\d+/);
    assert.match(tried.stdout, /Every part, count and rule is as it should be/);

    const data = place("restored");
    const restored = await run(["restore", file, "--data", data], { cwd: scratch });
    assert.equal(restored.code, 0, restored.stdout + restored.stderr);
    await serving({ data }, async (again) => {
      const mentor = await signIn(again, mentorEmail, demoPassword);
      for (const path of kept) {
        const answer = await fetch(again.url + path, { headers: { authorization: `Token ${mentor.token}` } });
        assert.equal(answer.status, 200, path);
      }
    });
    const over = await run(["restore", file, "--data", data], { cwd: scratch });
    assert.equal(over.code, 1);
    assert.match(over.stderr, /not empty/);
  });

  test("an existing target is not overwritten", async () => {
    const digest = () => createHash("sha256").update(readFileSync(file)).digest("hex");
    const before = digest();
    const again = await server.command(["backup", "--out", file]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /backup\.tar/);
    assert.equal(digest(), before);
  });

  test("a disk that is full leaves nothing half", () => {
    // A limit of the size of files is as good as a full disk, and needs no disk.
    const target = place("too-large.tar");
    const script = `trap "" XFSZ; ulimit -f 64; exec "${binary}" backup --out "${target}" --data "${server.data}"`;
    const { status, stderr } = spawnSync("bash", ["-c", script], { env: cleanEnvironment(server.env), cwd: scratch, encoding: "utf8" });
    assert.equal(status, 1, stderr);
    assert.deepEqual(readdirSync(scratch).filter((name) => name.startsWith("too-large")), []);
  });

  test("cut, changed, foreign and misused archives are refused with one line and leave nothing", async () => {
    const whole = readFileSync(file);
    const broken = place("broken.tar");
    const changed = (at) => {
      const copy = Buffer.from(whole);
      copy[at] ^= 0x20;
      return copy;
    };
    const cases = {
      empty: Buffer.alloc(0),
      cut: whole.subarray(0, whole.length - 4096),
      "cut at a block": whole.subarray(0, 512 * 9),
      longer: Buffer.concat([whole, Buffer.alloc(512)]),
      "a changed name": changed(3),
      "a changed byte in the middle": changed(whole.length >> 1),
      "a changed manifest": changed(whole.lastIndexOf('"made_at"') + 14),
      text: Buffer.from("no archive at all\n".repeat(100)),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      writeFileSync(broken, bytes);
      for (const args of [["--verify"], ["--data", place("never")]]) {
        const { code, stderr } = await run(["restore", broken, ...args], { cwd: scratch });
        assert.equal(code, 1, name);
        assert.equal(stderr.trim().split("\n").length, 1, stderr);
        assert.ok(!existsSync(place("never")), name);
      }
    }
    mkdirSync(place("evil"));
    writeFileSync(place("evil/x"), "x");
    execFileSync("tar", ["-C", place("evil"), "-P", "--transform=s,x,../../escaped,", "-cf", broken, "x"]);
    assert.equal((await run(["restore", broken, "--data", place("never")], { cwd: scratch })).code, 1);
    assert.deepEqual(readdirSync(scratch).filter((name) => /never|escaped|partial/.test(name)), []);
    for (const args of [["restore"], ["restore", file], ["backup"]]) assert.equal((await run(args, { cwd: scratch })).code, 2, args.join(" "));
    assert.equal((await run(["restore", place("none.tar"), "--verify"], { cwd: scratch })).code, 1);
  });

  test("other tools read it", () => {
    const list = execFileSync("tar", ["-tf", file], { encoding: "utf8" }).trim().split("\n");
    assert.deepEqual(list.slice(-3), ["aspirex.db", "manifest.json", "manifest.json.sha256"]);
  });
});

test("SQLite is moved to PostgreSQL, equal by checksums, served there, backed up and moved back", withPostgres, async (t) => {
  const copy = place("move.tar");
  assert.equal((await server.command(["backup", "--out", copy])).code, 0);
  const data = place("moving");
  assert.equal((await run(["restore", copy, "--data", data], { cwd: scratch })).code, 0);
  const from = `sqlite:${join(data, "aspirex.db")}`;
  const to = freshDatabase(t);
  const digests = (text) => [...text.matchAll(/^ {2}(\w+) +(\d+) {2}([0-9a-f]{16})$/gm)].map((m) => m.slice(1).join(" ")).sort();

  const trial = await run(["move", "--from", from, "--to", to, "--dry-run"], { cwd: scratch });
  assert.equal(trial.code, 0, trial.stderr);
  const moved = await run(["move", "--from", from, "--to", to], { cwd: scratch });
  assert.equal(moved.code, 0, moved.stderr);
  assert.ok(digests(moved.stdout).length > 80, moved.stdout);
  assert.deepEqual(digests(moved.stdout), digests(trial.stdout));
  const twice = await run(["move", "--from", from, "--to", to], { cwd: scratch });
  assert.equal(twice.code, 1);
  assert.match(twice.stderr, /not empty/);

  const back = place("back.db");
  writeFileSync(back, "");
  const returned = await run(["move", "--from", to, "--to", `sqlite:${back}`], { cwd: scratch });
  assert.equal(returned.code, 0, returned.stderr);
  assert.deepEqual(digests(returned.stdout), digests(moved.stdout));

  const env = { AX_DATABASE_URL: to };
  const archive = place("postgres.tar");
  await serving({ data, env }, async (there) => {
    assert.equal(await signsIn(there), mentorEmail);
    const made = await there.command(["backup", "--out", archive]);
    assert.equal(made.code, 0, made.stderr);
    const upgrade = await there.command(["upgrade", "--dry-run"]);
    assert.equal(upgrade.code, 0, upgrade.stdout + upgrade.stderr);
  });
  const tried = await run(["restore", archive, "--verify"], { cwd: scratch, env });
  assert.equal(tried.code, 0, tried.stdout + tried.stderr);
  const fresh = freshDatabase(t);
  const restored = await run(["restore", archive, "--data", place("pg-data"), "--database", fresh], { cwd: scratch });
  assert.equal(restored.code, 0, restored.stdout + restored.stderr);
  await serving({ data: place("pg-data"), env: { AX_DATABASE_URL: fresh } }, async (there) => assert.equal(await signsIn(there), mentorEmail));
});

test("upgrade --dry-run says what is pending and touches nothing", async () => {
  const current = await server.command(["upgrade", "--dry-run"]);
  assert.equal(current.code, 0, current.stderr);
  assert.match(current.stdout, /up to date/);
  const data = place("empty");
  mkdirSync(data);
  writeFileSync(join(data, "aspirex.db"), "");
  const fresh = await run(["upgrade", "--dry-run", "--data", data], { cwd: scratch });
  assert.equal(fresh.code, 0, fresh.stdout + fresh.stderr);
  assert.match(fresh.stdout, /^would apply: 0001_accounts \(\d+ ms\)/m);
  assert.match(fresh.stdout, /The upgrade would succeed/);
  assert.equal(statSync(join(data, "aspirex.db")).size, 0);
  assert.equal((await run(["upgrade"], { cwd: scratch })).code, 2);
});

describe("doctor", () => {
  const examine = async (env = {}, args = []) => {
    const answer = await run(["doctor", "--json", ...args], { cwd: scratch, env: { AX_MEETING_URL: server.url, ...env } });
    const checks = JSON.parse(answer.stdout);
    return { ...answer, checks, level: (name) => checks.find((check) => check.name === name)?.level };
  };

  test("a running server is well, and every check says something", async () => {
    chmodSync(server.data, 0o700);
    const { code, checks, level, stdout } = await examine({ ...server.env, AX_LISTEN: `127.0.0.1:${server.port}` }, ["--data", server.data]);
    assert.equal(code, 0, stdout);
    for (const name of ["database", "migrations", "listen", "data-folder", "meetings", "clock-meetings"]) assert.equal(level(name), "ok", `${name}: ${stdout}`);
    assert.equal(level("secrets"), "warn");
    for (const check of checks) {
      assert.deepEqual(Object.keys(check), ["name", "level", "says", "advice"]);
      assert.ok(check.says.endsWith("."), check.says);
      assert.ok(check.level === "ok" || check.advice, check.name);
    }
  });

  test("what is misconfigured fails, in production without a way around, and no secret is shown", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const data = place("open-data");
    mkdirSync(data);
    copyFileSync(join(server.data, "aspirex.db"), join(data, "aspirex.db"));
    chmodSync(join(data, "aspirex.db"), 0o644);
    const secret = "swordfish-swordfish";
    const found = await examine({
      AX_MODE: "production", AX_SECRET: secret, AX_BASE_URL: "http://mentors.example", AX_LISTEN: `127.0.0.1:${taken.address().port}`,
      AX_MEETING_URL: `http://127.0.0.1:${await freePort()}/`, AX_SMTP_HOST: "127.0.0.1", AX_SMTP_PORT: String(await freePort()),
      AX_DATABASE_URL: `postgresql://u:${secret}@127.0.0.1:${await freePort()}/x`,
    }, ["--data", data]);
    taken.close();
    assert.equal(found.code, 1);
    for (const name of ["settings", "database", "listen", "data-folder", "meetings", "mail-server", "mail-domain"]) assert.equal(found.level(name), "fail", `${name}: ${found.stdout}`);
    assert.ok(!`${found.stdout}${found.stderr}`.includes("swordfish"), found.stdout);
    assert.match(JSON.stringify(found.checks), /AX_SECRET/);
  });

  test("without --json it is readable", async () => {
    const { code, stdout } = await server.command(["doctor"]);
    assert.ok(code === 0 || code === 1);
    assert.match(stdout, /^ok {4}database/m);
  });
});
