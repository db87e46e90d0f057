import { type ClassValue, clsx } from "clsx";
import { mergeClasses } from "./class-groups";

/** Joins classes; of two that set the same property the later one wins. A single text is as somebody wrote it. */
export function cn(...classes: ClassValue[]): string {
  const given = classes.filter(Boolean);
  return given.length > 1 ? mergeClasses(clsx(given)) : clsx(given);
}
