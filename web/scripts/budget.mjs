// Fails when the first load or a lazy route downloads more JavaScript than budgets.json allows.
// The shell is the entry with everything it imports statically; a route is what its chunk adds to that. Routes that only
// exist inside the portal (budgets.json) are what they add to shell and portal: both are there before, and counted.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root));
const budgets = JSON.parse(read("budgets.json"));
const manifest = JSON.parse(read("dist/.vite/manifest.json"));

const sizes = new Map();
function kib(file) {
  if (!file.endsWith(".js")) return 0;
  if (!sizes.has(file)) sizes.set(file, gzipSync(read(`dist/${file}`), { level: 9 }).length / 1024);
  return sizes.get(file);
}

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const total = (keys) => [...keys].reduce((sum, key) => sum + kib(manifest[key].file), 0);
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
const withPortal = closure("src/app/portal.tsx", new Set(shell));

const rows = [["shell", total(shell), budgets.shell]];
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry || !/-page\.tsx$|^src\/app\/(pages\/|portal)/.test(key)) continue;
  const there = budgets.behindPortal.includes(key) ? withPortal : shell;
  const added = [...closure(key)].filter((part) => !there.has(part));
  rows.push([key, total(added), budgets.routes[key] ?? budgets.route]);
}

let failed = 0;
for (const [name, size, limit] of rows) {
  const over = size > limit;
  failed += over ? 1 : 0;
  console.log(
    `${over ? "OVER" : "ok  "} ${size.toFixed(1).padStart(7)} of ${String(limit).padStart(3)} KiB  ${name}`,
  );
}
process.exit(failed ? 1 : 0);
