import { expect, it } from "vitest";
import { fromBase64url, toBase64url } from "./base64url";

it("is the same bytes again, whatever they are, in the letters of addresses", () => {
  for (let size = 0; size < 70; size += 1) {
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 89 + size * 151) % 256);
    const text = toBase64url(bytes.buffer);
    expect(text).toMatch(/^[\w-]*$/);
    expect(fromBase64url(text)).toEqual(bytes);
  }
  expect(toBase64url(Uint8Array.from([251, 255]).buffer)).toBe("-_8");
});
