import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn, startTestServer } from "@/lib/test-server";
import SessionsPage from "./sessions-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["booking"]);
});

async function open() {
  await startTestServer({ "GET /bookings/": () => ({ body: { items: [], next: null } }) });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter>
        <SessionsPage />
      </MemoryRouter>
    </QueryClientProvider>,
  );
}

const leadsTo = (name: string) => screen.queryByRole("link", { name })?.getAttribute("href");

it("leads a student to what they wait for and to the calendar address", async () => {
  session.start(signedIn("token", 900));
  await open();
  expect(await screen.findByRole("heading", { name: "Sessions" })).toBeVisible();
  expect(leadsTo("Times you wait for")).toBe("/waitlist");
  expect(leadsTo("See them in your own calendar")).toBe("/account#calendar");
});

it("a mentor waits for nothing", async () => {
  session.start(signedIn("token", 900, aUser({ roles: ["mentor"], student_id: null, mentor_id: "M000001" })));
  await open();
  expect(await screen.findByRole("heading", { name: "Sessions" })).toBeVisible();
  expect(leadsTo("Times you wait for")).toBeUndefined();
  expect(leadsTo("See them in your own calendar")).toBe("/account#calendar");
});
