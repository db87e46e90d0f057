import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { problem, signedIn, startTestServer } from "@/lib/test-server";
import ContactPage from "./contact-page";
import MessagesPage from "./messages-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["contact"]);
});

function open(path: string) {
  const router = createMemoryRouter(
    [
      { path: "/contact", element: <ContactPage /> },
      { path: "/staff/contact", element: <MessagesPage /> },
    ],
    { initialEntries: [path] },
  );
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

it("keeps what was typed when sending fails, and sends again with the same key", async () => {
  const bodies: { client_key: string; website: string }[] = [];
  await startTestServer({
    "POST /contact/": ({ body }) => {
      bodies.push(body as (typeof bodies)[number]);
      return bodies.length === 1 ? problem(503, "server.unavailable") : { status: 204 };
    },
  });
  open("/contact");
  await userEvent.click(screen.getByRole("button", { name: "Send message" }));
  await waitFor(() => expect(screen.getByLabelText("Your name")).toHaveAttribute("aria-invalid", "true"));
  await userEvent.type(screen.getByLabelText("Your name"), "Nina");
  await userEvent.type(screen.getByLabelText("Your e-mail address"), "nina@example.com");
  await userEvent.type(screen.getByLabelText("Your message"), "Hello");
  await userEvent.click(screen.getByRole("button", { name: "Send message" }));
  expect(await screen.findByText(/too busy|broke/)).toBeVisible();
  expect(screen.getByLabelText("Your message")).toHaveValue("Hello");
  await userEvent.click(screen.getByRole("button", { name: "Send message" }));
  expect(await screen.findByText("Your message is with us")).toBeVisible();
  expect(new Set(bodies.map((body) => body.client_key)).size).toBe(1);
  expect(bodies[0]?.website).toBe("");
});

it("lets the staff mark a message as handled", async () => {
  session.start(signedIn("token", 900));
  const message = {
    id: 4,
    name: "Nina",
    email: "nina@example.com",
    topic: "press",
    text: "Hello",
    account: null,
    created_at: "2026-11-24T09:00:00Z",
    handled: false,
    handled_at: null,
    handled_by: null,
  };
  let handled = false;
  const server = await startTestServer({
    "GET /contact/messages/": () => ({ body: { items: handled ? [] : [message], next: null } }),
    "POST /contact/messages/4/handled/": () => {
      handled = true;
      return { body: { ...message, handled: true } };
    },
  });
  open("/staff/contact");
  await userEvent.click(await screen.findByRole("button", { name: "Mark as handled" }));
  expect(await screen.findByText("Nothing waits")).toBeVisible();
  expect(server.requests.find((one) => one.key.startsWith("POST"))?.body).toEqual({ handled: true });
});
