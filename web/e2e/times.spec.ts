import type { Page } from "@playwright/test";
import { aMentor, aStudent } from "./chat-people";
import { demo, payWith } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const dateIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("a mentor is away, a student waits and is offered the time that frees up", async ({
  browser,
  server,
}) => {
  const asha = await aMentor(browser, server, demo.mentor);
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });

  // Away for as long as can be booked.
  await asha.page.goto("/mentor/availability");
  await asha.page.getByRole("button", { name: "Enter a vacation" }).click();
  const dialog = asha.page.getByRole("dialog", { name: "When are you away?" });
  await dialog.getByLabel("First day").fill(dateIn(1));
  await dialog.getByLabel("Last day").fill(dateIn(0));
  await dialog.getByRole("button", { name: "Save the vacation" }).click();
  await expect(dialog.getByText("The last date has to be the first one or later.")).toBeVisible();
  await dialog.getByLabel("First day").fill(dateIn(1));
  await dialog.getByLabel("Last day").fill(dateIn(300));
  await dialog.getByLabel("A line for students").fill("In the hills");
  await expect(dialog.getByText(/confirmed sessions? falls? into these days/)).toBeVisible();
  await expectAccessible(asha.page);
  await dialog.getByRole("button", { name: "Save the vacation" }).click();
  await expect(asha.page.getByText("In the hills")).toBeVisible();

  await nina.page.goto("/mentors/M000001");
  await expect(nina.page.getByText(/^Asha Menon is away/)).toBeVisible();
  await expect(nina.page.getByText("In the hills")).toBeVisible();
  await nina.page.getByRole("button", { name: "No time suits? Tell me when one frees up" }).click();
  const wish = nina.page.getByRole("dialog", { name: "Wait for a time of Asha Menon" });
  await wish.getByLabel("From").fill(dateIn(2));
  await wish.getByLabel("Until").fill(dateIn(30));
  await expectAccessible(nina.page);
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await wish.getByRole("button", { name: "Wait for it" }).click();
  await expect(nina.page.getByText("You are next in line for this.")).toBeVisible();

  // Leaving can be taken back.
  await nina.page.goto("/student");
  const waits = nina.page.getByRole("region", { name: "Times you wait for" });
  await waits.getByRole("button", { name: /^Leave the line for/ }).click();
  await expect(waits).toBeHidden();
  await nina.page.getByRole("button", { name: "Undo" }).click();
  await expect(waits.getByText("Next in line")).toBeVisible();

  // The mentor is back: the time comes to who waits.
  await asha.page.getByRole("button", { name: /^Remove the vacation/ }).click();
  await expect(asha.page.getByText("Removed. Times are offered again.")).toBeVisible();
  await waits.getByRole("link", { name: "See the time" }).click();
  await expect(nina.page.getByRole("heading", { name: "A time with Asha Menon" })).toBeVisible();
  await expect(nina.page.getByRole("timer")).toBeVisible();
  await expectAccessible(nina.page);
  await nina.page.getByRole("button", { name: "Take it and pay" }).click();
  await expect(nina.page.getByRole("heading", { name: "Pay for your session" })).toBeVisible();
  await payWith(nina.page, /^Pay now$/);
  await expect(nina.page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();
  await nina.page.goto("/waitlist");
  await expect(nina.page.getByText("You wait for nothing")).toBeVisible();

  // It stands in the mentor's calendar, by every view.
  await asha.page.goto("/mentor/calendar?view=list");
  await expect(asha.page.getByRole("link", { name: /with Nina Berger/ }).first()).toBeVisible();
  await expectAccessible(asha.page);
  await asha.page.getByRole("tab", { name: "Week" }).click();
  await expect(asha.page.getByRole("region", { name: /^Sessions from/ })).toBeVisible();
  await asha.page.getByRole("region", { name: /^Sessions from/ }).press("PageDown");
  await expect(asha.page).toHaveURL(/date=/);
  await expectAccessible(asha.page);
  await asha.page.getByRole("tab", { name: "Day" }).click();
  await expectAccessible(asha.page);
  await asha.page.setViewportSize({ width: 390, height: 844 });
  expect(await asha.page.evaluate(overflow)).toBeLessThanOrEqual(0);

  expect([...nina.faults, ...asha.faults]).toEqual([]);
  await Promise.all([nina.end(), asha.end()]);
});

