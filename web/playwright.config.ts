import { defineConfig } from "@playwright/test";

/** Journeys in the system's Chromium against the real binary (AX_BINARY), one server per worker: see e2e/server.ts. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  use: {
    browserName: "chromium",
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    trace: "off",
    launchOptions: {
      executablePath: process.env.AX_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
