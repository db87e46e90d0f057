import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Booking, StudentDashboard as Dashboard, MentorCard } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import { Toasts } from "@/ui/toast";
import { StudentDashboard } from "./student-dashboard";

const nothing: Dashboard = {
  upcoming: [],
  feedback_due: [],
  actions: [],
  recommended: [],
  has_skills: false,
  has_booked: false,
};
const mentor = { id: "M000001", name: "Chetan", time_zone: "UTC" };
const soon = {
  id: 7,
  state: "confirmed",
  start: new Date(Date.now() + 5 * 60_000).toISOString(),
  service_title: "Code review",
  student: { id: "S000001", name: "Asha Rao", time_zone: "UTC" },
  mentor,
  topic: "",
  can_pay: false,
} as Booking;

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["dashboard"]);
});

async function open(dashboard: Dashboard, unread = 0) {
  const server = await startTestServer({
    "GET /student/dashboard/": () => ({ body: dashboard }),
    "GET /chat/summary/": () => ({ body: { unread, requests: 0 } }),
    "GET /notifications/unread/": () => ({ body: { unread: 0 } }),
    "GET /own-notes/": () => ({ body: { items: [] } }),
    "DELETE /own-notes/1/": () => ({ body: { items: [] } }),
    "POST /own-notes/": ({ body }) => ({
      body: { items: [{ id: 1, text: (body as { text: string }).text, updated_at: soon.start }] },
    }),
    // In the month that was asked about, also on its last evening.
    "GET /calendar/": ({ query }) => {
      const start = new Date(Date.parse(query.get("from") ?? "") + 10 * 86_400_000).toISOString();
      return { body: { items: dashboard.upcoming.map((booking) => ({ ...booking, start })) } };
    },
    "GET /bookings/7/attendance/": () => ({ body: { join_url: "https://meet.example/room" } }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter>
        <StudentDashboard
          card={({ name }) => <p>{name}</p>}
          soonest={<p>Soonest</p>}
          pinned={null}
          waits={null}
        />
        <Toasts />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return server;
}

it("a new student sees how to begin, no zeros", async () => {
  await open({ ...nothing, has_skills: true });
  expect(await screen.findByRole("heading", { name: "Three steps to your first session" })).toBeVisible();
  expect(screen.getByText("Done")).toBeInTheDocument();
  expect(screen.getByText("Soonest")).toBeVisible();
  expect(screen.queryByText("Waiting for you")).toBeNull();
  expect(screen.queryByRole("heading", { name: "Your sessions" })).toBeNull();
});

it("shows what waits, the way into the room while it is open, and why somebody is recommended", async () => {
  const dev = { mentor_id: "M000002", name: "Dev" } as MentorCard;
  await open(
    {
      ...nothing,
      has_booked: true,
      has_skills: true,
      upcoming: [soon],
      feedback_due: [{ ...soon, id: 5 }],
      actions: [{ id: 3, text: "Read chapter one", due: "2020-01-31", with: mentor }],
      recommended: [{ mentor: dev, teaches: ["Python", "Rust"] }],
    },
    2,
  );
  const waiting = await screen.findByRole("list", { name: "Waiting for you" });
  expect(within(waiting).getByRole("link", { name: /How was it with Chetan/ })).toHaveAttribute(
    "href",
    "/sessions/5",
  );
  expect(within(waiting).getByRole("link", { name: /Read chapter one/ })).toHaveAttribute(
    "href",
    "/my-mentors/M000001",
  );
  expect(await within(waiting).findByText("2 conversations with new messages")).toBeVisible();
  const join = await screen.findByRole("link", { name: "Join the session" });
  expect(join).toHaveAttribute("href", "https://meet.example/room");
  expect(screen.getByText("Teaches Python and Rust")).toBeVisible();
  expect(screen.getByText("Dev")).toBeVisible();
  expect(await screen.findByRole("list", { name: "Your sessions" })).toBeInTheDocument();
});

it("a hold that ran out is asked about at once", async () => {
  const hold = {
    ...soon,
    state: "held",
    can_pay: true,
    price: { amount: 50_000, currency: "INR" },
    created_at: new Date(Date.now() - 60_000).toISOString(),
    hold_expires_at: new Date(Date.now() + 1_000).toISOString(),
  } as Booking;
  const server = await open({ ...nothing, has_booked: true, upcoming: [hold] });
  expect(await screen.findByRole("link", { name: "Pay now" })).toBeVisible();
  await expect.poll(() => server.count("GET /student/dashboard/")).toBe(2);
});

it("keeps a note, sent with a key of its own", async () => {
  const server = await open(nothing);
  await userEvent.type(await screen.findByLabelText("A new note"), "Ask about Rust");
  await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
  const notes = await screen.findByRole("list", { name: "Your own notes" });
  expect(within(notes).getByText("Ask about Rust")).toBeVisible();
  await expect.poll(() => screen.getByLabelText<HTMLTextAreaElement>("A new note").value).toBe("");
  expect(server.requests.find(({ key }) => key === "POST /own-notes/")?.body).toEqual({
    text: "Ask about Rust",
    client_key: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
});

it("brings back a note that was removed", async () => {
  await open(nothing);
  await userEvent.type(await screen.findByLabelText("A new note"), "Ask about Rust");
  await userEvent.click(screen.getByRole("button", { name: "Keep it" }));
  await userEvent.click(await screen.findByRole("button", { name: "Remove the note" }));
  await expect.poll(() => screen.queryByText("Ask about Rust")).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Ask about Rust")).toBeVisible();
});
