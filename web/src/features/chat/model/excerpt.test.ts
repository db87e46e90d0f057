import { expect, it } from "vitest";
import { excerptOf } from "./excerpt";

const hits = (text: string, q: string) =>
  excerptOf(text, q)
    .filter(({ hit }) => hit)
    .map((part) => part.text);
const whole = (text: string, q: string) =>
  excerptOf(text, q)
    .map((part) => part.text)
    .join("");

it("marks the words by their beginning, whatever their case and accents", () => {
  expect(hits("Résumé review, and a resume again", "RESUME rev")).toEqual(["Résumé", "rev", "resume"]);
  expect(hits("presume nothing", "sume")).toEqual([]);
});

it("shows the place of the first hit in a long text", () => {
  const text = `${"word ".repeat(100)}needle in the end`;
  expect(whole(text, "needle")).toMatch(/^… (word )+needle in the end$/);
  expect(whole(text, "needle").length).toBeLessThan(80);
});

it("leaves a text alone that has no hit, and keeps every sign of it", () => {
  expect(whole("a 👩‍💻 b", "zzz")).toBe("a 👩‍💻 b");
  expect(whole("", "a")).toBe("");
  expect(hits("İstanbul ile", "ile")).toEqual(["ile"]);
});
