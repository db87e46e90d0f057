import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { freeTimes, mentorEmail, signIn } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const path = "/mentors/me/calendar-feed/";
const stamp = (iso) => `${new Date(iso).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;
const calendarOf = (...starts) =>
  [
    "BEGIN:VCALENDAR",
    ...starts.map((start, i) => `BEGIN:VEVENT\r\nUID:${i}@elsewhere\r\nDTSTART:${stamp(start)}\r\nDURATION:PT30M\r\nEND:VEVENT`),
    "END:VCALENDAR\r\n",
  ].join("\r\n");

/** A calendar's host on this machine: answers as told, and keeps what it was asked. */
class Host {
  constructor() {
    this.asked = [];
    this.answer = (_, response) => response.writeHead(404).end();
  }

  async listen() {
    this.http = createServer((request, response) => {
      this.asked.push({ path: request.url, headers: request.headers });
      this.answer(request, response);
    }).listen(0, "127.0.0.1");
    await once(this.http, "listening");
    this.url = `http://127.0.0.1:${this.http.address().port}`;
  }

  says(body, { status = 200, ...headers } = {}) {
    this.answer = (_, response) => response.writeHead(status, headers).end(body);
  }

  async close() {
    this.http.closeAllConnections();
    this.http.close();
  }
}

describe("busy times of an outside calendar", () => {
  let server, host, asha, used = 0;
  before(async () => {
    server = await Server.start({ env: { AX_LOOPBACK_URLS: "true" } });
    host = new Host();
    await host.listen();
    asha = await signIn(server, mentorEmail);
  });
  after(async () => {
    await host?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await asha.ok("DELETE", path);
    host.asked.length = 0;
  });

  const connect = (address = `${host.url}/private-${++used}/me.ics`) => asha.ok("PUT", path, { url: address });
  const feed = (what, is) =>
    until(what, async () => {
      const now = await asha.ok("GET", path);
      return is(now) && now;
    });
  const failsWith = (failure) => feed(`it fails: ${failure}`, (now) => now.failure === failure);
  const isFree = async (start) => (await freeTimes(server)).times.includes(start);

  test("its entries are not offered, an unchanged one is not sent again, and removing it frees them", async () => {
    const [start] = (await freeTimes(server)).times;
    host.answer = (request, response) =>
      request.headers["if-none-match"] === '"7"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"7"', "last-modified": "Sun, 22 Nov 2026 08:00:00 GMT" }).end(calendarOf(start));
    await connect();
    const first = await feed("it is read", (now) => now.read_at);
    assert.equal(first.entries, 1);
    assert.equal(first.host, "127.0.0.1");
    assert.equal(await isFree(start), false);
    assert.equal(host.asked[0].headers["if-none-match"], undefined);

    await asha.ok("POST", `${path}read/`);
    const second = await feed("it is read again", (now) => now.read_at > first.read_at);
    assert.equal(second.failure, "none");
    const [, again] = host.asked;
    assert.equal(again.headers["if-none-match"], '"7"');
    assert.equal(again.headers["if-modified-since"], "Sun, 22 Nov 2026 08:00:00 GMT");
    assert.equal(again.headers.authorization, undefined);
    assert.equal(await isFree(start), false);

    // A new version frees what is not in it any more.
    host.says(calendarOf(), { etag: '"8"' });
    await asha.ok("POST", `${path}read/`);
    await until("the time is free", () => isFree(start));
    host.says(calendarOf(start));
    await asha.ok("POST", `${path}read/`);
    await until("the time is taken", async () => !(await isFree(start)));
    await asha.ok("DELETE", path);
    assert.equal(await isFree(start), true);
  });

  test("a redirect is followed, one to a private address is not", async () => {
    host.answer = (request, response) =>
      request.url === "/moved.ics"
        ? response.writeHead(200).end(calendarOf())
        : response.writeHead(302, { location: "/moved.ics" }).end();
    await connect();
    await feed("it is read", (now) => now.read_at && now.failure === "none");
    await asha.ok("DELETE", path);

    for (const location of ["http://10.0.0.1/me.ics", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/"]) {
      host.says("", { status: 302, location });
      await connect();
      await failsWith("not_public");
      await asha.ok("DELETE", path);
    }
    host.says("", { status: 302, location: "file:///etc/passwd" });
    await connect();
    await failsWith("unreachable");
    await asha.ok("DELETE", path);

    host.asked.length = 0;
    host.answer = (_, response) => response.writeHead(302, { location: "/round" }).end();
    await connect();
    await failsWith("unreachable");
    assert.equal(host.asked.length, 4, "the first and three redirects");
  });

  test("a host that takes its time is given up after ten seconds, and others are served meanwhile", async () => {
    const drips = [];
    host.answer = (_, response) => {
      response.writeHead(200, { "content-type": "text/calendar" });
      drips.push(setInterval(() => response.write("BEGIN:VCALENDAR\r\n"), 300));
    };
    const begun = performance.now();
    await connect();
    await until("it is asked", () => host.asked.length > 0);
    const mentors = performance.now();
    await asha.ok("GET", "/mentors/");
    assert.ok(performance.now() - mentors < 5000);
    await failsWith("unreachable");
    const seconds = (performance.now() - begun) / 1000;
    for (const drip of drips) clearInterval(drip);
    assert.ok(seconds > 9 && seconds < 20, `after ${seconds} s`);
  });

  test("more than two megabytes are not read, announced or not", async () => {
    const large = `${calendarOf()}${"X-PAD:0123456789\r\n".repeat(150_000)}`;
    host.says(large, { "content-length": String(large.length) });
    await connect();
    await failsWith("too_large");
    await asha.ok("DELETE", path);
    host.says(large, { "transfer-encoding": "chunked" });
    await connect();
    await failsWith("too_large");
  });

  test("what is no calendar, or an error, says so; the last busy times are kept", async () => {
    const [start] = (await freeTimes(server)).times;
    host.says(calendarOf(start));
    await connect();
    await feed("it is read", (now) => now.read_at);
    host.says("<html>Sign in</html>");
    await asha.ok("POST", `${path}read/`);
    assert.ok((await failsWith("not_a_calendar")).kept_until);
    host.says("", { status: 404 });
    await asha.ok("POST", `${path}read/`);
    assert.equal((await failsWith("refused")).expired, false);
    assert.equal(await isFree(start), false);
  });

  test("the address is told to nobody, not even to the log", async () => {
    host.says(calendarOf());
    await connect(`${host.url}/private-word-of-asha/me.ics`);
    await feed("it is read", (now) => now.read_at);
    assert.ok(!JSON.stringify(await asha.ok("GET", path)).includes("word-of-asha"));
    host.http.closeAllConnections();
    host.answer = (request) => request.socket.destroy();
    await asha.ok("POST", `${path}read/`);
    await failsWith("unreachable");
    assert.ok(!server.output.includes("word-of-asha"));
  });

  test("by default this machine and http are no addresses", async () => {
    const guarded = await Server.start();
    try {
      const mentor = await signIn(guarded, mentorEmail);
      const refused = await mentor.send("PUT", path, { url: `${host.url}/me.ics` });
      assert.equal(refused.status, 422);
      assert.match(JSON.stringify(refused.body), /not_https/);
      await mentor.ok("PUT", path, { url: `${host.url.replace("http:", "https:")}/me.ics` });
      await until("it is refused", async () => (await mentor.ok("GET", path)).failure === "not_public");
      assert.equal(host.asked.length, 0);
    } finally {
      await guarded.stop();
    }
  });
});
