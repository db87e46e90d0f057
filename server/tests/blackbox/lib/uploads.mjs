import { crc32, deflateSync } from "node:zlib";

const u32 = (value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
export const pngChunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type), Buffer.from(data)]);
  return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]);
};

/** Grey, one byte a pixel; `rows` are the pixels as they are deflated. */
export const pngOf = (width, height, rows, comment = "") =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])])),
    pngChunk("tEXt", Buffer.from(`Comment\0${comment}`, "latin1")),
    pngChunk("IDAT", rows),
    pngChunk("IEND", ""),
  ]);

/** A square; its pixels are made of a text, and its comment is that text and where it was taken. */
export const png = (side, text = "pixels") => {
  const rows = Buffer.alloc(side * (side + 1), text, "latin1");
  for (let y = 0; y < side; y++) rows[y * (side + 1)] = 0;
  return pngOf(side, side, deflateSync(rows), `GPS 52.5N 13.4E ${text}`);
};

/** The answer to a file sent as a body of its own. */
export const upload = (client, method, path, body) =>
  fetch(`${client.server.url}/api/v1${path}`, {
    method,
    body,
    headers: { "content-type": "application/octet-stream", authorization: `Token ${client.token}` },
  });

/** A file as this person gets it. */
export const download = (client, url) => fetch(client.server.url + url, { headers: { authorization: `Token ${client.token}` } });
