// Size: one conversation between two people from the first word to the phone, step by step.
import {
  accept,
  aMentor,
  aStudent,
  begin,
  conversationOf,
  field,
  log,
  message,
  say,
  sayMany,
  texts,
} from "./chat-people";
import { expect, expectAccessible, Server, test } from "./server";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const overflow = "document.documentElement.scrollWidth - window.innerWidth";

test("student and mentor talk: request, typing, presence, read marks", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const lena = await aMentor(browser, server, "lena@demo.aspirex.example");
  await expect(lena.page.getByRole("link", { name: /^Chat 1 new/ })).toBeVisible(); // a talk of the demo data
  await begin(nina.page, "M000002", "Hello Lena, may I ask something about plots?");
  await expect(lena.page.getByRole("link", { name: /^Chat 2 new/ })).toBeVisible();
  await accept(lena.page);
  await expect(
    message(nina.page, "about plots").getByRole("img", { name: "Read", exact: true }),
  ).toBeVisible();
  await expect(nina.page.getByRole("region", { name: "Conversation" }).getByText("Online")).toBeVisible();

  await field(lena.page).pressSequentially("Of course");
  await expect(nina.page.getByText("Lena is writing")).toBeVisible();
  await field(lena.page).press("Enter");
  await expect(message(nina.page, "Of course")).toBeVisible();
  await expect(nina.page.getByText("Lena is writing")).toBeHidden();
  await expect(message(lena.page, "Of course").getByRole("img", { name: "Read", exact: true })).toBeVisible();

  // Elsewhere in the client: the number in the navigation and in the tab's title, until it is read.
  await nina.page.goto("/sessions");
  await say(lena.page, "Ask away");
  await expect(nina.page.getByRole("link", { name: /^Chat 1 new/ })).toBeVisible();
  await expect(nina.page).toHaveTitle(/^\(1\) /);
  await nina.page.getByRole("link", { name: /^Chat/ }).click();
  const line = nina.page.getByRole("link", { name: /Lena Hoffmann/ });
  await expect(line).toContainText("1 unread message");
  await expect(line).toContainText("Ask away");
  await line.click();
  await expect(log(nina.page).getByText("New", { exact: true })).toBeVisible();
  await expect(message(lena.page, "Ask away").getByRole("img", { name: "Read", exact: true })).toBeVisible();
  await expect(nina.page).toHaveTitle(/^Lena Hoffmann/);

  expect([...nina.faults, ...lena.faults]).toEqual([]);
  await Promise.all([nina.end(), lena.end()]);
});

test("what is written offline is there once, in order, on both sides", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const daniel = await aMentor(browser, server, "daniel@demo.aspirex.example");
  await begin(nina.page, "M000003", "zero");
  await accept(daniel.page);

  await nina.page.context().setOffline(true);
  for (const text of ["one", "two", "three"]) await say(nina.page, text);
  await expect(message(nina.page, "three").getByRole("img", { name: "Sending" })).toBeVisible();
  await expect(nina.page.getByText("You are offline.", { exact: false })).toBeVisible();
  await say(daniel.page, "meanwhile");
  await expect(message(daniel.page, "meanwhile").getByRole("img", { name: "Sent" })).toBeVisible();
  await nina.page.context().setOffline(false);

  await expect(message(nina.page, "three").getByRole("img", { name: /Sent|Read/ })).toBeVisible();
  await expect(nina.page.getByText("You are offline.", { exact: false })).toBeHidden();
  const expected = ["zero", "meanwhile", "one", "two", "three"];
  await expect.poll(() => texts(nina.page)).toEqual(expected);
  await expect.poll(() => texts(daniel.page)).toEqual(expected);
  await nina.page.reload();
  await expect.poll(() => texts(nina.page)).toEqual(expected);
  expect([...nina.faults, ...daniel.faults]).toEqual([]);
  await Promise.all([nina.end(), daniel.end()]);
});

test("a reload keeps the draft and what is not sent yet; a lost answer doubles nothing", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server);
  await begin(nina.page, "M000004", "first");
  const { page } = nina;
  await page
    .context()
    .route("**/chat/conversations/*/messages/", (route) =>
      route.request().method() === "POST" ? route.abort("connectionfailed") : route.continue(),
    );
  await say(page, "kept in the outbox");
  await field(page).fill("a thought that is not");
  await expect(page.getByRole("link", { name: /Mei/ })).toContainText("Draft: a thought that is not");
  await page.reload();
  await expect(field(page)).toHaveValue("a thought that is not");
  await expect(message(page, "kept in the outbox").getByRole("img", { name: "Sending" })).toBeVisible();

  // The server takes it, and its answer is lost.
  await page.context().unroute("**/chat/conversations/*/messages/");
  let lost = 0;
  await page.context().route("**/chat/conversations/*/messages/", async (route) => {
    if (route.request().method() !== "POST" || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort("connectionfailed");
  });
  await expect(message(page, "kept in the outbox").getByRole("img", { name: "Sent" })).toBeVisible({
    timeout: 60_000,
  });
  await page.reload();
  await expect.poll(() => texts(page)).toEqual(["first", "kept in the outbox"]);
  expect(lost).toBe(1);
  expect(nina.faults).toEqual([]);
  await nina.end();
});

