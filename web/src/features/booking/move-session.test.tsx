import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import type { Booking } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, signedIn, startTestServer } from "@/lib/test-server";
import { MoveSession } from "./components/move-session";

const noon = (daysAhead: number) =>
  `${new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10)}T12:00:00Z`;
const booking: Booking = {
  id: 7,
  state: "confirmed",
  money: "paid",
  start: noon(3),
  end: noon(3).replace("T12", "T13"),
  minutes: 60,
  service_title: "Review",
  topic: "",
  note: "",
  price: { amount: 50_000, currency: "INR" },
  student: { id: "S000001", name: "Asha Rao", time_zone: "UTC" },
  mentor: { id: "M000001", name: "Chetan", time_zone: "UTC" },
  created_at: noon(-1),
  hold_expires_at: null,
  refund_free_until: noon(2),
  cancelled_by: null,
  can_cancel: true,
  can_pay: false,
  can_move: true,
  move_until: noon(2),
  moves_left: 2,
  mentor_away: false,
};

beforeEach(async () => {
  session.start(signedIn("t1", 900));
  await i18n.loadNamespaces(["booking"]);
});

async function open(
  change: Partial<Booking> = {},
  side: "student" | "mentor" = "student",
  move?: () => Answer,
) {
  const server = await startTestServer({
    "GET /site-status/": () => ({
      body: {
        maintenance_mode: false,
        test_mode: true,
        message: "",
        hold_seconds: 600,
        free_cancellation_hours: 24,
      },
    }),
    // One free time on the day that was asked for first, whatever the month.
    "GET /bookings/7/move-times/": ({ query }) => ({
      body: {
        zone: query.get("zone"),
        mentor_zone: "UTC",
        minutes: 60,
        days: [{ date: query.get("to"), times: [`${query.get("to")}T15:00:00Z`] }],
        next_free_at: null,
      },
    }),
    "POST /bookings/7/move/": ({ body }) =>
      move?.() ?? { body: { ...booking, start: (body as { start: string }).start } },
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MoveSession booking={{ ...booking, ...change }} side={side} />
    </QueryClientProvider>,
  );
  return server;
}

async function choose() {
  await userEvent.click(screen.getByRole("button", { name: "Move to another time" }));
  await userEvent.click(await screen.findByRole("button", { name: /^\d{1,2}:\d{2}/ }));
}

it("shows the old and the new time before it moves, and sends both", async () => {
  const server = await open();
  await choose();
  expect(screen.getByText("Until now")).toBeVisible();
  expect(await screen.findByText(/Free to cancel until/)).toBeVisible();
  expect(server.count("POST /bookings/7/move/")).toBe(0);
  await userEvent.click(screen.getByRole("button", { name: "Move the session" }));
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
  const sent = server.requests.find(({ key }) => key === "POST /bookings/7/move/");
  expect(sent?.body).toMatchObject({ from: booking.start, start: expect.stringMatching(/T15:00:00Z$/) });
});

it("goes back to the times when the chosen one is gone", async () => {
  await open({}, "mentor", () => ({ status: 409, body: { reason: "booking.slot_taken" } }));
  await choose();
  expect(screen.getByText(/Asha Rao is told at once, and may cancel/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Move the session" }));
  expect(await screen.findByText(/Your session stays where it is/)).toBeVisible();
  expect(await screen.findByRole("button", { name: /^\d{1,2}:\d{2}/ })).toBeVisible();
});

it("says in words why it cannot be moved", async () => {
  await open({ can_move: false });
  expect(screen.getByText(/^You could move it until .+ Ask your mentor/)).toBeVisible();
  expect(screen.queryByRole("button")).toBeNull();
});

it("says that the moves are used up", async () => {
  await open({ can_move: false, moves_left: 0 }, "mentor");
  expect(screen.getByText(/as often as you can/)).toBeVisible();
});
