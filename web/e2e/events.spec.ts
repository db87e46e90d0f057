import { aMentor, aStudent } from "./chat-people";
import { demo } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";

test("a mentor invites, one student comes, another waits and gets the place that frees up", async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const asha = await aMentor(browser, server, demo.mentor);
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const next = await aStudent(browser, server, {
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });

  // Draft and publish.
  await asha.page.goto("/events");
  await asha.page.getByRole("link", { name: "New event" }).click();
  await asha.page.getByRole("button", { name: "Save draft" }).click();
  await expect(asha.page.getByLabel("Title")).toHaveAttribute("aria-invalid", "true");
  await asha.page.getByLabel("Title").fill("Quiet reading hour");
  const year = new Date().getUTCFullYear() + 1;
  await asha.page.getByLabel("Starts").fill(`${year}-06-01T18:00`);
  await asha.page.getByLabel("Link to join").fill("https://meet.example.com/reading");
  await asha.page.getByLabel("Places").fill("1");
  await asha.page
    .getByLabel("What happens, and for whom")
    .fill("Bring a book. List: https://example.com/books");
  await asha.page.getByLabel("Topics").fill("Reading");
  await asha.page.getByLabel("Topics").press("Enter");
  await expectAccessible(asha.page);
  await asha.page.getByRole("button", { name: "Save draft" }).click();
  await expect(asha.page.getByRole("heading", { name: "Quiet reading hour" })).toBeVisible();
  await expect(asha.page.getByText("Draft", { exact: true })).toBeVisible();
  const address = new URL(asha.page.url()).pathname;
  await nina.page.goto(address);
  await expect(nina.page.getByText("This event does not exist, or is not published.").first()).toBeVisible();
  await asha.page.getByRole("button", { name: "Publish" }).click();
  await expect(asha.page.getByText("It is published.")).toBeVisible();
  await expectAccessible(asha.page);

  // The only place, and the waitlist.
  await nina.page.goto("/events?q=reading");
  await nina.page.getByRole("link", { name: "Quiet reading hour" }).click();
  await expect(nina.page.getByText("1 place left of 1")).toBeVisible();
  expect(await nina.page.content()).not.toContain("meet.example.com");
  await nina.page.getByRole("button", { name: "Register" }).click();
  await expect(nina.page.getByText("You are registered", { exact: true })).toBeVisible();
  await expect(nina.page.getByRole("link", { name: "Open the link" })).toHaveAttribute(
    "href",
    "https://meet.example.com/reading",
  );
  await expectAccessible(nina.page);
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);

  await next.page.goto(address);
  await next.page.getByRole("button", { name: "Join the waitlist" }).click();
  await expect(next.page.getByText("You are next in line.", { exact: false })).toBeVisible();
  await expectAccessible(next.page);

  // The place frees up; the page of who waits hears of it by itself.
  await nina.page.getByRole("button", { name: "Cancel my place" }).click();
  await nina.page.getByRole("dialog").getByRole("button", { name: "Cancel my place" }).click();
  await expect(nina.page.getByText("Your place is given back.")).toBeVisible();
  await expect(nina.page.getByRole("button", { name: "Join the waitlist" })).toBeVisible();
  await expect(next.page.getByText("A place is free, and yours to take")).toBeVisible();
  await expectAccessible(next.page);
  await next.page.getByRole("button", { name: "Take the place" }).click();
  await expect(next.page.getByText("You are registered", { exact: true })).toBeVisible();
  const code = (await next.page.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).textContent()) ?? "";
  await next.page.goto("/notifications");
  await expect(next.page.getByText("A place is free: Quiet reading hour")).toBeVisible();
  await next.page.goto("/events?filter=mine");
  await expect(next.page.getByRole("link", { name: "Quiet reading hour" })).toBeVisible();

  // At the door.
  await asha.page.getByRole("link", { name: "Attendees" }).click();
  await asha.page.getByLabel("Code").fill("nobody22");
  await asha.page.getByRole("button", { name: "Check in", exact: true }).click();
  await expect(asha.page.getByText("Nobody who is registered has this code.")).toBeVisible();
  await asha.page.getByLabel("Code").fill(code.toLowerCase());
  await asha.page.getByRole("button", { name: "Check in", exact: true }).click();
  await expect(asha.page.getByText("Nina Berger is checked in.")).toBeVisible();
  await expect(asha.page.getByText("1 with a place, 0 waiting, 1 checked in")).toBeVisible();
  // What a camera reads from the ticket: for the host it checks in at once, for others it says whose ticket it is.
  const ticket = `${address}/attendees?code=${code.replace("-", "")}`;
  await asha.page.goto(ticket);
  await expect(asha.page.getByText(/was checked in before, /)).toBeVisible();
  expect(new URL(asha.page.url()).search).toBe("");
  await nina.page.goto(ticket);
  await expect(nina.page.getByText("This ticket is for Quiet reading hour.", { exact: false })).toBeVisible();
  await nina.page.goto(address);
  const waiting = asha.page.waitForEvent("download");
  await asha.page.getByRole("button", { name: "Download as CSV" }).click();
  expect((await waiting).suggestedFilename()).toMatch(/^event-\d+-attendees\.csv$/);
  await expectAccessible(asha.page);

  // A copy, and the end of it.
  await asha.page.goto(address);
  await asha.page.getByRole("button", { name: "Duplicate" }).click();
  await expect(asha.page.getByText("Draft", { exact: true })).toBeVisible();
  expect(new URL(asha.page.url()).pathname).not.toBe(address);
  await asha.page.goto(address);
  await asha.page.getByRole("button", { name: "Cancel event" }).click();
  await asha.page.getByLabel("Why, for those who were coming").fill("The library is closed.");
  await asha.page.getByRole("dialog").getByRole("button", { name: "Cancel event" }).click();
  await expect(asha.page.getByText("The library is closed.")).toBeVisible();
  await next.page.goto("/notifications");
  await expect(next.page.getByText("Cancelled: Quiet reading hour")).toBeVisible();
  // Asked for a draft that is nobody else's: the browser notes the 404.
  const faults = [...asha.faults, ...nina.faults, ...next.faults].filter((fault) => !/40[49]/.test(fault));
  expect(faults).toEqual([]);
  await Promise.all([asha.end(), nina.end(), next.end()]);
});

test("the home page shows the next events, and each is a calendar file", async ({
  watched: page,
  server,
}) => {
  await page.goto("/");
  const events = page.getByRole("region", { name: "Next events" });
  await events.getByRole("link", { name: "System design, drawn live" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "System design, drawn live" })).toBeVisible();
  const href = await page.getByRole("link", { name: "Add to calendar" }).getAttribute("href");
  const file = await fetch(server.url + href);
  expect(file.headers.get("content-type")).toContain("text/calendar");
  const text = await file.text();
  expect(text.startsWith("BEGIN:VCALENDAR\r\n")).toBe(true);
  expect(text).toContain("SUMMARY:System design\\, drawn live");
  await page.getByRole("link", { name: "Sign in to register" }).click();
  await expect(page).toHaveURL(/sign-in\?next=/);
});
