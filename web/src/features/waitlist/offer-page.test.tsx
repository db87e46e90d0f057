import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Wait } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, type Asked, signedIn, startTestServer } from "@/lib/test-server";
import OfferPage from "./offer-page";

const offered: Wait = {
  id: 4,
  state: "offered",
  mentor: "M000001",
  mentor_name: "Chetan",
  service: 2,
  service_title: "Mock interview",
  minutes: 60,
  from: "2026-11-24",
  to: "2026-12-24",
  zone: "UTC",
  earliest_hour: 0,
  latest_hour: 24,
  before: null,
  ahead: 0,
  booking: 9,
  offer_start: "2026-12-01T10:00:00Z",
  offer_expires_at: new Date(Date.now() + 20 * 60_000).toISOString(),
  can_rejoin: false,
  movable: null,
};
const ended: Wait = { ...offered, state: "ended", offer_expires_at: null };

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["waitlist"]);
});

async function open(answers: { get: () => Wait; accept?: (asked: Asked) => Answer; decline?: () => Answer }) {
  const server = await startTestServer({
    "GET /waitlist/4/": () => ({ body: answers.get() }),
    "POST /waitlist/4/accept/": (asked) => answers.accept?.(asked) ?? { status: 500 },
    "POST /waitlist/4/decline/": () => answers.decline?.() ?? { status: 500 },
  });
  const router = createMemoryRouter(
    [
      { path: "/waitlist/:wait", element: <OfferPage /> },
      { path: "/bookings/:booking/payment", element: <p>the payment</p> },
      { path: "/sessions/:session", element: <p>the session</p> },
    ],
    { initialEntries: ["/waitlist/4"] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

it("takes the time and leads to its payment", async () => {
  const { server, router } = await open({
    get: () => offered,
    accept: () => ({ body: { ...offered, state: "accepted", offer_expires_at: null } }),
  });
  expect(await screen.findByRole("timer", { name: /It is kept for you (19:\d\d|20:00)/ })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Take it and pay" }));
  expect(await screen.findByText("the payment")).toBeVisible();
  expect(router.state.location.pathname).toBe("/bookings/9/payment");
  expect(server.count("POST /waitlist/4/accept/")).toBe(1);
});

it("says that the offer is over when it was accepted too late", async () => {
  let now = offered;
  await open({
    get: () => now,
    accept: () => {
      now = ended;
      return { status: 409, body: { reason: "waitlist.offer_gone" } };
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Take it and pay" }));
  expect(await screen.findByText("This offer is over")).toBeVisible();
  expect(screen.getByRole("link", { name: "See the times of Chetan" })).toHaveAttribute(
    "href",
    "/mentors/M000001?service=2",
  );
});

it("lets it pass and goes on waiting", async () => {
  let now = offered;
  await open({
    get: () => now,
    decline: () => {
      now = { ...offered, state: "waiting", booking: null, offer_start: null, offer_expires_at: null };
      return { body: now };
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Let it pass" }));
  expect(await screen.findByText("Nothing is free yet")).toBeVisible();
});

it("moves a later session there instead of paying again", async () => {
  const movable = { booking: 7, start: "2026-12-03T10:00:00Z", moves_left: 2 };
  const bodies: unknown[] = [];
  const { server, router } = await open({
    get: () => ({ ...offered, movable }),
    accept: (asked) => {
      bodies.push(asked.body);
      return { body: { ...offered, state: "accepted", booking: 7, offer_expires_at: null } };
    },
  });
  expect(await screen.findByText(/Nothing is charged\. It is one of the 2 moves/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Keep that one and pay for this, too" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Move my session here" }));
  expect(await screen.findByText("the session")).toBeVisible();
  expect(router.state.location.pathname).toBe("/sessions/7");
  expect(bodies).toEqual([{ move: 7 }]);
  expect(server.count("POST /waitlist/4/accept/")).toBe(1);
});
