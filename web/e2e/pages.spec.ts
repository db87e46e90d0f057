import { demo, signIn } from "./people";
import { expect, expectAccessible, test } from "./server";

const phone = { width: 390, height: 844 };

for (const path of [
  "/",
  "/mentors",
  "/mentors/M000001",
  "/events",
  "/events/1",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/terms",
  "/status",
  "/nowhere",
]) {
  test(`visitors: ${path} is sound at both widths`, async ({ watched: page }) => {
    for (const size of [{ width: 1280, height: 900 }, phone]) {
      await page.setViewportSize(size);
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is wider than ${size.width}`).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
  });
}

const rooms = [
  {
    who: demo.student,
    pages: [
      "/student",
      "/sessions",
      "/waitlist",
      "/profile",
      "/notifications",
      "/account",
      "/support",
      "/my-mentors",
    ],
  },
  {
    who: demo.mentor,
    pages: [
      "/mentor",
      "/mentor/services",
      "/mentor/availability",
      "/mentor/calendar",
      "/mentor/profile",
      "/mentor/students",
      "/mentor/profile/preview",
      "/mentor/analytics",
      "/mentor/earnings",
      "/mentor/feedback",
    ],
  },
  { who: demo.staff, pages: ["/staff/mentors", "/staff/support", "/staff/testimonials"] },
];

for (const { who, pages } of rooms) {
  test(`${who} finds every page sound on a phone`, async ({ watched: page }) => {
    await page.setViewportSize(phone);
    await signIn(page, who, demo.password);
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is wider than the phone`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  });
}

test("a time is chosen with the keyboard alone", async ({ watched: page }) => {
  await page.goto("/mentors/M000001");
  const grid = page.getByRole("table", { name: "Days with free times" });
  await grid.getByRole("button", { pressed: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page
    .getByRole("button", { name: /^\d{1,2}:\d{2}/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Is this right?" })).toBeVisible();
});

test("the API page lists the endpoints", async ({ watched: page }) => {
  await page.goto("/api/docs/");
  await page.getByLabel("Find an endpoint").fill("hold");
  await page.getByText("Hold a free time while paying").click();
  await expect(page.getByText("booking.slot_taken", { exact: false })).toBeVisible();
});
