import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, problem, startTestServer } from "@/lib/test-server";
import ResetPasswordPage from "./reset-password-page";

beforeEach(async () => {
  session.end();
  await i18n.loadNamespaces(["auth"]);
});

async function save(answer: Answer) {
  const server = await startTestServer({ "POST /auth/reset-password/": () => answer });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <MemoryRouter initialEntries={["/reset-password?token=t1"]}>
        <ResetPasswordPage />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await userEvent.type(screen.getByLabelText("New password"), "quiet river stone");
  await userEvent.click(screen.getByRole("button", { name: "Save new password" }));
  return server;
}

it("says what goes on working, and offers to look at it", async () => {
  const server = await save({ body: {} });
  expect(await screen.findByRole("heading", { name: "Your new password is set" })).toBeVisible();
  expect(screen.getByText(/Passkeys and linked sign-ins go on working/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/sign-in");
  expect(screen.getByRole("link", { name: /what else signs me in/ })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Faccount%23passkeys",
  );
  expect(server.requests.at(-1)?.body).toEqual({ token: "t1", password: "quiet river stone" });
});

it("keeps the form when the link is dead", async () => {
  await save(problem(410, "auth.token_invalid"));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(screen.getByRole("button", { name: "Save new password" })).toBeVisible();
});
