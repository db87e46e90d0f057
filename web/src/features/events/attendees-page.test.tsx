import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Attendee, CommunityEvent } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import AttendeesPage from "./attendees-page";
import { doorOf } from "./model/event";
import { anEvent } from "./model/sample";

const nina: Attendee = {
  id: 5,
  name: "Nina Berger",
  state: "registered",
  since: "2026-11-20T12:00:00Z",
  code: "ABCD2345",
  checked_in_at: null,
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["events"]);
});

async function scan(event: CommunityEvent, checkIn: () => Answer) {
  const codes: unknown[] = [];
  await startTestServer({
    "GET /events/12/": () => ({ body: event }),
    "GET /events/12/attendees/": () =>
      event.can_manage
        ? { body: { items: [nina], next: null, taken: 1, waiting: 0, checked_in: 0 } }
        : problem(403, "auth.not_allowed"),
    "POST /events/12/check-in/": ({ body }) => {
      codes.push(body);
      return checkIn();
    },
  });
  const router = createMemoryRouter([{ path: "/events/:event/attendees", element: <AttendeesPage /> }], {
    initialEntries: [doorOf(12, "ABCD2345")],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { codes, router };
}

const hosted = anEvent({ can_manage: true });

it("checks in by the address of a ticket, once, and forgets the code", async () => {
  const attendee = { ...nina, checked_in_at: "2026-12-01T17:00:00Z" };
  const { codes, router } = await scan(hosted, () => ({ body: { attendee, again: false } }));
  expect(await screen.findByText("Nina Berger is checked in.")).toBeVisible();
  expect(codes).toEqual([{ code: "ABCD2345" }]);
  expect(router.state.location.search).toBe("");
});

it("says when a ticket was used before", async () => {
  const attendee = { ...nina, checked_in_at: "2026-12-01T17:00:00Z" };
  await scan(hosted, () => ({ body: { attendee, again: true } }));
  expect(await screen.findByText(/^Nina Berger was checked in before, /)).toBeVisible();
});

it("says when a ticket is for another event", async () => {
  await scan(hosted, () => problem(409, "events.code_of_other_event"));
  expect(await screen.findByText("This ticket is for another event of yours.")).toBeVisible();
});

it("checks nobody in for who does not manage the event", async () => {
  const { codes } = await scan(anEvent({ can_manage: false }), () => problem(403, "auth.not_allowed"));
  expect(
    await screen.findByText(
      "This ticket is for System design, drawn live. Only its host and our team check people in.",
    ),
  ).toBeVisible();
  expect(codes).toEqual([]);
});
