import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { EngineIo, separator } from "./lib/engineio.mjs";
import { Server } from "./lib/server.mjs";

// The rules of socket.io-protocol (version 5), one by one, as seen from outside.

const bytes = (...values) => Buffer.from(values);

describe("Socket.IO", () => {
  let server;
  let io;
  before(async () => {
    server = await Server.start({ demo: false, flags: ["--conformance"], env: { AX_SOCKET_CONNECT_TIMEOUT_MS: "1000" } });
    io = new EngineIo(server, "/socket.io/");
  });
  after(() => server.stop());

  /** In a namespace, and behind what it says first. */
  async function connected(packet = "40") {
    const socket = await io.socket();
    await socket.next();
    socket.say(packet);
    for (let i = 0; i < 2; i += 1) await socket.heard();
    return socket;
  }

  test("clients join namespaces, with and without a payload", async () => {
    for (const [packet, prefix, auth] of [
      ["40", "40", "{}"], ['40{"token":"123"}', "40", '{"token":"123"}'], ["40/custom,", "40/custom,", "{}"], ["40/custom", "40/custom,", "{}"],
      ['40/custom,{"token":"abc"}', "40/custom,", '{"token":"abc"}'],
    ]) {
      const socket = await io.socket();
      await socket.next();
      socket.say(packet);
      const answer = await socket.next();
      assert.ok(answer.startsWith(prefix), answer);
      const { sid, ...rest } = JSON.parse(answer.slice(prefix.length));
      assert.match(sid, /^[\w-]{20}$/);
      assert.deepEqual(rest, {});
      assert.equal(await socket.next(), `42${prefix.slice(2)}["auth",${auth}]`);
      await socket.close();
    }
  });

  test("an unknown namespace is refused, the connection lives on", async () => {
    const socket = await io.socket();
    await socket.next();
    socket.say("40/random", "40");
    assert.equal(await socket.next(), '44/random,{"message":"Invalid namespace"}');
    assert.match(await socket.next(), /^40\{"sid"/);
    await socket.close();
  });

  test("who does not join anything is sent away", async () => {
    const socket = await io.socket();
    await socket.next();
    assert.equal(await socket.closed(), 1000);
  });

  test("events come back with the same arguments, acknowledged ones too", async () => {
    const socket = await connected();
    socket.say('42["message",1,"2",{"3":[true]}]');
    assert.equal(await socket.heard(), '42["message-back",1,"2",{"3":[true]}]');
    socket.say('42456["message-with-ack",1,"2",{"3":[false]}]');
    assert.equal(await socket.heard(), '43456[1,"2",{"3":[false]}]');
    const strange = '"\\u0000\\ud83d",1e400,[[{}]],"€🙂"';
    socket.say(`42["message",${strange}]`);
    assert.equal(await socket.heard(), `42["message-back",${strange}]`);
    await socket.close();
  });

  test("attachments come back in order", async () => {
    const socket = await connected();
    const places = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';
    socket.say(`452-["message",${places}]`, bytes(1, 2, 3), bytes(4, 5, 6));
    assert.equal(await socket.heard(), `452-["message-back",${places}]`);
    assert.deepEqual([await socket.heard(), await socket.heard()], [bytes(1, 2, 3), bytes(4, 5, 6)]);
    socket.say(`452-789["message-with-ack",${places}]`, bytes(), bytes(4));
    assert.equal(await socket.heard(), `462-789[${places}]`);
    assert.deepEqual([await socket.heard(), await socket.heard()], [bytes(), bytes(4)]);
    await socket.close();
  });

  test("the same by polling", async () => {
    const { sid } = await io.open();
    await io.post(sid, "40");
    let text = "";
    while (!text.includes('["auth"')) text += (await io.poll(sid)).text;
    assert.match(text, /^40\{"sid":"[\w-]+"\}\x1e?42\["auth",\{\}\]$/);
    const place = '{"_placeholder":true,"num":0}';
    await io.post(sid, [`451-7["message-with-ack",${place}]`, "bAQIDBA==", '42["message","€"]'].join(separator));
    assert.equal((await io.poll(sid)).text, [`461-7[${place}]`, "bAQIDBA==", '42["message-back","€"]'].join(separator));
    await io.post(sid, "1");
  });

  test("what is invalid closes the connection", async () => {
    for (const bad of ["4abc", "4", "42", "42{}", "42[]", "42[null]", '42["a"', '42abc["message-with-ack",1]', "40", '40{"a":1}', "41[]", "43[]", '43{}', '44{"message":"x"}',
                       '42/unknown,["x"]', '42["connect"]', '42["disconnecting"]', '4517-["x"]', '45["x"]', `42["x",${"[".repeat(100)}${"]".repeat(100)}]`]) {
      const socket = await connected();
      socket.say(bad);
      assert.equal(await socket.closed(), 1002, bad);
    }
    const stray = await connected();
    stray.say(bytes(1));
    assert.equal(await stray.closed(), 1002);
    const interrupted = await connected();
    interrupted.say('451-["message",{"_placeholder":true,"num":0}]', '42["message"]');
    assert.equal(await interrupted.closed(), 1002);
    const early = await io.socket();
    await early.next();
    early.say('42["message"]');
    assert.equal(await early.closed(), 1002);
  });

  test("namespaces of one connection are left one by one", async () => {
    const socket = await connected();
    socket.say("40/custom");
    assert.match(await socket.heard(), /^40\/custom,\{/);
    assert.equal(await socket.heard(), '42/custom,["auth",{}]');
    socket.say("41/custom", '42["message","main"]');
    assert.equal(await socket.heard(), '42["message-back","main"]');
    socket.say("41");
    assert.equal(await socket.closed(), 1000, "without a namespace it is of no use");
  });

  test("the members of a room hear each other", async () => {
    const members = await Promise.all([0, 1, 2].map(() => connected('40{"room":"a"}')));
    const stranger = await connected('40{"room":"b"}');
    members[0].say('42["message",{"text":"hello"}]');
    for (const member of members) assert.equal(await member.heard(), '42["message",{"text":"hello"}]');
    stranger.say('42["message",1]');
    assert.equal(await stranger.heard(), '42["message",1]');
    await Promise.all([...members, stranger].map((socket) => socket.close()));
  });
});
