import { expect, it } from "vitest";
import { qrCode } from "./qr";

/** Drawn by this file, read back by another program, and the same as a third one draws with that mask. */
const link = "https://mentors.example/sessions/7#key=ABC234";
const rows =
  "3x4kku7 208xwsh 2vl5en1 2vpanh9 2vr5465 20n0r41 3xbl6yn atrls 2xnp94s 28jm54f 7yj9p0 n3wkv3 yi06u3 s6kvj 2vl18ei 2uwsxdg 1ksucx 2uezkvh 5ykqic 27y5pkv 1vr1y8o 2s25zwl 2ndhpl6 2s5tj7y 24yj2lv f7dw7 3x0lcnq 20i62al 2vjmwor 2vmepox 2viq2y0 20e76zg 3xf86si";

it("draws what scanners read", () => {
  const code = qrCode(link) ?? [];
  const drawn = code.map((row) =>
    Number.parseInt(row.map((dark) => (dark ? 1 : 0)).join(""), 2).toString(36),
  );
  expect(drawn.join(" ")).toBe(rows);
});

it("takes the smallest that holds the text, and none for what is too long", () => {
  for (const [length, width] of [
    [0, 21],
    [14, 21],
    [15, 25],
    [26, 25],
    [42, 29],
    [62, 33],
    [84, 37],
    [106, 41],
  ] as const)
    expect(qrCode("x".repeat(length))).toHaveLength(width);
  expect(qrCode("x".repeat(107))).toBeNull();
  expect(qrCode("ä".repeat(54))).toBeNull();
});
