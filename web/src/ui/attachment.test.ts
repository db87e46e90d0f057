import { expect, it } from "vitest";
import { roomFor } from "./attachment";

const room = (width: number, height: number) => {
  const { width: across, aspectRatio } = roomFor(width, height);
  return { across, aspectRatio };
};

it("gives a picture its own shape, no larger than a message", () => {
  expect(room(1600, 1200)).toEqual({ across: 320, aspectRatio: "1600 / 1200" });
  expect(room(200, 150)).toEqual({ across: 200, aspectRatio: "200 / 150" });
});

it("makes neither a tower nor a ribbon of one that is far longer than wide", () => {
  expect(room(40, 4000)).toEqual({ across: 96, aspectRatio: "96 / 320" });
  expect(room(4000, 40)).toEqual({ across: 320, aspectRatio: "320 / 96" });
  expect(room(10, 10)).toEqual({ across: 96, aspectRatio: "96 / 96" });
  expect(room(0, 0)).toEqual({ across: 96, aspectRatio: "4 / 3" });
});
