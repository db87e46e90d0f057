import { readFileSync, writeFileSync } from "node:fs";
import type { Request } from "@playwright/test";
import { aStudent } from "./chat-people";
import { expect, test } from "./server";

const mebibyte = 1024 * 1024;

test("a large CV goes on where its connection broke, also after a reload, and is downloaded by the browser", async ({
  browser,
  server,
}, info) => {
  test.setTimeout(90_000);
  const path = info.outputPath("my cv.pdf");
  const pdf = Buffer.concat([
    Buffer.from("%PDF-1.7\n"),
    Buffer.alloc(4 * mebibyte, "abcdefgh"),
    Buffer.from("\n%%EOF\n"),
  ]);
  writeFileSync(path, pdf);
  const nina = await aStudent(browser, server);
  const { page } = nina;
  await page.goto("/profile", { waitUntil: "networkidle" });
  const chooser = page.locator('#part-cv input[type="file"]');
  const said: string[] = [];
  const offset = (request: Request) => Number(request.headers()["upload-offset"]);
  page.on("request", (request) => {
    if (!/\/api\/v1\/uploads\//.test(request.url())) return;
    const at = offset(request);
    said.push(Number.isNaN(at) ? request.method() : `${request.method()} ${at / mebibyte}`);
  });

  // The third part never arrives, and then the page goes away.
  await page.route("**/api/v1/uploads/*", (route, request) =>
    offset(request) === 2 * mebibyte ? undefined : route.continue(),
  );
  await chooser.setInputFiles(path);
  const bar = page.getByRole("progressbar", { name: "Uploading the CV" });
  await expect(bar).toBeVisible();
  await expect.poll(() => said).toEqual(["POST", "PATCH 0", "PATCH 1", "PATCH 2"]);
  await page.reload({ waitUntil: "networkidle" });
  await page.unrouteAll({ behavior: "ignoreErrors" }); // which sends on what is held, so not before it is gone

  // Chosen again it goes on; the connection breaks once more, and nobody has to do anything.
  said.length = 0;
  let broken = 0;
  await page.route("**/api/v1/uploads/*", (route, request) => {
    if (offset(request) !== 3 * mebibyte || broken > 0) return route.continue();
    broken += 1;
    return route.abort("connectionreset");
  });
  await chooser.setInputFiles(path);
  await expect(page.getByText("Your CV is saved.").first()).toBeVisible({ timeout: 30_000 });
  expect(said).toEqual(["HEAD", "PATCH 2", "PATCH 3", "HEAD", "PATCH 3", "PATCH 4"]);

  const file = page.waitForEvent("download");
  await page.locator("#part-cv").getByRole("button", { name: "Download" }).click();
  const download = await file;
  expect(download.url()).toMatch(/\/api\/v1\/cv-files\/S\d+\?expires=\d+&signature=/);
  expect(readFileSync(await download.path())).toEqual(pdf);
  await nina.end();
});
