import { useEffect } from "react";

/**
 * The keyboard of a phone covers the page instead of making it smaller: what is left is written to
 * `--keyboard-room`, so that the composer stays above it.
 */
export function useKeyboardRoom() {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const { style } = document.documentElement;
    const measure = () => {
      // Less than that is an address bar that comes and goes.
      if (window.innerHeight - view.height > 120) {
        style.setProperty("--keyboard-room", `${view.height}px`);
        window.scrollTo(0, 0);
      } else style.removeProperty("--keyboard-room");
    };
    view.addEventListener("resize", measure);
    return () => {
      view.removeEventListener("resize", measure);
      style.removeProperty("--keyboard-room");
    };
  }, []);
}
