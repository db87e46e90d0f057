import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { Client, password, signIn, signUp } from "./lib/client.mjs";
import { converse } from "./lib/conversations.mjs";
import { nodesDuring, skipWithoutPostgres } from "./lib/nodes.mjs";
import { until } from "./lib/poll.mjs";
import { Server } from "./lib/server.mjs";

const revokedWithin = 5;

const make = (person, scopes, more = {}) =>
  person.ok("POST", "/auth/api-tokens/", { name: "Backups", scopes, password, ...more });
const missing = ({ status, body }) => (status === 403 && body.reason === "auth.scope_missing" ? body.fields[0].reason : null);

/** Every byte that the server keeps on disk. */
const stored = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");

describe("API tokens", () => {
  let server, person, mentor, all;

  before(async () => {
    server = await Server.start({ env: { AX_LOG_LEVEL: "debug" } });
    person = await signUp(server);
    mentor = await signIn(server, "M000001");
    mentor.user = await mentor.ok("GET", "/auth/me/");
    all = await make(person, ["read", "write", "chat"], { days: 90 });
  });
  after(() => server?.stop());

  const program = (token) => new Client(server, token);

  test("one is shown once, listed by how it begins, and speaks for its owner within its scopes", async () => {
    assert.match(all.token, /^axp_rwc_\w{9}_\w{43}$/);
    const { items } = await person.ok("GET", "/auth/api-tokens/");
    assert.deepEqual(items.map(({ begins, scopes }) => [begins, scopes]), [[all.token.slice(0, -44), ["read", "write", "chat"]]]);
    assert.ok(!JSON.stringify(items).includes(all.token));

    assert.equal((await program(all.token).ok("GET", "/auth/me/")).email, person.email);
    const bearer = { authorization: `Bearer ${all.token}` };
    assert.equal((await new Client(server).ok("GET", "/auth/me/", null, bearer)).email, person.email);

    const reads = program((await make(person, ["read"])).token);
    await reads.ok("GET", "/bookings/?when=upcoming");
    assert.equal(missing(await reads.send("PATCH", "/students/me/", { headline: "Curious" })), "write");
    assert.equal(missing(await reads.get("/chat/conversations/")), "chat");
    await program(all.token).ok("PATCH", "/students/me/", { headline: "Curious" });
    await program(all.token).ok("GET", "/chat/conversations/");
    assert.equal((await reads.get("/auth/api-tokens/")).status, 403, "nor its own kind");
  });

  test("making one asks for the password", async () => {
    const wish = { name: "Backups", scopes: ["read"], password: "not the password" };
    assert.equal((await person.post("/auth/api-tokens/", wish)).body.fields[0].reason, "wrong_password");
    for (const wrong of [{ scopes: [] }, { scopes: ["everything"] }, { days: 91 }, { days: 0 }, { name: "" }])
      assert.equal((await person.post("/auth/api-tokens/", { ...wish, password, ...wrong })).status, 422, JSON.stringify(wrong));
  });

  test("nothing that secures the account, pays, or is the staff's opens to one", async () => {
    const { paths } = await new Client(server).ok("GET", "/openapi.json");
    const closed = [];
    for (const [path, verbs] of Object.entries(paths))
      for (const [verb, { operationId, ["x-access"]: access }] of Object.entries(verbs))
        if ((operationId.startsWith("auth.") && operationId !== "auth.me") || access === "staff" ||
            ["payments.createOrder", "payments.verify", "realtime.ticket", "push.subscribe", "calendar.renewFeed"].includes(operationId))
          closed.push([verb.toUpperCase(), path.replaceAll(/\{\w+\}/g, "1"), operationId]);
    assert.ok(closed.length > 40, `${closed.length}`);
    for (const [verb, path, name] of closed)
      assert.equal(missing(await program(all.token).send(verb, path, verb === "GET" ? null : {})), "session", name);
    await program(all.token).ok("GET", "/auth/me/");
  });

  test("no socket opens with one", async () => {
    const socket = io(server.url, { auth: { token: all.token }, transports: ["websocket"], reconnection: false });
    const said = await new Promise((resolve) => socket.on("connect_error", resolve).on("connect", () => resolve(new Error("it opened"))));
    socket.close();
    assert.equal(said.message, "auth.sign_in_needed");

    const talk = await converse(person, mentor);
    const answered = new Promise((resolve, reject) => {
      const plain = new WebSocket(server.url.replace("http", "ws") + talk.path, { headers: { authorization: `Token ${all.token}` } });
      plain.on("unexpected-response", (_request, response) => resolve(response.statusCode)).on("open", () => reject(new Error("it opened")));
      plain.on("error", () => {});
    });
    assert.equal(await answered, 403);
    const closed = new Promise((resolve) => {
      const plain = new WebSocket(server.url.replace("http", "ws") + talk.path);
      plain.on("open", () => plain.send(JSON.stringify({ type: "auth", token: all.token }))).on("close", resolve);
    });
    assert.equal(await closed, 4401);
  });

  test("neither the data folder nor the log holds one", () => {
    const secret = all.token.slice(-43);
    const kept = stored(server.data) + server.output;
    assert.ok(kept.includes(all.token.slice(0, -44)), "what it is found by is there");
    assert.ok(!kept.includes(secret));
  });

  test("it ends at once: revoked, by the operator, and with the password", async () => {
    const gone = async (token) => assert.equal((await program(token).get("/auth/me/")).status, 401);
    const [first, second, third] = [await make(person, ["read"]), await make(person, ["read"]), await make(person, ["read"])];
    assert.equal((await mentor.send("DELETE", `/auth/api-tokens/${first.about.id}/`)).status, 404, "somebody else's");
    await person.ok("DELETE", `/auth/api-tokens/${first.about.id}/`);
    await gone(first.token);

    const listed = await server.command(["account", "tokens", "--email", person.email]);
    assert.equal(listed.code, 0, listed.stderr);
    assert.ok(listed.stdout.includes(second.about.begins) && !listed.stdout.includes(second.token), listed.stdout);
    const ended = await server.command(["account", "revoke-tokens", String(second.about.id), "--email", person.email]);
    assert.equal(ended.code, 0, ended.stderr);
    await gone(second.token);
    assert.equal((await server.command(["account", "revoke-tokens", String(second.about.id), "--email", person.email])).code, 1);
    assert.equal((await server.command(["account", "revoke-tokens", "--email", person.email])).code, 2, "all only if asked for");

    await program(third.token).ok("GET", "/auth/me/");
    await person.ok("POST", "/auth/change-password/", { current_password: password, new_password: "another-staple-17z" });
    await gone(third.token);
    await gone(all.token);
  });
});

test("revoked at one node it is nothing at the other", { skip: skipWithoutPostgres }, async (t) => {
  const [a, b] = await nodesDuring(t, "api_tokens", 2);
  const person = await signUp(a);
  const made = await make(person, ["read"]);
  const there = new Client(b, made.token);
  await there.ok("GET", "/auth/me/");
  const asked = performance.now();
  await person.ok("DELETE", `/auth/api-tokens/${made.about.id}/`);
  await until("the other node refuses it", async () => (await there.get("/auth/me/")).status === 401, { seconds: revokedWithin });
  t.diagnostic(`refused ${Math.round(performance.now() - asked)} ms after it was asked for`);
});
