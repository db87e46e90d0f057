import { execFileSync } from "node:child_process";
import { pbkdf2Sync } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { schemaText } from "./django-schema.mjs";
import { Random } from "./random.mjs";

/** A database of the previous system: ordinary people and what they did, and rows nobody should ever have stored. */

export const oldPassword = "garden-pebble-58-slow";
export const oldToken = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b";
/** Of these every message of the first conversation is made. */
export const saidFirst = (count) => Array.from({ length: count }, (_, i) => `line ${i}`);

export function djangoHash(password, rounds = 2000, salt = "n4oqzsRWmCkX1uPqkYB0fA") {
  return `pbkdf2_sha256$${rounds}$${salt}$${pbkdf2Sync(password, salt, rounds, 32, "sha256").toString("base64")}`;
}

/** Bytes that are no text: PostgreSQL never holds such, SQLite does. */
class Bytes {
  constructor(hex) {
    this.hex = hex;
  }
}
const damaged = new Bytes("636166C3A9FF00FE1B207461696C");

function literal(value, engine) {
  if (value === null || value === undefined) return "NULL";
  if (value instanceof Bytes) return engine === "sqlite" ? `CAST(X'${value.hex}' AS TEXT)` : "'café tail'";
  if (typeof value === "boolean") return engine === "sqlite" ? (value ? "1" : "0") : String(value);
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return `'${value.toISOString().replace("T", " ").replace("Z", engine === "sqlite" ? "" : "+00")}'`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

class Rows {
  constructor(engine) {
    this.engine = engine;
    this.lines = [schemaText(engine)];
  }
  add(table, row) {
    const names = Object.keys(row).map((name) => `"${name}"`);
    const values = Object.values(row).map((value) => literal(value, this.engine));
    this.lines.push(`INSERT INTO "${table}" (${names.join(", ")}) VALUES (${values.join(", ")});`);
  }
  /** A time that no calendar has. */
  absurd() {
    return this.engine === "sqlite" ? "0000-00-00 99:00" : "infinity";
  }
}

const DAY = 86_400_000;
const STUDENT = 7;
const MENTOR = 11;

// Midnight of a day so many from today, in UTC: what is written depends on the date alone, never on the hour.
const daysFromNow = (count, hour = 0, minute = 0) => new Date(Math.floor(Date.now() / DAY) * DAY + count * DAY + hour * 3_600_000 + minute * 60_000);
const number = (letter, id) => `${letter}${String(id).padStart(6, "0")}`;

const person = (letter, id, extra = {}) => ({
  id, password: djangoHash(oldPassword), is_superuser: false, first_name: "", last_name: "", is_staff: false, is_active: true,
  date_joined: daysFromNow(-300), email: `${letter.toLowerCase()}${id}@old.example`, [letter === "S" ? "student_id" : "mentor_id"]: number(letter, id),
  name: `${letter === "S" ? "Student" : "Mentor"} ${id}`, accepted_terms: true, ...extra,
});

function addPeople(rows, random, size) {
  rows.add("django_content_type", { id: STUDENT, app_label: "student", model: "student" });
  rows.add("django_content_type", { id: MENTOR, app_label: "mentor", model: "mentor" });
  for (let id = 1; id <= size.students; ++id)
    rows.add("student_student", person("S", id, id === 1 ? { password: djangoHash(oldPassword, 1_000_000), email: "Slow@Old.Example" } : {}));
  for (let id = 1; id <= size.mentors; ++id) rows.add("mentor_mentor", person("M", id));
  const skills = ["Python", "Rust", "  machine   learning ", "<b>HTML</b>", "x".repeat(90)];
  skills.forEach((name, i) => {
    rows.add("student_skill", { id: i + 1, name });
    rows.add("mentor_skill", { id: i + 1, name });
  });
  rows.add("student_profession", { id: 1, title: "Student of physics" });
  rows.add("mentor_profession", { id: 1, title: "Backend engineer" });
  let link = 0;
  for (let id = 1; id <= size.students; ++id) {
    rows.add("student_studentdetail", {
      student_id: id, about: random.one(["I like maps.", "Line one\r\nLine two", ""]), college: "College of Kochi", batch: random.one([2024, 0]),
      linkedin_url: "linkedin.com/in/somebody", github_url: random.one([null, "https://github.com/somebody"]), portfolio_url: random.one([null, "javascript:alert(1)"]),
    });
    rows.add("student_studentdetail_skills", { id: ++link, studentdetail_id: id, skill_id: random.between(1, skills.length) });
    rows.add("student_studentdetail_professions", { id: link, studentdetail_id: id, profession_id: 1 });
  }
  const weeks = ["Mon-Fri 9am-5pm", "Weekends 10:00-13:00", "by appointment", "9-5"];
  for (let id = 1; id <= size.mentors; ++id) {
    rows.add("mentor_mentordetail", {
      mentor_id: id, about: "Ten years of teaching.", college: "College of Kochi", batch: 2010, fees: "500.00", is_approved: true, years_of_experience: 10,
      availability_timings: id === 1 ? weeks[0] : random.one(weeks), key_achievements: '["Wrote a book"]', languages: '["hindi", "English"]',
      services: id === 1 ? '[{"title":"Code review","duration":"60 min","price":750,"features":["Notes"]}]' : random.one(["[]", "{", '[{"title":"x"}]']),
      availability_day_wise: random.one(["{}", '{"monday":{"slots":[{"time":"9:00 AM","available":true}]}}', '{"monday":7}']),
    });
    rows.add("mentor_mentordetail_skills", { id, mentordetail_id: id, skill_id: random.between(1, skills.length) });
    rows.add("mentor_mentordetail_professions", { id, mentordetail_id: id, profession_id: 1 });
  }
  rows.add("authtoken_token", { key: oldToken, user_id: 1, created: daysFromNow(-200) });
}

/** One student and one mentor meet on one day; nobody else has that hour. */
function addSessions(rows, random, size) {
  const pair = () => ({ student_id: random.between(1, size.students), mentor_id: random.between(1, size.mentors) });
  for (let id = 1; id <= size.sessions; ++id) {
    const who = pair();
    const past = id % 4 !== 0;
    const start = daysFromNow(past ? -5 - id : 5 + id, 4);
    const local = new Date(start.getTime() + 5.5 * 3_600_000).toISOString().slice(0, 16);
    const status = past ? random.one(["completed", "completed", "missed", "cancelled", "scheduled", "unheard of"]) : "scheduled";
    const created = daysFromNow(-300);
    rows.add("student_booking", {
      id, subject: `Subject ${id}`, service: "Code review", service_price: "750.00", service_duration: "60 min", time_slot: local, transaction_id: `upi-${id}`,
      is_paid: id % 5 !== 0, created_at: created, ...who,
    });
    const meeting = `MTG-010126-00${String(id).padStart(2, "0")}-${id}`;
    rows.add("mentor_meeting", {
      id, meeting_id: meeting, title: `Subject ${id}`, description: "", scheduled_time: start, duration: 60, status, notes: "", created_at: created,
      updated_at: created, student_attended: false, mentor_attended: false, ...who,
    });
    if (status !== "completed") continue;
    rows.add("mentor_earning", {
      id, amount: "750.00", date: start, source: `Session with ${number("S", who.student_id)} (${meeting})`, transaction_id: `upi-${id}`, status: "completed",
      created_at: start, mentor_id: who.mentor_id,
    });
    rows.add("student_feedback", {
      id, rating: random.between(1, 6), feedback_text: "Clear <script>alert(1)</script> and kind", is_approved: random.chance(0.8), created_at: start,
      updated_at: start, ...who, meeting_id: id,
    });
  }
}

function addTalk(rows, random, size) {
  let message = 0;
  for (let id = 1; id <= Math.min(size.students, size.mentors); ++id) {
    rows.add("chat_conversation", { id, created_at: daysFromNow(-90), updated_at: daysFromNow(-80), pinned: id % 2 === 0, mentor_id: id, student_id: id });
    const lines = saidFirst(size.messages);
    // Not in the order of their keys: what counts is when they were said.
    lines.map((content, i) => ({ content, at: daysFromNow(-90, 0, i) })).reverse().forEach(({ content, at }) =>
      rows.add("chat_message", { id: ++message, sender_type: random.one(["student", "mentor"]), content, timestamp: at, read: random.chance(0.5), conversation_id: id }));
  }
  for (let id = 1; id <= size.posts; ++id) {
    const author = { content_type_id: random.one([STUDENT, MENTOR]), object_id: String(random.between(1, size.mentors)) };
    rows.add("community_post", {
      id, ...author, text: random.one(["Hello **all**", "<img src=x onerror=alert(1)> and [a](javascript:alert(1))", "ok", "A longer first line of a post\nand more"]),
      created_at: daysFromNow(-60 + (id % 50)), views: 100_000, is_admin_post: true,
    });
    rows.add("community_like", { id, content_type_id: STUDENT, object_id: String(random.between(1, size.students)), created_at: daysFromNow(-1), post_id: id });
    rows.add("community_comment", { id, content_type_id: MENTOR, object_id: "1", text: "I *agree*", created_at: daysFromNow(-1), post_id: id });
  }
  for (let id = 1; id <= 3; ++id)
    rows.add("events_event", {
      id, title: `Gathering ${id}`, description: "Bring a chair.", start_time: daysFromNow(10 * id - 15, 12), end_time: id === 2 ? null : daysFromNow(10 * id - 15, 14),
      location: random.one(["Kochi", "https://meet.example/room"]), organizer_content_type_id: MENTOR, organizer_object_id: id, created_by_role: "mentor",
      is_published: true, created_at: daysFromNow(-40),
    });
  rows.add("chat_customerservicemessage", { id: 1, user_type: "student", user_content_type_id: STUDENT, user_object_id: "1", subject: "My photo", message: "It is upside down.", is_resolved: true, created_at: daysFromNow(-30) });
  rows.add("chat_customerservicereply", { id: 1, reply: "Turned.", replied_by: "Desk", created_at: daysFromNow(-29), message_id: 1 });
  rows.add("student_studentnote", { id: 1, title: "Exam", content: "On Friday", created_at: daysFromNow(-9), student_id: 1 });
  rows.add("mentor_mentornote", { id: 1, title: "", content: "Ask about maps", created_at: daysFromNow(-9), mentor_id: 1 });
  rows.add("chat_contactmessage", { id: 1, name: "A visitor", email: "visitor@old.example", phone: "123", query: "Hello?", created_at: daysFromNow(-9) });
  rows.add("chat_newslettersubscriber", { id: 1, email: "Reader@Old.Example", subscribed_at: daysFromNow(-100) });
}

/** Rows that may be refused, but must never stop anything. */
function addHostile(rows, size) {
  const far = size.students + 1000;
  const last = size.sessions + 1000;
  rows.add("student_student", person("S", far, { is_superuser: true, is_staff: true, email: "admin@old.example", student_id: "ADMIN" }));
  rows.add("student_student", person("S", far + 1, { is_active: false }));
  rows.add("student_student", person("S", far + 2, { email: "not an address" }));
  rows.add("student_student", person("S", far + 3, { email: "SLOW@old.example" }));
  rows.add("student_student", person("S", far + 4, { student_id: "S000000", name: damaged, password: "md5$a$b" }));
  rows.add("student_student", person("S", far + 5, { student_id: "S999999999", name: "<script>alert(1)</script>".repeat(40), date_joined: rows.absurd() }));
  rows.add("student_student", { id: far + 6 });
  rows.add("student_student", person("S", far + 7, { email: damaged }));
  // The same address as a student's: one account, and nobody's password.
  rows.add("mentor_mentor", person("M", far, { email: "s2@old.example" }));
  rows.add("student_studentdetail", { student_id: far + 4, about: damaged, college: damaged, batch: -5, linkedin_url: "x".repeat(900) });
  rows.add("student_studentdetail", { student_id: far + 99 });
  rows.add("mentor_mentordetail", { mentor_id: far, about: "y".repeat(50_000), fees: "-3", years_of_experience: 900, key_achievements: "[[", services: '[1,{"title":7}]',
    languages: '{"a":1}', availability_day_wise: "[".repeat(500), availability_timings: damaged });
  rows.add("student_studentdetail_skills", { id: last, studentdetail_id: 1, skill_id: 4711 });
  for (const [i, slot] of ["", damaged, "tomorrow", "Monday, Tue 12 - 9:00 AM", "9999-12-31T09:00", null].entries())
    rows.add("student_booking", { id: last + i, subject: "x", service_price: "80.00", time_slot: slot, is_paid: true, created_at: daysFromNow(-40), student_id: 1, mentor_id: 1 });
  rows.add("mentor_meeting", { id: last, meeting_id: "MTG-x", title: damaged, scheduled_time: rows.absurd(), duration: -1, status: "completed", mentor_id: 1, student_id: 1 });
  rows.add("mentor_meeting", { id: last + 1, meeting_id: "MTG-y", title: "", scheduled_time: daysFromNow(-900), duration: 1_000_000_000, status: null, mentor_id: 1, student_id: null });
  // Two at one time, of which only the first can have it.
  for (const id of [last + 2, last + 3])
    rows.add("mentor_meeting", { id, meeting_id: `MTG-${id}`, title: "Twice", scheduled_time: daysFromNow(-800, 4), duration: 60, status: "completed", created_at: daysFromNow(-810), mentor_id: 1, student_id: 1 });
  for (const [i, amount] of ["0", "-5", "12.345"].entries())
    rows.add("mentor_earning", { id: last + i, amount, date: daysFromNow(-1), source: "nothing", transaction_id: `none-${i}`, status: "completed", mentor_id: 1 });
  rows.add("mentor_earning", { id: last + 5, amount: "90.00", date: rows.absurd(), source: "Session MTG-nowhere", transaction_id: "none", status: "completed", mentor_id: 1 });
  rows.add("mentor_withdrawal", { id: 1, amount: "50.00", request_date: daysFromNow(-1), status: "pending", mentor_id: 1 });
  rows.add("student_feedback", { id: last, rating: 5, feedback_text: damaged, is_approved: true, created_at: daysFromNow(-1), student_id: 1, mentor_id: 1, meeting_id: null });
  rows.add("chat_conversation", { id: last, mentor_id: 4711, student_id: 1 });
  for (const [i, content] of ["", damaged, "z".repeat(9000), "\u202Eback to front", null].entries())
    rows.add("chat_message", { id: 1_000_000 + i, sender_type: i === 3 ? "robot" : "student", content, timestamp: i === 1 ? rows.absurd() : daysFromNow(-70), read: true, conversation_id: 1 });
  rows.add("chat_message", { id: 1_000_010, sender_type: "student", content: "lost", timestamp: daysFromNow(-70), conversation_id: last });
  rows.add("community_post", { id: last, content_type_id: 99, object_id: "1", text: "by nobody" });
  rows.add("community_post", { id: last + 1, content_type_id: STUDENT, object_id: "1", text: damaged, created_at: rows.absurd() });
  rows.add("community_like", { id: last, content_type_id: STUDENT, object_id: "1", post_id: last });
  rows.add("community_comment", { id: last, content_type_id: STUDENT, object_id: "1", text: "", post_id: last + 1 });
  rows.add("events_event", { id: 100, title: "", start_time: daysFromNow(1), organizer_content_type_id: MENTOR, organizer_object_id: 1 });
  rows.add("events_event", { id: 101, title: damaged, start_time: daysFromNow(1), end_time: daysFromNow(400), location: damaged, organizer_content_type_id: MENTOR,
    organizer_object_id: 1, is_published: false, cover_image: "https://pictures.example/1.png" });
  rows.add("events_event", { id: 102, title: "When?", start_time: rows.absurd(), organizer_content_type_id: MENTOR, organizer_object_id: 1 });
  rows.add("chat_customerservicemessage", { id: 100, user_type: "alien", user_content_type_id: null, user_object_id: null, subject: null, message: null });
  rows.add("chat_customerservicereply", { id: 100, reply: "to nobody", message_id: 100 });
  rows.add("student_studentnote", { id: 100, title: null, content: null, student_id: 1 });
  rows.add("mentor_mentornote", { id: 100, title: damaged, content: "n".repeat(9000), created_at: rows.absurd(), mentor_id: 1 });
  rows.add("chat_contactmessage", { id: 100, name: damaged, email: "x@y", query: damaged });
  rows.add("chat_newslettersubscriber", { id: 100, email: damaged });
  rows.add("chat_newslettersubscriber", { id: 101, email: "reader@old.example", subscribed_at: rows.absurd() });
}

export const defaultSize = { students: 12, mentors: 6, sessions: 24, messages: 30, posts: 10 };

/** The whole database as SQL. The same seed and day give the same text. */
export function djangoText(engine, { seed = 1, size = defaultSize } = {}) {
  const rows = new Rows(engine);
  const random = new Random(seed);
  addPeople(rows, random, size);
  addSessions(rows, random, size);
  addTalk(rows, random, size);
  addHostile(rows, size);
  return rows.lines.join("\n");
}

export function writeSqlite(path, sql) {
  const database = new DatabaseSync(path);
  database.exec(`BEGIN;\n${sql}\nCOMMIT;`);
  database.close();
}

export function writePostgres(url, sql) {
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", url], { input: sql, stdio: ["pipe", "pipe", "pipe"] });
}
