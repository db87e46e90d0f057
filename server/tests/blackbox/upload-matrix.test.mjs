import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { createDeflate, createDeflateRaw, deflateSync } from "node:zlib";
import { mentorEmail, signIn } from "./lib/client.mjs";
import { exif, framesOf, gif, jpeg, jpegSize, padded, segment } from "./lib/pictures.mjs";
import { until } from "./lib/poll.mjs";
import { isRelease, Server } from "./lib/server.mjs";
import { rows, runNow } from "./lib/stored-files.mjs";
import { download, png, pngOf, upload } from "./lib/uploads.mjs";

const MiB = 1024 * 1024;
const eicar = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/** So many zeros, deflated: thousands of times smaller. */
async function zeros(bytes, make = createDeflate) {
  const deflate = make({ level: 9 });
  const parts = [];
  deflate.on("data", (part) => parts.push(part));
  const ended = new Promise((done) => deflate.once("end", done));
  const block = Buffer.alloc(MiB);
  for (let left = bytes; left > 0; left -= MiB)
    if (!deflate.write(left < MiB ? block.subarray(0, left) : block)) await new Promise((done) => deflate.once("drain", done));
  deflate.end();
  await ended;
  return Buffer.concat(parts);
}

describe("uploads that are not what they seem", () => {
  let server, mentor, atRest;
  const resident = (what) => Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${server.child.pid}/status`, "latin1"))[1]) * 1024;
  before(async () => {
    server = await Server.start();
    mentor = await signIn(server, mentorEmail);
    atRest = resident("VmRSS");
  });
  after(() => server?.stop());

  const photo = (body) => upload(mentor, "PUT", "/account/photo/", body);
  const attached = (body, name = "a.png") =>
    upload(mentor, "POST", `/chat/attachments/?name=${encodeURIComponent(name)}`, body);
  const cv = (body) => upload(mentor, "PUT", "/account/cv/", body);
  const served = async (answer) => {
    assert.ok(answer.ok, `${answer.status} ${answer.ok ? "" : await answer.text()}`);
    const said = await answer.json();
    const file = await download(mentor, said.url);
    assert.equal(file.status, 200);
    return { said, file, bytes: Buffer.from(await file.arrayBuffer()) };
  };
  async function refused(answer, status, reason) {
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.reason], [status, reason]);
    assert.equal((await fetch(`${server.url}/api/health/ready`)).status, 200);
  }

  test("what is a picture and something else is only the picture afterwards", async () => {
    const page = "<script>alert(1)</script>";
    const behind = await served(await photo(Buffer.concat([png(64), Buffer.from(eicar + page)])));
    assert.equal(behind.said.width, 64);
    for (const text of ["EICAR", "script", "GPS"]) assert.ok(!behind.bytes.includes(text), text);
    assert.equal(behind.file.headers.get("content-type"), "image/png");
    assert.equal(behind.file.headers.get("x-content-type-options"), "nosniff");

    const php = await served(await photo(jpeg(16, 8, [segment(0xfe, Buffer.from("<?php system($_GET['c']); ?>"))])));
    assert.ok(!php.bytes.includes("php"));

    await refused(await attached(Buffer.from("GIF89a/*" + " ".repeat(300) + "*/=1;alert(1)")), 422, "files.not_an_image");
    const animation = await served(await attached(gif(16, 3, "=1;alert(1)//")));
    assert.ok(!animation.bytes.includes("alert"));
    assert.equal(framesOf(animation.bytes), 3, "it still moves");
  });

  test("a name and a declared type decide nothing", async () => {
    const { said, file } = await served(await attached(png(40), "../../etc/passwd"));
    assert.equal(said.name, "passwd");
    assert.equal(said.content_type, "image/png");
    assert.match(file.headers.get("content-disposition"), /^inline; filename\*=UTF-8''passwd$/);
    assert.equal((await served(await attached(png(41), "C:\\windows\\evil.exe\r\nSet-Cookie: a=b"))).said.name.includes("\\"), false);
    await refused(await photo(Buffer.from("%PDF-1.7\n%%EOF\n")), 422, "files.not_an_image");
    await refused(await photo(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)), 422, "files.not_an_image");
    await refused(await photo(gif(16, 1)), 422, "files.not_an_image");
    await refused(await cv(png(40)), 422, "files.not_a_pdf");
    const typed = await fetch(`${server.url}/api/v1/account/photo/`, {
      method: "PUT",
      body: png(42),
      headers: { "content-type": "text/html", authorization: `Token ${mentor.token}` },
    });
    assert.equal((await served(typed)).file.headers.get("content-type"), "image/png");
  });

  test("a CV is a PDF in which nothing can act, packed or not", async () => {
    const pdf = (keys, inside) =>
      Buffer.concat([Buffer.from(`%PDF-1.7\n5 0 obj\n<<${keys}>>\nstream\n`), inside, Buffer.from("\nendstream\nendobj\n%%EOF\n")]);
    const packed = (object) => pdf("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflateSync(Buffer.from(`7 0 ${object}`)));
    await refused(await cv(packed("<</OpenAction<</S/J#61vaScript/JS(app.alert)>> >>")), 422, "files.pdf_active");
    await refused(await cv(pdf("", Buffer.from("% 6 0 obj <</S/Launch/F(a.exe)>>"))), 422, "files.pdf_active");
    await refused(await cv(pdf("/Encrypt 5 0 R", Buffer.alloc(0))), 422, "files.pdf_unreadable");
    await refused(await cv(pdf("/N 1/First 4/Filter/FlateDecode", await zeros(100 * MiB))), 422, "files.pdf_unreadable");
    assert.equal((await cv(packed("<</A<</S/URI/URI(https://example.org/JavaScript)>>/OpenAction[3 0 R/Fit]>>"))).status, 200);
  });

  test("limits hold to the byte", async () => {
    await refused(await photo(Buffer.alloc(0)), 422, "files.not_an_image");
    await refused(await cv(Buffer.alloc(0)), 422, "files.not_a_pdf");
    const most = 5 * MiB;
    for (const bytes of [most - 1, most]) assert.equal((await photo(padded(png(64), bytes))).status, 200, `${bytes}`);
    assert.equal((await photo(padded(png(64), most + 1))).status, 413);
  });

  test("more pixels than anybody can hold are refused by the head alone", async () => {
    const bomb = (width, height) => pngOf(width, height, Buffer.from("never read"));
    for (const [width, height] of [[100_000, 100_000], [0xffffffff, 0xffffffff], [8193, 10], [8000, 8000]])
      await refused(await photo(bomb(width, height)), 422, "files.image_too_large");
    await refused(await photo(bomb(0, 10)), 422, "files.not_an_image");
  });

  test("a few bytes that become millions of pixels cost no memory of the server", async () => {
    const white = await served(await photo(pngOf(7000, 7000, await zeros(7000 * 7001))));
    assert.deepEqual([white.said.width, white.said.height], [7000, 7000]);
    const overfull = await photo(pngOf(8, 8, await zeros(300 * MiB)));
    assert.ok(overfull.status === 200 || overfull.status === 422, `${overfull.status}`);
    const zip = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(26), await zeros(300 * MiB, createDeflateRaw)]);
    await refused(await cv(zip), 422, "files.not_a_pdf");
    if (isRelease()) assert.ok(resident("VmHWM") - atRest < 150 * MiB, `${resident("VmHWM") - atRest} bytes more`);
  });

  test("what ends too early is refused, wherever it ends", async () => {
    const files = [png(200, "whatever it is"), jpeg(64, 64), gif(40, 2)];
    for (const file of files)
      for (const part of [0.3, 0.6, 0.9])
        await refused(await attached(file.subarray(0, Math.floor(file.length * part))), 422, "files.not_an_image");
  });

  test("a picture stands as the camera was held, and does not say where", async () => {
    const { said, bytes } = await served(await photo(jpeg(32, 16, [exif(6)])));
    assert.deepEqual([said.width, said.height], [16, 32]);
    assert.deepEqual(jpegSize(bytes), { width: 16, height: 32 });
    for (const text of ["Exif", "GPS"]) assert.ok(!bytes.includes(text), text);
    assert.ok(!bytes.includes(Buffer.from([0xed, 0xfe, 0, 0])), "the place");
    assert.match(said.url, /\?16x32\.[\w-]+$/);
  });

  test("a photo comes in narrower ones of newer formats, which go with it", async () => {
    const { said } = await served(await photo(png(512, "a face")));
    assert.match(said.url, /\?512x512\.[\w-]+\.96-320$/);
    const key = said.url.split("?")[0];
    for (const [format, magic] of [["avif", "ftypavif"], ["webp", "WEBP"]])
      for (const width of [96, 320]) {
        const answer = await fetch(`${server.url}${key}.${width}.${format}`);
        assert.equal(answer.headers.get("content-type"), `image/${format}`);
        assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
        assert.ok(Buffer.from(await answer.arrayBuffer()).subarray(0, 16).includes(magic), `${width} ${format}`);
      }
    const { stdout } = await server.command(["backup", "--out", `${server.data}/backup.tar`]);
    assert.doesNotMatch(stdout, /missing/);
    assert.equal((await server.command(["restore", `${server.data}/backup.tar`, "--verify"])).code, 0);
    await mentor.ok("DELETE", "/account/photo/");
    runNow(server, "files.collect");
    await until("they are gone", async () => (await fetch(`${server.url}${key}.96.avif`)).status === 404, { seconds: 90 });
    const left = () => rows(server, "SELECT count(*) AS n FROM rendition WHERE of_key NOT IN (SELECT blob_key FROM file)");
    await until("and nothing names them", () => left() === 0);
  });

  test("many at once are all answered, and whoever finds no room is told to come back", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => attached(png(300 + index))));
    for (const answer of answers) {
      assert.ok([201, 503].includes(answer.status), `${answer.status}`);
      if (answer.status === 503) assert.ok(Number(answer.headers.get("retry-after")) > 0);
    }
    assert.ok(answers.some(({ status }) => status === 201));
    assert.equal((await attached(png(290))).status, 201, "and then there is room again");
  });
});
