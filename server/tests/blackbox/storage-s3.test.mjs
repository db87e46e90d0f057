import assert from "node:assert/strict";
import { test } from "node:test";
import { Client, mentorEmail, signIn } from "./lib/client.mjs";
import { createDatabase, skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { S3 } from "./lib/s3.mjs";
import { Server } from "./lib/server.mjs";
import { fileStoreOf, keepsFiles } from "./lib/store-suite.mjs";
import { assertServed, runNow, uploads } from "./lib/stored-files.mjs";
import { download, upload } from "./lib/uploads.mjs";

const wrong = "not-the-secret";

keepsFiles("s3", S3, {
  wrong,
  refusal: /"event":"http.storage_unavailable".*403 SignatureDoesNotMatch/,
  tests(here) {
    test("what is released is collected there", async () => {
      const { service, server, mentor } = here;
      const [url] = await uploads(mentor);
      const name = () => service.objects().filter((one) => one.startsWith("files/pictures/"));
      assert.equal(name().length, 1);
      await mentor.ok("DELETE", "/account/photo/");
      runNow(server, "files.collect");
      await until("it is collected", () => name().length === 0, { seconds: 90 });
      assert.equal((await fetch(server.url + url)).status, 404);
    });

    test("a file above 8 MiB is put together there from its parts", async () => {
      const { service, server, mentor } = here;
      const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(9 * 1024 * 1024, "0123456789"), Buffer.from("\n%%EOF\n")]);
      const answer = await upload(mentor, "PUT", "/account/cv/", pdf);
      assert.equal(answer.status, 200);
      assert.ok(service.objects().some((name) => service.read(name).equals(pdf)));
      const { cv } = await answer.json();
      assert.deepEqual(Buffer.from(await (await download(mentor, cv.url)).arrayBuffer()), pdf);
      assert.match(service.said.join("\n"), /^POST \S+\?uploads=\nPUT \S+partNumber=1\S+\nPUT \S+partNumber=2\S+\nPOST \S+\?uploadId=/m);
      await mentor.ok("DELETE", "/account/cv/");
    });

    test("the doctor says whether the bucket lets us in", async () => {
      const { service, server } = here;
      const check = (env) => fileStoreOf(server, env);
      assert.equal((await check({})).level, "ok");
      const refused = await check(service.env(wrong));
      assert.equal(refused.level, "fail");
      assert.match(refused.says, /403/);
      assert.ok(!JSON.stringify(refused).includes(wrong));
      assert.match((await check({ AX_S3_BUCKET: "nobodys" })).says, /does not exist/);
      assert.match((await check({ AX_S3_BUCKET: "" })).says, /needs AX_S3_BUCKET/);
      assert.equal((await check({ AX_S3_ENDPOINT: "" }))?.name, undefined);
    });
  },
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
