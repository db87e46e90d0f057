import type { Page } from "@playwright/test";
import { aMentor, aStudent } from "./chat-people";
import { demo, holdATime, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const pdf = Buffer.from("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n");

/** A picture of two colours, as a camera would give it. */
async function aPicture(page: Page, width: number, height: number) {
  const url = await page.evaluate(
    ([w, h]) => {
      const canvas = document.createElement("canvas");
      canvas.width = w as number;
      canvas.height = h as number;
      const context = canvas.getContext("2d") as CanvasRenderingContext2D;
      context.fillStyle = "#c2410c";
      context.fillRect(0, 0, canvas.width / 2, canvas.height);
      context.fillStyle = "#0f766e";
      context.fillRect(canvas.width / 2, 0, canvas.width / 2, canvas.height);
      return canvas.toDataURL("image/jpeg");
    },
    [width, height],
  );
  return {
    name: "me.jpg",
    mimeType: "image/jpeg",
    buffer: Buffer.from(url.slice(url.indexOf(",") + 1), "base64"),
  };
}

test("a student shows a face, a school and a CV, and their mentor reads it", async ({ browser, server }) => {
  test.setTimeout(120_000);
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  await nina.page.goto("/student");
  await nina.page.getByRole("link", { name: "Add a photo" }).click();
  await expect(nina.page).toHaveURL(/\/profile#part-photo$/);

  // What is no picture is told at once; a picture is cropped with the keyboard.
  const chooser = nina.page.locator('#part-photo input[type="file"]');
  await chooser.setInputFiles({ name: "me.jpg", mimeType: "image/jpeg", buffer: pdf });
  const dialog = nina.page.getByRole("dialog", { name: "Choose the part to show" });
  await expect(dialog.getByRole("alert")).toContainText("We cannot read this file as a picture.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await chooser.setInputFiles(await aPicture(nina.page, 900, 600));
  const frame = dialog.getByRole("application");
  await frame.focus();
  await frame.press("ArrowRight");
  await frame.press("+");
  await expect(dialog.getByRole("slider", { name: "Zoom" })).toHaveValue("1.1");
  await expectAccessible(nina.page);
  await dialog.getByRole("button", { name: "Use this picture" }).click();
  await expect(nina.page.getByText("Your photo is saved.").first()).toBeVisible();
  const photo = nina.page.locator("#part-photo img");
  await expect(photo).toHaveAttribute("src", /^\/api\/v1\/files\/[0-9a-f]{64}\.(webp|jpg)\?512x512\./);
  expect(await photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await nina.page.getByRole("button", { name: "Add education" }).click();
  await nina.page.getByLabel("School or university").fill("TU Berlin");
  await nina.page.getByLabel("From (year)").fill("2020");
  await nina.page.getByLabel("To (year)").fill("2019");
  await nina.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(nina.page.getByText("The end has to come after the start.")).toBeVisible();
  await nina.page.getByLabel("To (year)").fill("");
  await nina.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(nina.page.getByText("Your profile is saved.").first()).toBeVisible();

  await nina.page.locator('#part-cv input[type="file"]').setInputFiles({
    name: "cv.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("not a PDF"),
  });
  await expect(nina.page.getByText("This is not a PDF.", { exact: false })).toBeVisible();
  await nina.page
    .locator('#part-cv input[type="file"]')
    .setInputFiles({ name: "cv.pdf", mimeType: "application/pdf", buffer: pdf });
  await expect(nina.page.getByText("Your CV is saved.").first()).toBeVisible();
  await expect(nina.page.getByRole("progressbar", { name: "Complete your profile" })).toHaveAttribute(
    "aria-valuenow",
    "37",
  );
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(nina.page);

  await holdATime(nina.page);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await expect(nina.page.getByText(/^The room opens/)).toBeVisible();
  const asha = await aMentor(browser, server, demo.mentor);
  await asha.page.goto(new URL(nina.page.url()).pathname);
  const file = asha.page.waitForEvent("download");
  await asha.page.getByRole("button", { name: "CV of Nina" }).click();
  expect((await file).suggestedFilename()).toBe("Nina Berger CV.pdf");
  expect(asha.faults).toEqual([]);

  await nina.page.goto("/profile");
  await nina.page.locator("#part-photo").getByRole("button", { name: "Remove" }).click();
  await nina.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(nina.page.locator("#part-photo img")).toHaveCount(0);
  await Promise.all([nina.end(), asha.end()]);
});

test("a mentor looks at their page as others see it, and an event has a picture", async ({
  browser,
  server,
}) => {
  const asha = await aMentor(browser, server, demo.mentor);
  await asha.page.goto("/mentor/profile");
  await asha.page
    .locator('#part-photo input[type="file"]')
    .setInputFiles(await aPicture(asha.page, 600, 600));
  await asha.page.getByRole("button", { name: "Use this picture" }).click();
  await expect(asha.page.getByText("Your photo is saved.").first()).toBeVisible();
  await asha.page.getByRole("link", { name: "Preview" }).click();
  await expect(asha.page.getByRole("heading", { name: "Asha Menon", level: 1 })).toBeVisible();
  await expect(asha.page.locator("main img").first()).toBeVisible();
  await expectAccessible(asha.page);

  await asha.page.goto("/events/new");
  await asha.page.getByLabel("Title").fill("Pictures from the market");
  await asha.page.getByLabel("Starts").fill(`${new Date().getUTCFullYear() + 1}-06-01T18:00`);
  await asha.page.getByLabel("Link to join").fill("https://meet.example.com/pictures");
  await asha.page.locator('form input[type="file"]').setInputFiles(await aPicture(asha.page, 1600, 1600));
  await asha.page.getByRole("button", { name: "Use this picture" }).click();
  await expect(asha.page.locator("form img")).toBeVisible();
  await expectAccessible(asha.page);
  await asha.page.getByRole("button", { name: "Save draft" }).click();
  await expect(asha.page.getByRole("heading", { name: "Pictures from the market" })).toBeVisible();
  await expect(asha.page.locator("main img")).toHaveAttribute("src", /^\/api\/v1\/files\//);
  expect(asha.faults).toEqual([]);
  await asha.end();
});

test("words stand on the home page if their author agreed and the staff chose", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  await holdATime(nina.page);
  await payWith(nina.page, /^Pay now$/);
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await expect(nina.page.getByText(/^The room opens/)).toBeVisible();
  const path = new URL(nina.page.url()).pathname;
  server.script(`UPDATE booking SET state = 2 WHERE id = ${Number(path.split("/").at(-1))}`);
  await nina.page.reload();
  await nina.page.getByRole("radio", { name: "5 stars" }).check();
  await nina.page.getByLabel("What was good, what could be better?").fill("I left with a plan.");
  await nina.page.getByRole("checkbox", { name: /^My words may be shown/ }).check();
  await nina.page.getByRole("button", { name: "Publish" }).click();
  await expect(nina.page.getByRole("switch", { name: /^My words may be shown/ })).toBeChecked();

  const staff = await aMentor(browser, server, demo.staff);
  await staff.page.goto("/staff/testimonials");
  const row = staff.page.getByRole("article").filter({ hasText: "I left with a plan." });
  await expectAccessible(staff.page);
  await row.getByRole("button", { name: "Show it", exact: true }).click();
  await expect(row).toBeHidden();

  const shown = nina.page.getByRole("region", { name: "What students say" });
  await nina.page.goto("/");
  await expect(shown).toContainText("I left with a plan.");
  await expect(shown).toContainText("Nina B.");
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(nina.page);
  await nina.page.goto(path);
  await nina.page.getByRole("switch", { name: /^My words may be shown/ }).click();
  await expect(nina.page.getByRole("switch", { name: /^My words may be shown/ })).not.toBeChecked();
  await nina.page.goto("/");
  await expect(nina.page.getByRole("heading", { name: "Questions", exact: false }).first()).toBeVisible();
  await expect(shown).toContainText("Emily C.");
  await expect(shown).not.toContainText("I left with a plan.");
  expect([...nina.faults, ...staff.faults]).toEqual([]);
  await Promise.all([nina.end(), staff.end()]);
});
