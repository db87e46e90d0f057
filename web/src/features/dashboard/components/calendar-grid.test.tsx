import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import i18n from "@/lib/i18n";
import { CalendarGrid } from "./calendar-grid";

beforeEach(() => i18n.loadNamespaces(["dashboard"]));

function Grid({ onChoose }: { onChoose: (date: string) => void }) {
  const [month, setMonth] = useState("2026-11");
  return (
    <>
      <p>{month}</p>
      <CalendarGrid
        month={month}
        today="2026-11-26"
        chosen={null}
        days={new Map([["2026-11-27", [1, 2]]])}
        onMonth={setMonth}
        onChoose={onChoose}
      />
    </>
  );
}

it("says how many sessions a day has, begins at today and moves by the keyboard, also into the past", async () => {
  const choose = vi.fn();
  render(<Grid onChoose={choose} />);
  await userEvent.tab();
  expect(screen.getByRole("button", { name: /^Thursday 26 November 2026, no sessions/ })).toHaveFocus();
  await userEvent.keyboard("{ArrowRight}{Enter}");
  expect(screen.getByRole("button", { name: "Friday 27 November 2026, 2 sessions" })).toHaveFocus();
  expect(choose).toHaveBeenCalledWith("2026-11-27");
  await userEvent.keyboard("{PageUp}");
  expect(screen.getByText("2026-10")).toBeVisible();
  expect(screen.getByRole("button", { name: /^Tuesday 27 October/ })).toHaveFocus();
});
