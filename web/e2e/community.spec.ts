import { readFileSync } from "node:fs";
import { join } from "node:path";
import { aMentor, aStudent } from "./chat-people";
import { demo } from "./people";
import { expect, expectAccessible, test } from "./server";

const overflow = "document.documentElement.scrollWidth - window.innerWidth";
const payloads = readFileSync(join(import.meta.dirname, "../../server/tests/corpus/xss/payloads.txt"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.replaceAll("\\n", "\n"));

test("a student writes, likes, comments and deletes; a mentor is mentioned; the staff decide", async ({
  browser,
  server,
}) => {
  const nina = await aStudent(browser, server, { viewport: { width: 390, height: 844 } });
  const asha = await aMentor(browser, server, demo.mentor);
  const staff = await aMentor(browser, server, demo.staff);
  const { page } = nina;

  await page.goto("/community");
  await expect(page.getByRole("link", { name: "Welcome to the community" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Write a post" }).first().click();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByLabel("Title")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Title").fill("How do I begin?");
  await page.getByLabel("Text").fill("With **small** steps, @M000001?");
  await page.getByLabel("Tags").fill("First Steps,");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("region", { name: "Preview" }).locator("strong")).toHaveText("small");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("heading", { name: "How do I begin?" })).toBeVisible();
  const post = page.url();
  expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);

  await asha.page.goto("/notifications");
  await asha.page.getByRole("link", { name: "Nina Berger mentioned you" }).click();
  await expect(asha.page.getByRole("heading", { name: "How do I begin?" })).toBeVisible();
  await asha.page.getByRole("button", { name: "0 likes" }).click();
  await expect(asha.page.getByRole("button", { name: "1 like" })).toHaveAttribute("aria-pressed", "true");
  await asha.page.getByLabel("Your comment").fill("With *one* question.");
  await asha.page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(asha.page.getByText("With one question.")).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Reply" }).click();
  await page.getByLabel("Your reply").fill("Which one?");
  await page.getByRole("button", { name: "Reply", exact: true }).last().click();
  await expect(page.getByText("Which one?")).toBeVisible();
  await expectAccessible(page);

  await asha.page.getByRole("button", { name: "Report" }).first().click();
  await asha.page.getByRole("dialog").getByRole("button", { name: "Report" }).click();
  await expect(asha.page.getByText("Thank you. We will look at it.")).toBeVisible();
  await staff.page.goto("/staff/reports");
  await expectAccessible(staff.page);
  await staff.page.getByRole("button", { name: "Leave it" }).click();
  await expect(staff.page.getByText("Nothing is reported")).toBeVisible();

  await page.goto(post);
  await page.getByRole("button", { name: "Delete" }).first().click();
  await expect(page.getByText("The post is deleted")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "How do I begin?" })).toBeVisible();
  await page.goto("/community?q=small%20steps");
  await expect(page.getByRole("link", { name: "How do I begin?" })).toBeVisible();
  await page.goto("/community?tag=first-steps");
  await expect(page.getByRole("link", { name: "How do I begin?" })).toBeVisible();
  expect([...nina.faults, ...asha.faults, ...staff.faults]).toEqual([]);
  await Promise.all([nina.end(), asha.end(), staff.end()]);
});

test("visitors see the latest posts", async ({ watched: page }) => {
  await page.goto("/community");
  await expect(page.getByRole("link", { name: "Welcome to the community" })).toBeVisible();
  await expect(page.getByText("Join to search", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Welcome to the community" }).click();
  await expect(page.getByRole("link", { name: "Sign in to comment" })).toBeVisible();
  await expectAccessible(page);
});

for (const bypassCSP of [false, true]) {
  test(`no payload of the corpus runs, CSP ${bypassCSP ? "off" : "on"}`, async ({ browser, server }) => {
    expect(payloads).toHaveLength(200);
    const staff = await aMentor(browser, server, demo.staff, { bypassCSP });
    const { page } = staff;
    const alerts: string[] = [];
    page.on("dialog", (dialog) => {
      alerts.push(dialog.message());
      void dialog.dismiss();
    });
    // Ten posts of twenty payloads each, as title, text, tag-free; read in the list and alone.
    const posts = await page.evaluate(
      async ({ payloads, run }) => {
        const { token } = JSON.parse(localStorage.getItem("ax.session") ?? "{}") as { token: string };
        const ids: number[] = [];
        for (let at = 0; at < payloads.length; at += 20) {
          const some = payloads.slice(at, at + 20);
          const answer = await fetch("/api/v1/community/posts/", {
            method: "POST",
            headers: { Authorization: `Token ${token}`, "Content-Type": "application/json" },
            body: JSON.stringify({
              title: `xss ${(some[0] ?? "").replaceAll("\n", " ").slice(0, 100)}`,
              text: some.join("\n\n"),
              tags: [],
              draft: true,
              client_key: `xss-${run}-${at}`,
            }),
          });
          if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
          ids.push(((await answer.json()) as { id: number }).id);
        }
        return ids;
      },
      { payloads, run: String(bypassCSP) },
    );
    const strangers = () =>
      page
        .locator("article, main")
        .locator("script, img, svg[onload], iframe, object, embed, form[action], style, [onclick], [onerror]")
        .count();
    await page.goto("/community?feed=mine");
    await expect(page.getByRole("article").first()).toBeVisible();
    expect(await strangers()).toBe(0);
    for (const post of posts) {
      await page.goto(`/community/${post}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await strangers(), `post ${post}`).toBe(0);
      // The attribute as it is written: what no browser can parse leads nowhere, but has to begin like this as well.
      const links = await page
        .locator("main a[target=_blank]")
        .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      for (const link of links) expect(link).toMatch(/^https?:\/\//);
    }
    expect(alerts).toEqual([]);
    await staff.end();
  });
}
