import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Hook } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, aUser, problem, signedIn, startTestServer } from "@/lib/test-server";
import WebhooksPage from "./list-page";

const hook: Hook = {
  id: 3,
  url: "https://crm.example/in",
  kinds: ["payment.paid"],
  note: "",
  state: "failed",
  last_success_at: null,
  old_secret_until: null,
  created_at: "2026-11-22T09:00:00Z",
};

beforeEach(async () => {
  session.start(signedIn("t1", 900, aUser({ roles: ["staff"] })));
  await i18n.loadNamespaces(["webhooks"]);
});

async function open(list: (times: number) => Answer, create: (times: number) => Answer) {
  const times = { list: 0, create: 0 };
  const server = await startTestServer({
    "GET /staff/webhooks/": () => list(++times.list),
    "POST /staff/webhooks/": () => create(++times.create),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider
        router={createMemoryRouter([{ path: "*", element: <WebhooksPage /> }], { initialEntries: ["/"] })}
      />
    </QueryClientProvider>,
  );
  return server;
}

const all = (items: Hook[]): Answer => ({ body: { items, kinds: ["payment.paid", "user.joined"] } });

it("says what failed and asks again", async () => {
  await open(
    (times) => (times === 1 ? problem(403, "access.denied") : all([hook])),
    () => ({}),
  );
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add a webhook" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  const row = await screen.findByRole("listitem");
  expect(row).toHaveTextContent("Paused by itself");
  expect(row).toHaveTextContent("Nothing has arrived there yet");
  expect(within(row).getByRole("link", { name: hook.url })).toHaveAttribute("href", "/staff/webhooks/3");
});

it("puts the server's words at their fields, keeps what was typed, and shows the secret this once", async () => {
  const server = await open(
    () => all([]),
    (times) =>
      times === 1
        ? problem(422, "request.invalid", [{ field: "url", reason: "not_https" }])
        : times === 2
          ? problem(409, "webhooks.too_many")
          : { status: 201, body: { webhook: hook, secret: "whsec_abc" } },
  );
  await userEvent.click(await screen.findByRole("button", { name: "Add a webhook" }));
  const add = () => userEvent.click(screen.getByRole("button", { name: "Add it" }));
  await userEvent.type(screen.getByLabelText("Address"), "http://crm.example/in");
  await userEvent.click(screen.getByRole("checkbox", { name: /payment\.paid/ }));
  await userEvent.click(screen.getByRole("checkbox", { name: /user\.\*/ }));
  await add();
  await waitFor(() => expect(screen.getByLabelText("Address")).toBeInvalid());
  expect(screen.getByLabelText("Address")).toHaveValue("http://crm.example/in");
  await userEvent.clear(screen.getByLabelText("Address"));
  await userEvent.type(screen.getByLabelText("Address"), hook.url);
  await add();
  expect(await screen.findByText(/as many webhooks as there may be/)).toBeVisible();
  await add();
  expect(await screen.findByRole("textbox", { name: "Secret of crm.example" })).toHaveValue("whsec_abc");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(server.requests.at(-1)?.body).toEqual({
    url: hook.url,
    kinds: ["payment.paid", "user.*"],
    note: "",
  });
  await userEvent.click(screen.getByRole("button", { name: "I have kept it" }));
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(screen.getByRole("link", { name: hook.url })).toBeVisible();
});
