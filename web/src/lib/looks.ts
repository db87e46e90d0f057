import { fromBase64url } from "./base64url";

/**
 * How a public picture looks before it is there: its size, and a ThumbHash of its content. And what there is of it: itself, and
 * narrower ones as AVIF and WebP.
 */
export type Looks = { key: string; width: number; height: number; hash: string; widths: number[] };

/** Out of its address; null for pictures from before addresses told it. */
export function looksOf(url: string): Looks | null {
  const found = /^(.+)\?(\d{1,5})x(\d{1,5})\.([\w-]{8,34})(?:\.([\d-]+))?$/.exec(url);
  if (!found?.[1] || !found[4]) return null;
  const widths = found[5]?.split("-").map(Number) ?? [];
  return { key: found[1], width: Number(found[2]), height: Number(found[3]), hash: found[4], widths };
}

const side = 32;

/** The waves over so many pixels, each computed once: a list of people has dozens of pictures. */
function cosines(pixels: number) {
  const known: Float64Array[] = [];
  return (wave: number) => {
    known[wave] ??= Float64Array.from({ length: pixels }, (_, at) =>
      Math.cos((Math.PI / pixels) * (at + 0.5) * wave),
    );
    return known[wave];
  };
}

/**
 * The picture that a ThumbHash (https://evanw.github.io/thumbhash/) tells of, in pixels of four bytes: 32 on the longer side.
 * Null if it is none.
 */
export function drawnHash({ width, height, hash }: Pick<Looks, "width" | "height" | "hash">) {
  const bytes = fromBase64url(hash);
  const at = (index: number) => bytes[index] ?? 0;
  const head = at(0) | (at(1) << 8) | (at(2) << 16);
  const shape = at(3) | (at(4) << 8);
  const transparent = head >> 23 === 1;
  const most = transparent ? 5 : 7;
  const landscape = shape >> 15 === 1;

  const longest = Math.max(width, height, 1);
  const columns = Math.max(1, Math.round((side * width) / longest));
  const rows = Math.max(1, Math.round((side * height) / longest));
  const across = cosines(columns);
  const down = cosines(rows);

  let next = transparent ? 12 : 10; // in half bytes
  const channel = (mean: number, scale: number, wide: number, high: number) => {
    const waves: { x: Float64Array; y: Float64Array; height: number }[] = [];
    for (let y = 0; y < high; y++)
      for (let x = y ? 0 : 1; x * high < wide * (high - y); x++) {
        const step = (at(next >> 1) >> ((next & 1) << 2)) & 15;
        waves.push({ x: across(x), y: down(y), height: (step / 7.5 - 1) * scale * 2 });
        next++;
      }
    return (column: number, row: number) =>
      waves.reduce((sum, { x, y, height }) => sum + height * (x[column] ?? 0) * (y[row] ?? 0), mean);
  };
  const light = channel(
    (head & 63) / 63,
    ((head >> 18) & 31) / 31,
    Math.max(3, landscape ? most : shape & 7),
    Math.max(3, landscape ? shape & 7 : most),
  );
  // A little more colour than was measured: so few steps make it pale.
  const yellow = channel(((head >> 6) & 63) / 31.5 - 1, (((shape >> 3) & 63) / 63) * 1.25, 3, 3);
  const red = channel(((head >> 12) & 63) / 31.5 - 1, (((shape >> 9) & 63) / 63) * 1.25, 3, 3);
  const alpha = transparent ? channel((at(5) & 15) / 15, (at(5) >> 4) / 15, 5, 5) : () => 1;
  if (next > bytes.length * 2) return null;

  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let y = 0, i = 0; y < rows; y++)
    for (let x = 0; x < columns; x++, i += 4) {
      const l = light(x, y);
      const p = yellow(x, y);
      const q = red(x, y);
      const b = l - (2 / 3) * p;
      const r = (3 * l - b + q) / 2;
      pixels.set([r * 255, (r - q) * 255, b * 255, alpha(x, y) * 255], i);
    }
  return { width: columns, height: rows, pixels };
}

const drawn = new Map<string, string | null>();

/** As an image that a style sheet can show; null where nothing can be drawn. */
export function placeholderOf(looks: Looks): string | null {
  const known = drawn.get(looks.hash);
  if (known !== undefined) return known;
  const picture = drawnHash(looks);
  const canvas = document.createElement("canvas");
  const context = picture && canvas.getContext("2d");
  let url: string | null = null;
  if (picture && context) {
    canvas.width = picture.width;
    canvas.height = picture.height;
    const image = context.createImageData(picture.width, picture.height);
    image.data.set(picture.pixels);
    context.putImageData(image, 0, 0);
    url = `url(${canvas.toDataURL()})`;
  }
  drawn.set(looks.hash, url);
  return url;
}
