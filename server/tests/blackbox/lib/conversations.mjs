import assert from "node:assert/strict";
import { signIn, signUp } from "./client.mjs";

const mentors = ["asha", "lena", "daniel", "mei", "carlos", "priya"].map((name) => `${name}@demo.aspirex.example`);

/** So many students and mentors, signed in; `name` tells them apart in what a test says. */
export async function people(server, { students, mentors: count }) {
  const all = [];
  for (let i = 0; i < students; i += 1) all.push(Object.assign(await signUp(server, { name: `Student ${i}` }), { name: `student ${i}` }));
  for (const email of mentors.slice(0, count)) all.push(Object.assign(await signIn(server, email), { name: email.split("@")[0] }));
  for (const one of all) one.user = await one.ok("GET", "/auth/me/");
  return { students: all.slice(0, students), mentors: all.slice(students) };
}

/** A conversation in which both have said something, so that no request is open. */
export async function converse(student, mentor) {
  const { id } = await student.ok("POST", "/chat/conversations/", { with: mentor.user.mentor_id });
  for (const [who, text] of [[student, "Hello"], [mentor, "Welcome"]])
    await who.ok("POST", `/chat/conversations/${id}/messages/`, { text, client_key: `first-${text}-${id}` });
  const path = `/ws/chat/${student.user.student_id}/${mentor.user.mentor_id}/`;
  return { id, path, members: [student, mentor], last: 2 };
}

/** Everything a conversation holds behind `after`, oldest first, as the server tells it. */
export async function messagesOf(client, conversation, after = 0) {
  const all = [];
  for (let newer = true; newer; ) {
    const page = await client.ok("GET", `/chat/conversations/${conversation}/messages/?after=${all.at(-1)?.seq ?? after}&limit=100`);
    all.push(...page.items);
    newer = page.newer;
  }
  return all;
}

/** Numbers without holes from `first` on, and no key twice. */
export function assertWhole(messages, first = 1) {
  assert.deepEqual(messages.map((message) => message.seq), messages.map((_, i) => first + i), "numbers have no holes");
  assert.equal(new Set(messages.map((message) => `${message.sender} ${message.client_key}`)).size, messages.length, "no key twice");
}

/** Whoever sent one message after the other finds them in that order. */
export function assertOrderOf(sender, messages, sent) {
  const found = new Map(messages.map((message) => [message.client_key, message]));
  let last = 0;
  for (const { key, acknowledged } of sent) {
    const message = found.get(key);
    assert.ok(message, `${sender}: ${key} was acknowledged and is lost`);
    assert.equal(message.id, acknowledged.id, `${sender}: ${key} is another message now`);
    assert.equal(message.seq, acknowledged.seq, `${sender}: ${key} has another number now`);
    assert.ok(message.seq > last, `${sender}: ${key} is out of order`);
    last = message.seq;
  }
}
