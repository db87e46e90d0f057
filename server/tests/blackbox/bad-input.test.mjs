import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, mentorEmail, signIn } from "./lib/client.mjs";
import { brokenBodies, example, resolve, wrongValues } from "./lib/schema.mjs";
import { Server } from "./lib/server.mjs";

const withinSeconds = 5;
const signsOut = new Set(["auth.logout", "auth.logoutEverywhere", "auth.revokeDevice"]);

describe("bad input", () => {
  let server, document, people;
  before(async () => {
    server = await Server.start();
    document = await new Client(server).ok("GET", "/openapi.json");
    people = {
      anyone: new Client(server),
      student: await signIn(server, "ravi@demo.aspirex.example"),
      mentor: await signIn(server, mentorEmail),
      staff: await signIn(server, "staff@demo.aspirex.example"),
    };
    people.signed_in = people.student;
  });
  after(() => server?.stop());

  const endpoints = () =>
    Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({ path, verb: verb.toUpperCase(), ...operation })));

  /** Sends raw bytes: JSON.stringify could not say what these say. */
  async function send(endpoint, path, body, extra = {}) {
    const { token } = people[endpoint["x-access"]];
    const headers = { "content-type": "application/json", ...(token ? { authorization: `Token ${token}` } : {}), ...extra };
    const request = { method: endpoint.verb, headers, body, signal: AbortSignal.timeout(withinSeconds * 1000) };
    const response = await fetch(`${server.url}/api/v1${path}`, request);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  }
  function assertRefused(answer, what, { field } = {}) {
    const said = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
    assert.ok(answer.status >= 400 && answer.status < 500, said);
    assert.match(answer.type ?? "", /^application\/problem\+json/, said);
    const problem = JSON.parse(answer.text);
    assert.equal(problem.status, answer.status, said);
    assert.ok(problem.reason && problem.request_id && problem.title && problem.type, said);
    if (field && problem.fields)
      assert.ok(problem.fields.some((one) => one.field === field || one.field.startsWith(`${field}.`) ||
        one.field.startsWith(`${field}[`)), said);
    if (field) assert.ok(problem.fields?.length > 0, said);
  }

  const pathOf = (endpoint, values = {}) =>
    endpoint.path.replace(/\{(\w+)\}/g, (_, name) => {
      const parameter = endpoint.parameters.find((one) => one.in === "path" && one.name === name);
      return encodeURIComponent(values[name] ?? example(document, parameter.schema));
    });
  const queryOf = (endpoint, values) => {
    const pairs = (endpoint.parameters ?? []).filter((one) => one.in === "query" && (one.required || one.name in values))
      .map((one) => [one.name, values[one.name] ?? String(example(document, one.schema))])
      .filter(([, value]) => value !== undefined && value !== null);
    return new URLSearchParams(pairs);
  };

  const bodyOf = (endpoint) => {
    const schema = endpoint.requestBody?.content["application/json"].schema;
    return schema && resolve(document, schema);
  };

  test("every member of every body, of a wrong type, out of range, missing", async () => {
    let tried = 0;
    for (const endpoint of endpoints()) {
      const schema = bodyOf(endpoint);
      if (!schema) continue;
      const valid = example(document, schema);
      const path = pathOf(endpoint);
      for (const [name, member] of Object.entries(schema.properties)) {
        const bodies = wrongValues(document, member).map((value) => ({ ...valid, [name]: value }));
        if (schema.required?.includes(name)) {
          const { [name]: _, ...without } = valid;
          bodies.push(without, { ...valid, [name]: null });
        }
        for (const body of bodies) {
          const text = JSON.stringify(body);
          const answer = await send(endpoint, path, text);
          assertRefused(answer, `${endpoint.operationId} ${name} ${text.slice(0, 200)}`, { field: name });
          tried += 1;
        }
      }
    }
    assert.ok(tried > 400, `only ${tried} bodies`);
  });

  test("every body that is no JSON or not one object", async () => {
    for (const endpoint of endpoints()) {
      const schema = bodyOf(endpoint);
      if (!schema) continue;
      const path = pathOf(endpoint);
      for (const [what, text] of Object.entries(brokenBodies(example(document, schema)))) {
        if (what === "empty" && !schema.required?.length) continue;
        assertRefused(await send(endpoint, path, text), `${endpoint.operationId} ${what}`);
      }
    }
  });

  test("text that is no text: NUL, lone surrogates, bytes that are not UTF-8", async () => {
    for (const endpoint of endpoints()) {
      const schema = bodyOf(endpoint);
      if (!schema) continue;
      const [name] = Object.entries(schema.properties).find(([, one]) => resolve(document, one).type === "string") ?? [];
      if (!name) continue;
      const valid = example(document, schema);
      for (const raw of ["\\u0000", "\\ud800", "\\udc00\\ud800", "a\\q", "\\u12"]) {
        const text = JSON.stringify({ ...valid, [name]: "@@" }).replace("@@", raw);
        assertRefused(await send(endpoint, pathOf(endpoint), text), `${endpoint.operationId} ${name} ${raw}`);
      }
      const bytes = Buffer.from(JSON.stringify({ ...valid, [name]: "@" }));
      bytes[bytes.lastIndexOf("@")] = 0xff;
      assertRefused(await send(endpoint, pathOf(endpoint), bytes), `${endpoint.operationId} ${name} 0xff`);
    }
  });

  test("every parameter of every path and query", async () => {
    const nonsense = ["nonsense", "-1", "0", "99999999999999999999", "1.5", "\u0000", "☃", "%", "..%2f..", "' OR 1=1 --", "A".repeat(3000)];
    let tried = 0;
    for (const endpoint of endpoints()) {
      if (signsOut.has(endpoint.operationId) && endpoint.operationId !== "auth.revokeDevice") continue;
      const schema = bodyOf(endpoint);
      const body = endpoint.verb === "GET" || endpoint.verb === "DELETE" ? undefined : JSON.stringify(schema ? example(document, schema) : {});
      for (const parameter of (endpoint.parameters ?? []).filter((one) => one.in !== "header")) {
        for (const value of nonsense) {
          const inPath = parameter.in === "path";
          const query = queryOf(endpoint, inPath ? {} : { [parameter.name]: value });
          const path = pathOf(endpoint, inPath ? { [parameter.name]: value } : {});
          const answer = await send(endpoint, `${path}?${query}`, body);
          const what = `${endpoint.operationId} ${parameter.name}=${value.slice(0, 30)}`;
          // Some of these are a text to search for, or a number that is allowed; a crash is nowhere.
          assert.ok(answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`);
          if (inPath || answer.status >= 400) assertRefused(answer, what);
          tried += 1;
        }
      }
    }
    assert.ok(tried > 200, `only ${tried} parameters`);
  });

  test("without a token, or with one that is none: 401, before anything is read", async () => {
    for (const endpoint of endpoints().filter((one) => one["x-access"] !== "anyone")) {
      const body = endpoint.verb === "GET" || endpoint.verb === "DELETE" ? undefined : "{}";
      for (const authorization of ["", "Token", "Token nonsense", "Bearer a.b.c", `Token ${"A".repeat(5000)}`, "Basic eDp5"]) {
        const answer = await send(endpoint, pathOf(endpoint), body, { authorization });
        assertRefused(answer, `${endpoint.operationId} ${authorization.slice(0, 20)}`);
        assert.equal(answer.status, 401, endpoint.operationId);
      }
    }
  });

  test("other kinds of content, other verbs, other places", async () => {
    for (const endpoint of endpoints()) {
      if (!bodyOf(endpoint)) continue;
      const answer = await send(endpoint, pathOf(endpoint), "a=b", { "content-type": "application/x-www-form-urlencoded" });
      assertRefused(answer, `${endpoint.operationId} as a form`);
    }
    for (const [method, path] of [["DELETE", "/bookings/"], ["PUT", "/auth/login/"], ["POST", "/nowhere/"], ["GET", "/bookings/1/nowhere/"]]) {
      const answer = await send({ verb: method, "x-access": "student" }, path, method === "GET" ? undefined : "{}");
      assertRefused(answer, `${method} ${path}`);
    }
  });
});
