// Import rules. Server: the edges of server/modules.txt, acyclic, nothing upward, and of another feature only its front
// header. Web: app -> features -> ui -> lib <-> api; features never import each other. Tests of the lower web layers may
// use what stands above them, but no feature's test another feature.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

/** Every file below `folder` whose name matches, sorted, relative to `root`, with forward slashes. */
export function filesBelow(root, folder, pattern) {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !file.includes("/node_modules/"))
    .sort();
}

const LAYERS = ["base", "contract", "platform", "features", "app"];
const layerOf = (module) => LAYERS.indexOf(module.split("/")[0]);

/** modules.txt as a map from module to the modules it may include; what is wrong with the table goes to `problems`. */
export function parseModules(text, problems, file = "server/modules.txt") {
  const modules = new Map();
  const places = new Map();
  text.split("\n").forEach((raw, index) => {
    const line = raw.replace(/#.*/, "").trim();
    if (!line) return;
    const match = /^([a-z_/]+):\s*(.*)$/.exec(line);
    const at = `${file}:${index + 1}`;
    if (!match) problems.push(`${at}: expected "module: module module …"`);
    else if (modules.has(match[1])) problems.push(`${at}: ${match[1]} is declared twice`);
    else {
      modules.set(match[1], new Set(match[2].split(/\s+/).filter(Boolean)));
      places.set(match[1], at);
    }
  });
  for (const [module, deps] of modules) {
    if (layerOf(module) < 0) problems.push(`${places.get(module)}: ${module} belongs to no layer (${LAYERS.join(" <- ")})`);
    for (const dep of deps) {
      if (!modules.has(dep)) problems.push(`${places.get(module)}: ${module} names ${dep}, which is not declared`);
      else if (layerOf(dep) > layerOf(module)) problems.push(`${places.get(module)}: ${module} -> ${dep} points upward`);
    }
  }
  const cycle = findCycle(modules);
  if (cycle) problems.push(`${file}: cycle ${cycle.join(" -> ")}`);
  return modules;
}

/** A path of modules that comes back to where it began, or null. */
export function findCycle(modules) {
  const done = new Set();
  const path = [];
  const visit = (module) => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    if (done.has(module)) return null;
    path.push(module);
    for (const dep of modules.get(module) ?? []) {
      const cycle = visit(dep);
      if (cycle) return cycle;
    }
    path.pop();
    done.add(module);
    return null;
  };
  for (const module of modules.keys()) {
    const cycle = visit(module);
    if (cycle) return cycle;
  }
  return null;
}

/** The declared module a path under server/src belongs to: the longest one that is a folder above it. */
function moduleOf(modules, path) {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (modules.has(folder)) return folder;
  }
  return null;
}

export function checkServer(root) {
  const problems = [];
  const table = "server/modules.txt";
  if (!existsSync(join(root, table))) return [`${table} is missing`];
  const modules = parseModules(readFileSync(join(root, table), "utf8"), problems);
  for (const file of filesBelow(root, "server/src", /\.(h|cpp)$/)) {
    const inside = file.slice("server/src/".length);
    const from = moduleOf(modules, inside);
    if (!from) {
      problems.push(`${file}:1: in no module of ${table}`);
      continue;
    }
    readFileSync(join(root, file), "utf8").split("\n").forEach((line, index) => {
      const include = /^\s*#\s*include\s*"([^"]+)"/.exec(line)?.[1];
      if (!include) return;
      const wrong = wrongInclude(root, modules, from, inside, include);
      if (wrong) problems.push(`${file}:${index + 1}: ${wrong}`);
    });
  }
  return problems;
}

/** Why this include is not allowed, or null. Headers that live outside server/src are nobody's module. */
function wrongInclude(root, modules, from, inside, include) {
  const beside = normalize(join(dirname(inside), include)).split(sep).join("/");
  const target = !existsSync(join(root, "server/src", include)) && existsSync(join(root, "server/src", beside)) ? beside : include;
  const to = moduleOf(modules, target);
  if (!to || to === from) return null;
  if (!modules.get(from).has(to)) return `${from} includes "${include}", but ${from} -> ${to} is not declared`;
  const front = `${to}/${to.split("/").pop()}.h`;
  if (to.startsWith("features/") && from.startsWith("features/") && target !== front) {
    return `${from} includes "${include}": of another feature only "${front}" may be included`;
  }
  return null;
}

const WEB_EDGES = {
  app: ["app", "features", "ui", "lib", "api"],
  features: ["ui", "lib", "api"],
  ui: ["ui", "lib", "api"],
  lib: ["lib", "api"],
  api: ["api", "lib"],
};
const WEB_TEST = /\.test\.tsx?$|^test-(setup|server|support)/;
const WEB_IMPORT = /(?:^|[^.\w])(?:from\s*|import\s*\(\s*|import\s+)["']([^"']+)["']/g;

/** The place of a path under web/src: its layer and, in features, which one. Files at the top belong to app. */
function webPlace(path) {
  const parts = path.split("/");
  const layer = parts.length === 1 ? "app" : parts[0];
  return { layer, feature: layer === "features" ? parts[1] : null };
}

export function checkWeb(root) {
  const problems = [];
  for (const file of filesBelow(root, "web/src", /\.(ts|tsx)$/)) {
    const inside = file.slice("web/src/".length);
    const from = webPlace(inside);
    if (!WEB_EDGES[from.layer]) {
      problems.push(`${file}:1: in no layer (${Object.keys(WEB_EDGES).join(", ")})`);
      continue;
    }
    const isTest = WEB_TEST.test(inside.split("/").pop());
    readFileSync(join(root, file), "utf8").split("\n").forEach((line, index) => {
      for (const [, name] of line.matchAll(WEB_IMPORT)) {
        const target = webTarget(inside, name);
        const wrong = target && wrongImport(from, webPlace(target), isTest, target);
        if (wrong) problems.push(`${file}:${index + 1}: "${name}": ${wrong}`);
      }
    });
  }
  return problems;
}

/** The path under web/src that an import means, or null for a package. */
function webTarget(inside, name) {
  if (name.startsWith("@/")) return name.slice(2);
  if (!name.startsWith(".")) return null;
  const target = normalize(join(dirname(inside), name)).split(sep).join("/");
  return target.startsWith("..") ? null : target;
}

function wrongImport(from, to, isTest, target) {
  if (!isTest && WEB_TEST.test(target.split("/").pop())) return "only tests may import test support";
  if (from.layer === "features" && to.layer === "features") {
    return from.feature === to.feature ? null : `feature ${from.feature} imports feature ${to.feature}`;
  }
  if (WEB_EDGES[from.layer].includes(to.layer) || (isTest && from.layer !== "features")) return null;
  return `${from.layer} may not import from ${to.layer}`;
}
