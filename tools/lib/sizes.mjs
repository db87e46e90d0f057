// Size rule: aim at 100 lines, say why above 300 (a "Size: why" comment near the top), never above 500.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./modules.mjs";

const FOLDERS = ["server/src", "server/tests", "server/bench", "server/fuzz", "server/media", "web/src", "web/e2e", "web/scripts", "tools", "bench"];
const SOURCES = /(\.(cpp|h|ts|tsx|mjs|js|css|sh)|^[a-z_]+)$/;

export const kExplain = 300;
export const kLimit = 500;

/** What is wrong with one source text, or null. */
export function wrongSize(text) {
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > kLimit) return `${lines} lines, the limit is ${kLimit}: split it by role`;
  if (lines <= kExplain) return null;
  const head = text.split("\n").slice(0, 15);
  const said = head.some((line) => /(\/\/|#|\*).*\bSize:\s*\S{3,}/.test(line));
  return said ? null : `${lines} lines: above ${kExplain} say why in a "Size: …" comment within the first 15 lines`;
}

export function checkSizes(root) {
  const files = FOLDERS.flatMap((folder) => filesBelow(root, folder, SOURCES)).filter((file) => !/\.gen\./.test(file));
  return files.flatMap((file) => {
    const wrong = wrongSize(readFileSync(join(root, file), "utf8"));
    return wrong ? [`${file}: ${wrong}`] : [];
  });
}
