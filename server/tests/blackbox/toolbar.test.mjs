import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { Client, demoPassword, mails, mentorEmail, password, signIn } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { run, scratchFolder, Server } from "./lib/server.mjs";

const list = "/debug/requests/";

test("without the setting nothing of it is there", async () => {
  const server = await Server.start();
  try {
    const visitor = new Client(server);
    const staff = await signIn(server, "staff@demo.aspirex.example");
    const mentors = await visitor.get("/mentors/");
    assert.equal(mentors.status, 200);
    assert.equal(mentors.headers.get("server-timing"), null);
    assert.equal((await visitor.get("/site-status/")).body.debug_toolbar, false);
    for (const who of [visitor, staff])
      for (const path of [list, `${list}${mentors.headers.get("x-request-id")}/`]) assert.equal((await who.get(path)).status, 404);
  } finally {
    await server.stop();
  }
});

test("a server that others can reach does not start with it", async () => {
  const refused = async (settings) => {
    const env = { AX_DEBUG_TOOLBAR: "true", AX_LISTEN: "127.0.0.1:0", ...settings };
    const { code, stderr, stdout } = await run(["serve", "--data", scratchFolder()], { env });
    assert.notEqual(code, 0, JSON.stringify(settings));
    return stderr + stdout;
  };
  for (const settings of [
    { AX_MODE: "production" },
    { AX_LISTEN: "0.0.0.0:0" },
    { AX_BASE_URL: "https://aspirex.example" },
    { AX_RAZORPAY_KEY_ID: "rzp_live_abc" },
  ])
    assert.match(await refused(settings), /AX_DEBUG_TOOLBAR/, JSON.stringify(settings));
});

