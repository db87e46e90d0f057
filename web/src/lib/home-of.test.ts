import { describe, expect, it } from "vitest";
import { deviceName } from "./device-name";
import { safeNext } from "./home-of";
import { passwordStrength } from "./password-strength";

describe("safeNext", () => {
  it.each(["/student", "/mentors/M000001?service=2#book"])("keeps %s", (next) =>
    expect(safeNext(next)).toBe(next),
  );
  it.each([
    null,
    "",
    "student",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
  ])("drops %j", (next) => expect(safeNext(next)).toBeNull());
});

describe("passwordStrength", () => {
  it("rises with length and variety", () => {
    const steps = ["", "short", "quietriver", "quiet river stone", "quiet river stone 7 lamp"].map((one) =>
      passwordStrength(one),
    );
    expect(steps).toEqual([...steps].sort());
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(4);
  });
  it.each(["aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "12345678901234", "short1!A"])(
    "is not fooled by %s",
    (password) => expect(passwordStrength(password)).toBe(1),
  );
  it("gives nothing for one's own name and address", () => {
    expect(passwordStrength("ashakumari2026", ["Asha Kumari", "asha.kumari@example.com"])).toBe(1);
  });
});

it("names a device by browser and system", () => {
  expect(
    deviceName(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
    ),
  ).toBe("Chrome on Windows");
  expect(
    deviceName(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1",
    ),
  ).toBe("Safari on iPhone");
  expect(deviceName("curl/8")).toBe("Browser");
});
