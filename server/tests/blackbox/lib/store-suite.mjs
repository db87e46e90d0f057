import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { mentorEmail, signIn } from "./client.mjs";
import { readiness } from "./nodes.mjs";
import { until } from "./poll.mjs";
import { Server } from "./server.mjs";
import { assertAway, assertServed, everyKind, rows, timed, uploads } from "./stored-files.mjs";
import { png, upload } from "./uploads.mjs";

/**
 * What holds of files wherever they are kept outside of this machine. `Service` starts, halts, hangs and knows its
 * objects; `kind` is its name to `files migrate`. `wrong` is a secret that it refuses and `refusal` what the log then
 * says; `tests` are more of them, given what is running.
 */
export function keepsFiles(kind, Service, { wrong, refusal, tests }) {
  describe(`files at ${kind}`, () => {
    const here = {};
    before(async () => {
      here.service = await Service.start();
      here.server = await Server.start({ env: here.service.env() });
      here.mentor = await signIn(here.server, mentorEmail);
    });
    after(async () => {
      await here.server?.stop();
      await here.service?.stop();
    });

    test("every kind of upload is there, is served, and is nowhere on the disk", async () => {
      const { service, server, mentor } = here;
      const urls = await uploads(mentor);
      await assertServed(mentor, urls);
      assert.match(service.objects().join("\n"), /^attachments\/..\/.{62}\nfiles\/documents\/..\/.{62}\.pdf\nfiles\/pictures\/..\/.{62}\.png$/);
      assert.ok(!existsSync(join(server.data, "files")) && !existsSync(join(server.data, "attachments")));
      const picture = await fetch(server.url + urls[0]);
      assert.ok(!Buffer.from(await picture.arrayBuffer()).includes("GPS"));
      assert.equal((await fetch(`${server.url}/api/v1/files/${"a".repeat(64)}.png`)).status, 404);
      const { files } = (await readiness(server)).dependencies;
      assert.deepEqual({ ok: files.ok, state: files.state }, { ok: true, state: "up" });
    });

    tests(here);

    test("a backup holds them, and a check of it finds nothing missing", async () => {
      const { service, server, mentor } = here;
      await uploads(mentor);
      const target = join(server.data, "backup.tar");
      const made = await server.command(["backup", "--out", target]);
      assert.equal(made.code, 0, made.stdout + made.stderr);
      assert.equal(Number(made.stdout.match(/, (\d+) files/)[1]), service.objects().length, made.stdout);
      assert.equal((await server.command(["restore", target, "--verify"])).code, 0);
    });

    test("a service that is gone or silent is 503 within five seconds, and nothing is half-written", async () => {
      const { service, server, mentor } = here;
      const before = rows(server);
      await service.halt();
      let [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
      await assertAway(answer);
      assert.ok(seconds < 5, `${seconds} s`);
      assert.equal(rows(server), before, "it surely did not arrive: no row stays");
      await until("readiness says so", async () => (await readiness(server)).dependencies.files.state === "away");
      assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200, "balancers go on");
      await service.launch();

      const there = service.objects();
      service.hanging = true;
      [answer, seconds] = await timed(upload(mentor, "PUT", "/account/photo/", png(100)));
      await assertAway(answer);
      assert.ok(seconds < 5, `${seconds} s`);
      const page = await mentor.ok("GET", "/mentors/M000001/");
      [answer, seconds] = await timed(fetch(server.url + page.photo));
      await assertAway(answer);
      assert.ok(seconds < 5, `${seconds} s`);
      service.hanging = false;
      assert.deepEqual(service.objects(), there);
      assert.equal(rows(server, `SELECT count(*) AS n FROM account WHERE photo = '${page.photo.split("/").at(-1)}'`), 1, "the old one stays");

      const again = await upload(mentor, "PUT", "/account/photo/", png(100));
      assert.equal(again.status, 200);
      await assertServed(mentor, [(await again.json()).url]);
    });
  });

  test(`what ${kind} refuses is a clear 503, and nothing is written`, async (t) => {
    const { service, server, mentor } = await started(t, Service, (one) => one.env(wrong));
    for (const [method, path, body] of everyKind) await assertAway(await upload(mentor, method, path, body));
    assert.deepEqual(service.objects(), []);
    assert.equal(rows(server), 0);
    assert.equal(rows(server, "SELECT count(*) AS n FROM attachment"), 0);
    assert.equal((await readiness(server)).status, "degraded");
    assert.match(server.output, refusal);
    assert.ok(!server.output.includes(wrong));
  });

  test(`files move from the disk to ${kind} and back, compared, as often as one likes`, async (t) => {
    const { service, server, mentor } = await started(t, Service, () => ({}));
    const urls = await uploads(mentor);
    const migrate = (to) => server.command(["files", "migrate", "--to", to], { env: service.env() });

    const moved = await migrate(kind);
    assert.match(moved.stdout, /^3 files copied \(\d+ bytes\), 0 were there already, 0 are missing, 0 are damaged$/m, moved.stderr);
    assert.equal(moved.code, 0);
    assert.equal(service.objects().length, 3);
    assert.match((await migrate(kind)).stdout, /^0 files copied \(0 bytes\), 3 were there already/m);

    await server.interrupt();
    for (const folder of ["files", "attachments"]) rmSync(join(server.data, folder), { recursive: true });
    Object.assign(server.env, service.env());
    server.demo = false;
    await server.launch();
    await assertServed(mentor, urls);

    await server.interrupt();
    assert.match((await migrate("disk")).stdout, /^3 files copied/m);
    for (const name of Object.keys(service.env())) delete server.env[name];
    await service.halt();
    await server.launch();
    await assertServed(mentor, urls);

    assert.equal((await server.command(["files", "migrate", "--to", kind])).code, 1, "no bucket is named");
    assert.equal((await server.command(["files", "migrate"])).code, 2);
  });
}

async function started(t, Service, env) {
  const service = await Service.start();
  const server = await Server.start({ env: env(service) });
  t.after(async () => {
    await server.stop();
    await service.stop();
  });
  return { service, server, mentor: await signIn(server, mentorEmail) };
}

/** What the doctor says of where files are kept; undefined if nothing. */
export async function fileStoreOf(server, env) {
  const { stdout } = await server.command(["doctor", "--json"], { env: { AX_MEETING_URL: server.url, ...env } });
  return JSON.parse(stdout).find(({ name }) => name === "file-store");
}
