import { pngChunk } from "./uploads.mjs";

const u16 = (value, little = false) => Buffer.from(little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
const u32 = (value) => Buffer.from([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);

export const segment = (marker, data) => Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);

/** A grey JPEG whose sides are multiples of 8: every block is a zero and an end, in one bit each. */
export function jpeg(width, height, segments = []) {
  const table = (kind) => Buffer.from([kind, 1, ...Array(15).fill(0), 0]);
  const scan = Buffer.alloc(Math.ceil((width * height) / 64 / 4), 0);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    segment(0xdb, Buffer.from([0, ...Array(64).fill(1)])),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xc4, table(0x00)),
    segment(0xc4, table(0x10)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
}
export const jpegSize = (file) => {
  for (let at = 2; at < file.length; at += 2 + file.readUInt16BE(at + 2))
    if (file[at + 1] >= 0xc0 && file[at + 1] <= 0xc2) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
  throw new Error("it has no size");
};

/** What a camera writes: how it was held, and where (52.5 N). */
export function exif(orientation) {
  const entry = (tag, type, count, value) => Buffer.concat([u16(tag, true), u16(type, true), u32(count), value]);
  const gpsAt = 8 + 2 + 2 * 12 + 4;
  const ratiosAt = gpsAt + 2 + 2 * 12 + 4;
  return segment(
    0xe1,
    Buffer.concat([
      Buffer.from("Exif\0\0II*\0"),
      u32(8),
      u16(2, true),
      entry(0x0112, 3, 1, u32(orientation)),
      entry(0x8825, 4, 1, u32(gpsAt)),
      u32(0),
      u16(2, true),
      entry(1, 2, 2, Buffer.from("N\0\0\0")),
      entry(2, 5, 3, u32(ratiosAt)),
      u32(0),
      ...[52, 1, 30, 1, 0xfeed, 0xbeef].map(u32),
    ]),
  );
}

/** `frames` frames of one colour each. */
export function gif(side, frames, comment = "") {
  const frame = (colour) => {
    // A clear code before every pair, so that codes stay three bits wide.
    const codes = [];
    for (let pixel = 0; pixel < side * side; pixel++) codes.push(...(pixel % 2 === 0 ? [4] : []), colour);
    codes.push(5);
    const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8));
    codes.forEach((code, index) => {
      for (let bit = 0; bit < 3; bit++) if (code & (1 << bit)) bytes[(index * 3 + bit) >> 3] |= 1 << ((index * 3 + bit) & 7);
    });
    const blocks = [];
    for (let at = 0; at < bytes.length; at += 255) {
      const block = bytes.subarray(at, at + 255);
      blocks.push(Buffer.from([block.length]), block);
    }
    return Buffer.concat([
      Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]),
      Buffer.from([0x2c, 0, 0, 0, 0]),
      u16(side, true),
      u16(side, true),
      Buffer.from([0, 2]),
      ...blocks,
      Buffer.from([0]),
    ]);
  };
  return Buffer.concat([
    Buffer.from("GIF89a"),
    u16(side, true),
    u16(side, true),
    Buffer.from([0x91, 0, 0]),
    Buffer.from([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]),
    Buffer.from("\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", "latin1"),
    ...(comment ? [Buffer.from([0x21, 0xfe, comment.length]), Buffer.from(comment), Buffer.from([0])] : []),
    ...Array.from({ length: frames }, (_, index) => frame(1 + (index % 3))),
    Buffer.from([0x3b]),
  ]);
}
export const framesOf = (file) => file.toString("latin1").split("\x21\xf9\x04").length - 1;

/** With so much in a chunk that means nothing that the whole file has this size. */
export const padded = (png, bytes) =>
  Buffer.concat([png.subarray(0, -12), pngChunk("paDd", Buffer.alloc(bytes - png.length - 12)), png.subarray(-12)]);
