// Reads the report of one test runner and prints "PASSED FAILED SKIPPED", or what failed and why.
// A report that is missing or cut short (the runner crashed) counts as one failure.
// Usage: node counts.mjs gtest|vitest|playwright|tap FILE [--failed | --again]
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

const firstLines = (text) => String(text ?? "").replaceAll(/\x1b\[[0-9;]*m/g, "").split("\n").filter((line) => line.trim()).slice(0, 6);
const told = (name, ...messages) => [name, ...messages.flatMap(firstLines).map((line) => `  ${line.trimEnd().slice(0, 200)}`)];

const tellers = {
  gtest(text) {
    const failed = JSON.parse(text).testsuites.flatMap((suite) => suite.testsuite).filter((test) => test.failures?.length);
    return failed.map((test) => told(`${test.classname}.${test.name}`, ...test.failures.map((one) => one.failure)));
  },
  vitest(text) {
    return JSON.parse(text).testResults.flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === "failed");
      if (file.status === "failed" && failed.length === 0) return [told(file.name, file.message)];
      return failed.map((test) => told(`${file.name} > ${test.fullName}`, ...(test.failureMessages ?? [])));
    });
  },
  playwright(text) {
    const report = JSON.parse(text);
    const inside = (suite) => [...(suite.specs ?? []).map((spec) => [suite.file, spec]), ...(suite.suites ?? []).flatMap(inside)];
    const failed = (report.suites ?? []).flatMap(inside).filter(([, spec]) => !spec.ok);
    const why = (spec) => spec.tests.flatMap((test) => test.results).flatMap((result) => result.errors ?? []).map((error) => error.message);
    return [
      ...failed.map(([file, spec]) => told(`${file}:${spec.line} > ${spec.title}`, ...why(spec))),
      ...report.errors.map((error) => told("outside of the tests", error.message)),
    ];
  },
  tap(text) {
    // A suite fails because something in it did: of nested failures only the innermost says anything.
    const lines = text.split("\n");
    return lines.flatMap((line, at) => {
      const [, name] = line.match(/^\s*not ok \d+ - (.*)$/) ?? [];
      if (name === undefined || /# (TODO|SKIP)/.test(name)) return [];
      const detail = lines.slice(at + 1, at + 25);
      const end = detail.findIndex((one) => one.trim() === "...");
      const yaml = detail.slice(0, end < 0 ? 0 : end);
      return yaml.some((one) => /subtestsFailed/.test(one)) ? [] : [told(name, yaml.filter((one) => /(error|expected|actual|location|at ):?/.test(one)).join("\n"))];
    });
  },
};

/** What to give to the runner so that it runs only what failed: names for gtest, files for tap. Empty if it can't be told. */
export function again(format, text) {
  try {
    if (format === "gtest") {
      const failed = JSON.parse(text).testsuites.flatMap((suite) => suite.testsuite).filter((test) => test.failures?.length);
      return failed.map((test) => `${test.classname}.${test.name}`).join(":");
    }
    const files = [...text.matchAll(/^\s*location: '(.+?\.test\.mjs):\d+:\d+'$/gm)].map(([, file]) => file);
    return [...new Set(files)].join(" ");
  } catch {
    return "";
  }
}

/** Name and first lines of the reason of each failed test, at most 20 of them. */
export function failures(format, text) {
  try {
    const all = tellers[format](text);
    return [...all.slice(0, 20).flat(), ...(all.length > 20 ? [`and ${all.length - 20} more`] : [])];
  } catch {
    return ["the report is missing or cut short"];
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [format, file, what] = process.argv.slice(2);
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // as above
  }
  if (what === "--failed") console.log(failures(format, text).join("\n"));
  else if (what === "--again") console.log(again(format, text));
  else console.log(count(format, text).join(" "));
}
