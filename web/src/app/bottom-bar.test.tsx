import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import type { Role, User } from "@/api/contract.gen";
import { BottomBar } from "./bottom-bar";
import { navigationFor } from "./navigation";

const person = (roles: Role[]) => ({ name: "Asha Menon", roles }) as User;

function show(user: User, role: Role) {
  const entries = navigationFor(user, role);
  const cache = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
  render(
    <QueryClientProvider client={cache}>
      <MemoryRouter>
        <BottomBar user={user} role={role} entries={entries} hidden={false} />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return entries;
}

it.each(["student", "mentor", "staff"] as const)(
  "leads a %s on a phone to every page of the sidebar: four at once, the others behind More",
  async (role) => {
    const entries = show(person([role]), role);
    const bar = within(screen.getByRole("navigation", { name: "Main" }));
    const beside = bar.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(beside).toHaveLength(4);
    await userEvent.click(bar.getByRole("button", { name: "More" }));
    const behind = screen.getAllByRole("menuitem").map((link) => link.getAttribute("href"));
    expect([...beside, ...behind].sort()).toEqual(entries.map(({ to }) => to).sort());
    expect(screen.queryByRole("menuitemradio")).toBeNull();
  },
);

it("lets somebody who is both change sides", async () => {
  show(person(["student", "mentor"]), "mentor");
  await userEvent.click(screen.getByRole("button", { name: "More" }));
  expect(screen.getByRole("menuitemradio", { name: "Mentor", checked: true })).toBeVisible();
  expect(screen.getByRole("menuitemradio", { name: "Student", checked: false })).toBeVisible();
});
