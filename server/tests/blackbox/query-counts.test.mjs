import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { book } from "./lib/booking.mjs";
import { Client, freeTimes, mentorEmail, signIn } from "./lib/client.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";
import { png, upload } from "./lib/uploads.mjs";

const contract = JSON.parse(readFileSync(new URL("../../../contract/openapi.json", import.meta.url)));
const most = 14; // statements of one answer

// Questions that cannot be left out. `day` is a date some days ahead.
const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const days = `from=${day(1)}&to=${day(28)}&zone=UTC`;
const asked = {
  "/bookings/{booking}/move-times/": () => days,
  "/calendar/": () => `from=${day(0)}T00:00:00Z&to=${day(30)}T00:00:00Z`,
  "/chat/search/": () => "q=hello",
  "/mentors/{mentor}/free-times/": (o) => `service=${o.service}&${days}`,
  "/mentors/{mentor}/why-not/": (o) => `service=${o.service}&start=${o.start}`,
  "/mentors/me/calendar/": () => days,
  "/notifications/unsubscribe/": () => `token=${"x".repeat(43)}`,
  "/realtime/events/": () => "seen=0",
  "/waitlist/free-now/": (o) => `mentor=${o.mentor}&service=${o.service}&${days}`,
};
/** Lists that have several rows here, by who reads them: else equal counts would say nothing. */
const mustBeLong = [
  "/mentors/", "/favourites/", "/bookings/", "/chat/conversations/", "/chat/conversations/{conversation}/messages/",
  "/support/tickets/", "/support/queue/", "/events/", "/community/posts/", "/community/posts/{post}/comments/",
  "/mentor/earnings/entries/", "/mentors/{mentor}/reviews/", "/mentor/feedback/", "/staff/testimonials/", "/notifications/",
  "/workspaces/", "/workspaces/{person}/sessions/", "/contact/messages/",
  "/staff/webhooks/{webhook}/deliveries/",
];
/** Nobody here has what these answer with: they may say so. */
const mayBeMissing = ["/people/{person}/cv/", "/account/cv/", "/notifications/unsubscribe/", "/auth/external/"];

const reads = Object.entries(contract.paths)
  .filter(([, verbs]) => verbs.get)
  .map(([path, { get }]) => ({
    path,
    access: get["x-access"],
    paged: (get.parameters ?? []).some(({ name }) => name === "limit"),
  }));

