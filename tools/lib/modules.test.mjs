import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { checkServer, checkWeb, findCycle, parseModules } from "./modules.mjs";

const TABLE = "base:\nplatform/db: base  # storage\nfeatures/auth: base platform/db\nfeatures/chat: base features/auth\napp: features/chat\n";

/** A throw-away tree with these files, checked by `check`. */
function planted(check, files) {
  const root = mkdtempSync(join(tmpdir(), "ax-modules-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return check(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
const server = (files) =>
  planted(checkServer, {
    "server/modules.txt": TABLE,
    "server/src/base/ids.h": "",
    "server/src/platform/db/database.h": "",
    "server/src/features/auth/auth.h": "",
    "server/src/features/auth/store.h": "",
    ...files,
  });
const web = (files) => planted(checkWeb, files);

test("includes along declared edges, of the own module and of libraries pass", () => {
  const text = '#include <string>\n#include "base/ids.h"\n#include "features/auth/auth.h"\n#include "model.h"\n';
  assert.deepEqual(server({ "server/src/features/chat/model.h": "", "server/src/features/chat/service.cpp": text }), []);
});

test("an include across an undeclared edge is told with file and line", () => {
  const problems = server({ "server/src/features/chat/store.cpp": '// first\n#include "platform/db/database.h"\n' });
  assert.equal(problems.length, 1);
  assert.match(problems[0], /^server\/src\/features\/chat\/store\.cpp:2: features\/chat .* platform\/db is not declared$/);
});

test("an include that climbs out of its folder does not hide its target", () => {
  const problems = server({ "server/src/features/chat/a.cpp": '#include "../../platform/db/database.h"\n' });
  assert.match(problems[0], /features\/chat -> platform\/db is not declared/);
});

test("of another feature only the front header may be included", () => {
  const problems = server({ "server/src/features/chat/a.cpp": '#include "features/auth/store.h"\n' });
  assert.match(problems[0], /only "features\/auth\/auth\.h" may be included/);
});

test("the composition root may include any header of the features it is declared to use", () => {
  const files = { "server/src/features/chat/service.h": "", "server/src/app/main.cpp": '#include "features/chat/service.h"\n' };
  assert.deepEqual(server(files), []);
});

test("a source in no declared module is told", () => {
  assert.match(server({ "server/src/features/ghost/a.cpp": "" })[0], /ghost\/a\.cpp:1: in no module/);
});

test("the table itself is checked: cycles, upward edges, unknown names, repeats", () => {
  const problems = [];
  parseModules("base: app\napp: base\napp:\nplatform/db: nowhere\nbroken line\n", problems);
  const all = problems.join("\n");
  for (const part of [/cycle base -> app -> base/, /base -> app points upward/, /app is declared twice/, /nowhere, which is not/, /:5: expected/]) {
    assert.match(all, part);
  }
});

test("a cycle behind a tail is found, a diamond is none", () => {
  const graph = (edges) => new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));
  assert.deepEqual(findCycle(graph({ a: ["b"], b: ["c"], c: ["b"] })), ["b", "c", "b"]);
  assert.equal(findCycle(graph({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })), null);
});

test("a missing table fails", () => {
  assert.deepEqual(planted(checkServer, {}), ["server/modules.txt is missing"]);
});

test("web: allowed imports pass, types, dynamic ones and side effects included", () => {
  const files = {
    "web/src/main.tsx": 'import "./app/styles.css";\nimport { App } from "@/app/app";\n',
    "web/src/app/app.tsx": 'const page = import("@/features/chat/chat-page");\n',
    "web/src/features/chat/chat-page.tsx": 'import type { Message } from "@/api/contract.gen";\nimport { x } from "./model/x";\n',
    "web/src/features/chat/model/x.ts": 'export * from "../../../lib/x";\nimport "react";\n',
    "web/src/lib/x.ts": "",
  };
  assert.deepEqual(web(files), []);
});

test("web: features never import each other, whichever way it is written", () => {
  const from = (text) => web({ "web/src/features/chat/a.ts": `\n${text}\n` });
  for (const text of [
    'import { a } from "@/features/auth/a";',
    'import { a } from "../auth/a";',
    'export * from "../auth/a";',
    'const a = await import("@/features/auth/a");',
    "import '../auth/a';",
  ]) {
    assert.match(from(text)[0] ?? "", /^web\/src\/features\/chat\/a\.ts:2: .*feature chat imports feature auth$/, text);
  }
});

test("web: lower layers do not reach up", () => {
  const problems = web({
    "web/src/api/a.ts": 'import { Button } from "@/ui/button";\n',
    "web/src/features/chat/a.ts": 'import { routes } from "@/app/routes";\n',
    "web/src/lib/a.ts": 'import { Button } from "@/ui/button";\n',
    "web/src/misc/a.ts": "",
    "web/src/ui/a.ts": 'import { Page } from "@/features/chat/page";\n',
  });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/:1:( "[^"]*":)?/, ":")),
    [
      "web/src/api/a.ts: api may not import from ui",
      "web/src/features/chat/a.ts: features may not import from app",
      "web/src/lib/a.ts: lib may not import from ui",
      "web/src/misc/a.ts: in no layer (app, features, ui, lib, api)",
      "web/src/ui/a.ts: ui may not import from features",
    ],
  );
});

test("web: a test may use what stands above it, but not another feature; test support is for tests", () => {
  const problems = web({
    "web/src/lib/form.test.tsx": 'import { Button } from "@/ui/button";\nimport { x } from "./test-server";\n',
    "web/src/features/chat/a.test.tsx": 'import { a } from "@/features/auth/a";\n',
    "web/src/ui/a.tsx": 'import { startTestServer } from "@/lib/test-server";\n',
  });
  assert.deepEqual(problems, [
    'web/src/features/chat/a.test.tsx:1: "@/features/auth/a": feature chat imports feature auth',
    'web/src/ui/a.tsx:1: "@/lib/test-server": only tests may import test support',
  ]);
});
