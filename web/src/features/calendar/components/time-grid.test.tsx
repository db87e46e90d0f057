import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Booking } from "@/api/contract.gen";
import i18n from "@/lib/i18n";
import { endOf, placed } from "../model/days";
import { TimeGrid } from "./time-grid";

const booking: Booking = {
  id: 7,
  state: "completed",
  money: "paid",
  start: "2026-11-27T12:00:00Z",
  end: "2026-11-27T13:00:00Z",
  minutes: 60,
  service_title: "Review",
  topic: "",
  note: "",
  price: { amount: 50_000, currency: "INR" },
  student: { id: "S000001", name: "Nina Berger", time_zone: "UTC" },
  mentor: { id: "M000001", name: "Asha Menon", time_zone: "UTC" },
  created_at: "2026-11-20T12:00:00Z",
  hold_expires_at: null,
  refund_free_until: null,
  cancelled_by: null,
  can_cancel: false,
  can_pay: false,
  can_move: false,
  move_until: null,
  moves_left: 0,
  mentor_away: false,
};

beforeEach(() => i18n.loadNamespaces(["calendar"]));

function show(session: Booking) {
  const date = "2026-11-27";
  const sessions = placed([session], date, "UTC");
  render(
    <MemoryRouter>
      <TimeGrid days={[{ date, sessions, busy: [], away: [], hours: null }]} today="2026-11-26" zone="UTC" />
    </MemoryRouter>,
  );
  return screen.getByRole("link");
}

// WCAG 2.5.3: people who speak to their computer say what they see.
it("names a session by what is written on it, then by what is not", () => {
  const link = show(booking);
  expect(link).toHaveAttribute("href", "/sessions/7");
  expect(link).toHaveAccessibleName(/^12:00 Nina Berger\s?Review\s?completed\s?, until 13:00$/);
});

it("shows what became of a session that is over, and nothing of one to come", () => {
  expect(show({ ...booking, state: "missed" })).toHaveTextContent("missed");
  cleanup();
  const [start, end] = ["2026-11-27T12:00:00Z", "2026-11-27T13:00:00Z"];
  expect(endOf({ ...booking, state: "confirmed" }, new Date(end))).toBe("open");
  expect(endOf({ ...booking, state: "confirmed" }, new Date(start))).toBeNull();
  expect(endOf({ ...booking, state: "missed" }, new Date(start))).toBe("missed");
});
