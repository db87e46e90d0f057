import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { Identities } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { problem, signedIn, startTestServer } from "@/lib/test-server";
import LinkedSignIns from "./components/linked-sign-ins";

beforeEach(async () => {
  session.start(signedIn("t1", 900));
  await i18n.loadNamespaces(["account"]);
});

const google = {
  id: 7,
  provider: "Google",
  email: "asha@work.example",
  linked_at: "2026-11-22T09:00:00Z",
  used_at: "2026-11-22T09:00:00Z",
};

async function open(known: Identities, at = "/account") {
  let current = known;
  const server = await startTestServer({
    "GET /auth/identities/": () => ({ body: current }),
    "POST /auth/identities/7/unlink/": ({ body }) => {
      if ((body as { password: string }).password !== "right")
        return problem(422, "request.invalid", [{ field: "password", reason: "wrong_password" }]);
      current = { ...known, items: [] };
      return { status: 204 };
    },
  });
  const router = createMemoryRouter([{ path: "*", Component: LinkedSignIns }], { initialEntries: [at] });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return server;
}

it("unlinks with the password", async () => {
  await open({ items: [google], more: [{ id: "oidc", name: "Campus" }], has_password: true });
  await userEvent.click(await screen.findByRole("button", { name: "Unlink Google" }));
  await userEvent.type(screen.getByLabelText("Current password"), "wrong{Enter}");
  expect(await screen.findByText("This is not your current password.")).toBeVisible();
  await userEvent.clear(screen.getByLabelText("Current password"));
  await userEvent.type(screen.getByLabelText("Current password"), "right{Enter}");
  expect(await screen.findByRole("button", { name: "Link Campus" })).toBeVisible();
  expect(screen.queryByText("asha@work.example")).toBeNull();
});

it("keeps the only way in, and says how to get another", async () => {
  await open({ items: [google], more: [], has_password: false });
  expect(await screen.findByText(/the only way into your account/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Unlink Google" })).toBeNull();
});

it("says what came of linking", async () => {
  await open(
    { items: [], more: [{ id: "google", name: "Google" }], has_password: true },
    "/account?problem=identity_taken",
  );
  expect(await screen.findByText(/linked already/)).toBeVisible();
});
