// After vite build: writes assets/early-HASH.js and calls it from index.html. It knows which files the page at an address
// is made of, and what it will ask first, and asks for them while the shell is on its way; else that waits for the shell to
// have run.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const manifest = JSON.parse(read("dist/.vite/manifest.json"));
const table = read("src/app/routes.tsx");

/** Files that come with this one, itself included. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

function keyOf(module) {
  const path = module.replace(/^@\//, "src/").replace(/^\.\//, "src/app/");
  const key = [`${path}.tsx`, `${path}.ts`].find((one) => manifest[one]);
  if (!key) throw new Error(`no chunk for ${module}`);
  return key;
}

// As app/page.ts is called: path, namespaces of the texts, module.
const route = /(?:index: true|path: "([^"]+)"),\s*lazy: page\(\[([^\]]*)\],\s*\(\) =>\s*import\("([^"]+)"\)/g;
const routes = [...table.matchAll(route)].map(([, path = "", namespaces, module]) => ({
  path,
  keys: [
    keyOf(module),
    ...[...namespaces.matchAll(/"([^"]+)"/g)].map(([, name]) => `src/features/${name}/en.json`),
  ],
}));
const written = table.match(/lazy: page\(/g).length;
if (routes.length !== written) throw new Error(`${routes.length} of ${written} routes were understood`);

const shell = closure(Object.keys(manifest).find((key) => manifest[key].isEntry));
const names = [];
const number = (name) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
const filesOf = (keys) =>
  [...new Set(keys.flatMap((key) => [...closure(key)]))]
    .filter((key) => !shell.has(key))
    .map((key) => number(manifest[key].file.replace(/^assets\//, "")));

// Fixed addresses before those with a part left open, and last what fits everything.
const open = (path) => (path === "*" ? 99 : (path.match(/:/g) ?? []).length);
const rows = routes
  .toSorted((a, b) => open(a.path) - open(b.path))
  .map(({ path, keys }) => [path === "*" ? "" : `^/${path.replace(/:\w+/g, "[^/]+")}/?$`, filesOf(keys)]);

const portal = filesOf(["src/app/portal.tsx"]); // before the names are written down

// The first question of pages that consist of one thing, as src/api/early.ts hands it out: address, path below the API.
const questions = [
  ["^/mentors/([^/]+)/?$", "/mentors/$1/"],
  ["^/events/(\\d+)/?$", "/events/$1/"],
  ["^/community/(\\d+)/?$", "/community/posts/$1/"],
];

const code = `{
const names = ${JSON.stringify(names)};
const routes = ${JSON.stringify(rows)};
const files = new Set(routes.find(([path]) => new RegExp(path).test(location.pathname))[1]);
let signedIn = false;
try { signedIn = localStorage.getItem("ax.session") !== null; } catch {}
if (signedIn) for (const file of ${JSON.stringify(portal)}) files.add(file);
else {
  const ask = (path) => window.axEarly.set(path, fetch("/api/v1" + path, { credentials: "omit" }));
  window.axEarly = new Map();
  ask("/site-status/");
  for (const [address, path] of ${JSON.stringify(questions)}) {
    const match = new RegExp(address).exec(location.pathname);
    if (match) ask(path.replace("$1", match[1]));
  }
  for (const answer of window.axEarly.values()) answer.catch(() => {});
  setTimeout(() => window.axEarly.clear(), 10000);
}
for (const file of files) {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = "/assets/" + names[file];
  document.head.append(link);
}
}
`;
const file = `assets/early-${createHash("sha256").update(code).digest("base64url").slice(0, 8)}.js`;
writeFileSync(new URL(`dist/${file}`, root), code);
const page = read("dist/index.html");
const mark = '<script src="/theme.js"></script>';
if (!page.includes(mark)) throw new Error("index.html does not call theme.js");
writeFileSync(
  new URL("dist/index.html", root),
  page.replace(mark, `${mark}\n    <script async src="/${file}"></script>`),
);
console.log(`${routes.length} routes, ${names.length} files in ${file}`);
