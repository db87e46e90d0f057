import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import i18n from "@/lib/i18n";
import { MonthGrid } from "./month-grid";

beforeEach(() => i18n.loadNamespaces(["booking"]));

function Grid({ onChoose = () => {} }: { onChoose?: (date: string) => void }) {
  const [month, setMonth] = useState("2026-11");
  const free = new Map(month === "2026-11" ? [["2026-11-24", 3] as const, ["2026-11-26", 1] as const] : []);
  return (
    <MonthGrid
      month={month}
      chosen={null}
      free={free}
      today="2026-11-22"
      last="2027-11-22"
      onMonth={setMonth}
      onChoose={onChoose}
    />
  );
}

it("says the whole date and the number of free times of each day", () => {
  render(<Grid />);
  expect(screen.getByRole("button", { name: "Tuesday 24 November 2026, 3 free times" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Thursday 26 November 2026, 1 free time" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Wednesday 25 November 2026, no free times" })).toBeVisible();
  expect(screen.getByRole("button", { name: "Saturday 21 November 2026" })).toHaveAttribute("aria-disabled");
});

it("is one stop for Tab, starts at the first free day and moves with the keyboard into the next month", async () => {
  const choose = vi.fn();
  render(<Grid onChoose={choose} />);
  await userEvent.tab(); // month after; month before is off in the present month
  await userEvent.tab();
  expect(screen.getByRole("button", { name: /^Tuesday 24 November/ })).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  expect(screen.getByRole("button", { name: /^Thursday 26 November/ })).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(choose).toHaveBeenCalledWith("2026-11-26");
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByText("December 2026")).toBeVisible();
  expect(screen.getByRole("button", { name: /^Thursday 3 December/ })).toHaveFocus();
  await userEvent.keyboard("{PageUp}{PageUp}");
  expect(screen.getByRole("button", { name: /^Sunday 22 November/ })).toHaveFocus();
});
