import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import ICAL from "ical.js";
import { book } from "./lib/booking.mjs";
import { freeTimes, mails, mentorEmail, signIn, signUp } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

/** As another program reads the file, by the zones that it explains itself. */
function read(text) {
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      status: part.getFirstPropertyValue("status"),
      attendees: event.attendees.map((one) => one.getFirstValue()),
      zone: event.startDate.zone.tzid,
      start: event.startDate.toUnixTime(),
      end: event.endDate.toUnixTime(),
    };
  });
  return { method: calendar.getFirstPropertyValue("method"), events };
}

const unix = (iso) => Date.parse(iso) / 1000;

describe("calendars, as ical.js reads them", () => {
  let server, offer, student, email, mentor;

  before(async () => {
    server = await Server.start({ env: { AX_LOG_LEVEL: "info" } });
    offer = await freeTimes(server);
    student = await signUp(server);
    email = student.email;
    mentor = await signIn(server, mentorEmail);
  });
  after(() => server?.stop());

  const change = (sql, ...values) => {
    const db = new DatabaseSync(join(server.data, "aspirex.db"));
    db.exec("PRAGMA busy_timeout = 10000");
    db.prepare(sql).run(...values);
    db.close();
  };
  const mailed = (booking, subject) =>
    until(`a mail "${subject}"`, async () =>
      (await mails(server, email)).find(
        (mail) => subject.test(mail.subject) && mail.calendar.includes(`UID:session-${booking.id}@`),
      ));

  test("a session across a change of the clocks keeps its instants", async () => {
    const { booking } = await book(server, student, offer, offer.times.splice(0, 4)[0]);
    for (const [zone, start, end, written = zone] of [
      // 01:30 summer time to 03:00 winter time, two hours and a half later.
      ["Europe/Berlin", "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z"],
      // From and to 02:30, which the wall shows twice: only UTC can say which.
      ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "UTC"],
      // 01:30 winter time to 03:30 summer time.
      ["Europe/Berlin", "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"],
      ["America/New_York", "2026-11-01T04:30:00Z", "2026-11-01T07:00:00Z"],
      ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "UTC"],
      ["America/New_York", "2027-03-14T06:30:00Z", "2027-03-14T07:30:00Z"],
      // After the change: not what the zone showed when the file's first explanation began.
      ["America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z"],
      ["Asia/Kolkata", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"],
    ]) {
      change(
        "UPDATE booking SET student_zone = ?, starts_at = ?, ends_at = ? WHERE id = ?",
        zone, unix(start) * 1_000_000, unix(end) * 1_000_000, booking.id,
      );
      const file = await student.ok("GET", `/bookings/${booking.id}/calendar/`);
      const { method, events } = read(file.content);
      assert.equal(method, "PUBLISH");
      const times = [events[0].zone, events[0].start, events[0].end];
      assert.deepEqual(times, [written, unix(start), unix(end)], `${zone} ${start}`);
    }
  });

  test("mails of one session are one entry that rises and ends", async () => {
    const from = offer.times.splice(0, 4)[0];
    const to = offer.times.splice(0, 4)[0];
    const { booking } = await book(server, student, offer, from);
    const first = read((await mailed(booking, /is confirmed$/)).calendar);
    assert.equal(first.method, "REQUEST");
    assert.deepEqual(first.events[0].attendees, [`mailto:${email}`]);
    const moved = await student.ok("POST", `/bookings/${booking.id}/move/`, { from: booking.start, start: to });
    assert.equal(moved.start, to);
    const second = read((await mailed(booking, /^You moved/)).calendar);
    await student.ok("POST", `/bookings/${booking.id}/cancel/`, {});
    const third = read((await mailed(booking, /^You cancelled/)).calendar);
    const all = [first, second, third].flatMap(({ events }) => events);
    assert.deepEqual(all.map(({ sequence }) => sequence), [0, 1, 2]);
    assert.deepEqual(all.map(({ status }) => status), ["CONFIRMED", "CONFIRMED", "CANCELLED"]);
    assert.equal(new Set(all.map(({ uid }) => uid)).size, 1);
    assert.deepEqual([second.method, third.method], ["REQUEST", "CANCEL"]);
    assert.deepEqual([second.events[0].start, second.events[0].end], [unix(moved.start), unix(moved.end)]);
  });

  test("the private address answers programs, stands in no log and ends", async () => {
    const { booking } = await book(server, student, offer, offer.times.splice(0, 4)[0]);
    const { url } = await student.ok("POST", "/calendar/feed/");
    const path = new URL(url).pathname;
    const get = (headers) => fetch(`${server.url}${path}`, { headers });
    const answer = await get();
    assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.match(answer.headers.get("cache-control"), /^private\b/);
    const found = read(await answer.text()).events.find(({ uid }) => uid.startsWith(`session-${booking.id}@`));
    assert.deepEqual([found.start, found.end], [unix(booking.start), unix(booking.end)]);
    assert.equal((await get({ "if-none-match": answer.headers.get("etag") })).status, 304);
    const { events } = read(await (await fetch(`${server.url}${new URL((await mentor.ok("POST", "/calendar/feed/")).url).pathname}`)).text());
    assert.ok(events.some(({ uid }) => uid.startsWith(`session-${booking.id}@`)));

    await student.ok("DELETE", "/calendar/feed/");
    assert.equal((await get()).status, 404);
    await until("its lines are written", () => server.output.split('"calendar.read"').length > 3);
    assert.ok(!server.output.includes("axf_"), "the secret is in the log");
  });
});
