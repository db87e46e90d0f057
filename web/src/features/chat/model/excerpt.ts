/** The part of a text around the words somebody looked for, with the words marked. */
export type ExcerptPart = { text: string; hit: boolean };

const before = 40;

/** Letters as the server compares them: small, without accents. Of the same length as the text, so that places fit. */
const folded = (text: string) =>
  [...text].map((sign) => [...sign.normalize("NFD").toLowerCase()][0]?.padEnd(sign.length) ?? sign).join("");

export function excerptOf(text: string, q: string): ExcerptPart[] {
  const flat = text.replaceAll(/\s+/g, " ");
  const plain = folded(flat);
  const words = folded(q)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const places: { from: number; to: number }[] = [];
  for (const word of words)
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + word.length))
      // Words are found by their beginning.
      if (at === 0 || !/[\p{L}\p{N}]/u.test(plain[at - 1] ?? ""))
        places.push({ from: at, to: at + word.length });
  places.sort((a, b) => a.from - b.from);

  const first = places[0]?.from ?? 0;
  const start = first > before * 2 ? Math.max(0, plain.lastIndexOf(" ", first - before) + 1) : 0;
  const parts: ExcerptPart[] = [];
  let end = start;
  const add = (from: number, to: number, hit: boolean) => {
    if (to > from) parts.push({ text: flat.slice(from, to), hit });
  };
  for (const { from, to } of places) {
    if (from < end) continue;
    add(end, from, false);
    add(from, to, true);
    end = to;
  }
  add(end, flat.length, false);
  if (start > 0 && parts[0]) parts[0] = { ...parts[0], text: `… ${parts[0].text}` };
  return parts;
}
