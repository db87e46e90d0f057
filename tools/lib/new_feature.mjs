// Lays a new feature: server slice, migration, web slice, and the lines that declare them.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow } from "./modules.mjs";

const TEMPLATES = "tools/feature";
const DEPENDENCIES = "base contract platform/api platform/db";

/** The spellings of a name: `saved_searches` -> SavedSearches, savedSearches, saved-searches, "Saved searches". */
export function spellings(name) {
  const words = name.split("_");
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join("");
  const singular = words.with(-1, words.at(-1).replace(/ies$/, "y").replace(/(ch|sh|x|ss)es$/, "$1").replace(/([^s])s$/, "$1")).join("_");
  return {
    name,
    Name: pascal,
    camel: pascal[0].toLowerCase() + pascal.slice(1),
    path: words.join("-"),
    table: singular === name ? `${name}_entry` : singular,
    Title: capital(words.join(" ")),
  };
}

const fill = (text, words) => text.replace(/@(\w+)@/g, (whole, key) => words[key] ?? whole);

/** Where a template goes. */
function destination(file, words, migration) {
  if (file === "server/migration.sql") return `server/migrations/${migration}_${words.name}.sql`;
  if (file === "server/front.h") return `server/src/features/${words.name}/${words.name}.h`;
  if (file.startsWith("server/")) return `server/src/features/${words.name}/${file.slice(7)}`;
  return `web/src/features/${words.name}/${file.slice(4).replace(/^page\./, `${words.path}-page.`)}`;
}

function nextMigration(root) {
  const numbers = readdirSync(join(root, "server/migrations")).map((file) => Number.parseInt(file, 10) || 0);
  return String(Math.max(0, ...numbers) + 1).padStart(4, "0");
}

/** Rewrites one file; an edit that finds no place is an error, so that the tool follows the files it edits. */
function edit(root, file, change) {
  const before = readFileSync(join(root, file), "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${file}: found no place for the new feature`);
  writeFileSync(join(root, file), after);
  return file;
}

/** One import, in the order of the paths, and one line in the table of namespaces. */
function declareTexts(text, { name, camel }) {
  const imports = /(?:^import type \w+ from "@\/features\/.*\n)+/m;
  return text
    .replace(imports, (block) => {
      const lines = [...block.trimEnd().split("\n"), `import type ${camel} from "@/features/${name}/en.json";`];
      const path = (line) => line.slice(line.indexOf('"'));
      return `${lines.sort((a, b) => (path(a) < path(b) ? -1 : 1)).join("\n")}\n`;
    })
    .replace(/^(\s*)(\w+: typeof \w+;)\n(\s*\};)/m, `$1$2\n$1${name}: typeof ${camel};\n$3`);
}

export function createFeature(root, name) {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) throw new Error("a feature's name is lower_case words");
  if (existsSync(join(root, "server/src/features", name))) throw new Error(`features/${name} exists already`);
  const words = spellings(name);
  const migration = nextMigration(root);
  const written = filesBelow(root, TEMPLATES, /./).map((template) => {
    const target = destination(template.slice(TEMPLATES.length + 1), words, migration);
    mkdirSync(dirname(join(root, target)), { recursive: true });
    writeFileSync(join(root, target), fill(readFileSync(join(root, template), "utf8"), words));
    return target;
  });
  const edited = [
    edit(root, "server/modules.txt", (text) =>
      text.replace(/^app:(.*)$/m, `features/${name}: ${DEPENDENCIES}\napp:$1 features/${name}`),
    ),
    edit(root, "web/src/app/i18next.d.ts", (text) => declareTexts(text, words)),
  ];
  return { written, edited, words };
}
