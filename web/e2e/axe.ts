import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Outcome = { violations: { id: string; impact: string | null; nodes: { target: unknown[] }[] }[] };

/** Draws what waits for its turn below the screen, too: who judges a page or takes its picture wants the whole of it. */
export const drawAll = (page: Page) =>
  page.evaluate(() => {
    const style = new CSSStyleSheet();
    style.replaceSync("* { content-visibility: visible !important }");
    document.adoptedStyleSheets = [style];
  });

/** Runs axe-core in the page; evaluated by the debugger, so the strict policy of the page stays as it is. */
export default async function seriousFaults(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(source);
  await drawAll(page);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const outcome = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as Outcome;
  return outcome.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
