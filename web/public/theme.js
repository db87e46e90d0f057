// Runs before the first paint, so that a chosen theme never flashes. No choice: the system decides in CSS.
try {
  const chosen = localStorage.getItem("ax.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is blocked: the system's theme is used.
}
