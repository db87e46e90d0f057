import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { demo, signIn } from "./people";
import { expect, expectAccessible, Server, test } from "./server";

type Heard = { headers: IncomingHttpHeaders; body: string };

/** Another program: keeps what it hears, and answers as it is told. */
async function receiver() {
  const heard: Heard[] = [];
  const answer = { status: 204, text: "" };
  const program = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    heard.push({ headers: request.headers, body });
    response.writeHead(answer.status).end(answer.text);
  }).listen(0, "127.0.0.1");
  await once(program, "listening");
  const host = `127.0.0.1:${(program.address() as AddressInfo).port}`;
  return { heard, answer, host, url: `http://${host}/in`, close: () => program.close() };
}

/** As https://www.standardwebhooks.com says: each signature of the header that fits the secret. */
function fitting({ headers, body }: Heard, secret: string) {
  const input = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const good = `v1,${createHmac("sha256", key).update(input).digest("base64")}`;
  return String(headers["webhook-signature"])
    .split(" ")
    .filter((one) => one === good).length;
}

test("the staff adds a webhook, sees what arrives and what does not, and mends it", async ({
  watched: page,
}) => {
  test.setTimeout(240_000);
  const server = await Server.start({ AX_LOOPBACK_URLS: "true" });
  const other = await receiver();
  const fits = async () => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(
        await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"),
      ).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
  };
  const show = (state: string) =>
    page.getByRole("group", { name: "Show" }).getByText(state, { exact: true }).click();
  // The context's own address is that of the worker's server.
  const visit = page.goto.bind(page);
  page.goto = (path, options) => visit(new URL(path, server.url).href, options);
  await signIn(page, demo.staff, demo.password);

  // What is wrong is said by field, and nothing typed is lost.
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Webhooks" }).click();
  await expect(page.getByText("No program is told anything yet")).toBeVisible();
  await fits();
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Address").fill("ftp://crm.example/in");
  await sheet.getByLabel("Note").fill("The accounting's own");
  await sheet.getByRole("button", { name: "Add it" }).click();
  await expect(sheet.getByText("Choose at least 1.")).toBeVisible();
  await sheet.getByRole("checkbox", { name: /payment\.paid/ }).check();
  const sessions = sheet.getByRole("group", { name: "Sessions" });
  await sessions.getByRole("checkbox", { name: /booking\.\*/ }).check();
  await expect(sessions.getByRole("checkbox", { name: /booking\.moved/ })).toBeChecked();
  await expect(sessions.getByRole("checkbox", { name: /booking\.moved/ })).toBeDisabled();
  await sheet.getByRole("button", { name: "Add it" }).click();
  await expect(sheet.getByText("It has to start with https://", { exact: false })).toBeVisible();
  await fits();
  await sheet.getByLabel("Address").fill(other.url);
  await sheet.getByLabel("Address").press("Enter");

  const shown = page.getByLabel(`Secret of ${other.host}`, { exact: true }).getByRole("textbox");
  const secret = await shown.inputValue();
  expect(secret).toMatch(/^whsec_/);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await fits();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(shown).toHaveCount(0);

  // A test arrives, signed with that secret.
  await page.getByRole("link", { name: other.url }).click();
  await expect(page.getByRole("heading", { level: 1, name: other.host })).toBeVisible();
  await expect(page.getByText("Nothing has arrived there yet")).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  const rows = page.getByRole("list", { name: "Deliveries" }).locator(":scope > li");
  await expect(rows.first()).toContainText("Answered 204");
  await expect(rows.first()).toContainText("Delivered");
  await expect(page.getByText("Nothing has arrived there yet")).toHaveCount(0);
  expect(other.heard.length).toBe(1);
  expect(JSON.parse(other.heard[0]?.body ?? "")).toMatchObject({ type: "webhook.test" });
  expect(other.heard.map((one) => fitting(one, secret))).toEqual([1]);

  // One that is refused will be tried again; once it failed for good, it is sent again by hand.
  Object.assign(other.answer, { status: 500, text: "the disk is full" });
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Will be tried again");
  await rows.first().getByRole("button", { expanded: false }).click();
  await expect(rows.first()).toContainText("Answered 500, not a 2xx");
  await expect(rows.first()).toContainText("the disk is full");
  const failed = String(other.heard.at(-1)?.headers["webhook-id"]);
  await expect(rows.first()).toContainText(failed);
  await fits();
  server.script("UPDATE webhook_delivery SET state = 2, attempts = 8, next_at = NULL WHERE state = 0");
  await page.reload();
  await show("Failed");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Failed");
  Object.assign(other.answer, { status: 200, text: "" });
  await rows.first().getByRole("button", { expanded: false }).click();
  await rows.first().getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("None of them.")).toBeVisible();
  await show("Delivered");
  await expect(rows).toHaveCount(2);
  expect(other.heard.at(-1)?.headers["webhook-id"]).toBe(failed);

  // Both secrets sign for a day.
  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make it" }).click();
  const next = await shown.inputValue();
  expect(next).not.toBe(secret);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(/the old one signs, too/)).toBeVisible();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(rows).toHaveCount(3);
  const newest = other.heard.at(-1) as Heard;
  expect([fitting(newest, secret), fitting(newest, next)]).toEqual([1, 1]);

  // What happens while it is paused is skipped, and sent since a time once it goes on.
  await show("All");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(/Somebody of the staff paused it/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("These can be sent again once the webhook goes on.")).toBeVisible();
  server.script(`
    INSERT INTO webhook_delivery (webhook_id, cause, kind, body, state, round, attempts, created_at, changed_at)
    SELECT webhook_id, 'while-paused', 'payment.paid', body, 3, 1, 0, created_at, changed_at
    FROM webhook_delivery LIMIT 1`);
  await page.reload();
  await rows.first().getByRole("button", { expanded: false }).click();
  await expect(rows.first()).toContainText("It was not tried: the webhook was paused.");
  await expect(rows.first()).toContainText("Can be sent again once the webhook goes on.");
  await fits();
  await page.getByRole("button", { name: "Let it go on" }).click();
  await page.getByRole("button", { name: "Send again since …" }).click();
  await expect(page.getByRole("dialog")).toContainText("so is what was skipped while the webhook was paused");
  await fits();
  await page.getByRole("dialog").getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("1 delivery is on its way again.")).toBeVisible();
  await expect(rows.first()).toContainText("payment.paid");
  await expect(rows.first()).toContainText("Delivered");

  // It says itself that it is gone.
  other.answer.status = 410;
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText(/it answered that it is gone \(410\)/)).toBeVisible();
  await expect(page.getByText("Paused by itself", { exact: true })).toBeVisible();
  await fits();

  // More than one page of them: a state is found behind it, too.
  server.script(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
    INSERT INTO webhook_delivery (webhook_id, cause, kind, body, state, round, attempts, last_outcome, last_status, created_at, changed_at)
    SELECT 1, 'many-' || i, 'user.joined', '{}', 1, 1, 1, 1, 200, ${Date.now() * 1000}, ${Date.now() * 1000} FROM n`);
  await page.reload();
  await expect(rows).toHaveCount(50);
  await show("Failed");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Answered 410");
  await show("On its way");
  await expect(page.getByText("None of them.")).toBeVisible();
  await show("All");
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(rows).toHaveCount(65);

  await page.getByRole("button", { name: "Edit" }).click();
  await sheet.getByLabel("Note").fill("Until the end of the year");
  await sheet.getByRole("checkbox", { name: /^Everything/ }).check();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Until the end of the year")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/staff\/webhooks$/);
  await expect(page.getByText("No program is told anything yet")).toBeVisible();
  await server.stop();
  other.close();
});
