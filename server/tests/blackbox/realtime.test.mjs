import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { Client, freeTimes, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const open = new Set();

/** The npm client, unmodified; keeps what it hears and says where it stopped, as docs/realtime.md asks for. */
function live(server, token, options = {}) {
  const { seen, ...others } = options;
  const told = { seen, events: [], readies: [], closings: [] };
  const socket = io(server.url, {
    auth: (done) => done({ token, seen: told.seen }),
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    forceNew: true,
    ...others,
  });
  socket.on("ready", (ready) => {
    told.readies.push(ready);
    if (ready.reload) told.seen = ready.last;
  });
  socket.on("event", (event) => {
    told.events.push(event);
    told.seen = event.seq;
  });
  socket.on("closing", (closing) => told.closings.push(closing.reason));
  open.add(socket);
  return Object.assign(told, { socket });
}

const isReady = (who) => until("the connection is ready", () => who.readies.length > 0);
const ask = (who, name, ...payload) => who.socket.timeout(10_000).emitWithAck(name, ...payload);

const hold = async (student, time, service) =>
  student.ok("POST", "/bookings/", { mentor_id: "M000001", service_id: service.id, start: time });

for (const engine of ["one loop", "two loops"])
  describe(`the live connection, ${engine}`, () => {
    let server;
    let student;
    let mentor;
    let times;
    let service;
    before(async () => {
      server = await Server.start({ env: { AX_THREADS: engine === "one loop" ? "1" : "2" } });
      student = await signUp(server);
      mentor = await signIn(server, mentorEmail);
      ({ times, service } = await freeTimes(server));
    });
    after(async () => {
      for (const socket of open) socket.close();
      open.clear();
      await server.stop();
    });

    test("both members hear of a booking, on every device, over both transports", async () => {
      const first = live(server, student.token, { transports: ["websocket"] });
      const second = live(server, student.token, { transports: ["polling"] });
      const teacher = live(server, mentor.token);
      for (const one of [first, second, teacher]) await isReady(one);
      const booking = await hold(student, times[0], service);
      for (const one of [first, second, teacher]) {
        await until("the booking is heard of", () => one.events.some((e) => e.name === "booking.changed"));
        const [event] = one.events.filter((e) => e.name === "booking.changed");
        assert.equal(event.data.booking.id, booking.id);
        assert.equal(event.data.booking.state, "held");
        assert.equal(event.data.booking.can_pay, one !== teacher);
      }
      assert.deepEqual(first.events, second.events);
      await student.ok("POST", `/bookings/${booking.id}/cancel/`, {});
      await until("the end is heard of", () => first.events.at(-1)?.data.booking?.state === "cancelled");
    });

    test("a client that was cut off gets exactly the rest", async () => {
      // It comes back when told to: by itself it may be back before the cut is looked for.
      const one = live(server, student.token, { transports: ["websocket"], reconnection: false });
      await isReady(one);
      const before = one.seen;
      for (let round = 0; round < 3; ++round) {
        const cut = once(one.socket, "disconnect");
        one.socket.io.engine.transport.ws.terminate();
        await cut;
        const booking = await hold(student, times[1], service);
        await student.ok("POST", `/bookings/${booking.id}/cancel/`, {});
        one.socket.connect();
        await until("it is back", () => one.events.length >= 2 * (round + 1));
      }
      assert.deepEqual(
        one.events.map((event) => event.seq),
        Array.from({ length: 6 }, (_, i) => before + 1 + i),
      );
      assert.deepEqual(
        one.readies.slice(1).map((ready) => ready.reload),
        [false, false, false],
      );
      const rest = await student.ok("GET", `/realtime/events/?seen=${before}`);
      assert.deepEqual(rest.events, one.events);
      assert.deepEqual((await ask(one, "sync", { seen: before })).data, rest);
    });

    test("logging out closes the device's connections within five seconds, and no others", async () => {
      const visitor = await signUp(server, { name: "Lena" });
      const other = await new Client(server).ok("POST", "/auth/login/", {
        identifier: visitor.email, password: "correct-staple-91x", client: "api",
      });
      const here = live(server, visitor.token);
      const there = live(server, other.token);
      await isReady(here);
      await isReady(there);
      const began = performance.now();
      const gone = once(here.socket, "disconnect");
      await visitor.ok("POST", "/auth/logout/", {});
      const [why] = await gone;
      assert.ok(performance.now() - began < 5000);
      assert.equal(why, "io server disconnect");
      assert.deepEqual(here.closings, ["auth.sign_in_needed"]);
      assert.equal((await ask(there, "sync", { seen: 0 })).ok, true);

      const everywhere = once(there.socket, "disconnect");
      await new Client(server, other.token).ok("POST", "/auth/logout-everywhere/", {});
      await everywhere;
      here.socket.connect();
      const [refused] = await once(here.socket, "connect_error");
      assert.equal(refused.message, "auth.sign_in_needed");
    });

    test("pages of other origins are refused, our own are not", async () => {
      for (const transports of [["websocket"], ["polling"]]) {
        const foreign = live(server, student.token, { transports, extraHeaders: { origin: "https://evil.example" }, reconnection: false });
        await once(foreign.socket, "connect_error");
        const own = live(server, student.token, { transports, extraHeaders: { origin: server.url } });
        await isReady(own);
        own.socket.close();
      }
    });

    test("commands that are not known, not readable or not allowed are answered", async () => {
      const one = live(server, student.token);
      await isReady(one);
      assert.deepEqual(await ask(one, "no.such", {}), {
        ok: false, reason: "realtime.unknown_command", fields: [], retry_after: null,
      });
      assert.equal((await ask(one, "sync", { seen: "x" })).reason, "request.invalid");
      assert.equal((await ask(one, "sync")).ok, false);
      assert.deepEqual((await ask(one, "presence.watch", { accounts: [1] })).data.people.length, 0);
      one.socket.emit("sync", "nobody waits for an answer");
      assert.equal((await ask(one, "sync", { seen: 0 })).ok, true);
    });

    test("a restart is survived: clients come back by themselves and miss nothing", async () => {
      const one = live(server, student.token, { reconnectionDelayMax: 500 });
      await isReady(one);
      assert.equal(await server.interrupt(), 0);
      await until("the stop is noticed", () => !one.socket.connected);
      await server.launch();
      await until("it is back", () => one.readies.length > 1, { seconds: 20 });
      assert.equal(one.readies.at(-1).reload, false);
      assert.equal(one.readies.at(-1).last, one.readies[0].last);
      assert.deepEqual(one.closings, []);
    });
  });
