import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { QueryClient } from "@tanstack/react-query";
import { expect, it, onTestFinished } from "vitest";
import { ApiError } from "@/api/api-error";
import { failures, isUnexpected } from "@/lib/failures";
import { siteStatusQuery } from "@/lib/site-status";
import { startTestServer } from "@/lib/test-server";
import { reportFailures } from "./report-failures";
import { plainText } from "./without-people";

type Event = {
  release: string;
  environment: string;
  tags?: Record<string, string>;
  user?: unknown;
  breadcrumbs?: unknown;
  request?: { url: string };
  exception: { values: { type: string; value: string }[] };
};

/** Takes envelopes as Sentry does. */
async function startRecorder() {
  const events: Event[] = [];
  const http = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const lines = text.split("\n");
    if (JSON.parse(lines[1] ?? "{}").type === "event") events.push(JSON.parse(lines[2] ?? ""));
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("{}");
  });
  await new Promise<void>((ready) => http.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void http.close());
  return { events, dsn: `http://key@127.0.0.1:${(http.address() as AddressInfo).port}/7` };
}

const statusWith = (dsn: string) => ({
  "GET /site-status/": () => ({
    body: { error_reports: { dsn, environment: "test", release: "aspirex@1" } },
  }),
});

it("loads nothing where the site names no place", async () => {
  const server = await startTestServer(statusWith(""));
  const queries = new QueryClient();
  reportFailures(queries);
  failures.tell(new Error("nobody hears"));
  await expect.poll(() => queries.getQueryData(siteStatusQuery.queryKey)).toBeDefined();
  expect(server.count("GET /site-status/")).toBe(1);
});

it("sends each error once, with the failed request's id and without people", async () => {
  const recorder = await startRecorder();
  await startTestServer(statusWith(recorder.dsn));
  reportFailures(new QueryClient(), 3);
  history.replaceState(null, "", "/reset-password?token=secret-of-a-mail#x");

  const broken = new TypeError(
    'asha@example.com wrote "Asha Rao" to https://x.example/a?token=1 with aGVsbG8taGVsbG8taGVsbG8x',
  );
  failures.tell(broken);
  failures.tell(broken);
  failures.tell(new ApiError(422, { reason: "request.invalid" }));
  failures.tell(new DOMException("given up", "AbortError"));
  await expect.poll(() => recorder.events.length).toBe(1);
  window.dispatchEvent(new ErrorEvent("error", { error: new RangeError("of the window") }));
  failures.tell(new ApiError(500, { reason: "server.internal", request_id: "0123456789abcdef" }));
  failures.tell(new Error("one too many"));
  await expect.poll(() => recorder.events.length).toBe(3);

  const [first, second, third] = recorder.events;
  expect(first).toMatchObject({ release: "aspirex@1", environment: "test" });
  expect(first?.exception.values[0]).toMatchObject({
    type: "TypeError",
    value: '[mail] wrote "[…]" to https://x.example/a?[query] with [token]',
  });
  expect(first?.request?.url).toMatch(/\/reset-password$/);
  expect(first?.user).toBeUndefined();
  expect(second?.exception.values[0]?.value).toBe("of the window");
  expect(third?.tags).toMatchObject({ request_id: "0123456789abcdef", reason: "server.internal" });
  expect(JSON.stringify(recorder.events)).not.toMatch(/asha|Asha|secret-of/);
});

it("knows what nobody expected", () => {
  expect(isUnexpected(new TypeError("x"))).toBe(true);
  expect(isUnexpected(new ApiError(500, {}))).toBe(true);
  for (const status of [0, 400, 401, 404, 429, 503])
    expect(isUnexpected(new ApiError(status, {}))).toBe(false);
  expect(isUnexpected(undefined)).toBe(false);
});

it("leaves code alone and takes people out", () => {
  expect(plainText("Cannot read properties of undefined (reading 'name')")).toBe(
    "Cannot read properties of undefined (reading 'name')",
  );
  expect(plainText("call +91 98765 43210")).toBe("call [number]");
});
