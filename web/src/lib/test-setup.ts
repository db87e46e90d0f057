import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { startTexts } from "@/app/texts";

configure({ asyncUtilTimeout: 8_000 });
startTexts();
// What every browser has and jsdom lacks: nothing has a size here, and no media query holds.
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.matchMedia ??= (media) =>
  Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
Element.prototype.scrollTo ??= () => {};
afterEach(() => {
  cleanup();
  localStorage.clear();
});
