import { expect, it } from "vitest";
import { toMajor, toMinor } from "./price";

it.each([
  ["1200", "INR", 120_000],
  ["1,200.5", "INR", 120_050],
  ["0.29", "INR", 29], // 0.29 * 100 is 28.999… in floats
  ["1,00,000", "INR", 10_000_000],
  ["500", "JPY", 500],
  ["1.234", "BHD", 1234],
  ["12.345", "INR", null],
  ["1.5", "JPY", null],
  ["-5", "INR", null],
  ["abc", "INR", null],
  ["", "INR", null],
])("%j of %s is %j", (text, currency, amount) => {
  expect(toMinor(text, currency)).toBe(amount);
});

it("comes back as it was typed", () => {
  for (const amount of [1, 29, 100, 120_050, 999_999])
    expect(toMinor(toMajor(amount, "INR"), "INR")).toBe(amount);
  expect(toMajor(120_000, "INR")).toBe("1200");
  expect(toMajor(5, "INR")).toBe("0.05");
  expect(toMajor(500, "JPY")).toBe("500");
});
