import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { complete, missingOptional, platformOf, withHost } from "./lockfile.mjs";

const root = new URL("../../", import.meta.url);
for (const file of ["web/package-lock.json", "server/tests/blackbox/package-lock.json", "tools/node/package-lock.json"]) {
  const lock = JSON.parse(readFileSync(new URL(file, root), "utf8"));

  test(`${file} names no registry host`, () => {
    assert.deepEqual(withHost(lock), []);
  });

  test(`${file} has every optional platform package: run tools/complete_lock`, () => {
    assert.deepEqual(missingOptional(lock), []);
  });
}

test("a platform is read off a package's name as npm writes it", () => {
  assert.deepEqual(platformOf("@x/cli-linux-x64-musl"), { cpu: ["x64"], libc: ["musl"], os: ["linux"] });
  assert.deepEqual(platformOf("@x/oxide-win32-arm64-msvc"), { cpu: ["arm64"], os: ["win32"] });
  assert.deepEqual(platformOf("@x/binding-wasm32-wasi"), { cpu: ["wasm32"] });
  assert.equal(platformOf("fsevents"), null);
});

test("completing adds what is missing, marked as its owner is, and a second time nothing", () => {
  const lock = {
    packages: {
      "": { name: "demo" },
      "node_modules/tool": { dev: true, optionalDependencies: { "tool-darwin-x64": "1.2.3", "tool-linux-x64": "1.2.3" } },
      "node_modules/tool/node_modules/tool-linux-x64": { version: "1.2.3" },
    },
  };
  assert.deepEqual(missingOptional(lock), [["tool-darwin-x64", "1.2.3", "node_modules/tool"]]);
  complete(lock);
  const added = { version: "1.2.3", cpu: ["x64"], os: ["darwin"], optional: true, dev: true };
  assert.deepEqual(lock.packages["node_modules/tool-darwin-x64"], added);
  assert.deepEqual(missingOptional(lock), []);
});

test("an optional package whose platform cannot be told is an error, not a guess", () => {
  const lock = { packages: { "node_modules/tool": { optionalDependencies: { mystery: "1.0.0" } } } };
  assert.throws(() => complete(lock), /cannot tell its platform/);
});
