// After vite build: writes assets/early-HASH.js and calls it from index.html, which has nothing else to run. It sets the theme,
// lets the first paint of a visitor's page go first, and then asks for the client. It knows which files the page at an address
// is made of, and what it will ask first, and asks for them with the shell; else that waits for the shell to have run.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

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

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = closure(entry);
/** A chunk's file, below /assets/. */
const fileOf = (key) => manifest[key].file.replace(/^assets\//, "");
/** Those of the shell that a file needs come before it. */
function order(key, seen = new Set()) {
  for (const next of manifest[key].imports ?? []) if (!seen.has(next)) order(next, seen);
  return seen.add(key);
}
const shellFiles = [...order(entry)].map(fileOf);
const names = [];
const number = (name) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
const filesOf = (keys) =>
  [...new Set(keys.flatMap((key) => [...closure(key)]))]
    .filter((key) => !shell.has(key))
    .map((key) => number(fileOf(key)));

// Fixed addresses before those with a part left open, and last what fits everything.
const open = (path) => (path === "*" ? 99 : (path.match(/:/g) ?? []).length);
const rows = routes
  .toSorted((a, b) => open(a.path) - open(b.path))
  .map(({ path, keys }) => [path === "*" ? "" : `^/${path.replace(/:\w+/g, "[^/]+")}/?$`, filesOf(keys)]);

const portal = filesOf(["src/app/portal.tsx"]); // before the names are written down

// What pages ask first (their `ahead`), as src/api/early.ts hands it out: address, paths below the API. What is here and not asked
// by the page is asked for nothing; e2e/first-paint.spec.ts would tell.
const questions = [
  [
    "^/$",
    [
      "/mentors/?sort=next_free&limit=6",
      "/mentors/facets/",
      "/platform-stats/",
      "/events/?limit=3",
      "/testimonials/",
    ],
  ],
  ["^/mentors/?$", ["/mentors/?limit=12", "/mentors/facets/"]],
  ["^/mentors/([^/?]+)/?(?:\\?.*)?$", ["/mentors/$1/", "/mentors/$1/reliability/", "/mentors/$1/reviews/"]],
  ["^/events/?$", ["/events/?filter=upcoming", "/events/tags/"]],
  ["^/events/(\\d+)/?$", ["/events/$1/"]],
  ["^/community/?$", ["/community/posts/?feed=latest"]],
  ["^/community/(\\d+)/?$", ["/community/posts/$1/", "/community/posts/$1/comments/"]],
  ["^/services/?$", ["/platform-services/", "/skills/"]],
];

// What runs first of all, in the head of the page: the theme, and when the rest may come.
const code = `${read("public/theme.js")}{
const names = ${JSON.stringify(names)};
const routes = ${JSON.stringify(rows)};
const files = new Set(routes.find(([path]) => new RegExp(path).test(location.pathname))[1]);
const signedIn = "signedIn" in document.documentElement.dataset;
if (signedIn) for (const file of ${JSON.stringify(portal)}) files.add(file);

// Each of these takes a phone some milliseconds: between two of them it answers the finger.
const steps = [];
const turn = new MessageChannel();
const go = () => turn.port2.postMessage(0);
turn.port1.onmessage = () => {
  steps.shift()();
  if (steps.length > 0) go();
  else turn.port1.close();
};
function add(name, attributes) {
  document.head.append(Object.assign(document.createElement(name), attributes));
}
const preload = (file) => steps.push(() => add("link", { rel: "modulepreload", href: "/assets/" + file }));
// As src/api/trace.ts.
const trace = performance.getEntriesByType("navigation")[0]?.serverTiming?.find(({ name }) => name === "traceparent");
const traced = trace && { traceparent: trace.description };
function askNow(path) {
  const answer = fetch("/api/v1" + path, { credentials: "omit", headers: traced });
  answer.catch(() => {});
  window.axEarly.set(path, answer);
}
function askAll() {
  const ask = (path) => steps.push(() => askNow(path));
  window.axEarly = new Map();
  ask("/site-status/");
  for (const [address, paths] of ${JSON.stringify(questions)}) {
    const match = new RegExp(address).exec(location.pathname + location.search);
    if (match) for (const path of paths) ask(path.replace("$1", match[1]));
  }
  setTimeout(() => window.axEarly.clear(), 10000);
}
// Each when those it needs have run, in a task of its own.
async function run(shell) {
  for (const file of shell) {
    await import("/assets/" + file);
    await new Promise((next) => setTimeout(next));
  }
}
let begun = false;
function begin() {
  if (begun) return;
  begun = true;
  const shell = ${JSON.stringify(shellFiles)};
  for (const file of shell) preload(file);
  steps.push(() => run(shell));
  if (!signedIn) askAll();
  for (const file of files) preload(names[file]);
  go();
}

// A visitor sees the page that the server sent. Until it is there, nothing else shares the line with it.
const paints = window.PerformanceObserver?.supportedEntryTypes?.includes("paint");
if (signedIn || !paints || document.visibilityState === "hidden") begin();
else {
  new PerformanceObserver((seen) => seen.getEntriesByName("first-contentful-paint").length > 0 && begin()).observe({
    type: "paint",
    buffered: true,
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-first-paint]")) setTimeout(begin, 3000);
    else begin();
  });
}
}
`;
const file = `assets/early-${createHash("sha256").update(code).digest("base64url").slice(0, 8)}.js`;
writeFileSync(new URL(`dist/${file}`, root), code);

// The entry is called by the early script. Vite's own calls of it, and of what it imports, are taken out.
let page = read("dist/index.html");
function replaceOnce(pattern, by) {
  if (page.match(new RegExp(pattern, "g"))?.length !== 1)
    throw new Error(`index.html: ${pattern} is not there once`);
  page = page.replace(pattern, by);
}
replaceOnce(/<script src="\/theme\.js"><\/script>/, `<script src="/${file}"></script>`);
replaceOnce(/\s*<script type="module"[^>]*><\/script>/, "");
page = page.replace(/\s*<link rel="modulepreload"[^>]*>/g, "");
// The first paint is in the page's own letters, and not drawn again when they come.
const letters = readdirSync(new URL("dist/assets/", root)).filter((name) =>
  /^(inter|bricolage-grotesque)-latin-wght/.test(name),
);
if (letters.length !== 2) throw new Error(`fonts: ${letters}`);
const fonts = letters.map(
  (name) => `\n    <link rel="preload" href="/assets/${name}" as="font" type="font/woff2" crossorigin />`,
);
replaceOnce(/\n *<link rel="stylesheet"/, `${fonts.join("")}$&`);
writeFileSync(new URL("dist/index.html", root), page);
console.log(`${routes.length} routes, ${names.length} files in ${file}`);
