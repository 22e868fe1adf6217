// Ids, names of files and whatever else somebody typed may hold anything: nothing invisible is shown, and nothing endless.

/** Controls, soft hyphen, bidi controls, zero-width characters, line and paragraph separators, fillers and tags: as on the command line. */
const INVISIBLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The text with everything that has no shape, or turns the line around, written as `\u{…}`; lines keep their ends. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same, cut where it gets long. */
export function shown(text: string, atMost = 160): string {
  // Cut before it is searched: a name may be as long as a file. Half a character is not left at the end.
  const cut = text.length > atMost ? `${text.slice(0, atMost).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return visible(cut);
}
