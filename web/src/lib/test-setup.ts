import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";
import { startTexts } from "@/app/texts";

startTexts();
afterEach(() => {
  cleanup();
  localStorage.clear();
});
