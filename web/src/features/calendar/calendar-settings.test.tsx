import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { signedIn, startTestServer } from "@/lib/test-server";
import { CalendarSettings } from "./calendar-settings";

beforeEach(async () => {
  session.start(signedIn("t1", 900));
  await i18n.loadNamespaces(["calendar"]);
});

async function open(since: string | null) {
  let made = 0;
  const server = await startTestServer({
    "GET /calendar/feed/": () => ({ body: { since } }),
    "POST /calendar/feed/": () => ({
      body: {
        url: `https://mentors.example/api/v1/calendar-feed/axf_${++made}.ics`,
        since: "2026-11-26T09:00:00Z",
      },
    }),
    "DELETE /calendar/feed/": () => ({ body: { since: null } }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <CalendarSettings />
    </QueryClientProvider>,
  );
  return server;
}

it("makes an address and shows it once", async () => {
  await open(null);
  await userEvent.click(await screen.findByRole("button", { name: "Make a private address" }));
  expect(await screen.findByLabelText("Your private address")).toHaveValue(
    "https://mentors.example/api/v1/calendar-feed/axf_1.ics",
  );
});

it("one that exists is not shown; a new one ends it only after a question", async () => {
  const server = await open("2026-11-20T09:00:00Z");
  expect(await screen.findByText(/it was shown only once/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Make a new one" }));
  expect(screen.getByRole("dialog")).toHaveTextContent("The address before ends at once.");
  expect(server.count("POST /calendar/feed/")).toBe(0);
  await userEvent.click(screen.getAllByRole("button", { name: "Make a new one" }).at(-1) as HTMLElement);
  expect(await screen.findByLabelText("Your private address")).toHaveValue(
    "https://mentors.example/api/v1/calendar-feed/axf_1.ics",
  );
});

it("ends the address", async () => {
  const server = await open("2026-11-20T09:00:00Z");
  await userEvent.click(await screen.findByRole("button", { name: "End it" }));
  await userEvent.click(screen.getAllByRole("button", { name: "End it" }).at(-1) as HTMLElement);
  expect(await screen.findByText("You have no private address yet.")).toBeVisible();
  expect(server.count("DELETE /calendar/feed/")).toBe(1);
});
