import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { mentorEmail, signIn } from "./lib/client.mjs";
import { readiness } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";
import { assertAway, assertServed, everyKind, rows, runNow, timed, uploads } from "./lib/stored-files.mjs";
import { Supabase } from "./lib/supabase.mjs";
import { png, upload } from "./lib/uploads.mjs";

describe("files at Supabase", () => {
  let supabase;
  let server;
  let mentor;
  before(async () => {
    supabase = await Supabase.start();
    server = await Server.start({ env: supabase.env() });
    mentor = await signIn(server, mentorEmail);
  });
  after(async () => {
    await server?.stop();
    await supabase?.stop();
  });

  test("every kind of upload is there, is served, and is nowhere on the disk", async () => {
    const urls = await uploads(mentor);
    await assertServed(mentor, urls);
    assert.match(supabase.objects().join("\n"), /^attachments\/..\/.{62}\nfiles\/documents\/..\/.{62}\.pdf\nfiles\/pictures\/..\/.{62}\.png$/);
    assert.ok(!existsSync(join(server.data, "files")) && !existsSync(join(server.data, "attachments")));
    assert.equal((await fetch(`${server.url}/api/v1/files/${"a".repeat(64)}.png`)).status, 404);
    const { files } = (await readiness(server)).dependencies;
    assert.deepEqual({ ok: files.ok, state: files.state }, { ok: true, state: "up" });
  });

  test("the official client reads what we put, and we what it puts", async () => {
    const [url] = await uploads(mentor);
    const name = supabase.objects().find((one) => one.startsWith("files/pictures/"));
    const ours = Buffer.from(await (await fetch(server.url + url)).arrayBuffer());
    const read = await supabase.sdk().download(name);
    assert.deepEqual(Buffer.from(await read.data.arrayBuffer()), ours);
    assert.equal((await supabase.sdk().info(name)).data.size, ours.length);

    supabase.files.delete(name);
    assert.equal((await fetch(server.url + url)).status, 404);
    assert.equal((await supabase.sdk().upload(name, ours, { contentType: "application/octet-stream" })).error, null);
    assert.equal((await fetch(server.url + url)).status, 200);
    const refused = await supabase.sdk("not-the-key").download(name);
    assert.equal(refused.error.statusCode, "403");
  });

  test("we ask for the same things in the same words as the official client", async () => {
    const sdk = supabase.sdk();
    const asked = async (work) => {
      supabase.requests = [];
      await work();
      return supabase.requests;
    };
    const name = () => supabase.objects().find((one) => one.startsWith("files/pictures/"));
    const bytes = png(72);
    const put = (await asked(() => upload(mentor, "PUT", "/account/photo/", bytes))).find(({ method }) => method === "POST");
    assert.equal(put.headers["cache-control"], "no-store", "nobody between keeps what is private");
    const theirs = await asked(() => sdk.upload("a/b.png", bytes, { upsert: true, contentType: "application/octet-stream" }));
    assert.deepEqual(
      { ...put, url: "", headers: { ...put.headers, "cache-control": "" } },
      { ...theirs[0], url: "", headers: { ...theirs[0].headers, "cache-control": "" } },
    );
    assert.match(put.url, /^\/storage\/v1\/object\/people\/files\/pictures\/..\/.{62}\.png$/);
    assert.equal(theirs[0].url, "/storage/v1/object/people/a/b.png");

    const photo = (await mentor.ok("GET", "/mentors/M000001/")).photo;
    const [get] = await asked(() => fetch(server.url + photo));
    assert.deepEqual(get, (await asked(() => sdk.download(get.url.split("/object/people/")[1])))[0]);

    await supabase.sdk().remove(["a/b.png"]);
    supabase.requests = [];
    await mentor.ok("DELETE", "/account/photo/");
    runNow(server, "files.collect");
    await until("it is collected", () => !name(), { seconds: 90 });
    const move = supabase.requests.find(({ url }) => url.endsWith("/object/move"));
    const { sourceKey, destinationKey } = move.asks;
    assert.deepEqual(move, (await asked(() => sdk.move(sourceKey, destinationKey)))[0]);
    assert.equal(destinationKey, `${sourceKey}.gone`);

    await asked(() => server.command(["doctor", "--json"], { env: { AX_MEETING_URL: server.url } }));
    const checks = supabase.requests.filter(({ url }) => url.includes("/bucket/"));
    assert.deepEqual(checks[0], (await asked(() => sdk.bucket()))[0]);
  });

  test("a backup holds them, and a check of it finds nothing missing", async () => {
    await uploads(mentor);
    const target = join(server.data, "backup.tar");
    const made = await server.command(["backup", "--out", target]);
    assert.equal(made.code, 0, made.stdout + made.stderr);
    assert.match(made.stdout, /, 3 files/);
    assert.equal((await server.command(["restore", target, "--verify"])).code, 0);
  });

  test("a service that is gone or silent is 503 within five seconds, and nothing is half-written", async () => {
    const before = rows(server);
    await supabase.halt();
    let [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    assert.equal(rows(server), before, "it surely did not arrive: no row stays");
    await until("readiness says so", async () => (await readiness(server)).dependencies.files.state === "away");
    assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200, "balancers go on");
    await supabase.launch();

    const there = supabase.objects();
    supabase.hanging = true;
    [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    const page = await mentor.ok("GET", "/mentors/M000001/");
    [answer, seconds] = await timed(fetch(server.url + page.photo));
    await assertAway(answer);
    assert.ok(seconds < 5, `${seconds} s`);
    supabase.hanging = false;
    assert.deepEqual(supabase.objects(), there);

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
    const wrong = await check(supabase.env("not-the-key"));
    assert.equal(wrong.level, "fail");
    assert.match(wrong.says, /403 Unauthorized/);
    assert.match(wrong.advice, /AX_SUPABASE_SERVICE_KEY/);
    assert.ok(!JSON.stringify(wrong).includes("not-the-key"));
    assert.match((await check({ AX_SUPABASE_BUCKET: "nobodys" })).says, /does not exist/);
    assert.match((await check({ AX_SUPABASE_BUCKET: "" })).says, /AX_SUPABASE_URL needs AX_SUPABASE_BUCKET/);
    assert.match((await check({ AX_SUPABASE_URL: `${supabase.url}/storage` })).says, /AX_SUPABASE_URL must be https/);
    const both = await check({ AX_S3_ENDPOINT: "http://127.0.0.1:1" });
    assert.match(both.says, /AX_S3_ENDPOINT and AX_SUPABASE_URL are both set/);
  });
});

test("a wrong key is a clear 503, and nothing is written", async (t) => {
  const supabase = await Supabase.start();
  const server = await Server.start({ env: supabase.env("not-the-key") });
  t.after(async () => {
    await server.stop();
    await supabase.stop();
  });
  const mentor = await signIn(server, mentorEmail);
  for (const [method, path, body] of everyKind) await assertAway(await upload(mentor, method, path, body));
  assert.deepEqual(supabase.objects(), []);
  assert.equal(rows(server), 0);
  assert.equal(rows(server, "SELECT count(*) AS n FROM attachment"), 0);
  assert.equal((await readiness(server)).status, "degraded");
  assert.match(server.output, /"event":"http.storage_unavailable".*403 Unauthorized/);
  assert.ok(!server.output.includes("not-the-key"));
});

test("files move from the disk to Supabase and back, and never to two places at once", async (t) => {
  const supabase = await Supabase.start();
  const server = await Server.start();
  t.after(async () => {
    await server.stop();
    await supabase.stop();
  });
  const mentor = await signIn(server, mentorEmail);
  const urls = await uploads(mentor);
  const migrate = (to, env = supabase.env()) => server.command(["files", "migrate", "--to", to], { env });

  const moved = await migrate("supabase");
  assert.match(moved.stdout, /^3 files copied \(\d+ bytes\), 0 were there already, 0 are missing, 0 are damaged$/m, moved.stderr);
  assert.equal(supabase.objects().length, 3);
  assert.match((await migrate("supabase")).stdout, /^0 files copied \(0 bytes\), 3 were there already/m);

  const other = await migrate("s3");
  assert.equal(other.code, 1);
  assert.match(other.stderr, /--to s3 needs AX_S3_ENDPOINT/);
  const both = await migrate("supabase", { ...supabase.env(), AX_S3_ENDPOINT: "http://127.0.0.1:1" });
  assert.notEqual(both.code, 0);
  assert.match(both.stderr, /AX_S3_ENDPOINT and AX_SUPABASE_URL are both set/);

  await server.interrupt();
  for (const folder of ["files", "attachments"]) rmSync(join(server.data, folder), { recursive: true });
  Object.assign(server.env, supabase.env());
  server.demo = false;
  await server.launch();
  await assertServed(mentor, urls);

  await server.interrupt();
  assert.match((await migrate("disk")).stdout, /^3 files copied/m);
  for (const name of Object.keys(supabase.env())) delete server.env[name];
  await server.launch();
  await assertServed(mentor, urls);
});
