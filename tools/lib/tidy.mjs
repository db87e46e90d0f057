// Runs clang-tidy over the server's sources, as many at once as there are cores. A source whose text, headers of ours
// and configuration have not changed since it was last found clean is skipped: one file costs seconds.
// Usage: node tidy.mjs BUILD_DIR [SOURCE…]
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative } from "node:path";

const [build, ...wanted] = process.argv.slice(2);
const cache = join(build, "clang-tidy-clean");
mkdirSync(cache, { recursive: true });

const texts = new Map();
const textOf = (file) => {
  if (!texts.has(file)) texts.set(file, existsSync(file) ? readFileSync(file, "utf8") : null);
  return texts.get(file);
};

/** The file and every header of ours that it reaches. */
function closure(file, seen = new Set()) {
  if (seen.has(file) || textOf(file) === null) return seen;
  seen.add(file);
  for (const [, name] of textOf(file).matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    for (const folder of ["server/src", "server/tests", dirname(file)]) closure(join(folder, name), seen);
  }
  return seen;
}

function keyOf(file) {
  const hash = createHash("sha256").update(readFileSync(".clang-tidy"));
  for (const part of [...closure(file)].sort()) hash.update(`\0${part}\0`).update(textOf(part));
  return hash.digest("hex");
}

function tidy(file) {
  return new Promise((resolve) => {
    let out = "";
    const child = spawn("clang-tidy-19", ["-p", build, "--quiet", file], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (out += /warnings? generated|Suppressed/.test(chunk) ? "" : chunk));
    child.on("close", (code) => resolve({ code, out }));
  });
}

const commands = JSON.parse(readFileSync(join(build, "compile_commands.json"), "utf8"));
const sources = [...new Set(commands.map((entry) => relative(process.cwd(), entry.file)))]
  .filter((file) => file.startsWith("server/src/"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
const stale = sources.filter((file) => !existsSync(join(cache, keyOf(file))));
if (sources.length === 0) {
  console.log("no source to check");
  process.exit(1);
}

let done = 0;
let dirty = 0;
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let file = stale.shift(); file; file = stale.shift()) {
      const { code, out } = await tidy(file);
      done += 1;
      if (code === 0) writeFileSync(join(cache, keyOf(file)), file);
      else {
        dirty += 1;
        console.log(out.trim());
      }
      console.log(`[${done}/${done + stale.length}] ${file}`);
    }
  }),
);
console.log(`${sources.length} sources: ${done} checked, ${sources.length - done} unchanged, ${dirty} with findings`);
process.exitCode = dirty ? 1 : 0;
