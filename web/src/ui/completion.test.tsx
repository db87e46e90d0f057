import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import type { Completion } from "@/api/contract.gen";
import { CompletionMeter } from "./completion";

const open = (completion: Completion, compact = false) =>
  render(
    <MemoryRouter>
      <CompletionMeter completion={completion} page="/profile" compact={compact} />
      <div id="part-about">
        <textarea aria-label="About you" />
      </div>
    </MemoryRouter>,
  );
const some = { percent: 60, missing: ["about", "services", "something_new"] };

it("says how much is there and leads to each part that is missing, in the order of the form", () => {
  open(some);
  expect(screen.getByRole("progressbar", { name: "Complete your profile" })).toHaveAttribute(
    "aria-valuenow",
    "60",
  );
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/profile#part-about",
    "/mentor/services",
  ]);
});

it("puts the focus into the part that was chosen", async () => {
  window.HTMLElement.prototype.scrollIntoView = () => {};
  open(some);
  await userEvent.click(screen.getByRole("link", { name: "Say something about you" }));
  expect(screen.getByLabelText("About you")).toHaveFocus();
});

it("is a hint only as long as something is missing", () => {
  const { unmount } = open({ percent: 100, missing: [] }, true);
  expect(screen.queryByText(/profile/)).toBeNull();
  unmount();
  open({ percent: 100, missing: [] });
  expect(screen.getByText("Your profile is complete.")).toBeVisible();
});