test("a session that falls into a vacation moves to a time that is offered, and nothing is paid again", async ({
  browser,
  server,
}) => {
  const asha = await aMentor(browser, server, demo.mentor);
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const asked = async (page: Page, method: string, path: string, body?: unknown) => {
    const token = await page.evaluate(
      () => (JSON.parse(localStorage.getItem("ax.session") ?? "{}") as { token: string }).token,
    );
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Token ${token}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  };

  // A session that is paid for, a week and more ahead.
  const [service] = (await asked(nina.page, "GET", "/mentors/M000001/")).services;
  const query = `service=${service.id}&from=${dateIn(8)}&to=${dateIn(30)}&zone=UTC`;
  const { days } = await asked(nina.page, "GET", `/mentors/M000001/free-times/?${query}`);
  const start: string = days[0].times[0];
  const held = await asked(nina.page, "POST", "/bookings/", {
    mentor_id: "M000001",
    service_id: service.id,
    start,
  });
  await nina.page.goto(`/bookings/${held.id}/payment`);
  await payWith(nina.page, /^Pay now$/);
  await expect(nina.page.getByRole("heading", { name: "Your session is booked" })).toBeVisible();

  // The mentor will be away: the student may change it freely, and waits for an earlier time.
  const away = { from: dateIn(1), to: dateIn(300), note: "" };
  const vacation = await asked(asha.page, "POST", "/mentors/me/vacations/", away);
  await nina.page.goto(`/sessions/${held.id}`);
  await expect(
    nina.page.getByText(/^Asha Menon entered a vacation that falls on this session/),
  ).toBeVisible();
  await expect(nina.page.getByRole("button", { name: "Move to another time" })).toBeVisible();
  await expectAccessible(nina.page);
  await asha.page.goto(`/sessions/${held.id}`);
  await expect(asha.page.getByText(/^You entered a vacation that falls on this session/)).toBeVisible();
  await asked(nina.page, "POST", "/waitlist/", {
    mentor: "M000001",
    service: service.id,
    from: dateIn(2),
    to: dateIn(7),
    zone: "UTC",
    before_booking: held.id,
  });

  await asked(asha.page, "DELETE", `/mentors/me/vacations/${vacation.id}/`);
  await nina.page.goto("/waitlist");
  await nina.page.getByRole("link", { name: "See the time" }).click();
  await expect(
    nina.page.getByText(/^Your session on .+ moves to this time\. Nothing is charged\./),
  ).toBeVisible();
  await expect(nina.page.getByRole("button", { name: "Keep that one and pay for this, too" })).toBeVisible();
  await expectAccessible(nina.page);
  expect(await nina.page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await nina.page.getByRole("button", { name: "Move my session here" }).click();
  await expect(nina.page).toHaveURL(new RegExp(`/sessions/${held.id}$`));
  await expect(nina.page.getByText("Moved. Asha Menon is told.")).toBeVisible();
  const moved = await asked(nina.page, "GET", `/bookings/${held.id}/`);
  expect(Date.parse(moved.start)).toBeLessThan(Date.parse(start));
  expect([moved.state, moved.money, moved.mentor_away]).toEqual(["confirmed", "paid", false]);
  expect([...nina.faults, ...asha.faults]).toEqual([]);
  await Promise.all([nina.end(), asha.end()]);
});

test("a calendar that cannot be read says so, and its address is not shown again", async ({
  browser,
  server,
}) => {
  const asha = await aMentor(browser, server, demo.mentor);
  await asha.page.goto("/mentor/availability");
  const address = asha.page.getByLabel("Secret address of your calendar");
  await address.fill("http://calendar.example/me.ics");
  await asha.page.getByRole("button", { name: "Connect" }).click();
  await expect(asha.page.getByText("Paste the whole address.", { exact: false })).toBeVisible();
  await address.fill("https://127.0.0.1:9/private-abc/me.ics");
  await asha.page.getByRole("button", { name: "Connect" }).click();
  await expect(asha.page.getByText("A calendar at 127.0.0.1")).toBeVisible();
  await expect(asha.page.getByText("Its address leads to a private network", { exact: false })).toBeVisible();
  await expect(asha.page.getByText("private-abc")).toHaveCount(0);
  await expectAccessible(asha.page);
  await asha.page.getByRole("button", { name: "Disconnect" }).click();
  await asha.page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(asha.page.getByLabel("Secret address of your calendar")).toBeVisible();
  expect(asha.faults).toEqual([]);
  await asha.end();
});
