import { execFileSync } from "node:child_process";

const password = "river-lantern-42"; // of everybody in the demo

/** One request to the API, which must succeed. */
export async function call(url, method, path, token, body) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token ? { authorization: `Token ${token}` } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Fills an empty data folder, before its server starts, with enough people for `pairs` conversations. */
export function crowd(data, pairs, env) {
  execFileSync(process.env.AX_BINARY, ["demo", "--data", data, "--mentors", String(pairs), "--students", String(pairs)],
    { stdio: "ignore", env: { ...process.env, ...env } });
}

/**
 * Signs a crowd in and lets every student write to a mentor of their own, who takes the request. Gives both members of each
 * pair, one behind the other: `{ pair, conversation, token, path }`. Not measured.
 */
export async function chatPeople({ url }, pairs) {
  const signIn = (email) => call(url, "POST", "/auth/login/", "", { identifier: email, password });
  const people = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [student, mentor] = [await signIn(`student${pair}@crowd.aspirex.example`), await signIn(`mentor${pair}@crowd.aspirex.example`)];
    const { id: conversation } = await call(url, "POST", "/chat/conversations/", student.token, { with: mentor.user.mentor_id });
    const first = { text: "Hello", client_key: `first-hello-${pair}` };
    await call(url, "POST", `/chat/conversations/${conversation}/messages/`, student.token, first);
    await call(url, "POST", `/chat/conversations/${conversation}/accept/`, mentor.token);
    const path = `/ws/chat/${student.user.student_id}/${mentor.user.mentor_id}/`;
    for (const { token } of [student, mentor]) people.push({ pair, conversation, token, path });
  }
  return people;
}

/** How many messages were sent in all conversations of `people`. */
export async function lastNumbers({ url }, people) {
  let sum = 0;
  for (const { conversation, token } of people.filter((_, i) => i % 2 === 0))
    sum += (await call(url, "GET", `/chat/conversations/${conversation}/`, token)).last_seq;
  return sum;
}
