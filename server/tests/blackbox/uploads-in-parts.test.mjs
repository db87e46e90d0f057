import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { DetailedError, Upload } from "tus-js-client";
import { signIn, signUp } from "./lib/client.mjs";
import { FaultProxy } from "./lib/fault-proxy.mjs";
import { createDatabase, skipWithoutPostgres } from "./lib/nodes.mjs";
import { Server } from "./lib/server.mjs";
import { download, png } from "./lib/uploads.mjs";

const mebibyte = 1024 * 1024;
const pdf = (size) => Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(size - 16, "0123456789abcdef"), Buffer.from("\n%%EOF\n")]);

/** Sends a file as tus-js-client does, which knows nothing of us; says what went over the wire. */
function send(client, file, { url = client.server.url, metadata = { purpose: "cv", filename: "my cv.pdf" }, onProgress = () => {}, ...more } = {}) {
  const said = [];
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: `${url}/api/v1/uploads/`,
      headers: { authorization: `Token ${client.token}` },
      metadata,
      chunkSize: mebibyte,
      retryDelays: [0, 20, 50, 100, 200, 400],
      onAfterResponse: (request, response) => said.push({ method: request.getMethod(), status: response.getStatus(), offset: response.getHeader("upload-offset") }),
      onProgress,
      onSuccess: () => resolve({ said, upload, id: upload.url.split("/").at(-1) }),
      onError: reject,
      ...more,
    });
    upload.start();
  });
}

const raw = (client, path, method, headers, body) =>
  fetch(`${client.server.url}${path}`, { method, body, headers: { "tus-resumable": "1.0.0", authorization: `Token ${client.token}`, ...headers } });

