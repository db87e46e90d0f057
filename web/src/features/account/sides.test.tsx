import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, aUser, problem, signedIn, startTestServer } from "@/lib/test-server";
import { Sides } from "./components/sides";

beforeEach(async () => {
  session.start(signedIn("t1", 900, aUser()));
  await i18n.loadNamespaces(["account"]);
});

async function open(answer: Answer) {
  const server = await startTestServer({ "POST /auth/add-role/": () => answer });
  const router = createMemoryRouter([{ path: "*", Component: Sides }], { initialEntries: ["/account"] });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Become a mentor" }));
  const dialog = await screen.findByRole("dialog", { name: "Become a mentor as well?" });
  return { server, dialog };
}

it("says first what becoming a mentor means, then opens the mentor's side", async () => {
  const both = aUser({ roles: ["student", "mentor"], mentor_id: "M000009", approval: "draft" });
  const { server, dialog } = await open({ body: both });
  expect(dialog).toHaveTextContent("Your other devices are signed out");
  expect(server.count("POST /auth/add-role/")).toBe(0);
  await userEvent.click(within(dialog).getByRole("button", { name: "Become a mentor" }));
  expect(await screen.findByText("M000009")).toBeVisible();
  expect(screen.getByRole("link", { name: "Mentor side" })).toHaveAttribute("href", "/mentor");
  expect(server.requests[0]?.body).toEqual({ role: "mentor" });
  expect(session.current()?.user.roles).toEqual(["student", "mentor"]);
  expect(localStorage.getItem("ax.role")).toBe("mentor");
});

it("stays open with the reason when it is refused", async () => {
  const { dialog } = await open(problem(409, "auth.role_taken"));
  await userEvent.click(within(dialog).getByRole("button", { name: "Become a mentor" }));
  expect(await within(dialog).findByRole("alert")).toHaveTextContent(
    "You have this side of AspireX already.",
  );
  expect(session.current()?.user.mentor_id).toBeNull();
});
