import { demo, signIn } from "./people";
import { expect, expectAccessible, Server, test, watch } from "./server";

test.use({ apart: "toolbar" });

const noScroll = "document.documentElement.scrollWidth - window.innerWidth";

test("developers see what a page's calls did; without the setting nobody does", async ({
  browser,
  server,
}) => {
  test.slow();
  const debug = await Server.start({ AX_DEBUG_TOOLBAR: "true" });
  try {
    const context = await browser.newContext({ baseURL: debug.url, viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const faults = watch(page);
    await page.goto("/mentors");
    await page.waitForLoadState("networkidle");
    const bar = page.getByRole("complementary", { name: "Developer toolbar" });
    const opener = bar.getByRole("button", { name: /\d+ calls?, \d+ ms/ });
    await expect(opener).toBeVisible();
    await expectAccessible(page);

    await opener.press("Enter");
    const call = bar.getByRole("button", { name: /^GET mentors\.search 200/ }).first();
    await call.press("Enter");
    await expect(bar.getByText("/mentors/", { exact: true })).toBeVisible();
    await expect(bar.getByRole("heading", { name: /^(Statements|Caches) \d+/ }).first()).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(opener).toBeFocused();

    // A mail is sent after the answer, and read where the sandbox keeps it.
    await page.goto("/forgot-password");
    await page.waitForLoadState("networkidle");
    await page.getByLabel("E-mail").fill(demo.student);
    await page.getByRole("button", { name: "Send the link" }).click();
    await opener.click();
    await bar.getByRole("button", { name: /^POST auth\.forgotPassword/ }).click();
    const mail = bar.getByRole("link", { name: /^Read the mail auth-/ });
    await expect(mail).toHaveAttribute("href", /^\/sandbox\/mail\/\d+\/$/);
    await expect(bar).not.toContainText(demo.student);

    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    expect(await page.evaluate(noScroll)).toBeLessThanOrEqual(0);
    await bar.getByRole("button", { name: "Close the developer toolbar" }).click();

    await signIn(page, demo.student, demo.password);
    await page.waitForLoadState("networkidle");
    const menu = page.locator("[data-bottom-bar]");
    const [under, over] = [await menu.boundingBox(), await bar.boundingBox()];
    expect(over && under && over.y + over.height).toBeLessThanOrEqual(under?.y ?? 0);
    await expectAccessible(page);

    await bar.getByRole("button", { name: "Hide until this tab is closed" }).click();
    await expect(bar).toBeHidden();
    await page.reload();
    await page.waitForLoadState("networkidle");
    await expect(bar).toBeHidden();
    expect(faults).toEqual([]);
    await context.close();
  } finally {
    await debug.stop();
  }

  const loaded: string[] = [];
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto("/mentors");
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("complementary", { name: "Developer toolbar" })).toHaveCount(0);
  expect(loaded.filter((path) => /toolbar|debug/.test(path))).toEqual([]);
  await context.close();
});
