// A database of the previous system becomes people who can sign in: dry run, real run, a second one, a killed one.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import { Client, signIn } from "./lib/client.mjs";
import { defaultSize, djangoText, oldPassword, oldToken, saidFirst, writePostgres, writeSqlite } from "./lib/django-database.mjs";
import { until } from "./lib/poll.mjs";
import { binary, cleanEnvironment, run, scratchFolder, Server } from "./lib/server.mjs";

const scratch = scratchFolder();
after(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
const folder = () => {
  const path = join(scratch, String(++folders));
  mkdirSync(path);
  return path;
};

const postgres = process.env.AX_TEST_POSTGRES;
const skip = !postgres && process.env.AX_REQUIRE_POSTGRES !== "1" && "no PostgreSQL: AX_TEST_POSTGRES is not set";

/** A database that goes away with the test. */
function postgresDatabase(t, name) {
  assert.ok(postgres, "AX_TEST_POSTGRES is not set, but AX_REQUIRE_POSTGRES is");
  const sql = (text) => execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", postgres, "-c", text], { stdio: "pipe" });
  const unique = `blackbox_${name}_${process.pid}`;
  sql(`CREATE DATABASE ${unique}`);
  t.after(() => sql(`DROP DATABASE ${unique} WITH (FORCE)`));
  const url = new URL(postgres);
  url.pathname = `/${unique}`;
  return url.href;
}

const reportOf = (path) => readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const figures = (report) => report.filter((line) => line.kind === "table").map(({ table, read, taken, there, refused }) => ({ table, read, taken, there, refused }));
const refusals = (report) => report.filter((line) => line.kind === "refused").map(({ table, key, reason }) => `${table} ${key} ${reason}`);

async function importFrom(source, data, { flags = [], env = {} } = {}) {
  const report = join(folder(), "report.jsonl");
  const { code, stderr } = await run(["import-django", ...source, "--data", data, "--report", report, ...flags], {
    env: { AX_DATABASE_PATIENCE_SECONDS: "30", ...env },
  });
  assert.equal(code, 0, stderr);
  return reportOf(report);
}

function addsUp(report) {
  const tables = figures(report);
  assert.ok(tables.length >= 20, "every table is in the report");
  for (const row of tables) assert.equal(row.read, row.taken + row.there + row.refused, row.table);
  const listed = refusals(report).length;
  assert.equal(listed, tables.reduce((sum, row) => sum + row.refused, 0), "every refused row is listed");
}

// What has no time of its own is of the moment of the import: no two runs agree on that.
const begun = Date.now() * 1000;
const told = (column) => `CASE WHEN ${column} < ${begun} THEN ${column} ELSE 0 END`;

/** Everything an import writes, in an order that does not depend on ids. */
function contents(path) {
  const database = new DatabaseSync(path, { readOnly: true });
  const all = (sql) => database.prepare(sql).all().map((row) => JSON.stringify(row));
  const out = [
    `SELECT email, name, password_hash, student_id, mentor_id, ${told("created_at")} FROM account WHERE is_staff = 0 ORDER BY email`,
    "SELECT headline, about, links, education FROM student ORDER BY id",
    "SELECT headline, about, languages, years, approval, rating, rating_count, sessions_count FROM mentor ORDER BY id",
    "SELECT mentor_id, title, minutes, price, active FROM service ORDER BY mentor_id, title, minutes, price",
    "SELECT * FROM availability_rule ORDER BY mentor_id, position",
    "SELECT mentor_id, student_id, state, money, starts_at, ends_at, topic, price FROM booking ORDER BY starts_at, mentor_id, student_id, topic",
    "SELECT b.starts_at, t.kind, e.account, e.amount FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id JOIN booking b ON b.id = t.booking_id ORDER BY 1, 2, 3",
    `SELECT m.client_key, m.seq, m.text, ${told("m.sent_at")}, c.kind FROM message m JOIN conversation c ON c.id = m.conversation_id ORDER BY m.client_key`,
    "SELECT title, text, html, likes, comments, views, official FROM post ORDER BY client_key",
    "SELECT text, html FROM post_comment ORDER BY client_key",
    "SELECT title, state, starts_at, ends_at, place, online_url FROM event ORDER BY client_key",
    "SELECT stars, words FROM review ORDER BY created_at, words",
    "SELECT subject, status, created_at FROM ticket ORDER BY client_key",
    "SELECT client_key, text FROM workspace_own_note ORDER BY client_key",
    "SELECT name, email, text FROM contact_message ORDER BY client_key",
    "SELECT email, state FROM newsletter_subscriber ORDER BY email",
    "SELECT source_table, source_key FROM django_row ORDER BY 1, 2",
  ].map(all);
  database.close();
  return out;
}

const sqliteSource = (options) => {
  const file = join(folder(), "django.sqlite3");
  writeSqlite(file, djangoText("sqlite", options));
  return ["--sqlite", file];
};

async function staffed(data, env = {}) {
  const made = await run(["admin", "create", "--email", "desk@example.org", "--name", "Desk", "--data", data], { input: "orchid-tractor-77-pale\n", env });
  assert.equal(made.code, 0, made.stderr);
}

describe("import-django", () => {
  test("dry run and real run agree; a second run takes nothing; people sign in and find what was theirs", async (t) => {
    const source = sqliteSource();
    const before = readFileSync(source[1]);
    const server = await Server.start({ demo: false });
    t.after(() => server.stop());
    await staffed(server.data);

    const dry = await importFrom(source, server.data, { flags: ["--dry-run"] });
    addsUp(dry);
    await assert.rejects(signIn(server, "S000001", oldPassword), "a dry run changes nothing");

    const real = await importFrom(source, server.data);
    addsUp(real);
    assert.deepEqual(figures(real), figures(dry));
    assert.deepEqual(refusals(real), refusals(dry));
    const of = (table) => figures(real).find((row) => row.table === table);
    assert.deepEqual(of("student_student"), { table: "student_student", read: defaultSize.students + 8, taken: defaultSize.students + 2, there: 0, refused: 6 });
    assert.ok(refusals(real).some((line) => line.endsWith("was_staff")));
    assert.ok(of("student_booking").taken > 0 && of("mentor_earning").taken > 0 && of("student_feedback").taken > 0);
    assert.ok(real.some((line) => line.kind === "changed" && line.part.startsWith("availability_")), "hours that nobody understands are told");
    assert.ok(real.some((line) => line.kind === "left_out" && line.table === "authtoken_token" && line.rows === 1));
    assert.ok(!JSON.stringify(real).includes(oldToken), "the report tells no token");
    assert.ok(readFileSync(source[1]).equals(before), "the source is only read");

    const again = await importFrom(source, server.data);
    addsUp(again);
    assert.deepEqual(figures(again).map((row) => row.taken), figures(again).map(() => 0));
    assert.deepEqual(figures(again).map((row) => row.there), figures(real).map((row) => row.taken));
    const againDry = await importFrom(source, server.data, { flags: ["--dry-run"] });
    assert.deepEqual(figures(againDry), figures(again));

    const ledger = await server.command(["ledger", "verify"]);
    assert.equal(ledger.code, 0, ledger.stdout + ledger.stderr);

    const hashOf = (email) => {
      const database = new DatabaseSync(join(server.data, "aspirex.db"), { readOnly: true });
      const row = database.prepare("SELECT password_hash FROM account WHERE email = ?").get(email);
      database.close();
      return row.password_hash;
    };
    assert.match(hashOf("slow@old.example"), /^pbkdf2_sha256\$1000000\$/);
    const student = await signIn(server, "S000001", oldPassword);
    await until("the hash is argon2id", async () => hashOf("slow@old.example").startsWith("$argon2id$"));
    assert.equal((await student.ok("GET", "/auth/me/")).name, "Student 1");
    await signIn(server, "m1@old.example", oldPassword);
    await assert.rejects(signIn(server, "S000002", oldPassword), "two accounts of one address have no password");
    await assert.rejects(signIn(server, "admin@old.example", oldPassword));
    assert.equal((await new Client(server, oldToken).get("/auth/me/")).status, 401);

    const [conversation] = (await student.ok("GET", "/chat/conversations/")).items;
    const page = await student.ok("GET", `/chat/conversations/${conversation.id}/messages/?limit=50`);
    const lines = page.items.filter((message) => /^line \d+$/.test(message.text)).toSorted((a, b) => a.seq - b.seq);
    assert.deepEqual(lines.map((message) => message.text), saidFirst(defaultSize.messages));
    assert.deepEqual(page.items.map((message) => message.seq).toSorted((a, b) => a - b), page.items.map((_, i) => i + 1));

    const posts = await student.ok("GET", "/community/posts/");
    for (const post of posts.items) assert.doesNotMatch(post.html, /<(img|script)|href="javascript/i);
    const mentor = await student.ok("GET", "/mentors/M000001/");
    assert.deepEqual(mentor.services.map(({ title, minutes }) => [title, minutes]), [["Code review", 60]]);
    assert.ok((await student.ok("GET", "/bookings/?when=past")).items !== undefined);
  });

  test("a run that is killed and started again ends as one that was not", async () => {
    const source = sqliteSource({ seed: 7, size: { ...defaultSize, students: 40, messages: 60 } });
    const clean = folder();
    const killed = folder();
    await staffed(clean);
    await staffed(killed);
    const whole = await importFrom(source, clean);
    addsUp(whole);

    // Between batches and within them, wherever each kill finds it.
    const steps = [1, 20, 60, 150, 400, 900];
    for (const rows of steps) {
      const child = spawn(binary, ["import-django", ...source, "--data", killed], { env: cleanEnvironment({}), stdio: "ignore" });
      const ended = once(child, "close");
      const taken = () => {
        const database = new DatabaseSync(join(killed, "aspirex.db"), { readOnly: true });
        try {
          return database.prepare("SELECT count(*) AS n FROM django_row").get().n;
        } catch {
          return 0; // before the migration
        } finally {
          database.close();
        }
      };
      await until(`${rows} rows are taken`, async () => child.exitCode !== null || taken() >= rows, { seconds: 120, every: 5 });
      child.kill("SIGKILL");
      await ended;
    }
    const last = await importFrom(source, killed);
    addsUp(last);
    assert.deepEqual(figures(last).map((row) => row.taken + row.there), figures(whole).map((row) => row.taken));
    assert.deepEqual(contents(join(killed, "aspirex.db")), contents(join(clean, "aspirex.db")));
  });

  test("from PostgreSQL to PostgreSQL the same holds", { skip }, async (t) => {
    const from = postgresDatabase(t, "django_from");
    const to = postgresDatabase(t, "django_to");
    writePostgres(from, djangoText("postgres"));
    const data = folder();
    const env = { AX_DATABASE_URL: to };
    await staffed(data, env);
    const dry = await importFrom(["--postgres", from], data, { flags: ["--dry-run"], env });
    const real = await importFrom(["--postgres", from], data, { env });
    addsUp(real);
    assert.deepEqual(figures(real), figures(dry));
    const again = await importFrom(["--postgres", from], data, { env });
    assert.deepEqual(figures(again).map((row) => row.taken), figures(again).map(() => 0));
    const againDry = await importFrom(["--postgres", from], data, { flags: ["--dry-run"], env });
    assert.deepEqual(figures(againDry), figures(again));
    const ledger = await run(["ledger", "verify", "--data", data], { env });
    assert.equal(ledger.code, 0, ledger.stdout + ledger.stderr);

    // Whoever signs up now gets none of the old numbers.
    const server = await Server.start({ demo: false, env: { ...env, AX_DATABASE_PATIENCE_SECONDS: "30" } });
    try {
      assert.equal((await (await signIn(server, "S000001", oldPassword)).ok("GET", "/auth/me/")).name, "Student 1");
    } finally {
      await server.stop();
    }
  });

  test("what is no database is told in one line, and misuse is exit 2", async () => {
    const data = folder();
    for (const args of [[], ["--sqlite", "a", "--postgres", "b"], ["x", "--sqlite", "a"]])
      assert.equal((await run(["import-django", ...args, "--data", data])).code, 2, args.join(" "));
    const missing = await run(["import-django", "--sqlite", join(data, "nothing.db"), "--data", data]);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /can't open/);
    const none = await run(["import-django", "--sqlite", import.meta.filename, "--data", data]);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /can't read/);
  });
});
