import { existsSync, readFileSync, writeFileSync } from "node:fs";

export const results = new URL("RESULTS.md", import.meta.url);

/** Writes one section of RESULTS.md, or of another file, and leaves the others as their last runs left them. */
export function writeSection(name, text, file = results) {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- end of ${name} -->`;
  const section = `${begin}\n${text.trim()}\n${end}\n`;
  const before = existsSync(file) ? readFileSync(file, "utf8") : "# Results\n";
  const at = before.indexOf(begin);
  const after = at < 0 ? `${before.trimEnd()}\n\n${section}`
    : before.slice(0, at) + section + before.slice(before.indexOf(end) + end.length + 1);
  writeFileSync(file, after);
}