test("the connection comes back by itself after the server was killed", async ({ browser }) => {
  const own = await Server.start();
  const nina = await aStudent(browser, own);
  const carlos = await aMentor(browser, own, "carlos@demo.aspirex.example");
  await begin(nina.page, "M000005", "before");
  await accept(carlos.page);
  await own.restart(4_000);
  await expect(nina.page.getByText("No connection to AspireX", { exact: false })).toBeHidden({
    timeout: 30_000,
  });
  await say(carlos.page, "after");
  await expect(message(nina.page, "after")).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => texts(nina.page)).toEqual(["before", "after"]);
  expect([...nina.faults, ...carlos.faults]).toEqual([]);
  await Promise.all([nina.end(), carlos.end()]);
  await own.stop();
});

test("history comes in without moving what is read; search leads to a place in it", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server);
  const priya = await aMentor(browser, server, "priya@demo.aspirex.example");
  const { page } = nina;
  await begin(page, "M000006", "the very first needle");
  await accept(priya.page);
  // Nobody looks meanwhile: this is about history.
  const conversation = conversationOf(page);
  await Promise.all([page.goto("/account"), priya.page.goto("/account")]);
  await sayMany(page, conversation, 400, "line");
  await page.goto(`/chat/${conversation}`);
  await expect(message(page, "line 400")).toBeInViewport();
  expect(await log(page).getByRole("article").count()).toBeLessThan(100);

  // Upwards, page by page: whatever is on the screen stays there while the next page is put above it.
  for (let turn = 0; turn < 10; turn += 1) {
    const moved = await log(page).evaluate(async (box) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const top = () => box.getBoundingClientRect().top;
      box.scrollTop = Math.max(300, box.scrollTop - 600);
      await frame();
      const row = [...box.querySelectorAll("article")].find((one) => one.getBoundingClientRect().top > top());
      const before = row?.getBoundingClientRect().top ?? 0;
      for (let wait = 0; wait < 15; wait += 1) await frame();
      return Math.abs((row?.getBoundingClientRect().top ?? 0) - before);
    });
    expect(moved).toBeLessThan(2);
  }
  expect(await log(page).getByRole("article").count()).toBeLessThanOrEqual(240);

  await page.getByRole("button", { name: /^Jump to the latest/ }).click();
  await expect(message(page, "line 400")).toBeInViewport();

  await page.getByRole("searchbox", { name: "Search messages" }).fill("needle");
  await page.getByRole("link", { name: /the very first/ }).click();
  await expect(message(page, "the very first needle")).toBeInViewport();
  await say(page, "and back at the end");
  await expect(message(page, "and back at the end")).toBeInViewport();
  expect(nina.faults).toEqual([]);
  await Promise.all([nina.end(), priya.end()]);
});

