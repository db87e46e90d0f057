import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { hold, wish } from "./lib/booking.mjs";
import { Client, freeTimes, signUp } from "./lib/client.mjs";
import { nodesDuring, skipWithoutPostgres } from "./lib/nodes.mjs";
import { Server } from "./lib/server.mjs";

const students = Number(process.env.AX_RACE_PEOPLE ?? 10);
const clients = Math.max(200, students);
const signedUpAtOnce = 10; // hashing passwords has a short queue
const repeats = Number(process.env.AX_RACE_REPEATS ?? 20);

async function signUpAll(server) {
  const people = [];
  while (people.length < students)
    people.push(...(await Promise.all(Array.from({ length: Math.min(signedUpAtOnce, students - people.length) }, () => signUp(server)))));
  return people;
}

/**
 * 200 requests at once for one time, from ten accounts, or from as many as are asked for, over all servers; whoever wins
 * gives it back, and all start again.
 */
async function race(servers) {
  const people = await signUpAll(servers[0]);
  const runners = Array.from({ length: clients }, (_, i) => new Client(servers[(i + Math.floor(i / students)) % servers.length], people[i % students].token));
  const offer = await freeTimes(servers[0]);
  for (let repeat = 0; repeat < repeats; ++repeat) {
    const start = offer.times[repeat % 2];
    const answers = await Promise.all(
      runners.map((runner) => runner.post("/bookings/", wish(offer, start))),
    );
    const won = answers.flatMap((answer, i) => (answer.status === 201 ? [i] : []));
    const others = answers.filter((answer) => answer.status !== 201);
    const words = [...new Set(others.map((answer) => `${answer.status} ${answer.body.reason}`))];
    assert.equal(won.length, 1, `repeat ${repeat}: ${won.length} winners, the others got ${words}`);
    assert.ok(others.every((answer) => answer.status === 409), `repeat ${repeat}: ${words}`);
    const winner = people[won[0] % students];
    await winner.ok("POST", `/bookings/${answers[won[0]].body.id}/cancel/`, {});
  }
  // The time is free again: what has been tried is not a time that nobody can have.
  assert.equal((await hold(people[0], offer, offer.times[0])).state, "held");
}

test("200 clients race for one slot on SQLite, 20 times: one wins, the others get 409", async (t) => {
  const server = await Server.start();
  t.after(() => server.stop());
  await race([server]);
});

const postgres = process.env.AX_TEST_POSTGRES;
const skip = !postgres && process.env.AX_REQUIRE_POSTGRES !== "1" && "no PostgreSQL: AX_TEST_POSTGRES is not set";

test("and on PostgreSQL, 20 times", { skip }, async (t) => {
  assert.ok(postgres, "AX_TEST_POSTGRES is not set, but AX_REQUIRE_POSTGRES is");
  const name = `blackbox_race_${process.pid}`;
  const sql = (text) => execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", postgres, "-c", text], { stdio: "pipe" });
  sql(`CREATE DATABASE ${name}`);
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  let server;
  t.after(async () => {
    await server?.stop();
    sql(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  // Patience: a crowded test machine must not turn a refusal into "try again later".
  server = await Server.start({ env: { AX_DATABASE_URL: url.href, AX_DATABASE_PATIENCE_SECONDS: "30" } });
  await race([server]);
});

test("and over two nodes, 20 times", { skip: skipWithoutPostgres }, async (t) => {
  const nodes = await nodesDuring(t, "race_of_nodes", 2);
  await race(nodes);
});
