import { beforeEach, describe, expect, it } from "vitest";
import { problem, signedIn, startTestServer } from "@/lib/test-server";
import { ApiError } from "./api-error";
import { call, renew, setBaseUrl } from "./call";
import { session } from "./session";

beforeEach(() => session.end());

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("expected a failure");
    },
    (error: unknown) => error as ApiError,
  );

describe("call", () => {
  it("fills the path, leaves out what is undefined, signs with the token", async () => {
    const server = await startTestServer({
      "GET /mentors/M000001/free-times/": () => ({ body: { days: [] } }),
      "GET /mentors/": () => ({ body: { items: [], next: null, total: 0 } }),
    });
    session.start(signedIn("t1", 900));
    await call("mentors.search", { query: { q: "c++ & sql", skill: undefined, limit: 3 } });
    await call("booking.freeTimes", {
      params: { mentor: "M000001" },
      query: { service: 1, from: "2026-11-01", to: "2026-11-30", zone: "Asia/Kolkata" },
    });
    expect(server.requests[0]?.query.toString()).toBe("q=c%2B%2B+%26+sql&limit=3");
    expect(server.requests[0]?.headers.authorization).toBe("Token t1");
    expect(server.requests[1]?.query.get("zone")).toBe("Asia/Kolkata");
  });

  it("turns a problem into ApiError with reason, fields and reference", async () => {
    await startTestServer({
      "POST /auth/register/": () =>
        problem(422, "request.invalid", [{ field: "password", reason: "too_short", limit: 10 }]),
    });
    const error = await failure(
      call("auth.register", {
        body: { name: "A", email: "a@b.c", password: "x", role: "student", accepted_terms: true },
      }),
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, reason: "request.invalid", requestId: "req-1" });
    expect(error.fields).toEqual([{ field: "password", reason: "too_short", limit: 10 }]);
  });

  it("reads Retry-After and the request id from headers when the body has none", async () => {
    await startTestServer({
      "GET /site-status/": () => ({ status: 503, headers: { "retry-after": "7", "x-request-id": "req-9" } }),
    });
    const error = await failure(call("site.status"));
    expect(error).toMatchObject({ status: 503, reason: "http.503", requestId: "req-9", retryAfter: 7 });
  });

  it("takes what was asked before it was here, once, and never for somebody who is signed in", async () => {
    const server = await startTestServer({
      "GET /site-status/": () => ({ body: { message: "asked now" } }),
      "GET /mentors/M000001/": () => ({ body: { name: "asked now" } }),
    });
    const early = (body: object, status = 200) =>
      Promise.resolve(new Response(JSON.stringify(body), { status }));
    window.axEarly = new Map([
      ["/site-status/", early({ message: "early" })],
      ["/mentors/M000001/", early({ reason: "broken" }, 500)],
    ]);
    expect(await call("site.status")).toMatchObject({ message: "early" });
    expect(await call("site.status")).toMatchObject({ message: "asked now" });
    expect(await call("mentors.get", { params: { mentor: "M000001" } })).toMatchObject({ name: "asked now" });
    window.axEarly.set("/site-status/", early({ message: "early" }));
    session.start(signedIn("t1", 900));
    expect(await call("site.status")).toMatchObject({ message: "asked now" });
    expect(server.requests).toHaveLength(3);
    window.axEarly = undefined;
  });

  it("says network.unreachable when nobody listens", async () => {
    setBaseUrl("http://127.0.0.1:9");
    expect(await failure(call("site.status"))).toMatchObject({
      status: 0,
      reason: "network.unreachable",
      requestId: null,
    });
  });

  it("gives unsafe booking calls an idempotency key, the caller's when there is one, and others none", async () => {
    const server = await startTestServer({
      "POST /bookings/": () => ({ body: {} }),
      "POST /auth/forgot-password/": () => ({ body: {} }),
    });
    const body = { mentor_id: "M000001", service_id: 1, start: "2026-11-24T09:00:00Z" };
    await call("booking.hold", { body });
    await call("booking.hold", { body, key: "mine" });
    await call("auth.forgotPassword", { body: { email: "a@b.c" } });
    expect(server.requests.map((one) => one.headers["idempotency-key"])).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      "mine",
      undefined,
    ]);
  });
});