test("messages are answered, changed, reacted to, quoted and taken back", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const sara = await aMentor(browser, server, "sara@demo.aspirex.example");
  await begin(nina.page, "M000007", "See https://example.com/plan, please");
  await accept(sara.page);
  const link = message(sara.page, "See https://example.com/plan").getByRole("link");
  await expect(link).toHaveAttribute("rel", "nofollow noopener noreferrer");
  await expect(link).toHaveAttribute("href", "https://example.com/plan");

  const hover = async (text: string) => message(sara.page, text).hover();
  await hover("See https");
  await sara.page.getByRole("button", { name: "React" }).click();
  await sara.page.getByRole("button", { name: "thumbs up" }).click();
  await expect(message(nina.page, "See https").getByRole("button", { name: "👍 by Sara" })).toBeVisible();

  await hover("See https");
  await sara.page.getByRole("button", { name: "Reply", exact: true }).click();
  await say(sara.page, "Looks good");
  await expect(message(nina.page, "Looks good").getByRole("blockquote")).toContainText("See https");

  await field(sara.page).press("ArrowUp");
  await expect(field(sara.page)).toHaveValue("Looks good");
  await field(sara.page).fill("Looks very good");
  await field(sara.page).press("Enter");
  await expect(message(nina.page, "Looks very good")).toContainText("edited");
  await message(nina.page, "Looks very good").getByRole("button", { name: "edited" }).click();
  await expect(nina.page.getByRole("dialog")).toContainText("Looks good");
  await nina.page.keyboard.press("Escape");

  await hover("See https");
  await sara.page.getByRole("button", { name: "Answer in a thread" }).click();
  await field(sara.page, true).fill("One detail");
  await field(sara.page, true).press("Enter");
  await expect(nina.page.getByRole("button", { name: /1 reply 1 new/ })).toBeVisible();
  await nina.page.getByRole("button", { name: /1 reply/ }).click();
  await expect(nina.page.getByRole("region", { name: "Thread" }).getByText("One detail")).toBeVisible();
  await expect(nina.page.getByRole("button", { name: "1 reply", exact: true })).toBeVisible();
  await nina.page.getByRole("button", { name: "Close the thread" }).click();

  await hover("Looks very good");
  await sara.page.getByRole("button", { name: "More", exact: true }).click();
  await sara.page.getByRole("menuitem", { name: "Delete" }).click();
  await sara.page.getByRole("dialog").getByRole("button", { name: "Delete the message" }).click();
  await expect(nina.page.getByText("This message was deleted").first()).toBeVisible();
  await expect(nina.page.getByText("Looks very good")).toBeHidden();

  expect([...nina.faults, ...sara.faults]).toEqual([]);
  await Promise.all([nina.end(), sara.end()]);
});

