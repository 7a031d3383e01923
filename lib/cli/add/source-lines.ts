import { ParityError } from '../../template/error';

/** Lines that a command adds to a file, above the marker of that name: `parity add service: imports`. */
export interface Insertion { readonly marker: string; readonly lines: readonly string[] }

/** How a marker's line ends, so that people see what it is for. */
const REST = ' stand above this line';

/**
 * Adds lines above markers, which are comments that the templates put there; nothing else of the file is looked at.
 *
 * The lines get the marker's indentation, and the file's quotes and line ends.
 *
 * @throws PARITY_BAD_ARGUMENT with the lines to add by hand, when a marker is not there, or twice
 */
export function insertAboveMarkers(path: string, text: string, insertions: readonly Insertion[]): string {
  const lines = text.split('\n');
  const quote = (line: string) => (isDoubleQuoted(text) ? line.replaceAll("'", '"') : line);
  for (const { marker, lines: added } of insertions) {
    const comment = `// ${marker}${REST}`;
    const at = lines.flatMap((line, i) => (line.trim() === comment ? [i] : []));
    if (at.length !== 1) throw notUnderstood(path, `${at.length} lines '${comment}'`, insertions);
    const [, indentation, end] = /^(\s*).*?(\r?)$/.exec(lines[at[0]]) as RegExpExecArray;
    lines.splice(at[0], 0, ...added.map((line) => `${indentation}${quote(line)}${end}`));
  }
  return lines.join('\n');
}

/** As its imports are: formatters choose one quote for all. */
export function isDoubleQuoted(text: string): boolean {
  return text.includes(' from "') && !text.includes(" from '");
}

function notUnderstood(path: string, got: string, insertions: readonly Insertion[]): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT',
    message: 'a file is not as parity add knows it, and nothing was written',
    where: path,
    got,
    expected: insertions.map(({ marker }) => `one line '// ${marker}${REST}'`).join('\n'),
    fix: ['put these comments back and run it again; it adds above them, as you can by hand:',
      ...insertions.flatMap(({ lines }) => lines)].join('\n'),
  });
}
