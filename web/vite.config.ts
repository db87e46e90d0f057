/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.AX_DEV_SERVER ?? "http://127.0.0.1:8000";

/**
 * React's renderer makes its signals of Errors while it is evaluated. Where an inspector is attached (developers' tools, Lighthouse) it
 * records for each where it was made, for which the whole renderer is parsed once more: a tenth of a second. Nobody reads
 * where they were made.
 */
const cheapSignals: Plugin = {
  name: "cheap-signals",
  transform: {
    filter: { id: /react-dom-client\.production\.js$/ },
    handler(code) {
      const cheap = code.replace(
        /Exception = Error\((formatProdErrorMessage\(\d+\))\)/g,
        "Exception = Object.create(Error.prototype, { message: { value: $1 } })",
      );
      if (cheap === code) this.error("React makes no signals of Errors any more");
      return cheap;
    },
  },
};

/** Vercel sets VERCEL in its own builds; one for another place would ask that place for Vercel's scripts. */
const vercelCounts = process.env.VITE_VERCEL === "1" && process.env.VERCEL === "1";
if (process.env.VITE_VERCEL === "1" && !vercelCounts)
  console.warn("VITE_VERCEL=1 is ignored: this is no build of Vercel (VERCEL=1)");

export default defineConfig({
  define: { "import.meta.env.VITE_VERCEL": JSON.stringify(vercelCounts ? "1" : "") },
  plugins: [react(), tailwind(), cheapSignals],
  resolve: {
    alias: [
      { find: "@", replacement: here("./src") },
      // Radix locks scrolling through a library that injects <style>, which our CSP forbids.
      { find: "react-remove-scroll", replacement: here("./src/ui/remove-scroll.tsx") },
    ],
  },
  server: { proxy: { "/api": server, "/sandbox": server, "/socket.io": { target: server, ws: true } } },
  build: {
    outDir: "dist",
    manifest: true,
    // An inlined asset is a data: URL, which the CSP would have to allow.
    assetsInlineLimit: 0,
    target: "baseline-widely-available",
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Every request of a first visit costs a phone a round trip: few files, none of them with much that is not used.
          groups: [
            // Apart, so that a phone compiles them one after another and not in one piece.
            {
              name: "react",
              test: /node_modules.(react|react-dom|scheduler)[\\/]|src.app.renderer/,
              priority: 12,
            },
            { name: "router", test: /node_modules.react-router[\\/]/, priority: 11 },
            {
              name: "base",
              test: /node_modules.(axios|i18next|react-i18next|@tanstack.query-core)[\\/]/,
              tags: ["$initial"],
              priority: 10,
            },
            { name: "shell", tags: ["$initial"], priority: 9 },
            { name: "query", test: /@tanstack.(react-)?query/, priority: 8 },
            { name: "icons", test: /lucide-react/, minShareCount: 3, priority: 7 },
            { name: "forms", test: /node_modules.(zod|react-hook-form|@hookform)/, priority: 6 },
            {
              name: "dialog",
              test: /@radix-ui.(primitive|react-(dialog|dismissable|focus|portal|presence|primitive|id|use-|context|compose|slot))/,
              priority: 5,
            },
            {
              name: "floating",
              test: /@floating-ui|@radix-ui.react-(menu|dropdown|popper|tooltip|popover)/,
              priority: 4,
            },
            {
              name: "ui",
              test: /src.(ui.(bits|field|select|countdown)|lib.(use-now|use-once|use-debounced|zones|month|use-title|save-file|site-status|new-key)).*(?<!test).tsx?$/,
              priority: 3,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://127.0.0.1/" } },
    setupFiles: ["src/lib/test-setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    env: { TZ: "Asia/Kolkata" },
    // Beside a compiler on two cores. What is waited for has as long as in test-setup.ts.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 8_000 } },
  },
});
