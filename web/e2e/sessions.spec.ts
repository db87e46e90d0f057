import { aMentor, aStudent } from "./chat-people";
import { demo, holdATime, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const minute = 60_000_000;

test.use({ apart: "sessions" });

test("a session is attended by both, reviewed and answered", async ({ browser, server }) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const asha = await aMentor(browser, server, demo.mentor);
  await holdATime(nina.page);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await expect(nina.page.getByText(/^The room opens/)).toBeVisible();
  const path = new URL(nina.page.url()).pathname;
  const id = Number(path.split("/").at(-1));

  // It began half an hour ago.
  const now = Date.now() * 1000;
  const times = `starts_at = ${now - 30 * minute}, ends_at = ${now + 30 * minute}`;
  server.script(`UPDATE booking SET ${times} WHERE id = ${id}`);
  await nina.page.reload();
  await asha.page.goto(path);
  const room = nina.page.getByRole("link", { name: "Join the session" });
  await expect(room).toHaveAttribute("href", /^https:\/\/meet\.jit\.si\/AspireX-\w{40,}$/);
  await expect(room).toHaveAttribute("rel", "noopener noreferrer");
  const keyOf = (page: typeof nina.page) => page.locator("p.font-mono").textContent();
  const [hers, theirs] = [(await keyOf(nina.page)) ?? "", (await keyOf(asha.page)) ?? ""];
  expect(hers).not.toBe(theirs);
  await expectAccessible(nina.page);

  await nina.page.getByLabel("Key of Asha Menon").fill("WRONG1");
  await nina.page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(nina.page.getByText("This is not the other side's key.", { exact: false })).toBeVisible();
  await nina.page.getByLabel("Key of Asha Menon").fill(theirs.toLowerCase());
  await nina.page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(nina.page.getByText("You entered the key of Asha Menon.")).toBeVisible();
  await expect(asha.page.getByRole("listitem").filter({ hasText: "Nina Berger" })).toContainText("Present");

  // Its end has come, and the mentor is the second.
  server.script(`UPDATE booking SET ends_at = ${Date.now() * 1000 - minute} WHERE id = ${id}`);
  await asha.page.getByLabel("Key of Nina Berger").fill(hers);
  await asha.page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(asha.page.getByText("Completed", { exact: true })).toBeVisible();
  await expect(asha.page.getByText("Nina Berger has not left feedback yet.")).toBeVisible();

  await expect(nina.page.getByText("How was it?", { exact: false })).toBeVisible();
  await nina.page.getByRole("button", { name: "Publish" }).click();
  await expect(nina.page.getByText("This is needed.")).toBeVisible();
  await nina.page.getByRole("radio", { name: "4 stars" }).check();
  await nina.page.getByLabel("What was good, what could be better?").fill("Clear and patient.");
  await expectAccessible(nina.page);
  await nina.page.getByRole("button", { name: "Publish" }).click();
  await expect(nina.page.getByText("Clear and patient.")).toBeVisible();
  await expect(nina.page.getByRole("img", { name: "4 of 5 stars" })).toBeVisible();
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);

  await asha.page.getByLabel("Your reply").fill("It was a pleasure.");
  await asha.page.getByRole("button", { name: "Publish reply" }).click();
  await expect(nina.page.getByText("It was a pleasure.")).toBeVisible();
  await expectAccessible(asha.page);

  await nina.page.goto("/mentors/M000001");
  const reviews = nina.page.getByRole("region", { name: "What students say" });
  await expect(reviews.getByText("Nina B.")).toBeVisible();
  await expect(reviews.getByText("It was a pleasure.")).toBeVisible();
  await expect(reviews.getByRole("progressbar", { name: "4 stars: 1 of 1" })).toBeVisible();
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(nina.page);

  await nina.page.goto("/sessions");
  const waits = nina.page.getByRole("link", { name: "Times you wait for" });
  await expect(waits).toHaveAttribute("href", "/waitlist");
  await nina.page.getByRole("tab", { name: "Completed" }).click();
  await expect(nina.page.getByRole("link", { name: /with Asha Menon/ })).toBeVisible();
  await nina.page.getByRole("tab", { name: "Missed" }).click();
  await expect(nina.page.getByText("Nothing was missed")).toBeVisible();
  await expectAccessible(nina.page);
  expect([...nina.faults, ...asha.faults]).toEqual([]);
  await Promise.all([nina.end(), asha.end()]);
});
