import assert from "node:assert/strict";
import { test } from "node:test";
import { Cloudinary } from "./lib/cloudinary.mjs";
import { until } from "./lib/poll.mjs";
import { fileStoreOf, keepsFiles } from "./lib/store-suite.mjs";
import { assertAway, runNow, uploads } from "./lib/stored-files.mjs";
import { png, upload } from "./lib/uploads.mjs";

const wrong = "not-the-secret";
const isPicture = (name) => name.startsWith("files/pictures/");

/** Without what differs from call to call. */
const said = ({ sent: { timestamp, signature, ...sent }, ...asked }) => ({ ...asked, sent });

keepsFiles("cloudinary", Cloudinary, {
  wrong,
  refusal: /"event":"http.storage_unavailable".*401 Invalid Signature/,
  tests(here) {
    test("pictures are images, what is none is raw, and nothing is public", async () => {
      const { service, mentor } = here;
      await uploads(mentor);
      const kinds = [...service.files.keys()].map((name) => name.split("/").slice(0, 4).join("/"));
      assert.deepEqual(kinds.sort().map((kind) => kind.replace(/\/[0-9a-f]{2}$/, "")), [
        "image/authenticated/files/pictures",
        "raw/authenticated/attachments",
        "raw/authenticated/files/documents",
      ]);
    });

    test("the official client reads what we put, and we what it puts", async () => {
      const { service, server, mentor } = here;
      const { sdk } = service;
      const [url] = await uploads(mentor);
      const name = service.objects().find(isPicture);
      const ours = Buffer.from(await (await fetch(server.url + url)).arrayBuffer());
      const read = await fetch(sdk.utils.private_download_url(name, "png", service.options("image")));
      assert.deepEqual(Buffer.from(await read.arrayBuffer()), ours);
      assert.equal((await sdk.uploader.explicit(name, service.options("image"))).bytes, ours.length);

      assert.equal((await sdk.uploader.destroy(name, service.options("image"))).result, "ok");
      assert.equal((await fetch(server.url + url)).status, 404);
      await new Promise((resolve, reject) => {
        const settle = (error) => (error ? reject(new Error(error.message)) : resolve());
        sdk.uploader.upload_stream({ ...service.options("image"), public_id: name, overwrite: true }, settle).end(ours);
      });
      assert.equal((await fetch(server.url + url)).status, 200);
      await assert.rejects(sdk.uploader.explicit(name, service.options("image", wrong)), { http_code: 401 });
    });

    test("we ask for the same things in the same words as the official client", async () => {
      const { service, server, mentor } = here;
      const { uploader, utils } = service.sdk;
      const asked = async (work) => {
        service.requests = [];
        await work();
        return service.requests;
      };
      const options = service.options("image");
      const put = (await asked(() => upload(mentor, "PUT", "/account/photo/", png(72)))).find(({ action }) => action === "upload");
      const { public_id } = put.sent;
      const [theirs] = await asked(
        () =>
          new Promise((resolve) => {
            uploader.upload_stream({ ...options, public_id, overwrite: true }, resolve).end(put.file);
          }),
      );
      assert.deepEqual(said(put), said(theirs));
      assert.match(public_id, /^files\/pictures\/..\/.{62}\.png$/);

      const photo = (await mentor.ok("GET", "/mentors/M000001/")).photo;
      const [get] = await asked(() => fetch(server.url + photo));
      assert.deepEqual(said(get), said((await asked(() => fetch(utils.private_download_url(public_id, "png", options))))[0]));

      await mentor.ok("DELETE", "/account/photo/");
      service.requests = [];
      runNow(server, "files.collect");
      await until("it is collected", () => !service.objects().some(isPicture), { seconds: 90 });
      const move = service.requests.find(({ action }) => action === "rename");
      assert.equal(move.sent.to_public_id, `${move.sent.from_public_id}.gone`);
      const destroy = service.requests.find(({ action }) => action === "destroy");
      const forgiving = (work) => asked(() => work().catch(() => undefined));
      const { from_public_id, to_public_id } = move.sent;
      assert.deepEqual(
        said(move),
        said((await forgiving(() => uploader.rename(from_public_id, to_public_id, { ...options, overwrite: true, invalidate: true })))[0]),
      );
      assert.deepEqual(said(destroy), said((await asked(() => uploader.destroy(destroy.sent.public_id, { ...options, invalidate: true })))[0]));
    });

    test("something that says yes to everything has kept nothing", async () => {
      const { service, mentor } = here;
      service.answer = () => [200, { hello: "I am a proxy's page" }];
      await assertAway(await upload(mentor, "PUT", "/account/photo/", png(77)));
      delete service.answer;
      assert.equal((await upload(mentor, "PUT", "/account/photo/", png(77))).status, 200);
    });

    test("the doctor says whether the account lets us in", async () => {
      const { service, server } = here;
      const check = (env) => fileStoreOf(server, env);
      assert.equal((await check({})).level, "ok");
      const refused = await check(service.env(wrong));
      assert.equal(refused.level, "fail");
      assert.match(refused.says, /401 Invalid Signature/);
      assert.match(refused.advice, /AX_CLOUDINARY_URL/);
      assert.ok(!JSON.stringify(refused).includes(wrong));
      const nobodys = service.env().AX_CLOUDINARY_URL.replace("@people", "@nobodys");
      assert.match((await check({ AX_CLOUDINARY_URL: nobodys })).says, /Invalid cloud_name/);
      assert.match((await check({ AX_CLOUDINARY_URL: "https://people.example" })).says, /must be cloudinary:\/\/KEY:SECRET@CLOUD/);
      assert.match((await check({ AX_CLOUDINARY_API: `${service.url}/v1_1` })).says, /AX_CLOUDINARY_API must be https/);
      const both = await check({ AX_SUPABASE_URL: "http://127.0.0.1:1" });
      assert.match(both.says, /AX_SUPABASE_URL and AX_CLOUDINARY_URL are both set/);
    });
  },
});
