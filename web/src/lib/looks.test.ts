import { expect, it } from "vitest";
import { toBase64url } from "./base64url";
import { drawnHash, looksOf } from "./looks";

const key = `/api/v1/files/${"a".repeat(64)}.jpg`;

it("reads size and hash out of an address, and nothing out of one from before", () => {
  const looks = { key, width: 640, height: 360, hash: "1QcSHQRnh493V4dIh4eXh1h4kJUI" };
  expect(looksOf(`${key}?640x360.1QcSHQRnh493V4dIh4eXh1h4kJUI`)).toEqual({ ...looks, widths: [] });
  expect(looksOf(`${key}?640x360.1QcSHQRnh493V4dIh4eXh1h4kJUI.96-320`)).toEqual({
    ...looks,
    widths: [96, 320],
  });
  for (const other of [key, `${key}?`, `${key}?640.abcdefgh`, `${key}?640x360.a"b`, "blob:https://here/1"])
    expect(looksOf(other)).toBeNull();
});

/** A square of one colour: means of light, yellow and red, and no waves. */
const plain = (light: number, yellow: number, red: number) => {
  const head = light | (yellow << 6) | (red << 12);
  const bytes = new Uint8Array(24);
  bytes.set([head & 255, (head >> 8) & 255, head >> 16, 7, 0]);
  return toBase64url(bytes.buffer);
};

it("draws one colour as it is", () => {
  const drawn = drawnHash({ width: 512, height: 512, hash: plain(63, 32, 32) });
  expect(drawn?.width).toBe(32);
  expect(drawn?.pixels.slice(0, 4)).toEqual(Uint8ClampedArray.from([255, 254, 252, 255]));
  const [r = 0, g = 0, b = 0] = drawnHash({ width: 9, height: 9, hash: plain(21, 48, 63) })?.pixels ?? [];
  expect(r).toBeGreaterThan(150);
  expect(g + b).toBeLessThan(r);
});

it("keeps the shape, and draws nothing of half a hash", () => {
  const { width, height } = drawnHash({ width: 1280, height: 320, hash: plain(30, 32, 32) }) ?? {};
  expect([width, height]).toEqual([32, 8]);
  expect(drawnHash({ width: 9, height: 9, hash: plain(63, 32, 32).slice(0, 12) })).toBeNull();
});
