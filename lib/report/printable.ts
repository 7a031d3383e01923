/**
 * Text that cannot steer a terminal: control and direction characters are shown as escapes, not sent.
 *
 * Names, values and reasons come from input. A newline is kept only where the caller wants lines.
 */
export function printable(text: string, options: { readonly keepLines?: boolean } = {}): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    if (character === '\n' && options.keepLines) return character;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The same, cut to so many characters, with a mark where it was cut. */
export function shortened(text: string, most: number): string {
  // Cut first: escaping a value of megabytes for forty characters would be wasted.
  const safe = printable(text.slice(0, most + 1));
  return safe.length <= most && text.length <= most ? safe : `${safe.slice(0, most - 1)}…`;
}