describe("the session", () => {
  it("starts with a sign-in and survives a reload", async () => {
    await startTestServer({ "POST /auth/login/": () => ({ body: signedIn("t1", 900) }) });
    await call("auth.login", { body: { identifier: "asha@example.com", password: "p", client: "browser" } });
    expect(session.reload()).toMatchObject({ token: "t1", csrf: "csrf-of-t1", user: { name: "Asha Rao" } });
  });

  it("is renewed once after a 401, with the CSRF token, however many calls fail together", async () => {
    let valid = "fresh";
    const server = await startTestServer({
      "GET /auth/me/": ({ headers }) =>
        headers.authorization === `Token ${valid}`
          ? { body: { name: "Asha" } }
          : problem(401, "auth.sign_in_needed"),
      "POST /auth/refresh/": ({ headers }) =>
        headers["x-csrf-token"] === "csrf-of-stale"
          ? { body: signedIn(valid, 900) }
          : problem(403, "auth.csrf"),
    });
    session.start(signedIn("stale", 900));
    const answers = await Promise.all([call("auth.me"), call("auth.me"), call("auth.me")]);
    expect(answers).toHaveLength(3);
    expect(server.count("POST /auth/refresh/")).toBe(1);
    valid = "other";
    expect(await failure(call("auth.me"))).toMatchObject({ status: 401 });
  });

  it("is renewed before it ends, without a failed call", async () => {
    const server = await startTestServer({
      "GET /auth/me/": () => ({ body: {} }),
      "POST /auth/refresh/": () => ({ body: signedIn("fresh", 900) }),
    });
    session.start(signedIn("old", 30));
    await call("auth.me");
    expect(server.requests.map((one) => one.key)).toEqual(["POST /auth/refresh/", "GET /auth/me/"]);
    expect(server.requests[1]?.headers.authorization).toBe("Token fresh");
  });

  it("believes the server's clock: a device that runs ahead does not renew on every call", async () => {
    const ahead = 3_600_000; // the server's clock is an hour behind ours
    const server = await startTestServer({
      "POST /auth/login/": () => ({
        body: { ...signedIn("t1", 0), expires_at: new Date(Date.now() - ahead + 900_000).toISOString() },
        headers: { date: new Date(Date.now() - ahead).toUTCString() },
      }),
      "GET /auth/me/": () => ({ body: {} }),
    });
    await call("auth.login", { body: { identifier: "a@b.c", password: "p" } });
    await call("auth.me");
    expect(server.count("POST /auth/refresh/")).toBe(0);
  });

  it("takes over what another tab renewed instead of renewing again", async () => {
    const server = await startTestServer({});
    session.start(signedIn("old", 900));
    const stale = session.current();
    const other = { ...stale, token: "from-other-tab" };
    localStorage.setItem("ax.session", JSON.stringify(other));
    const renewed = stale && (await renew(stale));
    expect(renewed?.token).toBe("from-other-tab");
    expect(server.requests).toHaveLength(0);
  });

  it("ends when the refresh token is refused, and the first failure is what the caller sees", async () => {
    await startTestServer({
      "GET /auth/me/": () => problem(401, "auth.sign_in_needed"),
      "POST /auth/refresh/": () => problem(401, "auth.sign_in_needed"),
    });
    session.start(signedIn("stale", 900));
    expect(await failure(call("auth.me"))).toMatchObject({ status: 401, reason: "auth.sign_in_needed" });
    expect(session.current()).toBeNull();
    expect(localStorage.getItem("ax.session")).toBeNull();
  });

  it("survives an outage while renewing", async () => {
    await startTestServer({
      "GET /auth/me/": () => problem(401, "auth.sign_in_needed"),
      "POST /auth/refresh/": () => problem(503, "server.unavailable"),
    });
    session.start(signedIn("stale", 900));
    expect(await failure(call("auth.me"))).toMatchObject({ status: 503 });
    expect(session.current()?.token).toBe("stale");
  });

  it("never renews for a failed sign-in", async () => {
    const server = await startTestServer({
      "POST /auth/login/": () => problem(401, "auth.bad_credentials"),
    });
    session.start(signedIn("t1", 900));
    expect(
      await failure(call("auth.login", { body: { identifier: "a@b.c", password: "no" } })),
    ).toMatchObject({
      reason: "auth.bad_credentials",
    });
    expect(server.requests).toHaveLength(1);
  });
});
