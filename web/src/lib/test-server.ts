import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { setBaseUrl } from "@/api/call";
import type { SignedIn, User } from "@/api/contract.gen";

/**
 * A small HTTP server for one test, on a free port, with the client pointed at it: the code under test runs with its
 * real HTTP. Handlers are keyed "POST /auth/login/"; what was asked is in `requests`.
 */
export type Asked = { key: string; headers: IncomingHttpHeaders; query: URLSearchParams; body: unknown };
export type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };

export async function startTestServer(handlers: Record<string, (asked: Asked) => Answer | Promise<Answer>>) {
  const requests: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://test");
    let text = "";
    for await (const part of request) text += part;
    const key = `${request.method} ${url.pathname}`;
    const asked = {
      key,
      headers: request.headers,
      query: url.searchParams,
      body: text ? JSON.parse(text) : null,
    };
    requests.push(asked);
    const answer = (await handlers[key]?.(asked)) ?? { status: 404, body: { reason: "test.no_handler" } };
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body === undefined ? "" : JSON.stringify(answer.body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  setBaseUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, count: (key: string) => requests.filter((one) => one.key === key).length };
}

export const aUser = (change: Partial<User> = {}): User => ({
  name: "Asha Rao",
  email: "asha@example.com",
  email_verified: true,
  time_zone: "Asia/Kolkata",
  roles: ["student"],
  student_id: "S000001",
  mentor_id: null,
  approval: null,
  photo: null,
  ...change,
});

export const signedIn = (token: string, lifetimeSeconds: number, user = aUser()): SignedIn => ({
  token,
  expires_at: new Date(Date.now() + lifetimeSeconds * 1000).toISOString(),
  user,
  refresh_token: null,
  csrf_token: `csrf-of-${token}`,
});

export const problem = (
  status: number,
  reason: string,
  fields?: { field: string; reason: string; limit?: number }[],
) => ({
  status,
  body: { type: "about:blank", title: reason, status, reason, request_id: "req-1", fields },
});
