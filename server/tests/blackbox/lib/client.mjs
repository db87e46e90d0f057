import assert from "node:assert/strict";
import { until } from "./poll.mjs";

export const demoPassword = "river-lantern-42";
export const password = "correct-staple-91x";
export const mentorEmail = "asha@demo.aspirex.example";

/** One person's way to the API; `token` is empty for a visitor. */
export class Client {
  constructor(server, token = "") {
    this.server = server;
    this.token = token;
  }

  async send(method, path, body, headers = {}) {
    const response = await fetch(`${this.server.url}/api/v1${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(this.token ? { authorization: `Token ${this.token}` } : {}),
        ...headers,
      },
      body: body === undefined || body === null ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  }

  get(path) {
    return this.send("GET", path);
  }
  post(path, body, headers) {
    return this.send("POST", path, body, headers);
  }

  /** The body of an answer that has to be a success. */
  async ok(method, path, body, headers) {
    const answer = await this.send(method, path, body, headers);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export async function signIn(server, identifier, secret = demoPassword) {
  const { token } = await new Client(server).ok("POST", "/auth/login/", { identifier, password: secret });
  return new Client(server, token);
}

export async function mails(server, to) {
  const response = await fetch(`${server.url}/sandbox/mail.json?to=${encodeURIComponent(to)}`);
  return (await response.json()).items;
}

let people = 0;

/** Registers somebody and follows the link of the mail. */
export async function signUp(server, { name = "Nina New", role = "student" } = {}) {
  const email = `person${++people}@example.org`;
  const visitor = new Client(server);
  await visitor.ok("POST", "/auth/register/", {
    name, email, password, role, accepted_terms: true, time_zone: "Europe/Berlin",
  });
  const mail = await until(`a mail to ${email}`, async () => (await mails(server, email))[0]);
  const token = mail.text.match(/token=([\w-]+)/)?.[1];
  assert.ok(token, `the mail has no link with a token:\n${mail.text}`);
  const session = await visitor.ok("POST", "/auth/verify-email/", { token });
  const client = new Client(server, session.token);
  client.email = email;
  client.user = session.user;
  return client;
}

const date = (daysAhead) => new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);

/** The mentor's first service and its free times, far enough ahead that cancelling gives the money back. */
export async function freeTimes(server, mentor = "M000001", { from = 3, to = 40 } = {}) {
  const visitor = new Client(server);
  const service = (await visitor.ok("GET", `/mentors/${mentor}/`)).services[0];
  const query = `service=${service.id}&from=${date(from)}&to=${date(to)}&zone=UTC`;
  const { days } = await visitor.ok("GET", `/mentors/${mentor}/free-times/?${query}`);
  return { mentor, service, days, times: days.flatMap((day) => day.times) };
}
