import assert from "node:assert/strict";
import { test } from "node:test";
import { count } from "./counts.mjs";

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
