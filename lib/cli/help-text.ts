/** A comment of an example stands below it, this far in. */
const COMMENT = ' '.repeat(6);
const EXAMPLE = /^ {2}\$ /;

/**
 * Lets what commands say below their options fit the width, as commander does with the options.
 *
 * Where one example of a text is too long with its comment, all comments go below their examples; a longer command is
 * continued so that it can still be copied.
 */
export function fitted(text: string, width: number): string {
  // Commander adds a line end to texts that have one.
  const lines = text.replace(/\n\n+$/, '\n').split('\n');
  const isTooWide = lines.some((line) => EXAMPLE.test(line) && line.length > width);
  return paragraphsOf(lines, width).flatMap((line) => {
    if (EXAMPLE.test(line)) return isTooWide ? exampleLines(line, width) : [line];
    if (line.length <= width) return [line];
    // What an exit code means stays in one piece.
    if (line.startsWith('Exit codes:')) return filled(line.split(/(?<= ·) /), width, '', '  ');
    return wrapped(line, width, /^ */.exec(line)?.[0] ?? '');
  }).join('\n');
}

/** Lines of prose that belong together, as one line where one of them is too long. */
function paragraphsOf(lines: readonly string[], width: number): string[] {
  const paragraphs: string[][] = [];
  let isProse = false;
  for (const line of lines) {
    const isMore = /^\S/.test(line) && !line.startsWith('Exit codes:');
    if (isMore && isProse) paragraphs.at(-1)?.push(line);
    else paragraphs.push([line]);
    isProse = isMore;
  }
  return paragraphs.flatMap((all) => (all.some((line) => line.length > width) ? [all.join(' ')] : all));
}

/** `  $ parity check    proves it` as the command, and below it what it is for. */
function exampleLines(line: string, width: number): string[] {
  const [, command = line, comment] = /^(.*?\S) {2,}(\S.*)$/.exec(line.slice(2)) ?? [line, line.slice(2)];
  const shown = command.length + 2 <= width ? [`  ${command}`] : continued(command, width);
  return comment === undefined ? shown : [...shown, ...wrapped(COMMENT + comment, width, COMMENT)];
}

/** A command over several lines, as a shell reads it; what is quoted stays together. */
function continued(command: string, width: number): string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^ ])+/g) ?? [];
  return filled(words, width - 2, '  ', '      ').map((line, i, all) => (i < all.length - 1 ? `${line} \\` : line));
}

function wrapped(line: string, width: number, indent: string): string[] {
  const start = /^ */.exec(line)?.[0] ?? '';
  return filled(line.slice(start.length).split(/ +/), width, start, indent);
}

/** Words in lines; a word that is longer than a line has one of its own. */
function filled(words: readonly string[], width: number, first: string, indent: string): string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      [line, isEmpty] = [indent, true];
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
