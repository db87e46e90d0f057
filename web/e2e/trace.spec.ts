import { expect, Server, test } from "./server";

test.use({ apart: "trace" });

test("what a page asks for while it comes up belongs to the trace that the server began with it", async ({
  browser,
}) => {
  // Nobody listens there, and nobody has to.
  const server = await Server.start({ AX_OTLP_ENDPOINT: "http://127.0.0.1:9", AX_TRACE_SAMPLE: "1" });
  try {
    const page = await browser.newPage({ baseURL: server.url });
    const sent = new Map<string, string | undefined>();
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      // Beacons, which count visits, have no headers.
      if (pathname.startsWith("/api/v1/") && pathname !== "/api/v1/traffic/")
        sent.set(pathname, request.headers().traceparent);
    });
    for (const path of ["/mentors", "/sign-in"]) {
      sent.clear();
      const document = await page.goto(path);
      const told = /traceparent;desc="([^"]+)"/.exec(document?.headers()["server-timing"] ?? "")?.[1];
      expect(told).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      await page.waitForLoadState("networkidle");
      expect(sent.size).toBeGreaterThan(0);
      expect([...sent].filter(([, trace]) => trace !== told)).toEqual([]);
    }
    await page.close();
  } finally {
    await server.stop();
  }
});
