#include "features/site/api_page.h"

namespace ax::site {

std::string_view const kApiPage = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AspireX API</title>
<link rel="stylesheet" href="/api/docs/page.css">
<script src="/api/docs/page.js" defer></script>
</head>
<body>
<header>
<h1>AspireX API</h1>
<p id="about"></p>
<label for="filter">Find an endpoint</label>
<input id="filter" type="search" autocomplete="off">
<p><a href="/api/v1/openapi.json">OpenAPI document</a></p>
<p>Programs send <code>Authorization: Token axp_…</code>, made under <a href="/account#api-tokens">Account, API tokens</a>.
Its scope <code>read</code> opens GET, <code>write</code> everything else, <code>chat</code> conversations; what signs in, pays or is
the staff's takes a session.</p>
</header>
<main id="endpoints" aria-live="polite"><p>Loading the document</p></main>
<noscript><p>This page draws the document with a script. <a href="/api/v1/openapi.json">Read it as JSON.</a></p></noscript>
</body>
</html>
)html";

std::string_view const kApiPageStyle = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: light-dark(#3b3fb6, #a5a8ff); }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 2rem 1rem; }
h1 { font-size: 1.75rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
a { color: var(--accent); }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { font: inherit; width: 100%; max-width: 30rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 8px; }
details { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: .6rem .25rem; display: flex; gap: .75rem; flex-wrap: wrap; align-items: baseline; }
summary:hover { background: var(--soft); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.verb { min-width: 4.5rem; font-weight: 700; color: var(--accent); }
.who { margin-left: auto; font-size: .85rem; }
.body { padding: 0 .25rem 1rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--soft); vertical-align: top; }
)css";

std::string_view const kApiPageScript = R"js("use strict";
const el = (tag, props, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
const nameOf = (schema) => {
  if (!schema) return "nothing";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(nameOf).join(" or ");
  if (schema.type === "array") return "list of " + nameOf(schema.items);
  return [schema.type || "any", schema.format && "(" + schema.format + ")"].filter(Boolean).join(" ");
};
const rulesOf = (schema) => {
  const source = schema.anyOf ? schema.anyOf[0] : schema;
  const keys = ["minLength", "maxLength", "minimum", "maximum", "maxItems", "pattern"];
  return keys.filter((key) => source[key] !== undefined).map((key) => key + " " + source[key]).join(", ");
};
const fieldsTable = (title, rows) =>
  el("div", {}, el("h3", { textContent: title }),
    el("table", {}, el("thead", {}, el("tr", {}, ...["Field", "Type", "Rules", "Meaning"].map((text) => el("th", { textContent: text, scope: "col" })))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((text, i) => el("td", {}, i === 0 ? el("code", { textContent: text }) : text)))))));
const schemaRows = (doc, schema) => {
  const target = schema.$ref ? doc.components.schemas[nameOf(schema)] : schema;
  return Object.entries(target.properties || {}).map(([name, field]) =>
    [name + ((target.required || []).includes(name) ? "" : "?"), nameOf(field), rulesOf(field), field.description || ""]);
};
const draw = (doc, wanted) => {
  const groups = new Map();
  for (const [path, verbs] of Object.entries(doc.paths))
    for (const [verb, op] of Object.entries(verbs)) {
      if (wanted && !(verb + " " + path + " " + op.summary).toLowerCase().includes(wanted)) continue;
      const body = el("div", { className: "body" });
      const details = el("details", {}, el("summary", {}, el("span", { className: "verb", textContent: verb.toUpperCase() }),
        el("code", { textContent: "/api/v1" + path }), el("span", { textContent: op.summary }),
        el("span", { className: "who", textContent: op["x-access"].replace("_", " ") })), body);
      details.addEventListener("toggle", () => {
        if (body.childNodes.length) return;
        if (op.parameters.length) body.append(fieldsTable("Parameters", op.parameters.map((p) => [p.name, nameOf(p.schema), rulesOf(p.schema), p.in])));
        const request = op.requestBody && op.requestBody.content["application/json"].schema;
        if (request) body.append(fieldsTable("Body", schemaRows(doc, request)));
        const [status, answer] = Object.entries(op.responses)[0];
        const schema = answer.content && answer.content["application/json"].schema;
        body.append(schema ? fieldsTable("Answer " + status + ": " + nameOf(schema), schemaRows(doc, schema)) : el("p", { textContent: "Answer " + status + " without a body." }));
        if (op["x-failures"].length) body.append(el("p", { textContent: "Fails with: " + op["x-failures"].join(", ") }));
      });
      const tag = op.tags[0];
      groups.set(tag, [...(groups.get(tag) || []), details]);
    }
  const main = document.getElementById("endpoints");
  main.replaceChildren(...[...groups].map(([tag, list]) => el("section", {}, el("h2", { textContent: tag }), ...list)));
  if (!groups.size) main.replaceChildren(el("p", { textContent: "No endpoint matches." }));
};
fetch("/api/v1/openapi.json").then((answer) => answer.json()).then((doc) => {
  document.getElementById("about").textContent = doc.info.description;
  draw(doc, "");
  document.getElementById("filter").addEventListener("input", (event) => draw(doc, event.target.value.trim().toLowerCase()));
}).catch(() => { document.getElementById("endpoints").textContent = "The document could not be read. Reload to try again."; });
)js";

}  // namespace ax::site
