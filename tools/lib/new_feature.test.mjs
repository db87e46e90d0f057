import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkServer, checkWeb } from "./modules.mjs";
import { createFeature, spellings } from "./new_feature.mjs";
import { checkSizes } from "./sizes.mjs";

const here = new URL("../..", import.meta.url).pathname;

/** The project's own tables and templates in a throw-away folder. */
function inCopy(body) {
  const root = mkdtempSync(join(tmpdir(), "ax-feature-"));
  try {
    for (const file of ["tools/feature", "server/modules.txt", "server/migrations", "web/src/app/i18next.d.ts"]) {
      mkdirSync(join(root, file, ".."), { recursive: true });
      cpSync(join(here, file), join(root, file), { recursive: true });
    }
    return body(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("the spellings of a name", () => {
  assert.deepEqual(spellings("saved_searches"), {
    name: "saved_searches", Name: "SavedSearches", camel: "savedSearches", path: "saved-searches",
    table: "saved_search", Title: "Saved searches",
  });
  assert.equal(spellings("stories").table, "story");
  assert.equal(spellings("chat").table, "chat_entry");
});

test("a new feature has every file of its role, follows the import rules and leaves no gap open", () => {
  inCopy((root) => {
    const { written } = createFeature(root, "saved_notes");
    for (const file of ["README.md", "contract.h", "saved_notes.h", "service.cpp", "store.cpp", "routes.cpp", "service_test.cpp"]) {
      assert.ok(existsSync(join(root, "server/src/features/saved_notes", file)), file);
    }
    for (const file of ["saved-notes-page.tsx", "saved-notes-page.test.tsx", "api/queries.ts", "en.json"]) {
      assert.ok(existsSync(join(root, "web/src/features/saved_notes", file)), file);
    }
    for (const file of written) assert.doesNotMatch(readFileSync(join(root, file), "utf8"), /@[A-Za-z]+@/, file);
    assert.deepEqual(checkServer(root), []);
    assert.deepEqual(checkWeb(root), []);
    assert.deepEqual(checkSizes(root), []);
  });
});

test("it is declared in the module table, to the composition root and in the client's texts", () => {
  inCopy((root) => {
    createFeature(root, "saved_notes");
    const modules = readFileSync(join(root, "server/modules.txt"), "utf8");
    assert.match(modules, /^features\/saved_notes: base contract platform\/api platform\/db$/m);
    assert.match(modules, /^app: .* features\/saved_notes$/m);
    const texts = readFileSync(join(root, "web/src/app/i18next.d.ts"), "utf8");
    assert.match(texts, /^import type savedNotes from "@\/features\/saved_notes\/en\.json";$/m);
    assert.match(texts, /^\s+saved_notes: typeof savedNotes;$/m);
  });
});

test("migrations are numbered on, and a second feature of the same name is refused", () => {
  inCopy((root) => {
    writeFileSync(join(root, "server/migrations/9041_something.sql"), "");
    const { written } = createFeature(root, "notes");
    assert.ok(written.includes("server/migrations/9042_notes.sql"));
    assert.throws(() => createFeature(root, "notes"), /exists already/);
    assert.throws(() => createFeature(root, "Notes"), /lower_case/);
  });
});
