/** Hand a text to the browser as a file. */
export function download(name: string, text: string): void {
  // The mark in front lets Excel read Chinese.
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A cell of a CSV. A spreadsheet would run a text that begins like a formula. */
export function cell(text: string | number): string {
  const safe = typeof text === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : String(text);
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
