import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { startTexts } from "@/app/texts";

configure({ asyncUtilTimeout: 8_000 });
startTexts();
afterEach(() => {
  cleanup();
  localStorage.clear();
});
