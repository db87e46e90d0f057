import { readFile } from "node:fs/promises";
import { aMentor, aStudent } from "./chat-people";
import { holdATime, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const minute = 60_000_000;
/** Whose sessions no other journey sets to now. */
const mentor = { id: "M000006", name: "Priya Nair", mail: "priya@demo.aspirex.example" };

test("a session is moved by both sides, kept in a calendar, and the keys are scanned", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const host = await aMentor(browser, server, mentor.mail);
  await holdATime(nina.page, mentor.id);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await expect(nina.page.getByText(/^The room opens/)).toBeVisible();
  const path = new URL(nina.page.url()).pathname;
  const id = Number(path.split("/").at(-1));

  // Too near for the student, with the reason in words.
  const start = Date.now() * 1000 + 5 * 60 * minute;
  server.script(`UPDATE booking SET starts_at = ${start}, ends_at = ${start + 60 * minute} WHERE id = ${id}`);
  await nina.page.reload();
  await expect(nina.page.getByText(/^You could move it until/)).toBeVisible();
  await expect(nina.page.getByRole("button", { name: "Move to another time" })).toHaveCount(0);

  // The mentor still can; she hears of it without a reload.
  const moveTo = async (page: typeof nina.page, month?: string) => {
    await page.getByRole("button", { name: "Move to another time" }).click();
    const sheet = page.getByRole("dialog");
    if (month) await sheet.getByRole("button", { name: month }).click();
    await sheet
      .getByRole("button", { name: /\d+ free times?$/ })
      .last()
      .click();
    await sheet
      .getByRole("button", { name: /^\d{1,2}:\d{2}/ })
      .last()
      .click();
    await expect(sheet.getByText("Until now")).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    await sheet.getByRole("button", { name: "Move the session" }).click();
    await expect(sheet).toBeHidden();
  };
  await host.page.goto(path);
  await moveTo(host.page, "Month after");
  await expect(nina.page.getByRole("button", { name: "Move to another time" })).toBeVisible();
  await expect(nina.page.getByText(/^Free to cancel until/)).toBeVisible();
  const before = await nina.page.locator("dl time").first().getAttribute("datetime");
  await moveTo(nina.page);
  await expect(host.page.locator("dl time").first()).not.toHaveAttribute("datetime", before ?? "");

  const [file] = await Promise.all([
    nina.page.waitForEvent("download"),
    nina.page.getByRole("button", { name: "Add to calendar" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe(`session-${id}.ics`);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toContain("SEQUENCE:2\r\n");
  expect(text).toContain(`UID:session-${id}@`);

  await nina.page.goto("/account");
  const settings = nina.page.getByRole("region", { name: "Calendar" });
  await settings.getByRole("button", { name: "Make a private address" }).click();
  const address = await settings.getByLabel("Your private address").inputValue();
  const feed = await nina.page.request.get(new URL(address).pathname);
  expect(await feed.text()).toContain(`UID:session-${id}@`);
  await expectAccessible(nina.page);
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await settings.getByRole("button", { name: "End it" }).click();
  await nina.page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
  await expect(settings.getByText("You have no private address yet.")).toBeVisible();
  expect((await nina.page.request.get(new URL(address).pathname)).status()).toBe(404);

  // It is on, and they are in one room: the link of the QR code fills in the key.
  const now = Date.now() * 1000;
  server.script(
    `UPDATE booking SET starts_at = ${now - 10 * minute}, ends_at = ${now + 50 * minute} WHERE id = ${id}`,
  );
  await host.page.reload();
  await host.page.getByRole("button", { name: "Show as QR code" }).click();
  await expect(host.page.getByRole("img", { name: "QR code with your key" })).toBeVisible();
  await expectAccessible(host.page);
  const key = await host.page.locator("p.font-mono").textContent();
  await nina.page.goto(`${path}#key=${key}`);
  await expect(nina.page.getByLabel(`Key of ${mentor.name}`)).toHaveValue(key ?? "");
  await nina.page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(nina.page.getByText(`You entered the key of ${mentor.name}.`)).toBeVisible();

  await nina.page.getByRole("button", { name: `Excuse ${mentor.name}` }).click();
  await nina.page.getByRole("dialog").getByRole("button", { name: "Excuse", exact: true }).click();
  await expect(nina.page.getByText("Excused", { exact: true })).toBeVisible();
  await expectAccessible(nina.page);
  expect([...nina.faults, ...host.faults]).toEqual([]);
  await Promise.all([nina.end(), host.end()]);
});
