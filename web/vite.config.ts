/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.AX_DEV_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), tailwind()],
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
