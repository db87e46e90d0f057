import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { PublicMentor, Service } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import { ConfirmHold } from "./components/confirm-hold";

const service: Service = {
  id: 4,
  title: "Code review",
  description: "",
  minutes: 60,
  price: { amount: 90000, currency: "INR" },
  active: true,
};
const mentor = { mentor_id: "M000001", name: "Asha", time_zone: "UTC", services: [service] };
const hoursAhead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function open(start: string, rules: { hold_seconds: number; free_cancellation_hours: number }) {
  const server = await startTestServer({
    "GET /site-status/": () => ({
      body: { maintenance_mode: false, test_mode: true, message: "", ...rules },
    }),
    "POST /bookings/": () => ({ status: 201, body: { id: 7 } }),
  });
  const confirm = (
    <ConfirmHold
      mentor={mentor as unknown as PublicMentor}
      service={service}
      start={start}
      zone="UTC"
      draft={{ current: { topic: "", note: "" } }}
      onBack={() => {}}
      onGone={() => {}}
    />
  );
  const router = createMemoryRouter([
    { path: "/", element: confirm },
    { path: "*", element: <p>payment</p> },
  ]);
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { server, router };
}

beforeEach(async () => {
  session.start(signedIn("t1", 900, aUser()));
  await i18n.loadNamespaces(["booking"]);
});

it("tells the rules of this site, not rules of its own", async () => {
  const { server, router } = await open(hoursAhead(30), { hold_seconds: 900, free_cancellation_hours: 48 });
  expect(await screen.findByText(/This starts within 48 hours/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Hold for 15 minutes and pay" }));
  await screen.findByText("payment");
  expect(router.state.location.pathname).toBe("/bookings/7/payment");
  const hold = server.requests.find(({ key }) => key === "POST /bookings/");
  expect(hold?.headers["idempotency-key"]).toBeTruthy();
});

it("names the hour until which cancelling is free", async () => {
  await open(hoursAhead(30), { hold_seconds: 90, free_cancellation_hours: 6 });
  expect(await screen.findByText(/Free to cancel until/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Hold for 90 seconds and pay" })).toBeVisible();
});
