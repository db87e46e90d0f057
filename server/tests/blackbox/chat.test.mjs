import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import WebSocket from "ws";
import { signUp } from "./lib/client.mjs";
import { converse, people } from "./lib/conversations.mjs";
import { Server } from "./lib/server.mjs";

/** A plain socket that remembers what came. */
class Plain {
  constructor(server, path, { token, protocols = [], origin } = {}) {
    const headers = token ? { authorization: `Token ${token}` } : {};
    this.socket = new WebSocket(`${server.url.replace("http", "ws")}${path}`, protocols, { headers, origin, perMessageDeflate: false });
    this.frames = [];
    this.socket.on("message", (data) => {
      this.frames.push(JSON.parse(data.toString()));
      this.wake?.();
    });
    this.closed = once(this.socket, "close").then(([code, reason]) => {
      this.ended = true;
      this.wake?.();
      return { code, reason: reason.toString() };
    });
    this.socket.on("error", () => {});
  }
  /** The next frame of that type; others before it stay. */
  async next(type, seconds = 30) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const at = this.frames.findIndex((frame) => frame.type === type);
      if (at >= 0) return this.frames.splice(at, 1)[0];
      assert.ok(!this.ended && Date.now() < deadline, `no ${type}; there is ${JSON.stringify(this.frames)}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, deadline - Date.now()));
        this.wake = () => (clearTimeout(timer), resolve());
      });
    }
  }
  say(frame) {
    this.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  }
  static async open(...args) {
    const plain = new Plain(...args);
    plain.hello = await plain.next("connected");
    return plain;
  }
}

/** The status with which a handshake was refused. */
async function refusal(server, path, options) {
  const plain = new Plain(server, path, options);
  const [, response] = await once(plain.socket, "unexpected-response");
  response.resume();
  return response.statusCode;
}

describe("plain chat", () => {
  let server, student, other, mentor, talk;
  const open = (client, options = {}) => Plain.open(server, talk.path, { token: client.token, ...options });
  before(async () => {
    server = await Server.start();
    const all = await people(server, { students: 2, mentors: 2 });
    [student, other] = all.students;
    [mentor] = all.mentors;
    talk = await converse(student, mentor);
  });
  after(() => server.stop());

  test("both orders name the same room, and the sender hears the message too", async () => {
    const one = await open(student);
    const [, , , a, b] = talk.path.split("/");
    const two = await Plain.open(server, `/ws/chat/${b}/${a}/`, { token: mentor.token });
    assert.equal(one.hello.conversation, talk.id);
    assert.equal(two.hello.conversation, talk.id);
    assert.equal(one.hello.with.id, b);
    one.say({ text: "Hi", client_key: "plain-hi-1" });
    for (const side of [one, two]) {
      const message = await side.next("message");
      assert.equal(message.text, "Hi");
      assert.equal(message.client_key, "plain-hi-1");
      assert.equal(message.seq, one.hello.last_seq + 1);
    }
    two.say({ message: "the older shape", sender: "S999999", receiver: "S999999" });
    assert.equal((await one.next("message")).sender, two.hello.account, "who claims to send does not matter");
    await two.next("message");
    one.say({ text: "Hi again", client_key: "plain-hi-1" });
    assert.equal((await one.next("message")).text, "Hi", "the same key is the same message");
    const sent = await student.ok("POST", `/chat/conversations/${talk.id}/messages/`, { text: "by REST", client_key: "rest-key-1" });
    for (const side of [one, two]) assert.equal((await side.next("message")).id, sent.id);
    one.socket.close();
    two.socket.close();
  });

  test("typing, read marks, changes, sync", async () => {
    const one = await open(student);
    const two = await open(mentor);
    one.say({ type: "typing" });
    assert.equal((await two.next("typing")).account, one.hello.account);
    one.say({ type: "message", text: "read me" });
    const message = await two.next("message");
    two.say({ type: "read", up_to: message.seq });
    assert.equal((await one.next("read")).up_to, message.seq);
    assert.equal((await two.next("read")).unread, 0);
    await student.ok("PATCH", `/chat/messages/${message.id}/`, { text: "changed" });
    assert.equal((await two.next("message_changed")).text, "changed");
    await one.next("message");
    one.say({ type: "sync", since: 0 });
    const { up_to } = await one.next("synced");
    const numbers = one.frames.filter((frame) => frame.type === "message").map((frame) => frame.seq);
    assert.deepEqual(numbers, Array.from({ length: up_to }, (_, i) => i + 1));
    one.socket.close();
    two.socket.close();
  });

  test("only those who belong there get in", async () => {
    assert.equal(await refusal(server, talk.path, { token: other.token }), 403);
    assert.equal(await refusal(server, talk.path, { token: "nonsense" }), 401);
    assert.equal(await refusal(server, talk.path, { token: student.token, origin: "https://evil.example" }), 403);
    assert.equal(await refusal(server, "/ws/chat/S000001/S000002/", { token: student.token }), 404);
    assert.equal((await fetch(server.url + talk.path)).status, 426);
  });

  test("a ticket opens one socket, a token may be the first frame, and silence is closed", async () => {
    const { ticket } = await student.ok("POST", "/realtime/tickets/");
    const protocols = ["aspirex.v1", `ticket.${ticket}`];
    const one = await Plain.open(server, talk.path, { protocols });
    assert.equal(one.socket.protocol, "aspirex.v1");
    assert.equal(await refusal(server, talk.path, { protocols }), 401, "a ticket is used up");
    const late = new Plain(server, talk.path);
    await once(late.socket, "open");
    late.say({ type: "auth", token: mentor.token });
    await late.next("connected");
    const wrong = new Plain(server, talk.path);
    await once(wrong.socket, "open");
    wrong.say({ text: "without a token" });
    assert.equal((await wrong.closed).code, 4401);
    const stranger = new Plain(server, talk.path);
    await once(stranger.socket, "open");
    stranger.say({ type: "auth", token: other.token });
    assert.equal((await stranger.closed).code, 4403);
    assert.equal((await new Plain(server, talk.path).closed).code, 4408);
    one.socket.close();
    late.socket.close();
  });

  test("what can't be understood is answered, and too much of it ends the socket", async () => {
    const one = await open(student);
    one.say("{");
    assert.equal((await one.next("error")).reason, "request.malformed_json");
    one.say({ type: "dance" });
    assert.equal((await one.next("error")).reason, "chat.unknown_type");
    one.say({ text: "x".repeat(4001), client_key: "too-long-1" });
    const error = await one.next("error");
    assert.deepEqual(error.fields.map((field) => field.field), ["text"]);
    one.say({ text: " " });
    assert.equal((await one.next("error")).reason, "chat.empty");
    one.say({ text: "fine", client_key: "after-errors-1" });
    await one.next("message");
    for (let i = 0; i < 12; i += 1) one.say("[");
    assert.equal((await one.closed).code, 1008);
  });

  test("many frames at once are stored in their order", async () => {
    const one = await open(student);
    const two = await open(mentor);
    for (let i = 0; i < 200; i += 1) one.say({ text: `burst ${i}`, client_key: `burst-key-${i}` });
    for (const side of [one, two])
      for (let i = 0; i < 200; i += 1) {
        const message = await side.next("message");
        assert.equal(message.text, `burst ${i}`);
        assert.equal(message.seq, side.hello.last_seq + 1 + i);
      }
    one.socket.close();
    two.socket.close();
  });

  test("a device that signs out, and who was blocked, are shown out within five seconds", async () => {
    const guest = Object.assign(await signUp(server, { name: "Guest" }));
    guest.user = await guest.ok("GET", "/auth/me/");
    const visit = await converse(guest, mentor);
    const one = await Plain.open(server, visit.path, { token: guest.token });
    const begun = Date.now();
    await mentor.ok("POST", `/chat/conversations/${visit.id}/block/`, { on: true });
    assert.equal((await one.closed).code, 4403);
    assert.ok(Date.now() - begun < 5000);
    await mentor.ok("POST", `/chat/conversations/${visit.id}/block/`, { on: false });
    const two = await Plain.open(server, visit.path, { token: guest.token });
    const left = Date.now();
    await guest.send("POST", "/auth/logout-everywhere/", {});
    assert.equal((await two.closed).code, 4401);
    assert.ok(Date.now() - left < 5000);
  });

  test("Debian's python3-websockets talks to it", async () => {
    const script = join(import.meta.dirname, "lib", "plain_chat_client.py");
    const child = spawn("/usr/bin/python3", [script, server.url.replace("http", "ws") + talk.path, student.token], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    const [code] = await once(child, "close");
    assert.equal(code, 0);
    assert.equal(out.trim(), "message grüße from python");
  });
});
