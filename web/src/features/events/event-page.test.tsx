import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { CommunityEvent } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import EditPage from "./edit-page";
import EventPage from "./event-page";
import EventsPage from "./events-page";
import { anEvent } from "./model/sample";

const soon = { starts_at: "2096-12-01T17:00:00Z", ends_at: "2096-12-01T18:30:00Z" };

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["events"]);
});

async function open(
  address: string,
  event: CommunityEvent,
  more: Record<string, (body: unknown) => Answer> = {},
) {
  const handlers = Object.fromEntries(
    Object.entries(more).map(([key, answer]) => [key, ({ body }: { body: unknown }) => answer(body)]),
  );
  const server = await startTestServer({
    "GET /events/": ({ query }) => ({ body: { items: query.get("q") ? [] : [event], next: null } }),
    "GET /events/tags/": () => ({ body: { items: [{ tag: "Interviews", count: 1 }] } }),
    "GET /events/12/": () => ({ body: event }),
    ...handlers,
  });
  const router = createMemoryRouter(
    [
      { path: "/events", element: <EventsPage /> },
      { path: "/events/new", element: <EditPage /> },
      { path: "/events/:event", element: <EventPage /> },
    ],
    { initialEntries: [address] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("asks visitors to sign in, and brings them back", async () => {
  await open("/events/12", anEvent(soon));
  const link = await screen.findByRole("link", { name: "Sign in to register" });
  expect(link).toHaveAttribute("href", "/sign-in?next=%2Fevents%2F12");
  expect(screen.getByText("3 places left of 10")).toBeVisible();
});

it("takes a place and shows the code", async () => {
  session.start(signedIn("token", 900));
  const mine = {
    state: "registered" as const,
    code: "ABCD2345",
    offer_expires_at: null,
    checked_in_at: null,
    ahead: null,
  };
  let taken = false;
  const registered = anEvent({ ...soon, mine, online_url: "https://meet.example.com/x" });
  await open("/events/12", anEvent(soon), {
    "GET /events/12/": () => ({ body: taken ? registered : anEvent(soon) }),
    "POST /events/12/registration/": (body) => {
      expect(body).toEqual({ wait: false });
      taken = true;
      return { body: registered };
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Register" }));
  expect(await screen.findByText("ABCD-2345")).toBeVisible();
  expect(screen.getByRole("img", { name: "Your code, to be scanned at the door" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Open the link" })).toHaveAttribute(
    "rel",
    "nofollow noopener noreferrer",
  );
});

it("offers the waitlist when all places are taken", async () => {
  session.start(signedIn("token", 900));
  await open("/events/12", anEvent({ ...soon, free: 0, waiting: 2 }), {
    "POST /events/12/registration/": (body) => {
      expect(body).toEqual({ wait: true });
      return problem(409, "events.over");
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Join the waitlist" }));
  expect(screen.getByText("Full, 2 wait")).toBeVisible();
});

it("does not invite the host to register", async () => {
  session.start(signedIn("token", 900));
  await open("/events/12", anEvent({ ...soon, open: false, can_manage: true }));
  expect(await screen.findByText("You are the host.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Register" })).toBeNull();
  expect(screen.getByRole("button", { name: "Cancel event" })).toBeVisible();
});

it("searches by the server, and clears the search", async () => {
  const { router, server } = await open("/events", anEvent(soon));
  expect(await screen.findByRole("link", { name: "System design, drawn live" })).toBeVisible();
  await userEvent.type(screen.getByLabelText("Search events"), "cooking");
  expect(await screen.findByText("Nothing fits your search")).toBeVisible();
  await waitFor(() => expect(router.state.location.search).toBe("?q=cooking"));
  await userEvent.click(screen.getByRole("button", { name: "Clear the search" }));
  expect(await screen.findByRole("link", { name: "System design, drawn live" })).toBeVisible();
  expect(screen.getByLabelText("Search events")).toHaveValue("");
  expect(server.requests.some(({ query }) => query.get("q") === "cooking")).toBe(true);
});

it("keeps what was typed when the server refuses, and marks the field", async () => {
  session.start(signedIn("token", 900));
  await open("/events/new", anEvent(soon), {
    "POST /events/": () => problem(422, "request.invalid", [{ field: "place", reason: "place_or_link" }]),
  });
  await userEvent.type(await screen.findByLabelText("Title"), "An evening");
  await userEvent.type(screen.getByLabelText("Starts"), "2096-12-01T18:00");
  await userEvent.click(screen.getByRole("button", { name: "Save draft" }));
  expect(await screen.findByText("Say where it is, or give a link to join.")).toBeVisible();
  expect(screen.getByLabelText("Title")).toHaveValue("An evening");
});
