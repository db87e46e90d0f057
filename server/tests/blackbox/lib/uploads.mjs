const u32 = (value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const chunk = (type, data) => Buffer.concat([u32(data.length), Buffer.from(type), Buffer.from(data), Buffer.from("crc!")]);

/** Holds together; says where it was taken. */
export const png = (side, pixels = "pixels") =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", Buffer.concat([u32(side), u32(side), Buffer.from([8, 6, 0, 0, 0])])),
    chunk("tEXt", "GPS 52.5N 13.4E"),
    chunk("IDAT", pixels),
    chunk("IEND", ""),
  ]);

/** The answer to a file sent as a body of its own. */
export const upload = (client, method, path, body) =>
  fetch(`${client.server.url}/api/v1${path}`, {
    method,
    body,
    headers: { "content-type": "application/octet-stream", authorization: `Token ${client.token}` },
  });

/** A file as this person gets it. */
export const download = (client, url) => fetch(client.server.url + url, { headers: { authorization: `Token ${client.token}` } });
