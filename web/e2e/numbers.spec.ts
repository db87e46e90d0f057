import { readFileSync } from "node:fs";
import { aMentor, aStudent } from "./chat-people";
import { demo, holdATime, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const hour = 3_600_000_000;
// A browser that says it is driven by a program is a robot, and robots do not count.
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

test.use({ apart: "numbers" });

test("a mentor sees what a paid session earned, who came, and answers what was said of it", async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const nina = await aStudent(browser, server, { userAgent });
  const asha = await aMentor(browser, server, demo.mentor, { viewport: { width: 390, height: 844 } });
  await nina.page.goto("/mentors");
  await expect(nina.page.getByText("Asha Menon").first()).toBeVisible();
  await holdATime(nina.page);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await expect(nina.page).toHaveURL(/\/sessions\/\d+$/);
  const path = new URL(nina.page.url()).pathname;
  const id = Number(path.split("/").at(-1));

  // The money, from the books.
  await asha.page.goto("/mentor/earnings");
  const entries = asha.page.getByRole("region", { name: "Table of entries" });
  await expect(entries.getByRole("row")).toHaveCount(2);
  await expect(entries.getByText("with Nina B.")).toBeVisible();
  const [file] = await Promise.all([
    asha.page.waitForEvent("download"),
    asha.page.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("earnings.csv");
  expect(readFileSync(await file.path(), "utf8")).toContain(`,capture,${id},`);
  await asha.page.getByLabel("Kind").selectOption("Refunded");
  await expect(asha.page.getByText("No entry fits")).toBeVisible();
  await expect(asha.page).toHaveURL(/kind=refund/);
  await asha.page.getByRole("button", { name: "Show everything" }).click();
  await expect(entries.getByRole("row")).toHaveCount(2);
  expect(await asha.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(asha.page);

  // It took place, and Nina says how it was.
  const now = Date.now() * 1000;
  server.script(
    `UPDATE booking SET starts_at = ${now - 2 * hour}, ends_at = ${now - hour}, state = 2 WHERE id = ${id}`,
  );
  await nina.page.reload();
  await nina.page.getByRole("radio", { name: "4 stars" }).check();
  await nina.page.getByLabel("What was good, what could be better?").fill("Clear and patient.");
  await nina.page.getByRole("button", { name: "Publish" }).click();
  await expect(nina.page.getByText("Clear and patient.")).toBeVisible();

  await asha.page.goto("/mentor/feedback");
  await asha.page.getByLabel("Only those without a reply (1)").click();
  await expect(asha.page).toHaveURL(/unanswered/);
  await asha.page.getByRole("button", { name: "Reply to Nina B." }).click();
  await expectAccessible(asha.page);
  await asha.page.getByLabel("Your reply").fill("It was a pleasure.");
  await asha.page.getByRole("button", { name: "Publish reply" }).click();
  await expect(asha.page.getByText("No review fits")).toBeVisible();
  await asha.page.getByLabel("Only those without a reply (0)").click();
  await expect(asha.page.getByText("It was a pleasure.")).toBeVisible();
  expect(await asha.page.evaluate(overflow)).toBeLessThanOrEqual(0);

  // The numbers. Visits are written every 20 seconds.
  const funnel = asha.page.getByRole("table", { name: "From being seen to a session" });
  const row = (name: RegExp) => funnel.getByRole("row", { name });
  await expect(async () => {
    await asha.page.goto("/mentor/analytics?range=7");
    await expect(row(/Page visitors/)).toContainText("1", { timeout: 2_000 });
    await expect(row(/Seen in the list/)).toContainText("1", { timeout: 2_000 });
  }).toPass({ timeout: 60_000, intervals: [2_000] });
  await expect(row(/Sessions that took place/)).toContainText("100%");
  const held = asha.page.getByRole("figure", { name: "Sessions held" });
  await held.getByRole("button", { name: "Show as table" }).click();
  await expect(held.getByRole("table")).toBeVisible();
  await asha.page.getByText("Choose days", { exact: true }).click();
  await expect(asha.page.getByText("Choose the first and the last day.")).toBeVisible();
  await asha.page.getByText("90 days", { exact: true }).click();
  await expect(asha.page.getByText("Sessions held", { exact: true }).first()).toBeVisible();
  expect(await asha.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(asha.page);

  await asha.page.goto("/mentor");
  await expect(asha.page.getByRole("heading", { name: "Last 30 days" })).toBeVisible();
  await expectAccessible(asha.page);
  await asha.page.getByRole("link", { name: "All numbers" }).click();
  await expect(asha.page).toHaveURL(/\/mentor\/analytics$/);
  expect([...nina.faults, ...asha.faults]).toEqual([]);
  await Promise.all([nina.end(), asha.end()]);
});
