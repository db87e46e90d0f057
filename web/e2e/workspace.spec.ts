import { aMentor, aStudent } from "./chat-people";
import { demo, holdATime, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";

test("a new student is told how to begin, and keeps notes of their own", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const { page } = nina;
  await page.goto("/student");
  await expect(page.getByRole("heading", { name: "Three steps to your first session" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Free soonest" })).toBeVisible();
  const notes = page.getByRole("region", { name: "Your own notes" });
  await notes.getByLabel("A new note").fill("Ask about Rust");
  await notes.getByRole("button", { name: "Keep it" }).click();
  await expect(notes.getByRole("listitem").filter({ hasText: "Ask about Rust" })).toBeVisible();
  await page.reload();
  await notes.getByRole("button", { name: "Change the note" }).click();
  await notes.getByLabel("Change the note").fill("Ask about Go");
  await notes.getByRole("button", { name: "Save" }).click();
  await expect(notes.getByText("Ask about Go")).toBeVisible();
  await notes.getByRole("button", { name: "Remove the note" }).click();
  await expect(notes.getByRole("listitem")).toHaveCount(0);
  await page.goto("/my-mentors");
  await expect(page.getByText("No mentors yet")).toBeVisible();
  await expectAccessible(page);

  // Whoever teaches what is named is recommended, with the reason.
  await page.evaluate(async () => {
    const { token } = JSON.parse(localStorage.getItem("ax.session") ?? "{}") as { token: string };
    const headers = { Authorization: `Token ${token}`, "Content-Type": "application/json" };
    const { skills } = (await (await fetch("/api/v1/mentors/M000001/")).json()) as { skills: string[] };
    await fetch("/api/v1/students/me/", {
      method: "PATCH",
      headers,
      body: JSON.stringify({ skills: skills.slice(0, 1) }),
    });
  });
  await page.goto("/student");
  await expect(page.getByRole("heading", { name: "For what you want to learn" })).toBeVisible();
  await expect(page.getByText(/^Teaches /).first()).toBeVisible();
  await expectAccessible(page);
  expect(nina.faults).toEqual([]);
  await nina.end();
});

test("two who booked share an agenda, action items and notes that nobody overwrites", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const asha = await aMentor(browser, server, demo.mentor);
  await holdATime(nina.page);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await nina.page.getByRole("link", { name: "Agenda and notes" }).click();
  await expect(nina.page.getByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();
  await expect(nina.page.getByText("Private notes")).toHaveCount(0);

  await asha.page.goto("/mentor/students");
  await asha.page.getByLabel("Find by name").fill("NINA");
  // Others of that name may have booked before.
  const id = await nina.page.evaluate(() => {
    const { user } = JSON.parse(localStorage.getItem("ax.session") ?? "{}") as {
      user: { student_id: string };
    };
    return user.student_id;
  });
  await asha.page.locator(`main a[href="/mentor/students/${id}"]`).click();
  await expect(asha.page.getByRole("heading", { name: "Nina Berger", level: 1 })).toBeVisible();

  const agenda = (page: typeof nina.page) => page.getByRole("list", { name: "To talk about" });
  for (const text of ["How to start", "Which book"]) {
    await nina.page.getByLabel("Something to talk about").fill(text);
    await nina.page.getByLabel("Something to talk about").press("Enter");
    await expect(agenda(nina.page).getByText(text)).toBeVisible();
  }
  // The other one sees it without a reload, moves it and ticks it off.
  await expect(agenda(asha.page).getByRole("listitem")).toHaveCount(2);
  await asha.page.getByRole("button", { name: "More for: Which book" }).click();
  await asha.page.getByRole("menuitem", { name: "Move up" }).click();
  await expect(agenda(nina.page).getByRole("listitem").first()).toContainText("Which book");
  await asha.page.getByRole("checkbox", { name: /^Which book/ }).check();
  await expect(nina.page.getByRole("checkbox", { name: /^Which book/ })).toBeChecked();

  await asha.page.getByLabel("Something to do").fill("Read chapter one");
  await asha.page.getByLabel("Who does it").selectOption("Nina Berger");
  await asha.page.getByLabel("Until").fill("2020-01-31");
  const toDo = asha.page.getByRole("list", { name: "To do" });
  await asha.page
    .locator("form", { has: asha.page.getByLabel("Something to do") })
    .getByRole("button", { name: "Add" })
    .click();
  await expect(toDo.getByText(/was due Fri 31 Jan 2020/)).toBeVisible();

  // Both write notes at the same time.
  const notes = (page: typeof nina.page) => page.getByLabel("Notes of both of you");
  await notes(nina.page).fill("Her words");
  await notes(nina.page).blur();
  await expect(notes(asha.page)).toHaveValue("Her words");
  await asha.page.context().setOffline(true);
  await notes(asha.page).fill("His words");
  await notes(asha.page).blur();
  await expect(asha.page.getByText(/^Not saved\./)).toBeVisible();
  await notes(nina.page).fill("Her newer words");
  await notes(nina.page).blur();
  await expect(nina.page.getByText(/^Saved .* by You$/)).toBeVisible();
  await asha.page.context().setOffline(false);
  await expect(async () => {
    const again = asha.page.getByRole("button", { name: "Save again" });
    if (await again.isVisible()) await again.click();
    await expect(asha.page.getByText("changed while you were writing")).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(notes(asha.page)).toHaveValue("His words");
  await expectAccessible(asha.page);
  await asha.page.getByRole("button", { name: "Keep both" }).click();
  await expect(notes(nina.page)).toHaveValue("Her newer words\n\nHis words");

  await asha.page.getByLabel("Your notes about Nina Berger").fill("Shy at first");
  await asha.page.getByLabel("Your notes about Nina Berger").blur();
  await expect(asha.page.getByRole("list", { name: "Sessions" }).getByRole("link")).toHaveCount(1);
  await expect(nina.page.getByText("Shy at first")).toHaveCount(0);
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(nina.page);

  await nina.page.goto("/student");
  const waiting = nina.page.getByRole("list", { name: "Waiting for you" });
  await expect(waiting.getByText("Read chapter one")).toBeVisible();
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(nina.page);
  await waiting.getByRole("link", { name: /Read chapter one/ }).click();
  await nina.page.getByRole("checkbox", { name: /^Read chapter one/ }).check();
  await expect(asha.page.getByRole("checkbox", { name: /^Read chapter one/ })).toBeChecked();
  expect(nina.faults).toEqual([]);
  await Promise.all([nina.end(), asha.end()]);
});

test("a session stands in the month, by keyboard too", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const { page } = nina;
  await holdATime(page);
  await payWith(page, /^Pay now$/);
  await page.getByRole("link", { name: "See the session" }).click();
  await expect(page).toHaveURL(/\/sessions\/\d+$/);
  const session = Number(new URL(page.url()).pathname.split("/").at(-1));
  server.script(`UPDATE booking SET starts_at = ${noon()}, ends_at = ${noon(1)} WHERE id = ${session}`);
  await page.goto("/student");
  const grid = page.getByRole("table", { name: "Days with sessions" });
  const day = grid.getByRole("button", { name: /, 1 session$/ });
  await expect(day).toBeVisible();
  await grid.locator("button[tabindex='0']").focus();
  await page.keyboard.press("PageUp");
  await expect(page.getByText("No session in this month.")).toBeVisible();
  await page.getByRole("button", { name: "Month after" }).click();
  await day.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Show the whole month" })).toBeVisible();
  const list = page.getByRole("list", { name: "Your sessions" });
  await expect(list.getByRole("link")).toHaveCount(1);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(grid).toBeHidden();
  await expect(list.getByRole("link")).toHaveCount(1);
  expect(nina.faults).toEqual([]);
  await nina.end();
});

/** Noon of the 15th of this month, in microseconds. */
function noon(hours = 0) {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 15, 12 + hours) * 1000;
}
