import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import type { Attendance, Booking } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, signedIn, startTestServer } from "@/lib/test-server";
import { untilNextChange } from "./queries";
import { SessionRoom } from "./session-room";

const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const party = { id: "S000001", name: "Asha Rao", time_zone: "UTC" };
const booking: Booking = {
  id: 7,
  state: "confirmed",
  money: "paid",
  start: at(-5),
  end: at(55),
  minutes: 60,
  service_title: "Review",
  topic: "",
  note: "",
  price: { amount: 50_000, currency: "INR" },
  student: party,
  mentor: { ...party, id: "M000001", name: "Chetan" },
  created_at: at(-500),
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
const attendance: Attendance = {
  booking: 7,
  join_url: "https://meet.example/AspireX-x",
  join_from: at(-20),
  join_until: at(85),
  opens_at: at(-15),
  closes_at: at(175),
  open: true,
  key: "ABC234",
  me: "pending",
  other: "pending",
  tries_left: 5,
  can_excuse: false,
  dispute_until: null,
  dispute: null,
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["attendance"]);
});

async function open(change: Partial<Attendance> = {}, over: Partial<Booking> = {}, enter?: () => Answer) {
  const server = await startTestServer({
    "GET /bookings/7/attendance/": () => ({ body: { ...attendance, ...change } }),
    "POST /bookings/7/attendance/": () => enter?.() ?? { body: { ...attendance, me: "present" } },
    "POST /bookings/7/excuse/": () => ({
      body: { ...attendance, ...change, other: "excused", can_excuse: false },
    }),
    "POST /bookings/7/dispute/": () => ({ body: { ...attendance, ...change } }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <SessionRoom booking={{ ...booking, ...over }} name="Chetan" />
    </QueryClientProvider>,
  );
  return server;
}

it("shows the room and takes the key of the other", async () => {
  const server = await open();
  expect(await screen.findByRole("link", { name: "Join the session" })).toHaveAttribute(
    "href",
    attendance.join_url,
  );
  expect(screen.getByText("ABC234")).toBeVisible();
  await userEvent.type(screen.getByLabelText("Key of Chetan"), "xyz789");
  await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
  await expect
    .poll(() => server.requests.find(({ key }) => key.startsWith("POST"))?.body)
    .toEqual({ key: "xyz789" });
});

it("says which key was wrong and how many tries are left", async () => {
  await open({ tries_left: 4 }, {}, () => ({
    status: 422,
    body: { reason: "request.invalid", fields: [{ field: "key", reason: "wrong_key" }] },
  }));
  await userEvent.type(await screen.findByLabelText("Key of Chetan"), "nope");
  await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
  expect(await screen.findByText(/This is not the other side's key/)).toBeVisible();
  expect(screen.getByText("4 tries left for now.")).toBeVisible();
});

it("a session that is to come has neither room nor key", async () => {
  await open({ join_url: null, key: null, open: false, join_from: at(30), opens_at: at(35) });
  expect(await screen.findByText(/^The room opens in/)).toBeVisible();
  expect(screen.getByRole("timer")).toBeVisible();
  expect(screen.queryByText("Your key")).toBeNull();
});

it("shows the own key as a QR code", async () => {
  await open();
  expect(screen.queryByRole("img", { name: "QR code with your key" })).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Show as QR code" }));
  expect(screen.getByRole("img", { name: "QR code with your key" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Hide the QR code" }));
  expect(screen.queryByRole("img", { name: "QR code with your key" })).toBeNull();
});

it("takes the key of a scanned link, and out of the address", async () => {
  history.replaceState(null, "", "#key=XYZ789");
  const server = await open();
  expect(await screen.findByLabelText("Key of Chetan")).toHaveValue("XYZ789");
  expect(location.hash).toBe("");
  await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
  await expect
    .poll(() => server.requests.find(({ key }) => key.startsWith("POST"))?.body)
    .toEqual({ key: "XYZ789" });
});

it("takes the key of a link that is scanned while the page is open", async () => {
  await open();
  expect(await screen.findByLabelText("Key of Chetan")).toHaveValue("");
  history.replaceState(null, "", "#key=XYZ789");
  fireEvent(window, new HashChangeEvent("hashchange"));
  expect(screen.getByLabelText("Key of Chetan")).toHaveValue("XYZ789");
  expect(location.hash).toBe("");
});

it("who did not come can be excused", async () => {
  await open(
    { join_url: null, key: null, open: false, me: "present", other: "absent", can_excuse: true },
    { state: "missed" },
  );
  await userEvent.click(await screen.findByRole("button", { name: "Excuse Chetan" }));
  await userEvent.click(screen.getByRole("button", { name: "Excuse" }));
  expect(await screen.findByText("Excused")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Excuse Chetan" })).toBeNull();
});

it("a missed one can be objected to", async () => {
  await open(
    { join_url: null, key: null, open: false, me: "present", other: "absent", dispute_until: at(600) },
    { state: "missed" },
  );
  expect(await screen.findByText("Not confirmed")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Something is wrong here" }));
  expect(screen.getByRole("dialog")).toHaveTextContent("Chetan learns that you objected.");
});

it("the page asks again when the next thing opens or closes", () => {
  const now = Date.parse(attendance.join_from) - 60_000;
  expect(untilNextChange(attendance, now)).toBe(60_500);
  expect(untilNextChange(attendance, Date.parse(attendance.closes_at))).toBe(600_000);
});
