import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, Server, test, watch } from "./server";

test("an error of a page reaches Sentry, whose code is loaded only then", async ({ page }) => {
  const envelopes: string[] = [];
  const sentry = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    envelopes.push(text);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(sentry, "listening");
  const server = await Server.start({
    AX_SENTRY_BROWSER_DSN: `http://key@127.0.0.1:${(sentry.address() as AddressInfo).port}/7`,
  });
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const faults = watch(page);

  // The server's own markup is seen first; what is thrown before the code is there, nobody hears.
  await page.goto(`${server.url}/mentors?q=secret-question`, { waitUntil: "networkidle" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(loaded.filter((path) => path.includes("/sentry-"))).toEqual([]);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError("nothing is right for asha@example.com");
    });
  });
  await expect.poll(() => envelopes.length).toBe(1);

  const event = JSON.parse(envelopes[0]?.split("\n")[2] ?? "");
  expect(event.exception.values[0]).toMatchObject({
    type: "TypeError",
    value: "nothing is right for [mail]",
  });
  expect(event.request.url).toBe(`${server.url}/mentors`);
  expect(event).toMatchObject({ environment: "development", release: expect.stringMatching(/^aspirex@/) });
  expect(envelopes[0]).not.toMatch(/asha@|secret-question/);
  expect(faults).toEqual(["script error: nothing is right for asha@example.com"]);
  await server.stop();
  sentry.close();
});
