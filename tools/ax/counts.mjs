// Reads the report of one test runner and prints "PASSED FAILED SKIPPED".
// A report that is missing or cut short (the runner crashed) counts as one failure.
// Usage: node counts.mjs gtest|vitest|playwright|tap FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const readers = {
  gtest(text) {
    const cases = JSON.parse(text).testsuites.flatMap((suite) => suite.testsuite);
    const failed = cases.filter((test) => test.failures?.length > 0).length;
    const skipped = cases.filter((test) => test.result !== "COMPLETED" && !test.failures?.length).length;
    return [cases.length - failed - skipped, failed, skipped];
  },
  vitest(text) {
    const report = JSON.parse(text);
    // A file that cannot even be loaded has no failed test, only a failed suite.
    const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
    return [report.numPassedTests, report.numFailedTests + broken.length, report.numPendingTests + report.numTodoTests];
  },
  playwright(text) {
    const { stats, errors } = JSON.parse(text);
    return [stats.expected + stats.flaky, stats.unexpected + errors.length, stats.skipped];
  },
  tap(text) {
    const total = (word) => {
      const line = text.match(new RegExp(`^# ${word} (\\d+)$`, "m"));
      if (!line) throw new Error(`no "# ${word}" in the report`);
      return Number(line[1]);
    };
    return [total("pass"), total("fail") + total("cancelled"), total("skipped") + total("todo")];
  },
};

export function count(format, text) {
  try {
    const counts = readers[format](text);
    if (counts.every(Number.isInteger)) return counts;
  } catch {
    // falls through: an unreadable report is a failure, not an error of this script
  }
  return [0, 1, 0];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [format, file] = process.argv.slice(2);
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // as above
  }
  console.log(count(format, text).join(" "));
}
