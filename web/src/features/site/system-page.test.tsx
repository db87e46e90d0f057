import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { SystemReport } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import { formatSpan, systemQuery } from "./model/system";
import SystemPage from "./system-page";

const report: SystemReport = {
  health: "degraded",
  parts: [
    { name: "database", ok: true, state: "up", age_ms: 200 },
    { name: "redis", ok: false, state: "away", age_ms: 0 },
    { name: "disk", ok: false, state: "low", age_ms: 0 },
    { name: "jobs", ok: true, state: "ok", age_ms: 4_000 },
    { name: "oracle", ok: false, state: "silent", age_ms: 0 },
  ],
  replicas: [
    { ok: true, state: "streaming", lag_ms: 3_000 },
    { ok: false, state: "away", lag_ms: null },
  ],
  backlog: {
    waiting: 2,
    running: 1,
    later: 30,
    dead: 4,
    oldest_seconds: 600,
    mails_failing: 0,
    oldest_mail_seconds: 0,
    age_ms: 100,
  },
  version: "1.2.3",
  process: "node-a:4711",
  started_at: new Date(Date.now() - 7_200_000).toISOString(),
  engine: "postgres",
  schema: "0048_last",
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["staff"] })));
  await i18n.loadNamespaces(["site"]);
});

async function open(answer: () => { status?: number; body: unknown }) {
  await startTestServer({ "GET /staff/system/": answer });
  const queries = createQueryClient();
  const router = createMemoryRouter([{ path: "/staff/system", element: <SystemPage /> }], {
    initialEntries: ["/staff/system"],
  });
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return queries;
}

it("says of each thing how it is and how old that is, in words", async () => {
  await open(() => ({ body: report }));
  expect(await screen.findByRole("status")).toHaveTextContent("something needs somebody");
  const parts = screen.getByRole("table", { name: "What it needs" });
  const row = (name: RegExp) => within(parts).getByRole("row", { name });
  expect(row(/^Database Up/)).toBeVisible();
  expect(row(/^Redis Away/)).toBeVisible();
  expect(row(/^Disk Nearly full/)).toBeVisible();
  expect(row(/^Jobs OK [45] seconds ago/)).toBeVisible();
  expect(row(/^Replica 1 Streaming 3 seconds behind/)).toBeVisible();
  expect(row(/^Replica 2 Away never seen/)).toBeVisible();
  expect(row(/^oracle silent/)).toBeVisible();
  expect(screen.getByText("the oldest for 10 minutes")).toBeVisible();
  for (const fact of ["1.2.3", "node-a:4711", "2 hours ago", "PostgreSQL", "0048_last"])
    expect(screen.getByText(fact)).toBeVisible();
});

it("keeps what it knew when no answer comes any more, and says so", async () => {
  let away = false;
  const queries = await open(() =>
    away
      ? { status: 503, body: { reason: "server.unavailable" } }
      : { body: { ...report, health: "ok", backlog: null } },
  );
  expect(await screen.findByText("Everything is as it should be")).toBeVisible();
  expect(screen.getByText("Not counted yet.")).toBeVisible();
  away = true;
  await queries.refetchQueries(systemQuery);
  expect(await screen.findByRole("alert")).toHaveTextContent("No answer since");
  expect(screen.getByText("1.2.3")).toBeVisible();
});

it("tells spans as people do", () => {
  expect([40, 60, 119, 720, 177_120].map(formatSpan)).toEqual([
    "40 seconds",
    "1 minute",
    "119 seconds",
    "12 minutes",
    "49 h 12 min",
  ]);
});
