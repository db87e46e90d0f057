import type { Page } from "@playwright/test";
import { aMentor, aStudent } from "./chat-people";
import { demo } from "./people";
import { expect, expectAccessible, test } from "./server";

/** A real PNG of 40 by 30 pixels. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAIAAADRv8uKAAAAK0lEQVR42u3NMQ0AAAgDsElDGtKQhgw4mvRvqudExGKxWCwWi8VisVj8N15Z9Ahq/weLxgAAAABJRU5ErkJggg==",
  "base64",
);
const attach = (page: Page, name: string, mimeType: string) =>
  page.locator("input[type=file]").setInputFiles({ name, mimeType, buffer: picture });
const overflow = "document.documentElement.scrollWidth - window.innerWidth";

test("a student asks, the staff answer, both see it at once, and it is closed", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const staff = await aMentor(browser, server, demo.staff);
  const { page } = nina;

  await page.goto("/student");
  await page.getByRole("button", { name: "Your menu" }).click();
  await page.getByRole("menuitem", { name: "Support" }).click();
  await expect(page.getByText("You have not asked anything yet")).toBeVisible();
  await page.getByRole("button", { name: "Ask the team" }).click();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByLabel("In a few words")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("What is it about?").selectOption("A payment");
  await page.getByLabel("In a few words").fill("Paid twice");
  await page.getByLabel("What happened?").fill("See https://example.com/receipt, it is there two times.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "Paid twice" })).toBeVisible();
  await expect(page.getByText("We are on it")).toBeVisible();
  const link = page.getByRole("link", { name: "https://example.com/receipt" });
  await expect(link).toHaveAttribute("rel", "nofollow noopener noreferrer");

  await staff.page.goto("/staff/support");
  await staff.page.getByRole("link", { name: "Paid twice" }).click();
  await expect(staff.page.getByText("From Nina Berger")).toBeVisible();
  await staff.page.getByRole("button", { name: "Take it" }).click();
  await expect(staff.page.getByRole("button", { name: "Give it back" })).toBeVisible();
  await staff.page.getByLabel("How urgent").selectOption("Urgent");
  await staff.page.getByLabel("Your reply").fill("One of them goes back today.");
  await staff.page.getByRole("button", { name: "Send reply" }).click();

  await expect(page.getByText("One of them goes back today.")).toBeVisible();
  await expect(page.getByText("Waits for you")).toBeVisible();
  await page.getByLabel("Your reply").fill("Thank you!");
  await page.getByRole("button", { name: "Send reply" }).click();
  await expect(staff.page.getByText("Thank you!")).toBeVisible();

  // A picture from one side and from the other: shown before it goes, seen at once, large on demand.
  await attach(page, "notes.txt", "text/plain");
  await expect(page.getByText("Only pictures can be sent", { exact: false })).toBeVisible();
  await attach(page, "receipt.png", "image/png");
  await expect(page.getByRole("button", { name: "Remove receipt.png" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send reply" }).click();
  const there = staff.page.getByRole("button", { name: "Open receipt.png" });
  await expect(there.locator("img")).toHaveAttribute("src", /^blob:/);
  await there.click();
  await expect(staff.page.getByRole("dialog").getByRole("img", { name: "receipt.png" })).toBeVisible();
  await staff.page.keyboard.press("Escape");
  await expect(staff.page.getByRole("dialog")).toBeHidden();
  await attach(staff.page, "answer.png", "image/png");
  await expect(staff.page.getByRole("button", { name: "Remove answer.png" })).toBeVisible();
  await staff.page.getByLabel("Your reply").fill("It looks like this now.");
  await staff.page.getByRole("button", { name: "Send reply" }).click();
  await expect(page.getByRole("button", { name: "Open answer.png" }).locator("img")).toBeVisible();
  await expect(page.getByText("It looks like this now.")).toBeVisible();

  await staff.page.getByLabel("State").selectOption("Resolved");
  await expect(page.getByText("Resolved", { exact: true })).toBeVisible();
  await expect(page.getByText("If you write, the request is opened again.")).toBeVisible();
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await expectAccessible(staff.page);

  await page.getByRole("button", { name: "Close request" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close request" }).click();
  await expect(page.getByText("This request is closed.", { exact: false })).toBeVisible();
  await page.getByRole("link", { name: "All requests" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Paid twice" })).toContainText("Closed");
  await staff.page.goto("/staff/support?status=closed");
  await expect(staff.page.getByRole("listitem").filter({ hasText: "Paid twice" })).toContainText("Urgent");
  expect([...nina.faults, ...staff.faults]).toEqual([]);
  await Promise.all([nina.end(), staff.end()]);
});
