import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Chart } from "./chart";

const points = [
  { key: "a", label: "Mon", value: 2 },
  { key: "b", label: "Tue", value: null },
  { key: "c", label: "Wed", value: 5 },
];
const show = () =>
  render(<Chart title="Sessions" kind="bars" points={points} format={String} heads={["Day", "Held"]} />);

it("has its numbers as a table from the start, and shows it to everybody by a button", async () => {
  show();
  const table = screen.getByRole("table", { name: "Sessions" });
  expect(within(table).getByRole("row", { name: "Tue none" })).toBeInTheDocument();
  expect(table.parentElement).toHaveClass("sr-only");
  await userEvent.click(screen.getByRole("button", { name: "Show as table", pressed: false }));
  expect(table.parentElement).not.toHaveClass("sr-only");
  expect(screen.queryByRole("slider")).not.toBeInTheDocument();
});

it("names no end of an axis that nothing reaches", () => {
  const empty = points.map((point) => ({ ...point, value: 0 }));
  render(
    <Chart
      title="Income"
      kind="bars"
      points={empty}
      format={(n) => `₹${n / 100}`}
      heads={["Day", "Income"]}
    />,
  );
  expect(screen.queryByText("₹0.01")).not.toBeInTheDocument();
});

it("says where the axis ends below zero", () => {
  const fallen = [...points, { key: "d", label: "Thu", value: -3 }];
  render(<Chart title="Income" kind="bars" points={fallen} format={String} heads={["Day", "Income"]} />);
  expect(screen.getByText("-5")).toBeInTheDocument();
});

it("tells single points to the keyboard", () => {
  show();
  const slider = screen.getByRole("slider", { name: "Points of Sessions" });
  slider.focus();
  fireEvent.change(slider, { target: { value: "0" } });
  expect(slider).toHaveAttribute("aria-valuetext", "Mon: 2");
  expect(screen.getByText("Mon: 2")).toBeInTheDocument();
});

it("says a single value without being asked", () => {
  const single = points.map((point) => ({ ...point, value: point.key === "c" ? 5 : null }));
  render(<Chart title="Stars" kind="line" points={single} format={String} heads={["Day", "Stars"]} />);
  expect(screen.getByText("Wed: 5")).toBeInTheDocument();
});
