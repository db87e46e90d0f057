/**
 * QR codes (ISO/IEC 18004) of short texts: bytes, error correction M, versions 1 to 6. Enough for a link; what is longer
 * gets none. Rows of modules, true is dark, without the quiet zone.
 */
export function qrCode(text: string): boolean[][] | null {
  const bytes = [...new TextEncoder().encode(text)];
  const version = sizes.findIndex(({ data }) => bytes.length + 2 <= data);
  const size = sizes[version];
  if (!size) return null;
  const words = interleaved(padded(bytes, size.data), size);
  const width = 21 + 4 * version;
  const masked = masks.map((_, mask) => drawn(width, words, mask));
  return masked.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

type Size = { data: number; blocks: number; check: number };
/** By version: data words of all blocks, blocks, check words of each. */
const sizes: Size[] = [
  { data: 16, blocks: 1, check: 10 },
  { data: 28, blocks: 1, check: 16 },
  { data: 44, blocks: 1, check: 26 },
  { data: 64, blocks: 2, check: 18 },
  { data: 86, blocks: 2, check: 24 },
  { data: 108, blocks: 4, check: 16 },
];

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Mode, length, the bytes, an end, and filling: every byte of the text lies across two words. */
function padded(bytes: number[], length: number): number[] {
  const halves = [4, bytes.length >> 4, bytes.length & 15, ...bytes.flatMap((b) => [b >> 4, b & 15]), 0];
  const words: number[] = [];
  for (let at = 0; at < halves.length; at += 2) words.push(((halves[at] ?? 0) << 4) | (halves[at + 1] ?? 0));
  for (let fill = 0xec; words.length < length; fill ^= 0xec ^ 0x11) words.push(fill);
  return words;
}

function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product >> 7 ? 0x11d : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

/** The remainder of the block by the Reed-Solomon generator of that degree. */
function checkWords(block: number[], degree: number): number[] {
  let generator = [1];
  for (let step = 0, root = 1; step < degree; step += 1, root = times(root, 2)) {
    const shifted = [...generator, 0];
    generator = shifted.map((value, at) => value ^ (at > 0 ? times(generator[at - 1] ?? 0, root) : 0));
  }
  const rest = [...block, ...Array<number>(degree).fill(0)];
  for (let at = 0; at < block.length; at += 1) {
    const factor = rest[at] ?? 0;
    generator.forEach((value, offset) => {
      rest[at + offset] = (rest[at + offset] ?? 0) ^ times(value, factor);
    });
  }
  return rest.slice(block.length);
}

function interleaved(words: number[], { blocks, check }: Size): number[] {
  const length = words.length / blocks;
  const data = Array.from({ length: blocks }, (_, at) => words.slice(at * length, (at + 1) * length));
  const checks = data.map((block) => checkWords(block, check));
  const across = (rows: number[][], count: number) =>
    Array.from({ length: count }, (_, at) => rows.map((row) => row[at] ?? 0)).flat();
  return [...across(data, length), ...across(checks, check)];
}

function drawn(width: number, words: number[], mask: number): boolean[][] {
  const code: (boolean | null)[][] = Array.from({ length: width }, () => Array(width).fill(null));
  const put = (x: number, y: number, dark: boolean) => {
    const row = code[y];
    if (row && x >= 0 && x < width) row[x] = dark;
  };
  const ring = (x: number, y: number, radius: number, light: number[]) => {
    for (let dy = -radius; dy <= radius; dy += 1)
      for (let dx = -radius; dx <= radius; dx += 1)
        put(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let at = 0; at < width; at += 1) {
    put(6, at, at % 2 === 0);
    put(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [width - 4, 3],
    [3, width - 4],
  ] as const)
    ring(x, y, 4, [2, 4]);
  if (width > 21) ring(width - 7, width - 7, 2, [1]);
  drawFormat(width, mask, put);

  // Two columns at a time from the right, up and down in turn, past the dotted column.
  let bit = 0;
  let upward = true;
  for (let right = width - 1; right >= 1; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < width; step += 1) {
      const y = upward ? width - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (code[y]?.[x] !== null) continue;
        const dark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        put(x, y, dark !== masks[mask]?.(x, y));
      }
    }
    upward = !upward;
  }
  return code.map((row) => row.map(Boolean));
}

/** Error correction M and the mask, in both places. */
function drawFormat(width: number, mask: number, put: (x: number, y: number, dark: boolean) => void) {
  let rest = mask;
  for (let step = 0; step < 10; step += 1) rest = (rest << 1) ^ (rest >> 9 ? 0x537 : 0);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    if (at < 8) put(8, at < 6 ? at : at + 1, dark);
    else put(at === 8 ? 7 : 14 - at, 8, dark);
    if (at < 8) put(width - 1 - at, 8, dark);
    else put(8, width - 15 + at, dark);
  }
  put(8, width - 8, true);
}

/** How hard it is to read: long runs, squares, what looks like a corner, too dark or too light. */
function penalty(code: boolean[][]): number {
  const columns = code.map((_, x) => code.map((row) => row[x] ?? false));
  let sum = 0;
  for (const line of [...code, ...columns]) {
    const text = line.map((dark) => (dark ? "1" : "0")).join("");
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (let at = 0; at + 11 <= text.length; at += 1)
      if (/^(00001011101|10111010000)/.test(text.slice(at))) sum += 40;
  }
  let dark = 0;
  code.forEach((row, y) => {
    row.forEach((here, x) => {
      if (here) dark += 1;
      const square = [row[x + 1], code[y + 1]?.[x], code[y + 1]?.[x + 1]];
      if (square.every((other) => other === here)) sum += 3;
    });
  });
  return sum + 10 * Math.floor(Math.abs((dark * 20) / code.length ** 2 - 10));
}
