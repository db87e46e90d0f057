/** Hands a text to the browser as a file to keep. */
export function saveFile(name: string, text: string, type: string) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A file at an address that works without a token, fetched by the browser itself: with its own progress, and going on
 * where it broke off. The server says what it is called.
 */
export function saveFrom(url: string) {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

/** The mark tells spreadsheets that it is UTF-8. */
export const saveCsv = (name: string, text: string) => saveFile(name, `\uFEFF${text}`, "text/csv");
