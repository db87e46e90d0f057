import { readdirSync, readFileSync } from "node:fs";
import { twMerge } from "tailwind-merge";
import { expect, it } from "vitest";
import { mergeClasses } from "./class-groups";
import { cn } from "./cn";

/** What could be a class in the sources, without its variants; of those that differ in a number only, one. */
function wordsOfTheClient(): string[] {
  const found = new Map<string, string>();
  for (const file of readdirSync("src", { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || /\.test\.|class-groups/.test(file)) continue;
    for (const [, text = ""] of readFileSync(`src/${file}`, "utf8").matchAll(/["'`]([^"'`\n]*)["'`]/g))
      for (const word of text.split(/\s+/)) {
        const plain = word.replace(/^(?:[^[\]]*\]?:)+(?=[a-z-])/, "");
        if (/^-?[a-z]+[a-z0-9-]*(\[|\(|$|\/|\.)/.test(plain)) found.set(plain.replace(/\d+/g, "#"), plain);
      }
  }
  return [...found.values()];
}

it("judges every two classes of this client as the whole of tailwind-merge does", () => {
  // What tailwind-merge does not know is no class, or conflicts with nothing.
  const known = wordsOfTheClient().filter((word) => twMerge(word, word) === word);
  expect(known.length).toBeGreaterThan(200);
  const differ: string[] = [];
  for (const first of known)
    for (const second of known) {
      if (first === second) continue;
      const [own, whole] = [mergeClasses(first, second), twMerge(first, second)];
      if (own !== whole) differ.push(`${first} ${second}: "${own}", not "${whole}"`);
    }
  expect(differ).toEqual([]);
}, 30_000);

it("lets the later class win, each variant for itself", () => {
  expect(cn("p-4 hover:bg-hover", "px-2", "hover:bg-sunken")).toBe("p-4 px-2 hover:bg-sunken");
  expect(cn("px-2 text-sm/6", "p-4", "text-lg leading-5")).toBe("p-4 text-lg leading-5");
  expect(cn("text-sm text-ink", false, "text-ink-2")).toBe("text-sm text-ink-2");
  expect(cn("flex", undefined)).toBe("flex");
});
