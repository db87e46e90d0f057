import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./lib/poll.mjs";
import { fileStoreOf, keepsFiles } from "./lib/store-suite.mjs";
import { runNow, uploads } from "./lib/stored-files.mjs";
import { Supabase } from "./lib/supabase.mjs";
import { png, upload } from "./lib/uploads.mjs";

const wrong = "not-the-key";

keepsFiles("supabase", Supabase, {
  wrong,
  refusal: /"event":"http.storage_unavailable".*403 Unauthorized/,
  tests(here) {
    test("the official client reads what we put, and we what it puts", async () => {
      const { service, server, mentor } = here;
      const [url] = await uploads(mentor);
      const name = service.objects().find((one) => one.startsWith("files/pictures/"));
      const ours = Buffer.from(await (await fetch(server.url + url)).arrayBuffer());
      const read = await service.sdk().download(name);
      assert.deepEqual(Buffer.from(await read.data.arrayBuffer()), ours);
      assert.equal((await service.sdk().info(name)).data.size, ours.length);

      service.files.delete(name);
      assert.equal((await fetch(server.url + url)).status, 404);
      assert.equal((await service.sdk().upload(name, ours, { contentType: "application/octet-stream" })).error, null);
      assert.equal((await fetch(server.url + url)).status, 200);
      const refused = await service.sdk(wrong).download(name);
      assert.equal(refused.error.statusCode, "403");
    });

    test("we ask for the same things in the same words as the official client", async () => {
      const { service, server, mentor } = here;
      const sdk = service.sdk();
      const asked = async (work) => {
        service.requests = [];
        await work();
        return service.requests;
      };
      const name = () => service.objects().find((one) => one.startsWith("files/pictures/"));
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

      await service.sdk().remove(["a/b.png"]);
      service.requests = [];
      await mentor.ok("DELETE", "/account/photo/");
      runNow(server, "files.collect");
      await until("it is collected", () => !name(), { seconds: 90 });
      const move = service.requests.find(({ url }) => url.endsWith("/object/move"));
      const { sourceKey, destinationKey } = move.asks;
      assert.deepEqual(move, (await asked(() => sdk.move(sourceKey, destinationKey)))[0]);
      assert.equal(destinationKey, `${sourceKey}.gone`);

      await asked(() => server.command(["doctor", "--json"], { env: { AX_MEETING_URL: server.url } }));
      const checks = service.requests.filter(({ url }) => url.includes("/bucket/"));
      assert.deepEqual(checks[0], (await asked(() => sdk.bucket()))[0]);
    });

    test("the doctor says whether the bucket lets us in", async () => {
      const { service, server } = here;
      const check = (env) => fileStoreOf(server, env);
      assert.equal((await check({})).level, "ok");
      const refused = await check(service.env(wrong));
      assert.equal(refused.level, "fail");
      assert.match(refused.says, /403 Unauthorized/);
      assert.match(refused.advice, /AX_SUPABASE_SERVICE_KEY/);
      assert.ok(!JSON.stringify(refused).includes(wrong));
      assert.match((await check({ AX_SUPABASE_BUCKET: "nobodys" })).says, /does not exist/);
      assert.match((await check({ AX_SUPABASE_BUCKET: "" })).says, /AX_SUPABASE_URL needs AX_SUPABASE_BUCKET/);
      assert.match((await check({ AX_SUPABASE_URL: `${service.url}/storage` })).says, /AX_SUPABASE_URL must be https/);
      const both = await check({ AX_S3_ENDPOINT: "http://127.0.0.1:1" });
      assert.match(both.says, /AX_S3_ENDPOINT and AX_SUPABASE_URL are both set/);
    });

    test("files never go to two places at once", async () => {
      const { service, server } = here;
      const migrate = (to, env) => server.command(["files", "migrate", "--to", to], { env });
      const other = await migrate("s3", service.env());
      assert.equal(other.code, 1);
      assert.match(other.stderr, /--to s3 needs AX_S3_ENDPOINT/);
      const both = await migrate("supabase", { ...service.env(), AX_S3_ENDPOINT: "http://127.0.0.1:1" });
      assert.notEqual(both.code, 0);
      assert.match(both.stderr, /AX_S3_ENDPOINT and AX_SUPABASE_URL are both set/);
    });
  },
});
