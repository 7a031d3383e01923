/**
 * A line as several that fit: broken between words, or inside one that is longer than a line.
 *
 * @param hang how far the lines after the first are indented
 */
export function wrapped(text: string, width: number, hang: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const start = Math.max(hang, rest.search(/\S/));
    const space = rest.lastIndexOf(' ', width);
    const at = space > start ? space : insideWord(rest, start, width);
    lines.push(rest.slice(0, at).trimEnd());
    rest = ' '.repeat(hang) + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** After a step of a path, if one ends in the right half of the line. */
function insideWord(text: string, start: number, width: number): number {
  const step = Math.max(...['/', '@', ','].map((mark) => text.lastIndexOf(mark, width - 1))) + 1;
  if (step > (start + width) / 2) return step;
  // A pair of surrogates is one character.
  return /[\uD800-\uDBFF]/.test(text[width - 1]) ? width - 1 : width;
}
