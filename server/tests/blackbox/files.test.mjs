import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { assertLedger } from "./lib/booking.mjs";
import { Client, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { Server } from "./lib/server.mjs";
import { png, upload } from "./lib/uploads.mjs";

describe("files", () => {
  let server;
  let mentor;
  before(async () => {
    server = await Server.start({ env: { AX_LOG_LEVEL: "info" } });
    mentor = await signIn(server, mentorEmail);
  });
  after(() => server?.stop());

  const put = (path, body, client) =>
    fetch(`${server.url}/api/v1${path}`, {
      method: "PUT",
      body,
      headers: { "content-type": "application/octet-stream", ...(client?.token && { authorization: `Token ${client.token}` }) },
    });

  /** The answer to a head alone, whose body never comes. */
  const announced = (path, bytes) =>
    new Promise((answered, failed) => {
      const headers = { "content-length": bytes, authorization: `Token ${mentor.token}` };
      const sent = request(`${server.url}/api/v1${path}`, { method: "PUT", headers }, (response) => {
        answered(response.statusCode);
        sent.destroy();
      });
      sent.on("error", failed);
      sent.flushHeaders();
    });

  test("a photo goes out as a picture only, for ever, without its place", async () => {
    const answer = await put("/account/photo/", png(512), mentor);
    assert.equal(answer.status, 200);
    const { url, width } = await answer.json();
    assert.equal(width, 512);
    const picture = await fetch(server.url + url);
    assert.equal(picture.headers.get("content-type"), "image/png");
    assert.equal(picture.headers.get("x-content-type-options"), "nosniff");
    assert.equal(picture.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(picture.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
    assert.ok(!Buffer.from(await picture.arrayBuffer()).includes("GPS"));
    const again = await fetch(server.url + url, { headers: { "if-none-match": picture.headers.get("etag") } });
    assert.equal(again.status, 304);
    const page = await new Client(server).ok("GET", "/mentors/M000001/");
    assert.equal(page.photo, url);
  });

  test("a download that broke off goes on where it was", async () => {
    const { url } = await (await put("/account/photo/", png(300), mentor)).json();
    const pdf = Buffer.from(`%PDF-1.7\n${"x".repeat(5000)}\n%%EOF\n`);
    const { cv } = await (await put("/account/cv/", pdf, mentor)).json();
    for (const address of [url, cv.url]) {
      const get = (range, others) =>
        fetch(server.url + address, { headers: { ...(range && { range }), ...others, authorization: `Token ${mentor.token}` } });
      const whole = await get();
      const bytes = Buffer.from(await whole.arrayBuffer());
      assert.equal(whole.headers.get("accept-ranges"), "bytes");
      const rest = await get("bytes=20-", { "if-range": whole.headers.get("etag") });
      assert.equal(rest.status, 206);
      assert.equal(rest.headers.get("content-range"), `bytes 20-${bytes.length - 1}/${bytes.length}`);
      assert.equal(rest.headers.get("content-security-policy"), whole.headers.get("content-security-policy"));
      assert.deepEqual(Buffer.from(await rest.arrayBuffer()), bytes.subarray(20));
      assert.equal((await get("bytes=20-", { "if-range": '"another"' })).status, 200);
      const behind = await get("bytes=999999999-");
      assert.equal(behind.status, 416);
      assert.equal(behind.headers.get("content-range"), `bytes */${bytes.length}`);
      // Thousands of ranges of one file are no more work than the file.
      const bomb = await get(`bytes=${Array.from({ length: 500 }, (_, at) => `${at}-`).join(",")}`);
      assert.equal(bomb.status, 200);
      assert.equal((await bomb.arrayBuffer()).byteLength, bytes.length);
    }
  });

  test("a body beyond the limit is refused before it is there", async () => {
    for (const [path, bytes] of [["/account/photo/", 5 * 1024 * 1024 + 1], ["/account/cv/", 10 * 1024 * 1024 + 1]])
      assert.equal(await announced(path, bytes), 413, path);
    assert.equal((await put("/account/photo/", png(9))).status, 401);
  });

  test("a CV is a download for its owner, and nothing to strangers", async () => {
    const nina = await signUp(server);
    assert.equal((await put("/account/cv/", Buffer.from("%PDF-1.7\n%%EOF\n"), nina)).status, 200);
    const path = `/cv-files/${nina.user.student_id}`;
    const as = (client) => fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Token ${client.token}` } });
    const own = await as(nina);
    assert.equal(own.status, 200);
    assert.match(own.headers.get("content-disposition"), /^attachment; filename\*=UTF-8''Nina%20New%20CV\.pdf$/);
    assert.equal(own.headers.get("content-type"), "application/pdf");
    assert.equal((await as(mentor)).status, 404);
  });

  test("a signed address opens one private file, with no token, in parts, and nothing else", async () => {
    const nina = await signUp(server);
    const pdf = Buffer.from(`%PDF-1.7\n${"y".repeat(3000)}\n%%EOF\n`);
    assert.equal((await put("/account/cv/", pdf, nina)).status, 200);
    const { url, expires_at } = await nina.ok("GET", `/people/${nina.user.student_id}/cv/link/`);
    assert.ok(Math.abs(Date.parse(expires_at) - Date.now() - 600_000) < 30_000);
    const whole = await fetch(server.url + url);
    assert.equal(whole.status, 200);
    assert.match(whole.headers.get("content-disposition"), /^attachment; /);
    assert.equal(whole.headers.get("x-content-type-options"), "nosniff");
    assert.match(whole.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
    assert.match(whole.headers.get("cache-control"), /^private/);
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), pdf);
    const rest = await fetch(server.url + url, { headers: { range: "bytes=1000-", "if-range": whole.headers.get("etag") } });
    assert.equal(rest.status, 206);
    assert.deepEqual(Buffer.from(await rest.arrayBuffer()), pdf.subarray(1000));

    const made = await upload(nina, "POST", "/chat/attachments/?name=a%20cat.png", png(8, "cat"));
    const { id } = await made.json();
    const picture = await nina.ok("GET", `/chat/attachments/${id}/link/`);
    const saved = await fetch(server.url + picture.url);
    assert.equal(saved.headers.get("content-disposition"), "attachment; filename*=UTF-8''a%20cat.png");

    const expired = url.replace(/expires=\d+/, "expires=1795000000");
    for (const address of [`${url}x`, expired, picture.url.replace(/\?.*/, url.slice(url.indexOf("?"))), url.replace(/cv-files\/[^?]+/, "cv-files/M000001")]) {
      const refused = await fetch(server.url + address);
      assert.equal(refused.status, 403, address);
      assert.equal((await refused.json()).reason, "files.link_invalid");
    }
    assert.equal((await fetch(`${server.url}/api/v1/people/${nina.user.student_id}/cv/link/`)).status, 401);
    const signature = new URL(url, server.url).searchParams.get("signature");
    assert.match(server.output, /files\.cvFile/);
    assert.ok(!server.output.includes(signature), "whoever reads the log has no file");
  });

  test("a picture for a chat that finds no room leaves no bytes behind", async () => {
    const nina = await signUp(server);
    const send = (pixels) =>
      fetch(`${server.url}/api/v1/chat/attachments/?name=x.png`, {
        method: "POST",
        body: png(8, pixels),
        headers: { "content-type": "application/octet-stream", authorization: `Token ${nina.token}` },
      });
    const kept = () => {
      const folder = join(server.data, "attachments");
      return existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length : 0;
    };
    const before = kept();
    assert.equal((await send("one")).status, 201);
    assert.equal(kept(), before + 1);
    const db = new DatabaseSync(join(server.data, "aspirex.db"), { timeout: 10_000 });
    db.exec(`UPDATE attachment SET bytes = ${500_000_000 - 1}`);
    db.close();
    assert.equal((await send("two")).status, 409);
    assert.equal(kept(), before + 1);
  });

  test("demo people have a past: books, ratings and counts agree, and two of them are quoted", async () => {
    await assertLedger(server);
    const visitor = new Client(server);
    const { items } = await visitor.ok("GET", "/testimonials/");
    assert.equal(items.length, 2);
    for (const { mentor_id } of items) {
      const page = await visitor.ok("GET", `/mentors/${mentor_id}/`);
      const reviews = await visitor.ok("GET", `/mentors/${mentor_id}/reviews/`);
      assert.equal(page.sessions_count, 1);
      assert.equal(page.rating_count, reviews.items.length);
      assert.ok(page.rating > 0);
      assert.equal(page.education.length, 1);
    }
    const james = await signIn(server, "james@demo.aspirex.example");
    const { released, pending } = await james.ok("GET", "/mentors/me/balance/");
    assert.ok(released.amount > 0);
    assert.equal(pending.amount, 0);
  });
});
