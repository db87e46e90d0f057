import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { SupportTicket } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, signedIn, startTestServer } from "@/lib/test-server";
import SupportPage from "./support-page";

const ticket: SupportTicket = {
  id: 12,
  conversation: 30,
  subject: "Paid twice",
  category: "payment",
  priority: "normal",
  status: "waiting",
  from: { account: 7, name: "Ravi" },
  assignee: null,
  created_at: "2026-11-24T09:00:00Z",
  updated_at: "2026-11-24T10:00:00Z",
  last_message: null,
  unread: 2,
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900));
  await i18n.loadNamespaces(["support"]);
});

async function open(items: SupportTicket[], create?: (body: unknown) => Answer) {
  await startTestServer({
    "GET /support/tickets/": () => ({ body: { items, next: null } }),
    "POST /support/tickets/": ({ body }) => create?.(body) ?? { status: 201, body: ticket },
  });
  const router = createMemoryRouter(
    [
      { path: "/support", element: <SupportPage /> },
      { path: "/support/:ticket", element: <p>the ticket</p> },
    ],
    { initialEntries: ["/support"] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return router;
}

it("shows what was asked, what waits for the viewer and what is new", async () => {
  await open([ticket]);
  expect(await screen.findByRole("link", { name: "Paid twice" })).toBeVisible();
  expect(screen.getByText("Waits for you")).toBeVisible();
  expect(screen.getByText("2 new")).toBeVisible();
});

it("keeps what was typed when sending fails, and asks again with the same key", async () => {
  const keys: string[] = [];
  const router = await open([], (body) => {
    keys.push((body as { client_key: string }).client_key);
    return keys.length === 1 ? problem(503, "server.busy") : { status: 201, body: ticket };
  });
  await userEvent.click(await screen.findByRole("button", { name: "Ask the team" }));
  await userEvent.type(screen.getByLabelText("In a few words"), "Paid twice");
  await userEvent.type(screen.getByLabelText("What happened?"), "It is there two times.");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(screen.getByLabelText("What happened?")).toHaveValue("It is there two times.");
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(await screen.findByText("the ticket")).toBeVisible();
  expect(router.state.location.pathname).toBe("/support/12");
  expect(new Set(keys).size).toBe(1);
});
