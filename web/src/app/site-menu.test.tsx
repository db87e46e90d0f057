import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { SiteMenu } from "./site-menu";

const show = () => {
  render(
    <MemoryRouter>
      <SiteMenu />
      <button type="button">elsewhere</button>
    </MemoryRouter>,
  );
  return {
    user: userEvent.setup(),
    links: () => screen.queryAllByRole("link").map((link) => link.textContent),
  };
};

it("unfolds every public page and both ways in, and folds with Escape where it began", async () => {
  const { user, links } = show();
  expect(links()).toEqual([]);
  await user.tab();
  await user.keyboard("{Enter}");
  const button = screen.getByRole("button", { name: "Close the menu", expanded: true });
  expect(links()).toEqual([
    "Mentors",
    "Events",
    "Community",
    "About",
    "Services",
    "Contact",
    "Sign in",
    "Create an account",
  ]);
  await user.tab();
  expect(screen.getByRole("link", { name: "Mentors" })).toHaveFocus();
  await user.keyboard("{Escape}");
  expect(links()).toEqual([]);
  expect(button).toHaveFocus();
});

it("folds when a page is chosen, when it is left with Tab, and when somebody presses elsewhere", async () => {
  const { user, links } = show();
  const open = () => user.click(screen.getByRole("button", { name: "Menu" }));
  await open();
  await user.click(screen.getByRole("link", { name: "Events" }));
  expect(links()).toEqual([]);
  await open();
  for (let link = 0; link < 9; link += 1) await user.tab();
  expect(screen.getByRole("button", { name: "elsewhere" })).toHaveFocus();
  expect(links()).toEqual([]);
  await open();
  await user.click(screen.getByRole("button", { name: "elsewhere" }));
  expect(links()).toEqual([]);
});