describe("uploads in parts, by an independent tus client", () => {
  let server, nina;
  before(async () => {
    server = await Server.start();
    nina = await signUp(server);
  });
  after(() => server?.stop());

  const cvOf = async (client) => Buffer.from(await (await download(client, `/api/v1/cv-files/${client.user.student_id}`)).arrayBuffer());

  test("a CV goes on where its connection broke, and is kept like any other", async (t) => {
    const proxy = await FaultProxy.start(server.port);
    t.after(() => proxy.stop());
    const file = pdf(5 * mebibyte);
    let cut = false;
    const { id, said } = await send(nina, file, {
      url: proxy.url,
      onProgress: (sent) => {
        if (cut || sent < 2.5 * mebibyte) return;
        cut = true;
        for (const link of proxy.links) link.cut();
      },
    });
    assert.ok(cut);
    const asked = said.findLastIndex(({ method }) => method === "HEAD");
    const there = Number(said[asked].offset);
    assert.ok(there >= 2 * mebibyte, "what had arrived is not sent again");
    const rest = said.slice(asked + 1).map(({ method, status }) => `${method} ${status}`);
    assert.deepEqual(rest, Array(Math.ceil((file.length - there) / mebibyte)).fill("PATCH 204"));
    const { cv } = await nina.ok("POST", "/account/cv/uploaded/", { upload: id }, { "idempotency-key": id });
    assert.equal(cv.state, "ready");
    assert.deepEqual(await cvOf(nina), file);
    // The answer was lost, and the client asks again.
    assert.deepEqual((await nina.ok("POST", "/account/cv/uploaded/", { upload: id }, { "idempotency-key": id })).cv, cv);
  });

  test("what has arrived survives the server", async () => {
    const file = pdf(3 * mebibyte);
    const made = await raw(nina, "/api/v1/uploads/", "POST", { "upload-length": `${file.length}`, "upload-metadata": "purpose Y3Y=" });
    const url = made.headers.get("location");
    const part = { "content-type": "application/offset+octet-stream" };
    assert.equal((await raw(nina, url, "PATCH", { ...part, "upload-offset": "0" }, file.subarray(0, mebibyte))).status, 204);
    await server.kill();
    await server.launch();
    const { said, id } = await send(nina, file, { uploadUrl: server.url + url });
    assert.deepEqual(said[0], { method: "HEAD", status: 200, offset: `${mebibyte}` });
    assert.equal(said.length, 3);
    await nina.ok("POST", "/account/cv/uploaded/", { upload: id });
    assert.deepEqual(await cvOf(nina), file);
  });

  test("a picture for a chat has its name, and is refused for what it is", async () => {
    const picture = png(64, Buffer.alloc(2 * mebibyte, 7));
    const { id } = await send(nina, picture, { metadata: { purpose: "attachment", filename: "Kätzchen.png" } });
    const attachment = await nina.ok("POST", "/chat/attachments/uploaded/", { upload: id });
    assert.equal(attachment.name, "Kätzchen.png");
    assert.equal(attachment.width, 64);
    assert.equal((await download(nina, attachment.url)).headers.get("content-type"), "image/png");

    const other = await send(nina, Buffer.from("no PDF at all"));
    const refused = await nina.post("/account/cv/uploaded/", { upload: other.id });
    assert.equal(refused.status, 422);
    assert.equal(refused.body.reason, "files.not_a_pdf");
    assert.equal((await raw(nina, `/api/v1/uploads/${other.id}`, "HEAD")).status, 404);
  });

  test("a client may give up, and may not have more than it should", async () => {
    const { upload, id } = await send(nina, pdf(mebibyte));
    await upload.abort(true);
    assert.equal((await raw(nina, `/api/v1/uploads/${id}`, "HEAD")).status, 404);
    const tooLarge = await send(nina, pdf(11 * mebibyte), { retryDelays: [] }).catch((error) => error);
    assert.ok(tooLarge instanceof DetailedError);
    assert.equal(tooLarge.originalResponse.getStatus(), 413);
    const nobody = await send({ server, token: "nothing" }, pdf(mebibyte), { retryDelays: [] }).catch((error) => error);
    assert.equal(nobody.originalResponse.getStatus(), 401);
    const asha = await signIn(server, "asha@demo.aspirex.example");
    const { id: ninas } = await send(nina, pdf(mebibyte));
    assert.equal((await raw(asha, `/api/v1/uploads/${ninas}`, "HEAD")).status, 404);
  });

  test("it says what it speaks; a part that came broken is refused", async () => {
    const options = await fetch(`${server.url}/api/v1/uploads/`, { method: "OPTIONS" });
    assert.equal(options.status, 204);
    assert.equal(options.headers.get("tus-version"), "1.0.0");
    assert.match(options.headers.get("tus-extension"), /creation/);
    assert.match(options.headers.get("tus-checksum-algorithm"), /sha1/);
    const made = await raw(nina, "/api/v1/uploads/", "POST", { "upload-length": "5", "upload-metadata": "purpose Y3Y=" });
    assert.equal(made.status, 201);
    assert.ok(Date.parse(made.headers.get("upload-expires")) > Date.now() + 23 * 3_600_000);
    const url = made.headers.get("location");
    const sum = createHash("sha1").update("hello").digest("base64");
    const part = (body) => raw(nina, url, "PATCH", { "content-type": "application/offset+octet-stream", "upload-offset": "0", "upload-checksum": `sha1 ${sum}` }, body);
    assert.equal((await part("hellO")).status, 460);
    assert.equal((await part("hello")).status, 204);
    assert.equal((await raw(nina, url, "HEAD", { "tus-resumable": "0.2.2" })).status, 412);
  });
});

describe("uploads in parts, at two nodes", { skip: skipWithoutPostgres }, () => {
  test("each takes the next part", async (t) => {
    const database = createDatabase("uploads");
    t.after(() => database.drop());
    const env = { AX_DATABASE_URL: database.url };
    const a = await Server.start({ env });
    t.after(() => a.stop());
    const b = await Server.start({ env, demo: false });
    t.after(() => b.stop());
    const nina = await signUp(a);
    const file = png(64, Buffer.alloc(3 * mebibyte, 7));
    const made = await raw(nina, "/api/v1/uploads/", "POST", { "upload-length": `${file.length}`, "upload-metadata": "purpose YXR0YWNobWVudA==" });
    const url = made.headers.get("location");
    for (let at = 0, node = a; at < file.length; at += mebibyte, node = node === a ? b : a) {
      const headers = { "content-type": "application/offset+octet-stream", "upload-offset": `${at}` };
      assert.equal((await raw({ ...nina, server: node }, url, "PATCH", headers, file.subarray(at, at + mebibyte))).status, 204);
    }
    const { width } = await nina.ok("POST", "/chat/attachments/uploaded/", { upload: url.split("/").at(-1) });
    assert.equal(width, 64);
  });
});
