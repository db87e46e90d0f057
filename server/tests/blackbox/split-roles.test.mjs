import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { assertLedger, book, settled } from "./lib/booking.mjs";
import { Client, freeTimes, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { converse, people } from "./lib/conversations.mjs";
import { createDatabase, joining, Redis, skipWithoutPostgres, untilJoined } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { startHaproxy, startNginx } from "./lib/proxies.mjs";
import { run, Server } from "./lib/server.mjs";

const openapi = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../contract/openapi.json"), "utf8"));

describe("a process of one role", () => {
  const refusal = async (args, env = {}) => {
    const { code, stderr } = await run(["serve", "--listen", "127.0.0.1:0", ...args], { env });
    assert.equal(code, 2, stderr);
    return stderr;
  };
  test("names a role that there is not", async () => assert.match(await refusal(["--roles", "api,cleaner"]), /AX_ROLES .*cleaner.*realtime/));
  test("is refused on SQLite", async () => assert.match(await refusal(["--roles=api"]), /SQLite .*AX_DATABASE_URL/));
  test("is refused without Redis", async () =>
    assert.match(await refusal([], { AX_ROLES: "api", AX_DATABASE_URL: "postgresql://127.0.0.1:1/none" }), /AX_REDIS_URL/));
});

describe("roles in processes of their own", { skip: skipWithoutPostgres }, () => {
  let database, redis, nginx, haproxy;
  const nodes = {};
  const ofRole = (role) => Object.entries(nodes).filter(([name]) => name.startsWith(role)).map(([, node]) => node);
  const proxies = () => [["nginx", nginx], ["HAProxy", haproxy]];

  before(async () => {
    database = createDatabase("roles");
    redis = await Redis.start();
    const env = { ...joining(database, redis), AX_TRUSTED_PROXIES: "127.0.0.1", AX_SANDBOX_WEBHOOK_DELAY_MS: "50" };
    nodes.api1 = await Server.start({ env: { ...env, AX_ROLES: "api" } });
    const rest = ["realtime1", "realtime2", "worker1", "payments1"];
    const started = await Promise.all(rest.map((name) => Server.start({ demo: false, flags: ["--roles", name.slice(0, -1)], env })));
    rest.forEach((name, i) => (nodes[name] = started[i]));
    await untilJoined(Object.values(nodes));
    const upstreams = Object.fromEntries(["api", "realtime", "payments"].map((role) => [role, ofRole(role).map((node) => node.port)]));
    [nginx, haproxy] = await Promise.all([startNginx(upstreams), startHaproxy(upstreams)]);
  });
  after(async () => {
    await Promise.all([nginx?.stop(), haproxy?.stop()]);
    for (const node of Object.values(nodes)) await node.stop();
    await redis?.stop();
    database?.drop();
  });

  test("each answers for what is its own and names the role of everything else", async () => {
    const samples = { api: "/api/v1/site-status/", realtime: "/socket.io/?EIO=4&transport=polling", payments: "/api/v1/mentor/create-order/" };
    for (const [name, node] of Object.entries(nodes)) {
      for (const path of ["/api/health/live", "/api/health/ready", "/metrics"]) assert.equal((await fetch(node.url + path)).status, 200, `${name} ${path}`);
      for (const [role, path] of Object.entries(samples)) {
        const answer = await fetch(node.url + path);
        const { reason } = await answer.json().catch(() => ({}));
        if (name.startsWith(role)) assert.notEqual(answer.status, 421, `${name} ${path}`);
        else assert.deepEqual([answer.status, reason], [421, `server.needs_role_${role}`], `${name} ${path}`);
      }
    }
    const [client, socket] = await Promise.all([fetch(`${nodes.worker1.url}/`), fetch(`${nodes.api1.url}/ws/chat/S000001/M000001/`)]);
    assert.deepEqual([client.status, socket.status], [421, 421]);
  });

  test("both proxies find the right process for every path of the API", async () => {
    const paths = Object.keys(openapi.paths).map((path) => path.replace(/\{\w+\}/g, "1"));
    assert.ok(paths.length > 100);
    for (const [name, proxy] of proxies()) {
      const all = ["/", "/mentors", "/robots.txt", "/socket.io/", "/ws/chat/S000001/M000001/", "/sandbox/mail/"];
      for (const prefix of ["/api/v1", "/api"]) all.push(...paths.map((path) => prefix + path), `${prefix}/payments/razorpay/webhook/`);
      const statuses = await Promise.all(all.map(async (path) => [path, (await fetch(proxy.url + path, { redirect: "manual" })).status]));
      assert.deepEqual(statuses.filter(([, status]) => status === 421 || status >= 500), [], name);
      assert.equal((await fetch(`${proxy.url}/metrics`)).status, 404);
    }
  });

  test("a session is booked, paid, confirmed and told live through all of them", async (t) => {
    for (const [name, proxy] of proxies()) {
      const student = await signUp(proxy); // the worker sends the mail
      const mentor = await signIn(proxy, mentorEmail);
      const heard = [];
      const socket = io(proxy.url, { forceNew: true, transports: ["websocket"], auth: { token: mentor.token } });
      t.after(() => socket.disconnect());
      socket.on("event", (event) => heard.push(event.name));
      await once(socket, "ready");
      const offer = await freeTimes(proxy);
      const { booking } = await book(proxy, student, offer, offer.times[0]);
      await settled(student, booking, "confirmed", "paid");
      await until(`${name}: the mentor hears of it`, () => heard.includes("notification.new") && heard.includes("booking.changed"));
      await student.ok("POST", `/bookings/${booking.id}/cancel/`, {});
      await settled(student, booking, "cancelled", "refunded"); // by a job of payments
    }
    await assertLedger(nodes.api1);
  });

  // Sessions that poll, from several addresses: each request has to reach the process that has the session.
  for (const name of ["nginx", "HAProxy"])
    test(`polling stays with its process behind ${name}`, async (t) => {
      const proxy = Object.fromEntries(proxies())[name];
      const person = await signIn(proxy, mentorEmail);
      const before = await Promise.all(ofRole("realtime").map(sessionsOf));
      const sockets = Array.from({ length: 16 }, (_, i) =>
        io(proxy.url, {
          forceNew: true, transports: ["polling"], auth: { token: person.token }, reconnection: false, withCredentials: name === "HAProxy",
          agent: new Agent({ keepAlive: true, localAddress: `127.0.0.${i + 2}` }),
        }));
      t.after(() => sockets.forEach((socket) => socket.disconnect()));
      const ended = [];
      for (const socket of sockets) for (const end of ["disconnect", "connect_error"]) socket.on(end, (why) => ended.push(`${end}: ${why}`));
      await until("all are ready or one failed", () => sockets.every((socket) => socket.connected) || ended.length > 0);
      for (let round = 0; round < 5 && ended.length === 0; round += 1) {
        const answers = await Promise.all(sockets.map((socket) => socket.timeout(30_000).emitWithAck("sync", { seen: 0 })));
        assert.ok(answers.every((answer) => answer.ok), JSON.stringify(answers.find((answer) => !answer.ok)));
      }
      assert.deepEqual(ended, []);
      const added = (await Promise.all(ofRole("realtime").map(sessionsOf))).map((count, i) => count - before[i]);
      t.diagnostic(`sessions of each process: ${added.join(", ")}`);
      assert.ok(added.every((count) => count > 0), `${added}`);
    });

  test("a plain WebSocket and REST see the same conversation", async () => {
    const { students: [student], mentors: [mentor] } = await people(nginx, { students: 1, mentors: 1 });
    const talk = await converse(student, mentor);
    const socket = new WebSocket(haproxy.url.replace("http", "ws") + talk.path, { headers: { authorization: `Token ${mentor.token}` } });
    const frames = [];
    socket.on("message", (data) => frames.push(JSON.parse(data)));
    await until("it is connected", () => frames.some(({ type }) => type === "connected"));
    await student.ok("POST", `/chat/conversations/${talk.id}/messages/`, { text: "over REST", client_key: "over-rest-1" });
    await until("it is heard", () => frames.some(({ type, text }) => type === "message" && text === "over REST"));
    socket.close();
    await once(socket, "close");
  });

  test("without its worker nothing is lost, and done when there is one again", async () => {
    await nodes.worker1.interrupt("SIGTERM");
    const visitor = new Client(nginx);
    const email = `later${process.pid}@example.org`;
    const wish = { name: "Later", email, password: "correct-staple-91x", role: "student", accepted_terms: true, time_zone: "Europe/Berlin" };
    await visitor.ok("POST", "/auth/register/", wish);
    await nodes.worker1.launch();
    await until("the mail is sent", async () => (await (await fetch(`${nginx.url}/sandbox/mail.json?to=${encodeURIComponent(email)}`)).json()).items.length === 1);
  });
});

async function sessionsOf(node) {
  const text = await (await fetch(`${node.url}/metrics`)).text();
  return Number(text.match(/^engineio_sessions (\S+)$/m)?.[1] ?? 0);
}
