import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

/** `npm run screens`: not a test. Pictures of every page for docs/screens, with the server and browser of the journeys. */
export default defineConfig({
  ...base,
  testDir: ".",
  testMatch: "take.ts",
  outputDir: "../../test-results/screens",
  timeout: 45 * 60_000,
  reporter: "line",
});
