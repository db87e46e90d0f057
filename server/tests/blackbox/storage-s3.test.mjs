import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, mentorEmail, signIn } from "./lib/client.mjs";
import { createDatabase, readiness, skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { S3 } from "./lib/s3.mjs";
import { Server } from "./lib/server.mjs";
import { assertAway, assertServed, everyKind, rows, runNow, timed, uploads } from "./lib/stored-files.mjs";
import { png, upload } from "./lib/uploads.mjs";

describe("files in a bucket", () => {
  let s3;
  let server;
  let mentor;
  before(async () => {
    s3 = await S3.start();
    server = await Server.start({ env: s3.env() });
    mentor = await signIn(server, mentorEmail);
  });
  after(async () => {
    await server?.stop();
    await s3?.stop();
  });

  test("every kind of upload is there, is served, and is nowhere on the disk", async () => {
    const urls = await uploads(mentor);
    await assertServed(mentor, urls);
    assert.match(s3.objects().join("\n"), /^attachments\/..\/.{62}\nfiles\/documents\/..\/.{62}\.pdf\nfiles\/pictures\/..\/.{62}\.png$/);
    assert.ok(!existsSync(join(server.data, "files")) && !existsSync(join(server.data, "attachments")));
    const picture = await fetch(server.url + urls[0]);
    assert.ok(!Buffer.from(await picture.arrayBuffer()).includes("GPS"));
    assert.equal((await fetch(`${server.url}/api/v1/files/${"a".repeat(64)}.png`)).status, 404);
    const { files } = (await readiness(server)).dependencies;
    assert.deepEqual({ ok: files.ok, state: files.state }, { ok: true, state: "up" });
  });

  test("what is released is collected there", async () => {
    const [url] = await uploads(mentor);
    const name = () => s3.objects().filter((one) => one.startsWith("files/pictures/"));
    assert.equal(name().length, 1);
    await mentor.ok("DELETE", "/account/photo/");
    runNow(server, "files.collect");
    await until("it is collected", () => name().length === 0, { seconds: 90 });
    assert.equal((await fetch(server.url + url)).status, 404);
  });

  test("a backup holds them, and a check of it finds nothing missing", async () => {
    await uploads(mentor);
    const target = join(server.data, "backup.tar");
    const made = await server.command(["backup", "--out", target]);
    assert.equal(made.code, 0, made.stdout + made.stderr);
    assert.match(made.stdout, /, 3 files/);
    assert.equal((await server.command(["restore", target, "--verify"])).code, 0);
  });

  test("a store that is gone or silent is 503 within five seconds, and nothing is half-written", async () => {
    const before = rows(server);
    await s3.halt();
    let [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    assert.equal(rows(server), before, "it surely did not arrive: no row stays");
    await until("readiness says so", async () => (await readiness(server)).dependencies.files.state === "away");
    assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200, "balancers go on");
    await s3.launch();

    s3.hanging = true;
    [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    const page = await mentor.ok("GET", "/mentors/M000001/");
    [answer, seconds] = await timed(fetch(server.url + page.photo));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    s3.hanging = false;
    assert.equal(rows(server, `SELECT count(*) AS n FROM account WHERE photo = '${page.photo.split("/").at(-1)}'`), 1, "the old one stays");

    const again = await upload(mentor, "PUT", "/account/photo/", png(100));
    assert.equal(again.status, 200);
    await assertServed(mentor, [(await again.json()).url]);
  });

  test("the doctor says whether the bucket lets us in", async () => {
    const check = async (env) => {
      const { stdout } = await server.command(["doctor", "--json"], { env: { AX_MEETING_URL: server.url, ...env } });
      return JSON.parse(stdout).find(({ name }) => name === "file-store");
    };
    assert.equal((await check({})).level, "ok");
    const wrong = await check(s3.env("not-the-secret"));
    assert.equal(wrong.level, "fail");
    assert.match(wrong.says, /403/);
    assert.ok(!JSON.stringify(wrong).includes("not-the-secret"));
    assert.match((await check({ AX_S3_BUCKET: "nobodys" })).says, /does not exist/);
    assert.match((await check({ AX_S3_BUCKET: "" })).says, /needs AX_S3_BUCKET/);
    assert.equal((await check({ AX_S3_ENDPOINT: "" }))?.name, undefined);
  });
});

test("a wrong secret is a clear 503, and nothing is written", async (t) => {
  const s3 = await S3.start();
  const server = await Server.start({ env: s3.env("not-the-secret") });
  t.after(async () => {
    await server.stop();
    await s3.stop();
  });
  const mentor = await signIn(server, mentorEmail);
  for (const [method, path, body] of everyKind) await assertAway(await upload(mentor, method, path, body));
  assert.deepEqual(s3.objects(), []);
  assert.equal(rows(server), 0);
  assert.equal(rows(server, "SELECT count(*) AS n FROM attachment"), 0);
  assert.equal((await readiness(server)).status, "degraded");
  assert.match(server.output, /"event":"http.storage_unavailable".*403 SignatureDoesNotMatch/);
  assert.ok(!server.output.includes("not-the-secret"));
});

test("another process with a disk of its own sees them", { skip: skipWithoutPostgres }, async (t) => {
  const s3 = await S3.start();
  const database = createDatabase("s3");
  const servers = [];
  t.after(async () => {
    for (const server of servers) await server.stop();
    await s3.stop();
    database.drop();
  });
  const env = { AX_DATABASE_URL: database.url, AX_DATABASE_PATIENCE_SECONDS: "30", ...s3.env() };
  servers.push(await Server.start({ env }));
  servers.push(await Server.start({ env, demo: false }));
  const mentor = await signIn(servers[0], mentorEmail);
  await assertServed(new Client(servers[1], mentor.token), await uploads(mentor));
});

test("files move from the disk to the bucket and back, compared, as often as one likes", async (t) => {
  const s3 = await S3.start();
  const server = await Server.start();
  t.after(async () => {
    await server.stop();
    await s3.stop();
  });
  const mentor = await signIn(server, mentorEmail);
  const urls = await uploads(mentor);
  const migrate = (to) => server.command(["files", "migrate", "--to", to], { env: s3.env() });

  let moved = await migrate("s3");
  assert.match(moved.stdout, /^3 files copied \(\d+ bytes\), 0 were there already, 0 are missing, 0 are damaged$/m, moved.stderr);
  assert.equal(moved.code, 0);
  assert.equal(s3.objects().length, 3);
  assert.match((await migrate("s3")).stdout, /^0 files copied \(0 bytes\), 3 were there already/m);

  await server.interrupt();
  for (const folder of ["files", "attachments"]) rmSync(join(server.data, folder), { recursive: true });
  Object.assign(server.env, s3.env());
  server.demo = false;
  await server.launch();
  await assertServed(mentor, urls);

  await server.interrupt();
  assert.match((await migrate("disk")).stdout, /^3 files copied/m);
  for (const name of Object.keys(s3.env())) delete server.env[name];
  await s3.halt();
  await server.launch();
  await assertServed(mentor, urls);

  assert.equal((await server.command(["files", "migrate", "--to", "s3"])).code, 1, "no bucket is named");
  assert.equal((await server.command(["files", "migrate"])).code, 2);
});