/** A real PNG of 40 by 30 pixels. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAIAAADRv8uKAAAAK0lEQVR42u3NMQ0AAAgDsElDGtKQhgw4mvRvqudExGKxWCwWi8VisVj8N15Z9Ahq/weLxgAAAABJRU5ErkJggg==",
  "base64",
);

test("a picture is shown before it is sent, goes up, and opens on the other side", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server);
  const james = await aMentor(browser, server, "james@demo.aspirex.example");
  await begin(nina.page, "M000008", "a picture follows");
  await accept(james.page);
  await nina.page
    .locator("input[type=file]")
    .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
  await expect(nina.page.getByText("Only pictures can be sent", { exact: false })).toBeVisible();
  await nina.page
    .locator("input[type=file]")
    .setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: picture });
  await expect(nina.page.getByRole("button", { name: "Remove plan.png" })).toBeVisible();
  await say(nina.page, "here it is");
  await expect(message(nina.page, "here it is").getByRole("img", { name: /Sent|Read/ })).toBeVisible();
  const there = message(james.page, "here it is").getByRole("button", { name: "Open plan.png" });
  await expect(there.locator("img")).toHaveAttribute("src", /^blob:/);
  await there.click();
  await expect(james.page.getByRole("dialog").getByRole("img", { name: "plan.png" })).toBeVisible();
  await james.page.keyboard.press("Escape");
  await expect(james.page.getByRole("dialog")).toBeHidden();
  expect([...nina.faults, ...james.faults]).toEqual([]);
  await Promise.all([nina.end(), james.end()]);
});

test("pin, mute, report and block", async ({ browser, server }) => {
  const nina = await aStudent(browser, server);
  const fatima = await aMentor(browser, server, "fatima@demo.aspirex.example");
  await begin(nina.page, "M000009", "pay me outside, it is cheaper");
  await accept(fatima.page);
  const { page } = fatima;
  const menu = async (item: string) => {
    await page.getByRole("button", { name: "More about this conversation" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  const line = page.getByRole("link", { name: /Nina Berger/ }).first();
  await menu("Pin to the top");
  await expect(line.getByRole("img", { name: "Pinned" })).toBeVisible();
  await menu("Mute for an hour");
  await expect(line.getByRole("img", { name: "Muted" })).toBeVisible();

  await message(page, "pay me outside").hover();
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Report" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Asks to pay outside of AspireX").click();
  await dialog.getByRole("button", { name: "Report", exact: true }).click();
  await expect(page.getByText("Thank you. Our team will look at it.")).toBeVisible();

  await menu("Block");
  await page.getByRole("dialog").getByRole("button", { name: "Block", exact: true }).click();
  await expect(page.getByText("You blocked Nina Berger.", { exact: false })).toBeVisible();
  await expect(nina.page.getByText("You cannot write to Fatima", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Unblock" }).first().click();
  await expect(field(nina.page)).toBeVisible();
  expect([...nina.faults, ...fatima.faults]).toEqual([]);
  await Promise.all([nina.end(), fatima.end()]);
});

test("on a phone it is one column, by finger, and sound for assistive technology in both themes", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, phone);
  const grace = await aMentor(browser, server, "grace@demo.aspirex.example");
  const { page } = nina;
  await begin(page, "M000010", "Hello from the train");
  await accept(grace.page);
  await say(grace.page, "Have a good trip");
  await expect(message(page, "Have a good trip")).toBeInViewport();
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expectAccessible(page);

  await message(page, "Have a good trip").getByText("Have a good trip").tap();
  await page.getByRole("dialog").getByRole("button", { name: "❤️" }).tap();
  await expect(
    message(grace.page, "Have a good trip").getByRole("button", { name: /❤️ by Nina/ }),
  ).toBeVisible();

  await field(page).fill("two");
  await field(page).press("Enter");
  await field(page).pressSequentially("lines");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect.poll(() => texts(grace.page)).toContain("two\nlines");

  await page.getByRole("link", { name: "Back to all conversations" }).tap();
  await expect(page.getByRole("heading", { name: "Chat" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  for (const target of await page.getByRole("link", { name: /Grace/ }).all())
    expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expectAccessible(page);
  await expectAccessible(grace.page);
  expect([...nina.faults, ...grace.faults]).toEqual([]);
  await Promise.all([nina.end(), grace.end()]);
});

test("shown as offline, without read marks; the desktop is told only when asked and nobody looks", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { permissions: ["notifications"] });
  const kiran = await aMentor(browser, server, "kiran@demo.aspirex.example");
  const { page } = nina;
  await page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    class Recorded extends EventTarget {
      static permission = "granted";
      static requestPermission = async () => "granted";
      constructor(title: string, options: { body: string }) {
        super();
        shown.push(`${title}: ${options.body}`);
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded });
  });
  const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  await begin(page, "M000011", "Hello Kiran");
  await accept(kiran.page);
  await expect(page.getByRole("region", { name: "Conversation" }).getByText("Online")).toBeVisible();

  await kiran.page.goto("/account");
  await kiran.page.getByRole("switch", { name: "Show when I am online" }).click();
  await kiran.page.getByRole("switch", { name: "Read receipts" }).click();
  await expect(page.getByRole("region", { name: "Conversation" }).getByText("Online")).toBeHidden();

  await page.goto("/account");
  await kiran.page.goto("/chat");
  await kiran.page
    .getByRole("link", { name: /Nina Berger/ })
    .first()
    .click();
  await say(kiran.page, "quiet");
  await expect(page.getByRole("link", { name: /^Chat 1 new/ })).toBeVisible();
  expect(await shown()).toEqual([]);
  await page.getByRole("switch", { name: "Notify me on this device" }).click();
  await say(kiran.page, "loud");
  await expect.poll(shown).toEqual(["Kiran Shrestha: loud"]);
  await page.getByRole("link", { name: /^Chat/ }).click();
  await page.getByRole("link", { name: /Kiran/ }).first().click();
  await say(kiran.page, "seen anyway");
  await expect(message(page, "seen anyway")).toBeVisible();
  expect(await shown()).toEqual(["Kiran Shrestha: loud"]);
  await say(page, "I read it");
  await expect(message(kiran.page, "I read it")).toBeVisible();
  await expect(message(page, "I read it").getByRole("img", { name: "Sent" })).toBeVisible();
  expect([...nina.faults, ...kiran.faults]).toEqual([]);
  await Promise.all([nina.end(), kiran.end()]);
});

test("a session has a way to its people, and a booking shows at once on the other side", async ({
  browser,
  server,
}) => {
  const { holdATime, payWith } = await import("./people");
  const asha = await aMentor(browser, server, "asha@demo.aspirex.example");
  await asha.page.goto("/sessions");
  await expect(asha.page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  const nina = await aStudent(browser, server);
  await holdATime(nina.page, "M000001");
  await payWith(nina.page, /^Pay now$/);
  await expect(asha.page.getByRole("link", { name: /Nina Berger/ }).first()).toBeVisible({ timeout: 10_000 });
  await expect(asha.page.getByRole("link", { name: /^Notifications, \d+ new/ })).toBeVisible({
    timeout: 10_000,
  });
  await nina.page.getByRole("link", { name: "See the session" }).click();
  await nina.page.getByRole("link", { name: "Message", exact: true }).click();
  await say(nina.page, "See you then");
  await expect(
    nina.page.getByRole("complementary", { name: "About this person" }).getByText(/your time/),
  ).toBeVisible();
  await Promise.all([nina.end(), asha.end()]);
});
