import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { beforeEach, expect, it } from "vitest";
import type { VersionedNotes, Workspace } from "@/api/contract.gen";
import { session } from "@/api/session";
import i18n from "@/lib/i18n";
import { createQueryClient } from "@/lib/query-client";
import { type Answer, aUser, problem, signedIn, startTestServer } from "@/lib/test-server";
import { Toasts } from "@/ui/toast";
import WorkspacePage from "./workspace-page";

const noNotes: VersionedNotes = { text: "", version: 0, updated_at: null, updated_by: null };
const together: Workspace = {
  with: { id: "S000001", name: "Asha Menon", time_zone: "Asia/Kolkata" },
  side: "mentor",
  notes: noNotes,
  agenda: [
    { id: 1, text: "How to start", done: false, added_by: "student" },
    { id: 2, text: "Which book", done: false, added_by: "mentor" },
  ],
  actions: [
    { id: 3, text: "Read chapter one", done: false, assignee: "student", due: "2020-01-31" },
    { id: 4, text: "Send the list", done: true, assignee: "mentor", due: null },
  ],
};

beforeEach(async () => {
  session.end();
  session.start(signedIn("token", 900, aUser({ roles: ["mentor"], student_id: null, mentor_id: "M000001" })));
  await i18n.loadNamespaces(["workspace"]);
});

async function open(
  answer: () => Answer = () => ({ body: together }),
  ticked: () => Answer | Promise<Answer> = () => ({ body: together }),
) {
  const server = await startTestServer({
    "GET /workspaces/S000001/": answer,
    "GET /workspaces/S000001/sessions/": () => ({ body: { items: [], next: null } }),
    "GET /mentor/students/S000001/notes/": () => ({ body: { ...noNotes, text: "Shy at first", version: 1 } }),
    "POST /workspaces/S000001/agenda/": ({ body }) => ({
      body: {
        ...together,
        agenda: [
          ...together.agenda,
          { id: 9, text: (body as { text: string }).text, done: false, added_by: "mentor" },
        ],
      },
    }),
    "DELETE /workspaces/S000001/agenda/1/": () => ({
      body: { ...together, agenda: together.agenda.filter(({ id }) => id !== 1) },
    }),
    "PUT /workspaces/S000001/agenda/2/place/": () => ({
      body: { ...together, agenda: together.agenda.toReversed() },
    }),
    "PUT /workspaces/S000001/actions/3/": () => ({
      body: { ...together, actions: together.actions.map((one) => ({ ...one, done: true })) },
    }),
    "PUT /workspaces/S000001/agenda/1/": ticked,
    "POST /workspaces/S000001/actions/": () => problem(409, "workspace.too_many_items"),
  });
  const router = createMemoryRouter([{ path: "/mentor/students/:person", Component: WorkspacePage }], {
    initialEntries: ["/mentor/students/S000001"],
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  return server;
}

it("a mentor sees both lists, whose turn it is, what is late, and their private notes", async () => {
  await open();
  expect(await screen.findByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();
  expect(screen.getByText("From Asha Menon")).toBeVisible();
  expect(screen.getByText("was due Fri 31 Jan 2020")).toBeVisible();
  const toDo = screen.getByRole("list", { name: "To do" });
  expect(within(toDo).getByRole("checkbox", { name: /^Send the list/ })).toBeChecked();
  expect(await screen.findByDisplayValue("Shy at first")).toBeVisible();
  expect(screen.getByRole("link", { name: "Message" })).toHaveAttribute("href", "/chat?with=S000001");
});

it("adds to the agenda with a key, moves in it, and ticks off what is done without losing its date", async () => {
  const server = await open();
  await userEvent.type(await screen.findByLabelText("Something to talk about"), "What next{Enter}");
  const agenda = screen.getByRole("list", { name: "To talk about" });
  expect(await within(agenda).findByText("What next")).toBeVisible();
  const added = server.requests.find(({ key }) => key === "POST /workspaces/S000001/agenda/");
  expect(added?.body).toEqual({ text: "What next", client_key: expect.stringMatching(/^[0-9a-f]{32}$/) });

  await userEvent.click(screen.getByRole("button", { name: "More for: Which book" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Move up" }));
  await expect.poll(() => within(agenda).getAllByRole("listitem")[0]?.textContent).toContain("Which book");

  await userEvent.click(screen.getByRole("checkbox", { name: /^Read chapter one/ }));
  await expect.poll(() => server.count("PUT /workspaces/S000001/actions/3/")).toBe(1);
  expect(server.requests.find(({ key }) => key.startsWith("PUT /workspaces/S000001/actions"))?.body).toEqual({
    text: "Read chapter one",
    assignee: "student",
    due: "2020-01-31",
    done: true,
  });
});

it("a box is ticked at once, and empty again when that was refused", async () => {
  let refuse = (_: Answer) => {};
  const refused = new Promise<Answer>((answer) => {
    refuse = answer;
  });
  const server = await open(undefined, () => refused);
  const box = await screen.findByRole("checkbox", { name: /^How to start/ });
  await userEvent.click(box);
  await expect.poll(() => (box as HTMLInputElement).checked).toBe(true);
  await expect.poll(() => server.count("PUT /workspaces/S000001/agenda/1/")).toBe(1);
  expect(box).toBeChecked();
  refuse(problem(404, "workspace.item_not_found"));
  await expect.poll(() => (box as HTMLInputElement).checked).toBe(false);
});

it("a refusal is said in words and keeps what was typed", async () => {
  await open();
  const input = await screen.findByLabelText("Something to do");
  await userEvent.type(input, "One more{Enter}");
  expect(await screen.findByText(/^This list is full at 200/)).toBeVisible();
  expect(input).toHaveValue("One more");
});

it("says so when there is nothing for these two", async () => {
  await open(() => problem(404, "workspace.not_found"));
  expect(await screen.findByText(/begin with a booked session/)).toBeVisible();
});

it("what was removed from the agenda comes back when that was a mistake", async () => {
  await open();
  const agenda = await screen.findByRole("list", { name: "To talk about" });
  await userEvent.click(screen.getByRole("button", { name: "More for: How to start" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove" }));
  await expect.poll(() => within(agenda).queryByText("How to start")).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await expect
    .poll(() => within(agenda).getAllByRole("listitem").at(-1)?.textContent)
    .toContain("How to start");
});
