import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { book } from "./lib/booking.mjs";
import { Client, freeTimes, mentorEmail, signIn } from "./lib/client.mjs";
import { Server } from "./lib/server.mjs";

const contract = JSON.parse(readFileSync(new URL("../../../contract/openapi.json", import.meta.url)));
const most = 14; // statements of one answer

// What only an object of the right kind, or a right question, answers.
const asked = {
  "/chat/search/": "q=hello",
  "/mentors/{mentor}/free-times/": (o) => `service=${o.service}&from=${o.from}&to=${o.to}&zone=UTC`,
  "/mentors/{mentor}/why-not/": (o) => `service=${o.service}&start=${o.start}`,
};
/** Lists that the demo fills with several rows, by who reads them: else equal counts would say nothing. */
const mustBeLong = ["/mentors/", "/events/", "/community/posts/", "/bookings/", "/chat/conversations/", "/notifications/"];

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
    server = await Server.start({ env: { AX_METRICS_TOKEN: "for-this-test", AX_THREADS: "1" } });
    const offer = await freeTimes(server);
    const [student, mentor, staff] = [
      await signIn(server, "ravi@demo.aspirex.example"),
      await signIn(server, mentorEmail),
      await signIn(server, "staff@demo.aspirex.example"),
    ];
    readers = { visitor: new Client(server), student, mentor, staff };
    const bookings = [];
    for (const start of offer.times.filter((_, i) => i % 8 === 0).slice(0, 3))
      bookings.push((await book(server, student, offer, start)).booking);
    for (let i = 0; i < 3; i += 1)
      await student.ok("POST", "/support/tickets/", { subject: `Question ${i}`, text: "Hello, how does this work?" });
    const first = async (who, path) => (await who.ok("GET", path)).items[0].id;
    const conversation = await first(student, "/chat/conversations/");
    await student.ok("POST", `/chat/conversations/${conversation}/messages/`, { text: "hello", client_key: "counted-1" });
    const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    objects = {
      mentor: offer.mentor, service: offer.service.id, start: offer.times.at(-1), from: day(1), to: day(28),
      booking: bookings[0].id, conversation, ticket: await first(student, "/support/tickets/"),
      message: await first(student, `/chat/conversations/${conversation}/messages/`),
      event: await first(student, "/events/"), post: await first(student, "/community/posts/"),
    };
  });
  after(() => server?.stop());

  async function statements() {
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer for-this-test" } });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    return [...text.matchAll(/^db_query_duration_seconds_count\S* (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  }

  /** The fewest of some tries: jobs run beside, and what is cached for seconds costs the first one more. */
  async function cost(who, path) {
    let fewest = Number.POSITIVE_INFINITY;
    let answer;
    for (let round = 0; round < 4; round += 1) {
      const earlier = await statements();
      answer = await who.get(path);
      fewest = Math.min(fewest, (await statements()) - earlier);
    }
    return { fewest, status: answer.status, rows: answer.body?.items?.length ?? 0 };
  }

  const address = (path, query) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => objects[name] ?? 1);
    const question = typeof asked[path] === "function" ? asked[path](objects) : asked[path];
    const all = [question, query].filter(Boolean).join("&");
    return all ? `${filled}?${all}` : filled;
  };
  const mayRead = (access) =>
    access === "anyone" ? ["visitor", "student"] : access === "signed_in" ? ["student", "mentor"] : [access];

  for (const { path, access, paged } of reads) {
    test(`${path}${paged ? ", short and long" : ""}`, async () => {
      let longest = 0;
      for (const role of mayRead(access)) {
        const who = readers[role];
        assert.ok(who, `who is ${role}?`);
        if (!paged) {
          const { fewest } = await cost(who, address(path));
          assert.ok(fewest <= most, `${role}: ${fewest} statements`);
          continue;
        }
        const short = await cost(who, address(path, "limit=1"));
        const long = await cost(who, address(path, "limit=20"));
        assert.ok(long.status < 500, `${role}: ${long.status}`);
        assert.ok(long.fewest <= most, `${role}: ${long.fewest} statements`);
        // An empty or full page may save a look at what follows; a row may not cost one.
        assert.ok(long.fewest <= short.fewest + 1, `${role}: ${short.fewest} for one row, ${long.fewest} for ${long.rows}`);
        longest = Math.max(longest, long.rows);
      }
      if (mustBeLong.includes(path)) assert.ok(longest >= 3, `the longest page had ${longest} rows`);
    });
  }
});
