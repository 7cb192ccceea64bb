/** Texts that shoppers wrote, cut into what is shown as it is and what is shown as a mark.
 *
 * Characters that turn the direction of a text, that have no width, or that are control characters
 * can make one text look like another. They are shown by their number instead. */
export interface Piece {
  text: string;
  mark: boolean;
}

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), mark: false });
    const number = match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    found.push({ text: `⟨U+${number}⟩`, mark: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), mark: false });
  return found;
}

/** The same as one text, where no element can be: chart labels, confirmations, `title`s. */
export const marked = (text: string): string =>
  pieces(text)
    .map((piece) => piece.text)
    .join("");
