// Runs before the first paint, so that neither a chosen theme nor a visitor's page flashes. No choice: the system decides in CSS.
try {
  const chosen = localStorage.getItem("ax.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  // Theirs is not the page that visitors see first.
  if (localStorage.getItem("ax.session") !== null) document.documentElement.dataset.signedIn = "";
} catch {
  // Storage is blocked: the system's theme is used.
}