describe("every answer costs a bounded number of statements, however long its page", () => {
  let server, readers, objects;

  before(async () => {
    // What an answer costs that is not kept; that kept ones cost nothing is caching.test.mjs' business.
    server = await Server.start({ env: { AX_METRICS_TOKEN: "for-this-test", AX_THREADS: "1", AX_CACHE_MB: "0" } });
    const offer = await freeTimes(server);
    const [student, mentor, staff] = [
      await signIn(server, "ravi@demo.aspirex.example"),
      await signIn(server, mentorEmail),
      await signIn(server, "staff@demo.aspirex.example"),
    ];
    readers = { visitor: new Client(server), student, mentor, staff };
    const first = async (who, path) => (await who.ok("GET", path)).items[0].id;
    const me = await student.ok("GET", "/auth/me/");
    // Paused, so that nothing is sent beside what is counted.
    const { webhook } = await staff.ok("POST", "/staff/webhooks/", { url: "https://hooks.example/in", kinds: ["*"] });
    await staff.ok("PUT", `/staff/webhooks/${webhook.id}/paused/`, { paused: true });
    const bookings = [];
    for (const start of offer.times.filter((_, i) => i % 8 === 0).slice(0, 4))
      bookings.push((await book(server, student, offer, start)).booking);
    const past = bookings.slice(1);
    for (const mentor of ["M000002", "M000003", "M000004"]) {
      const other = await freeTimes(server, mentor, { from: 20, to: 60 });
      await book(server, student, other, other.times.at(-1));
      const { id } = await student.ok("POST", "/chat/conversations/", { with: mentor });
      await student.ok("POST", `/chat/conversations/${id}/messages/`, { text: "hello", client_key: "counted-0" });
    }
    tookPlace(past.map(({ id }) => id));
    for (const { id } of past)
      await student.ok("PUT", `/bookings/${id}/review/`, { stars: 5, text: "Clear and patient", may_quote: true });
    const post = await first(student, "/community/posts/");
    for (let i = 0; i < 3; i += 1) {
      const client_key = `counted-${i}`;
      await student.ok("POST", "/support/tickets/", { subject: `Question ${i}`, category: "other", text: "How?", client_key });
      await student.ok("POST", `/community/posts/${post}/comments/`, { text: `hello ${i}`, client_key });
      await student.ok("PUT", `/favourites/M00000${i + 1}/`);
      await readers.visitor.ok("POST", "/contact/", { name: "Nina", email: "nina@example.org", topic: "question", text: "How?", client_key });
    }
    const conversation = await first(student, "/chat/conversations/");
    for (let i = 0; i < 3; i += 1)
      await student.ok("POST", `/chat/conversations/${conversation}/messages/`, { text: "hello", client_key: `counted-${i}` });
    const { id: attachment } = await (await upload(student, "POST", "/chat/attachments/?name=x.png", png(8))).json();
    await student.ok("POST", `/chat/conversations/${conversation}/messages/`, { text: "look", client_key: "counted-file", attachment });
    for (const who of [student, mentor]) await upload(who, "PUT", "/account/cv/", Buffer.from("%PDF-1.7\n%%EOF\n"));
    const wait = await student.ok("POST", "/waitlist/", {
      mentor: offer.mentor, service: offer.service.id, from: day(1), to: day(2), zone: "UTC", earliest_hour: 1, latest_hour: 2,
    });
    const delivery = await until("webhooks skipped some", async () => (await staff.ok("GET", `/staff/webhooks/${webhook.id}/deliveries/`)).items[2]);
    objects = {
      webhook: webhook.id, delivery: delivery.id,
      mentor: offer.mentor, service: offer.service.id, start: offer.times.at(-1),
      student: me.student_id, person: { student: offer.mentor, mentor: me.student_id },
      booking: bookings[0].id, conversation, attachment, ticket: await first(student, "/support/tickets/"), wait: wait.id, post,
      message: await first(student, `/chat/conversations/${conversation}/messages/`),
      event: await first(student, "/events/"), id: await first(student, "/notifications/"),
      account: (await student.ok("GET", `/community/posts/${post}/`)).author.account,
    };
  });
  after(() => server?.stop());

  /** What only time would bring about. */
  function tookPlace(bookings) {
    const db = new DatabaseSync(join(server.data, "aspirex.db"));
    db.exec("PRAGMA busy_timeout = 10000");
    for (const [i, id] of bookings.entries()) {
      const start = (Date.now() - (2 + i) * 7_200_000) * 1000;
      db.prepare("UPDATE booking SET state = 2, starts_at = ?, ends_at = ? WHERE id = ?").run(start, start + 3_600_000_000, id);
    }
    db.close();
  }

  async function statements() {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer for-this-test" } });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    return [...text.matchAll(/^db_query_duration_seconds_count\S* (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  }

  /**
   * The fewest of some tries: jobs run beside, and what is cached for seconds costs the first one more. What is above
   * `enough` is tried more often, for it may be theirs.
   */
  async function cost(who, path, enough = most) {
    let fewest = Number.POSITIVE_INFINITY;
    let answer;
    for (let round = 0; round < 4 || (fewest > enough && round < 16); round += 1) {
      const earlier = await statements();
      answer = await who.get(path);
      fewest = Math.min(fewest, (await statements()) - earlier);
    }
    return { fewest, status: answer.status, rows: answer.body?.items?.length ?? 0 };
  }

  const address = (role, path, query) => {
    const known = { ...objects, person: objects.person[role] ?? objects.mentor };
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
      assert.ok(known[name] !== undefined, `which ${name}?`);
      return known[name];
    });
    const all = [asked[path]?.(objects), query].filter(Boolean).join("&");
    return all ? `${filled}?${all}` : filled;
  };
  const mayRead = (access) =>
    access === "anyone" ? ["visitor", "student"] : access === "signed_in" ? ["student", "mentor", "staff"] : [access];

  for (const { path, access, paged } of reads) {
    test(`${path}${paged ? ", short and long" : ""}`, async () => {
      let longest = 0;
      const statuses = {};
      for (const role of mayRead(access)) {
        const who = readers[role];
        assert.ok(who, `who is ${role}?`);
        const short = await cost(who, address(role, path, paged ? "limit=1" : ""));
        statuses[role] = short.status;
        assert.ok(short.status < 500, `${role}: ${short.status}`);
        assert.ok(short.fewest <= most, `${role}: ${short.fewest} statements`);
        if (!paged || short.status !== 200) continue;
        const long = await cost(who, address(role, path, "limit=20"), Math.min(most, short.fewest + 1));
        assert.ok(long.fewest <= most, `${role}: ${long.fewest} statements`);
        // An empty or full page may save a look at what follows; a row may not cost one.
        assert.ok(long.fewest <= short.fewest + 1, `${role}: ${short.fewest} for one row, ${long.fewest} for ${long.rows}`);
        longest = Math.max(longest, long.rows);
      }
      if (!mayBeMissing.includes(path))
        assert.ok(Object.values(statuses).includes(200), `nobody was answered: ${JSON.stringify(statuses)}`);
      if (mustBeLong.includes(path)) assert.ok(longest >= 3, `the longest page had ${longest} rows`);
    });
  }
});
