// The pages that people look at every day, over as much as a busy site holds: see `fill`.
const percent = Number(process.env.AX_BENCH_PERCENT ?? 100); // less: only to try whether a benchmark runs
export const [posts, messages, events] = [5000, 20_000, 200].map((count) => Math.ceil((count * percent) / 100));

/** Runs calls a few at a time; the server is not measured meanwhile. */
async function all(count, call) {
  let next = 0;
  const line = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: 16 }, line));
}

// A server that is busy says so, and is asked again.
async function ok(json, url, ...request) {
  let answer = await json(url, ...request);
  for (let tries = 1; answer.status === 503 && tries < 5; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
    answer = await json(url, ...request);
  }
  const { status, body } = answer;
  if (status >= 300) throw new Error(`${request[0]} ${request[1]}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/**
 * Fills the site through its own API, and gives the cases: name, path, bar in microseconds, token. `sql` runs a statement past
 * the server.
 */
export async function pageCases({ url, sql, json }) {
  const send = (...request) => ok(json, url, ...request);
  const login = async (identifier) =>
    (await send("POST", "/api/v1/auth/login/", { identifier, password: "river-lantern-42" })).token;
  const [student, mentor] = [await login("ravi@demo.aspirex.example"), await login("asha@demo.aspirex.example")];
  // New members may write five posts a day; these two have been here for long.
  sql("UPDATE account SET created_at = 0");

  const text = "What I learned this week about **indexes**, in three points:\n\n1. measure\n2. measure again\n3. write it down";
  await all(posts, (i) =>
    send("POST", "/api/v1/community/posts/",
      { title: `Notes of week ${i}`, text, tags: ["notes"], draft: false, client_key: `bench-post-${i}` }, i % 2 ? student : mentor));
  const { id: conversation } = await send("POST", "/api/v1/chat/conversations/", { with: "M000001" }, student);
  await send("POST", `/api/v1/chat/conversations/${conversation}/accept/`, undefined, mentor).catch(() => {});
  await all(messages, (i) =>
    send("POST", `/api/v1/chat/conversations/${conversation}/messages/`,
      { text: `Message ${i}, as long as messages mostly are`, client_key: `bench-message-${i}` }, i % 2 ? student : mentor));
  const day = (ahead) => new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);
  // A host may have no more than a hundred open events.
  const hosts = [];
  for (let i = 0; i < 5; i += 1) hosts.push(await login(`mentor${i}@crowd.aspirex.example`));
  await all(events, async (i) => {
    const host = hosts[i % hosts.length];
    const wish = { title: `Evening ${i}`, description: "Come and ask.", place: "Here", time_zone: "UTC", tags: ["evening"],
      local_start: `${day(1 + (i % 100))}T18:00`, minutes: 60, capacity: 50, client_key: `bench-event-${i}` };
    const { id } = await send("POST", "/api/v1/events/", wish, host);
    await send("POST", `/api/v1/events/${id}/publish/`, { published: true }, host);
  });
  return [
    [`GET /api/v1/community/posts/ (20 of ${posts})`, "/api/v1/community/posts/", 150],
    [`GET messages of a conversation (of ${messages})`, `/api/v1/chat/conversations/${conversation}/messages/`, 200, student],
    [`GET /api/v1/events/ (20 of ${events})`, "/api/v1/events/"],
    ["GET /api/v1/student/dashboard/", "/api/v1/student/dashboard/", undefined, student],
    // The mentor's dashboard is these two.
    ["GET /api/v1/mentor/to-do/", "/api/v1/mentor/to-do/", undefined, mentor],
    ["GET /api/v1/mentor/analytics/ (90 days)", "/api/v1/mentor/analytics/?range=90", undefined, mentor],
  ];
}
