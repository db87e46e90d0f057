import { expect, it } from "vitest";
import type { ActionItem } from "@/api/contract.gen";
import { inDueOrder } from "./actions";

const item = (id: number, due: string | null, done = false): ActionItem => ({
  id,
  text: `Item ${id}`,
  done,
  assignee: "student",
  due,
});

it("open ones by date, those without a date, then what is done", () => {
  const items = [item(1, null), item(2, "2026-12-02"), item(3, "2026-12-01", true), item(4, "2026-11-30")];
  expect(inDueOrder(items).map(({ id }) => id)).toEqual([4, 2, 1, 3]);
  expect(items[0]?.id).toBe(1);
});

it("what is due on one day stays in its order", () => {
  const items = [item(9, "2026-12-01"), item(7, "2026-12-01"), item(8, null)];
  expect(inDueOrder(items).map(({ id }) => id)).toEqual([7, 9, 8]);
});
