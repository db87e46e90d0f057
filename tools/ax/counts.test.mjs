import assert from "node:assert/strict";
import { test } from "node:test";
import { again, count, failures } from "./counts.mjs";

test("gtest: a disabled and a skipped test are neither passed nor failed", () => {
  const suite = [
    { name: "a", result: "COMPLETED" },
    { name: "b", result: "COMPLETED", failures: [{ failure: "x" }] },
    { name: "c", result: "SKIPPED" },
    { name: "d", result: "SUPPRESSED" },
  ];
  assert.deepEqual(count("gtest", JSON.stringify({ testsuites: [{ testsuite: suite }] })), [1, 1, 2]);
});

test("vitest: a file that fails to load counts as a failure", () => {
  const report = {
    numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0,
    testResults: [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [{}] },
    ],
  };
  assert.deepEqual(count("vitest", JSON.stringify(report)), [3, 2, 1]);
});

test("playwright: errors outside of tests count as failures", () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: "no browser" }] };
  assert.deepEqual(count("playwright", JSON.stringify(report)), [5, 2, 2]);
});

test("tap: cancelled tests have failed", () => {
  const tap = "TAP version 13\nok 1 - a\n# pass 7\n# fail 1\n# cancelled 2\n# skipped 3\n# todo 1\n";
  assert.deepEqual(count("tap", tap), [7, 3, 4]);
});

test("a report that is missing, empty or cut short is one failure", () => {
  for (const format of ["gtest", "vitest", "playwright", "tap"]) {
    for (const text of ["", "{", '{"testsuites": 3}', "# pass 1\n"]) assert.deepEqual(count(format, text), [0, 1, 0], `${format} ${text}`);
  }
});

test("what failed is told with its reason, whichever runner said so", () => {
  const gtest = { testsuites: [{ testsuite: [{ name: "b", classname: "A", failures: [{ failure: "x.cpp:3\n1 is not 2" }] }, { name: "c" }] }] };
  assert.deepEqual(failures("gtest", JSON.stringify(gtest)), ["A.b", "  x.cpp:3", "  1 is not 2"]);

  const vitest = { testResults: [
    { name: "a.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    { name: "b.test.ts", status: "failed", assertionResults: [{ status: "passed" }, { status: "failed", fullName: "adds", failureMessages: ["\x1b[31mnot 4\x1b[39m"] }] },
  ] };
  assert.deepEqual(failures("vitest", JSON.stringify(vitest)), ["a.test.ts", "  no such module", "b.test.ts > adds", "  not 4"]);

  const spec = { title: "pays", line: 7, ok: false, tests: [{ results: [{ errors: [{ message: "no button" }] }] }] };
  const playwright = { suites: [{ file: "pay.spec.ts", suites: [{ file: "pay.spec.ts", specs: [spec, { ok: true }] }] }], errors: [] };
  assert.deepEqual(failures("playwright", JSON.stringify(playwright)), ["pay.spec.ts:7 > pays", "  no button"]);

  const tap = [
    "# Subtest: outer", "    not ok 1 - inner", "      ---", "      failureType: 'testCodeFailure'", "      error: 'not equal'", "      ...",
    "not ok 1 - outer", "  ---", "  failureType: 'subtestsFailed'", "  error: '1 subtest failed'", "  ...", "ok 2 - fine", "",
  ].join("\n");
  assert.deepEqual(failures("tap", tap), ["inner", "        error: 'not equal'"]);
});

test("a report that can't be read says so", () => assert.deepEqual(failures("tap2", ""), ["the report is missing or cut short"]));

test("what failed can be run again by itself", () => {
  const gtest = { testsuites: [{ testsuite: [{ name: "b/0", classname: "A", failures: [{}] }, { name: "c", classname: "A" }, { name: "d", classname: "A", failures: [{}] }] }] };
  assert.equal(again("gtest", JSON.stringify(gtest)), "A.b/0:A.d");
  assert.equal(again("gtest", "{"), "");
  const tap = "not ok 1 - a\n  ---\n  location: '/x/a.test.mjs:3:1'\n  ...\nnot ok 2 - b\n  ---\n  location: '/x/a.test.mjs:9:1'\n  ...\n";
  assert.equal(again("tap", tap), "/x/a.test.mjs");
});
