import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Clamd, eicar, skipWithoutClamd } from "./lib/clamd.mjs";
import { mails, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { readiness } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";
import { download, png, upload } from "./lib/uploads.mjs";

const pdf = (inside) => `%PDF-1.7\n${inside}\n%%EOF`;
const kinds = (inside) => [
  ["PUT", "/account/photo/", png(64, inside)],
  ["PUT", "/account/cv/", pdf(inside)],
  ["POST", "/event-covers/", png(65, inside)],
  ["POST", "/chat/attachments/?name=a.png", png(66, inside)],
];

describe("uploads are scanned", { skip: skipWithoutClamd }, () => {
  let clamd;
  let server;
  let mentor;
  before(async () => {
    clamd = await Clamd.start();
    server = await Server.start({ env: { AX_CLAMD: clamd.socket } });
    mentor = await signIn(server, mentorEmail);
  });
  after(async () => {
    await server?.stop();
    await clamd?.stop();
  });
  const kept = () =>
    ["files", "attachments"]
      .map((name) => join(server.data, name))
      .filter(existsSync)
      .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile()).length;
  const send = async (method, path, body) => {
    const answer = await upload(mentor, method, path, body);
    return { status: answer.status, body: await answer.json() };
  };

  test("what is infected is refused, whatever it is, and nothing of it stays", async () => {
    for (const [method, path, body] of kinds(eicar)) {
      const answer = await send(method, path, body);
      assert.equal(answer.status, 422, path);
      assert.equal(answer.body.reason, "files.infected");
    }
    assert.equal(kept(), 0);
    assert.match(server.output, /"event":"scan.infected".*"signature":"Eicar-Anywhere/);
    assert.ok(!server.output.includes("EICAR-STANDARD"), "the log holds no content");
  });

  test("what is clean is there at once", async () => {
    for (const [method, path, body] of kinds("pixels")) assert.ok((await send(method, path, body)).status < 300, path);
    assert.equal(kept(), 4);
    assert.equal((await mentor.ok("GET", "/account/cv/")).cv.state, "ready");
    const { scanner } = (await readiness(server)).dependencies;
    assert.deepEqual({ ok: scanner.ok, state: scanner.state }, { ok: true, state: "up" });
  });

  test("while clamd is away uploads wait unseen, say so, and are asked about again", async () => {
    await clamd.halt();
    const photo = (await send("PUT", "/account/photo/", png(70))).body;
    assert.equal(photo.checking, true);
    const cv = (await send("PUT", "/account/cv/", pdf("another"))).body.cv;
    assert.equal(cv.state, "checking");
    // Of a picture nothing is left that a scanner could find; a CV is kept as it is.
    const nina = await signUp(server);
    const infected = (await (await upload(nina, "PUT", "/account/cv/", pdf(eicar))).json()).cv;
    assert.equal(infected.state, "checking");
    for (const [url, reader] of [[photo.url, mentor], [cv.url, mentor], [infected.url, nina]]) {
      const answer = await download(reader, url);
      assert.equal(answer.status, 404, url);
      assert.equal((await answer.json()).reason, "files.being_checked");
    }
    await until("readiness says so", async () => (await readiness(server)).dependencies.scanner.state === "away");
    assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200);
    let rescan = await server.command(["files", "rescan"]);
    assert.equal(rescan.code, 1);
    assert.match(rescan.stdout, /0 files are clean, 0 are infected and gone, 3 still wait/);

    const before = kept();
    await clamd.launch();
    rescan = await server.command(["files", "rescan"]);
    assert.match(rescan.stdout, /, 0 still wait/, rescan.stderr);
    assert.equal(rescan.code, 0);
    for (const url of [photo.url, cv.url]) assert.equal((await download(mentor, url)).status, 200, url);
    assert.equal((await (await download(nina, infected.url)).json()).reason, "files.infected");
    assert.equal(kept(), before - 1);
    await until("its owner is told", async () =>
      (await nina.ok("GET", "/notifications/")).items.find(({ kind }) => kind === "files.infected"),
    );
    await until("by mail as well", async () =>
      (await mails(server, nina.email)).find(({ subject }) => subject === "A virus was found in your CV"),
    );
    assert.equal((await server.command(["backup", "--out", join(server.data, "backup.tar")])).code, 0, "what is gone is not missed");
  });

  test("one that hangs costs five seconds at most", async () => {
    clamd.freeze(true);
    const begun = performance.now();
    const answer = await send("PUT", "/account/photo/", png(72));
    assert.ok(performance.now() - begun < 5000);
    assert.equal(answer.body.checking, true);
    clamd.freeze(false);
  });

  test("what was kept before is asked about with the signatures of today", async () => {
    const old = await Server.start();
    try {
      const asha = await signIn(old, mentorEmail);
      for (const [method, path, body] of kinds(eicar)) assert.ok((await upload(asha, method, path, body)).ok, path);
      const env = { AX_CLAMD: clamd.socket };
      const waiting = await old.command(["files", "rescan"], { env });
      assert.match(waiting.stdout, /^0 files are clean, 0 are infected/, "none waits");
      const all = await old.command(["files", "rescan", "--all"], { env });
      assert.equal(all.code, 0, all.stderr);
      // The CV: pictures are written anew, and nothing of it is in them.
      assert.match(all.stdout, /^\d+ files are clean, 1 are infected and gone, 0 still wait/);
      old.env = { ...old.env, ...env };
      await old.interrupt();
      await old.launch();
      const cv = await download(await signIn(old, mentorEmail), "/api/v1/cv-files/M000001");
      assert.equal(cv.status, 410);
      assert.equal((await cv.json()).reason, "files.infected");
    } finally {
      await old.stop();
    }
  });

  test("the doctor asks it", async () => {
    const check = async () => {
      const { stdout } = await server.command(["doctor", "--json"], { env: { AX_MEETING_URL: server.url } });
      return JSON.parse(stdout).find(({ name }) => name === "scanner").level;
    };
    assert.equal(await check(), "ok");
    await clamd.halt();
    assert.equal(await check(), "fail");
    await clamd.launch();
  });
});
