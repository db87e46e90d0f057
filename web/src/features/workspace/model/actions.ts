import type { ActionItem } from "@/api/contract.gen";

const key = ({ done, due }: ActionItem) => `${done ? 1 : 0} ${due ?? "9999-12-31"}`;

/** Open ones first, the first due on top, those without a date behind; else as they were added. */
export const inDueOrder = (items: ActionItem[]) =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
