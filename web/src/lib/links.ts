/** Text, and the links in it. Nothing of what somebody wrote ever becomes HTML: the parts are rendered as text. */
export type Part = { text: string; href?: string };

const candidate = /\b(?:https?:\/\/|www\.)[^\s<>"'`]+/gi;
/** Signs that belong to the sentence, not to the address before them. */
const trailing = /[.,;:!?…'"»”’)\]}*_~]+$/u;

export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of text.matchAll(candidate)) {
    const written = withoutTail(found[0]);
    const href = safeAddress(written);
    if (!href) continue;
    if (found.index > end) parts.push({ text: text.slice(end, found.index) });
    parts.push({ text: written, href });
    end = found.index + written.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** "(see https://a.example/b_(c))." keeps the bracket that the address opened itself. */
function withoutTail(written: string): string {
  let text = written;
  for (;;) {
    const tail = text.match(trailing)?.[0] ?? "";
    if (!tail) return text;
    const cut = text.slice(0, -tail.length);
    const opened = count(cut, "(") - count(cut, ")");
    if (opened > 0 && tail.startsWith(")"))
      return cut + tail.slice(0, Math.min(opened, /^\)+/.exec(tail)?.[0].length ?? 0));
    text = cut;
  }
}

const count = (text: string, sign: string) => text.split(sign).length - 1;

/** Only http and https, and no name before the host: "https://bank.example@evil.example" leads to evil.example. */
export function safeAddress(written: string): string | null {
  const address = /^www\./i.test(written) ? `https://${written}` : written;
  try {
    const url = new URL(address);
    const web = url.protocol === "http:" || url.protocol === "https:";
    return web && !url.username && !url.password && url.hostname.includes(".") ? url.href : null;
  } catch {
    return null;
  }
}
