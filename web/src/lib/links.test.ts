import { expect, it } from "vitest";
import { partsOf } from "./links";

const hrefs = (text: string) => partsOf(text).flatMap(({ href }) => href ?? []);

it("finds addresses in running text and gives the text back unchanged", () => {
  const text = "See https://example.com/a?b=1#c and www.example.org, then write.";
  expect(hrefs(text)).toEqual(["https://example.com/a?b=1#c", "https://www.example.org/"]);
  expect(
    partsOf(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});

it("leaves the sentence its own signs", () => {
  expect(hrefs("(https://example.com/a).")).toEqual(["https://example.com/a"]);
  expect(hrefs("https://example.com/b_(c)!")).toEqual(["https://example.com/b_(c)"]);
  expect(hrefs("«https://example.com/»")).toEqual(["https://example.com/"]);
  expect(hrefs("Really? https://example.com/a, yes…")).toEqual(["https://example.com/a"]);
});

it.each([
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "https://bank.example@evil.example/",
  "http://user:secret@evil.example/",
  "https://localhost/",
  "http://",
  "just words",
])("makes no link of %s", (text) => {
  expect(hrefs(text)).toEqual([]);
  expect(partsOf(text)).toEqual([{ text }]);
});

it("keeps what looks like HTML as text", () => {
  const text = '<a href="https://example.com/">x</a><img src=x onerror=alert(1)>';
  expect(
    partsOf(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
  expect(hrefs(text)).toEqual(["https://example.com/"]);
});

it("shows a host in other letters as what it is", () => {
  expect(hrefs("https://аpple.example/")).toEqual(["https://xn--pple-43d.example/"]);
});

it("stays quick on text made to be slow", () => {
  const began = process.cpuUsage(); // not the clock, which runs on while others have the processor
  partsOf(`https://a.example/${"(".repeat(2000)}${")".repeat(1900)}`);
  partsOf("https://".repeat(500));
  expect(process.cpuUsage(began).user).toBeLessThan(500_000);
});
