import { expect, it } from "vitest";
import { emoji, isOnlyEmoji, quick } from "./emoji";

it.each(["👍", "❤️", "🎉🎉", "👩‍💻 🙏🏽", "🇮🇳"])("shows %s large", (text) =>
  expect(isOnlyEmoji(text)).toBe(true),
);
it.each(["", "ok 👍", "1", "#", "🎉🎉🎉🎉", "(c)"])("shows %j as text", (text) =>
  expect(isOnlyEmoji(text)).toBe(false),
);
it("offers each emoji once, and the quick ones among them", () => {
  const signs = emoji.map(([sign]) => sign);
  expect(new Set(signs).size).toBe(signs.length);
  expect(quick.filter((sign) => !signs.includes(sign))).toEqual([]);
});