describe("what a request did", () => {
  let server, visitor;

  before(async () => {
    server = await Server.start({ env: { AX_DEBUG_TOOLBAR: "true" } });
    visitor = new Client(server);
  });
  after(() => server.stop());

  const kept = ({ headers }) => visitor.ok("GET", `${list}${headers.get("x-request-id")}/`);
  const timing = ({ headers }) =>
    Object.fromEntries(headers.get("server-timing").split(", ").map((one) => one.match(/^(\w+);(?:dur|desc)="?([^"]*)"?$/).slice(1)));

  test("is told by the answer and by the list", async () => {
    const answer = await visitor.get("/mentors/?limit=3");
    const told = timing(answer);
    assert.deepEqual(Object.keys(told), ["total", "db", "out", "app", "request"]);
    assert.equal(told.request, answer.headers.get("x-request-id"));
    assert.ok(Number(told.total) >= Number(told.db), JSON.stringify(told));
    const { items } = await visitor.ok("GET", list);
    assert.equal(items[0].id, told.request);
    assert.equal(items[0].endpoint, "mentors.search");
    assert.equal(items[0].route, "/mentors/");
    assert.ok(!items.some(({ endpoint }) => endpoint.startsWith("debug.")), "who looks is not looked at");
    assert.equal((await visitor.get("/site-status/")).body.debug_toolbar, true);
  });

  test("names its statements with their text, time and rows, and says whether a cache answered", async () => {
    const path = `/mentors/?limit=3&q=${Math.floor(performance.now())}x`;
    const first = await kept(await visitor.get(path));
    assert.ok(first.statements.length > 0);
    for (const one of first.statements) {
      assert.match(one.name, /^\w+\.\w+$/);
      assert.match(one.sql, /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i);
      assert.equal(one.engine, "sqlite");
      assert.ok(one.micros >= 0 && Number.isInteger(one.rows), JSON.stringify(one));
    }
    assert.equal(first.summary.statements, first.statements.length);
    assert.deepEqual(first.cache, [{ name: "mentors.search", outcome: "miss" }]);
    // On SQLite any commit, also of a job, ends what was kept.
    const second = await until("it is kept", async () => {
      const record = await kept(await visitor.get(path));
      return record.cache[0].outcome === "hit" && record;
    });
    assert.deepEqual(second.statements, []);
  });

  test("says how often a statement was repeated", async () => {
    for (const { id } of (await visitor.ok("GET", list)).items) {
      const { summary, statements } = await visitor.ok("GET", `${list}${id}/`);
      const times = Object.values(Object.groupBy(statements, ({ name }) => name)).map(({ length }) => length);
      assert.equal(summary.repeated, Math.max(0, ...times));
      assert.equal(summary.n_plus_one, summary.repeated >= 3);
    }
  });

  test("follows its jobs to the mail of a forgotten password, without saying whose", async () => {
    const asked = await visitor.send("POST", "/auth/forgot-password/", { email: mentorEmail });
    assert.ok(asked.status < 300, String(asked.status));
    const record = await until("the mail is there", async () => {
      const found = await kept(asked);
      return found.mails[0]?.preview && found;
    });
    assert.deepEqual(record.jobs.map(({ event }) => event), ["auth.security_mail"]);
    const [mail] = record.mails;
    assert.match(mail.letter, /reset/);
    assert.equal(mail.recipient, "a***@d***.example");
    assert.notEqual(mail.subject, "");
    assert.ok((await (await fetch(server.url + mail.preview)).text()).includes(mentorEmail), "the preview shows that mail");
    const [newest] = await mails(server, mentorEmail);
    assert.ok(!JSON.stringify(record).includes(newest.text.match(/token=([\w-]+)/)[1]));
  });

  test("keeps requests apart that are answered at the same time", async () => {
    const person = await signIn(server, "ravi@demo.aspirex.example");
    const paths = ["/bookings/", "/notifications/", "/favourites/", "/auth/me/"];
    const alone = {};
    for (const path of paths) await person.get(path); // what is only done at first
    for (const path of paths) alone[path] = (await kept(await person.get(path))).statements.map(({ name }) => name);
    const together = await Promise.all(Array.from({ length: 40 }, (_, i) => person.get(paths[i % paths.length])));
    for (const [i, answer] of together.entries())
      assert.deepEqual((await kept(answer)).statements.map(({ name }) => name), alone[paths[i % paths.length]]);
  });

  test("holds no value, token or person", async () => {
    const person = await signIn(server, "ravi@demo.aspirex.example");
    await person.get(`/mentors/?q=verySecretWord`);
    await visitor.send("POST", "/auth/login/", { identifier: mentorEmail, password: "a wrong password 17" });
    await visitor.send("POST", "/contact/", {
      name: "Zelda Quark", email: "zelda.quark@mail.example.org", topic: "question", text: "the words of a message", client_key: "key-12345678",
    });
    await person.get("/mentors/M000001/");
    const ids = (await visitor.ok("GET", list)).items.map(({ id }) => id);
    const everything = JSON.stringify([
      await visitor.ok("GET", list),
      ...(await Promise.all(ids.map((id) => visitor.ok("GET", `${list}${id}/`)))),
    ]);
    for (const secret of [
      "verySecretWord", "a wrong password 17", demoPassword, password, person.token, mentorEmail, "ravi@", "zelda", "Zelda",
      "the words of a message", "M000001",
    ])
      assert.ok(!everything.includes(secret), secret);
  });

  test("is kept for the last hundred", async () => {
    const first = await visitor.get("/site-status/");
    for (let i = 0; i < 100; i += 1) await visitor.get("/site-status/");
    assert.equal((await visitor.ok("GET", list)).items.length, 100);
    assert.equal((await visitor.get(`${list}${first.headers.get("x-request-id")}/`)).status, 404);
  });

  test("is told to nobody whose name was pointed at this machine, and to no page of another site", async () => {
    const ask = (headers) =>
      new Promise((done, failed) =>
        request({ host: "127.0.0.1", port: server.port, path: `/api/v1${list}`, headers }, (answer) => {
          answer.resume();
          done({ status: answer.statusCode, headers: answer.headers });
        })
          .on("error", failed)
          .end(),
      );
    assert.equal((await ask({ host: `localhost:${server.port}` })).status, 200);
    assert.equal((await ask({ host: "rebound.evil.example" })).status, 404);
    const foreign = await ask({ host: `127.0.0.1:${server.port}`, origin: "https://evil.example" });
    assert.equal(foreign.headers["access-control-allow-origin"], undefined);
  });
});
