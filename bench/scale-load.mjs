import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { countCpu } from "./measure.mjs";

const run = promisify(execFile);
const seconds = Number(process.env.AX_BENCH_SECONDS ?? 3);

/**
 * One round of wrk on core 1 against each of `urls` at the same time, eight connections in all. `groups` are the processes whose
 * CPU per request is told apart, each with its descendants.
 */
async function once(urls, groups, token) {
  const counts = groups.map(countCpu);
  const outputs = await Promise.all(urls.map((url) =>
    run("taskset", ["-c", "1", "wrk", "-t1", `-c${Math.ceil(8 / urls.length)}`, `-d${seconds}s`, "--latency",
      ...(token ? ["-H", `Authorization: Token ${token}`] : []), url])));
  const used = counts.map((count) => count());
  const texts = outputs.map(({ stdout }) => stdout);
  const bad = texts.find((text) => /Non-2xx/.test(text));
  if (bad) throw new Error(`${urls[0]}: ${bad.match(/Non-2xx.*/)[0]}`);
  const sum = (pattern) => texts.reduce((all, text) => all + Number(text.match(pattern)[1]), 0);
  const requests = sum(/(\d+) requests in/);
  return {
    each: used.map((cpu) => cpu / requests),
    all: used.reduce((total, cpu) => total + cpu, 0) / requests,
    rate: sum(/Requests\/sec:\s+([\d.]+)/),
    p50: texts[0].match(/^\s+50%\s+(\S+)/m)[1],
    p99: texts[0].match(/^\s+99%\s+(\S+)/m)[1],
  };
}

/** The round in the middle of three, by CPU. */
export async function loadOf(urls, groups, { token } = {}) {
  const all = [];
  for (let round = 0; round < 3; round += 1) all.push(await once(urls, groups, token));
  return all.sort((a, b) => a.all - b.all)[1];
}
