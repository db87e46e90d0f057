// After vite build: writes dist/first-paint.tsv, which the server reads at its start. A line is a route, a tab and the HTML of
// its first paint (src/app/first-paint.tsx); the line `strip` is what stands above all pages of a test system.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));
const vite = await createServer({
  root,
  mode: "production",
  appType: "custom",
  logLevel: "error",
  server: { middlewareMode: true, watch: null, ws: false },
});

// What the page's policy forbids in markup, and the first paint can do without: React's way to keep what a form sends before
// it is alive (nothing can be sent: see wait), and styles that the client sets by script.
const allowed = (html) =>
  html.replace(/<script>.*?<\/script>/s, "").replace(/ action="javascript:[^"]*"| style="[^"]*"/g, "");

// What one types or presses before the client is there would be lost: it waits for it. Links work.
const wait = (html) =>
  html
    .replace(/<(input|textarea)\b/g, "<$1 inert readonly")
    .replace(/<(select|button)\b/g, '<$1 inert aria-disabled="true"');

/** One line, nothing that the page's policy forbids, and the places that the server knows. */
function checked(route, drawn) {
  const html = allowed(drawn);
  const forbidden = /.{80}( on\w+=|<script).{40}/s.exec(html);
  if (forbidden) throw new Error(`${route}: the page's policy forbids ${forbidden[0]}`);
  for (const [place] of html.matchAll(/\{\{[^}]*\}\}/g))
    if (!/^\{\{(strip|title|lead|html)\}\}$/.test(place)) throw new Error(`${route}: nobody fills ${place}`);
  return wait(html).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

try {
  const { drawAll } = await vite.ssrLoadModule("/src/app/first-paint.tsx");
  const { strip, pages } = await drawAll();
  if (!strip) throw new Error("the strip of a test system was not found");
  const lines = [["strip", strip], ...pages].map(([route, html]) => `${route}\t${checked(route, html)}\n`);
  writeFileSync(new URL("../dist/first-paint.tsv", import.meta.url), lines.join(""));
  console.log(`first paint of ${pages.length} pages, ${Math.round(lines.join("").length / 1024)} KiB`);
} finally {
  await vite.close();
}
