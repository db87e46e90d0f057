import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import i18n from "@/lib/i18n";
import { withoutMargin } from "./call-detail";
import { type Detail, repeats, type Summary } from "./records";
import { Toolbar } from "./toolbar";

const summary = (id: string, change: Partial<Summary> = {}): Summary => ({
  id,
  trace: "4bf92f3577b34da6a3ce929d0e0e4736",
  method: "GET",
  endpoint: "mentors.search",
  route: "/mentors/",
  status: 200,
  micros: 12_300,
  database_micros: 4_500,
  outgoing_micros: 0,
  statements: 4,
  repeated: 3,
  n_plus_one: true,
  mails: 0,
  ...change,
});
const one = {
  name: "mentors.one",
  sql: "\n    SELECT name\n      FROM mentor WHERE id = $1\n",
  engine: "sqlite",
};
const detail: Detail = {
  summary: summary("r1"),
  statements: [
    { name: "mentors.list", sql: "SELECT 1", engine: "sqlite", micros: 1_500, rows: 20 },
    ...[1, 2, 3].map(() => ({ ...one, micros: 1_000, rows: 1 })),
  ],
  outgoing: [],
  cache: [{ name: "mentors.search", outcome: "miss" }],
  jobs: [{ listener: "auth.mail", event: "auth.security_mail" }],
  mails: [
    {
      letter: "auth-reset",
      subject: "Choose a new password",
      recipient: "a***@e***.org",
      preview: "/sandbox/mail/5/",
    },
  ],
  logs: [{ level: "warn", event: "db.slow_query", fields: "ms=120" }],
  left_out: 2,
};

let tell: (...ids: string[]) => void;
let asked: string[];

beforeEach(async () => {
  await i18n.loadNamespaces(["toolbar"]);
  asked = [];
  class Observer {
    constructor(told: (list: { getEntries: () => unknown[] }) => void) {
      const entries = (ids: string[]) => [
        { serverTiming: [] },
        ...ids.map((id) => ({ serverTiming: [{ name: "total" }, { name: "request", description: id }] })),
      ];
      tell = (...ids) => act(() => told({ getEntries: () => entries(ids) }));
    }
    observe() {}
    disconnect() {}
  }
  vi.stubGlobal("PerformanceObserver", Observer);
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const body = url.endsWith("/r1/")
      ? detail
      : {
          items: [
            summary("r2", { status: 404, statements: 1, repeated: 1, n_plus_one: false }),
            summary("r1"),
          ],
        };
    return url.endsWith("/r2/") ? new Response(null, { status: 404 }) : Response.json(body);
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
});

function open(onHide = () => {}) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Toolbar onHide={onHide} />
    </QueryClientProvider>,
  );
}

it("asks for nothing before the page has, and then shows only what this page asked", async () => {
  open();
  expect(screen.getByRole("button", { name: /No calls yet/ })).toBeVisible();
  expect(asked).toEqual([]);
  tell("r1");
  expect(await screen.findByRole("button", { name: /1 call, 12 ms · 4 queries\s*N\+1/ })).toBeVisible();
  expect(asked).toEqual(["/api/v1/debug/requests/"]);
});

it("opens to the calls, and a call to what it did", async () => {
  open();
  tell("r1", "r2");
  await userEvent.click(await screen.findByRole("button", { name: /2 calls/ }));
  expect(screen.getByRole("button", { name: "Close the developer toolbar" })).toHaveFocus();
  const [newest, first] = screen.getAllByRole("button", { name: /GET mentors.search/ });
  expect(newest).toHaveTextContent("404");
  expect(first).toHaveTextContent("N+1 3×");
  await userEvent.click(first as HTMLElement);
  const statements = (await screen.findByRole("heading", { name: "Statements 4" }))
    .parentElement as HTMLElement;
  expect(within(statements).getAllByText(/repeated 3×/)).toHaveLength(3);
  expect(screen.getByRole("link", { name: "Read the mail auth-reset" })).toHaveAttribute(
    "href",
    "/sandbox/mail/5/",
  );
  expect(screen.getByText("db.slow_query", { exact: false })).toBeVisible();
  expect(screen.getByText("2 more things did not fit.")).toBeVisible();
  await userEvent.click(newest as HTMLElement);
  expect(await screen.findByText(/no longer among them/)).toBeVisible();
});

it("closes with Escape, back to what opened it, and goes when it is told to", async () => {
  const hide = vi.fn();
  open(hide);
  await userEvent.click(screen.getByRole("button", { name: /No calls yet/ }));
  await userEvent.keyboard("{Escape}");
  expect(screen.getByRole("button", { name: /No calls yet/ })).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Hide until this tab is closed" }));
  expect(hide).toHaveBeenCalledOnce();
});

it("counts what ran more than once", () => {
  expect([...repeats([{ name: "a" }, { name: "b" }, { name: "a" }])]).toEqual([["a", 2]]);
});

it("takes the source's margin from SQL", () => {
  expect(withoutMargin(one.sql)).toBe("SELECT name\n  FROM mentor WHERE id = $1");
  expect(withoutMargin("SELECT 1")).toBe("SELECT 1");
});
