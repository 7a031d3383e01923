import { ParityError } from '../../template/error';

/** One step of a path as it was typed; what it means depends on what the object holds. */
export interface PathStep {
  readonly text: string;
  /** `name` stands after a dot or a slash, `label` in brackets, `quoted` in brackets and quotes. */
  readonly form: 'name' | 'label' | 'quoted';
}

/** Longer than any path that a manifest has. */
const MAX_LENGTH = 10_000;

/**
 * Reads a path as people write it and as `pathDescriber` prints it: `spec.containers[api].env[PORT].value`,
 * `data["settings.json"]`; also a JSON Pointer, as patches have: `/spec/containers/0`.
 *
 * @throws PARITY_BAD_ARGUMENT where it is broken
 */
export function parsePath(text: string): PathStep[] {
  if (text.length > MAX_LENGTH) throw broken(`${text.slice(0, 60)}…`, `longer than ${MAX_LENGTH} characters`);
  if (text.startsWith('/')) return parsePointer(text);
  const steps: PathStep[] = [];
  // kubectl writes a dot first.
  let at = text.startsWith('.') ? 1 : 0;
  if (at === 1 && text.length === 1) return [];
  let isAfterDot = at === 1;
  while (at < text.length) {
    if (text[at] === '[' && !isAfterDot) {
      const bracket = readBracket(text, at);
      steps.push(bracket.step);
      at = bracket.end;
    } else if (text[at] === '.' && !isAfterDot && steps.length > 0) {
      at += 1;
      isAfterDot = true;
      continue;
    } else {
      const name = /^[^.[\]"]+/.exec(text.slice(at))?.[0];
      const isAfterBracket = !isAfterDot && steps.length > 0;
      if (name === undefined || isAfterBracket) throw broken(text, `'${text[at]}' at character ${at + 1}`);
      steps.push({ text: name, form: 'name' });
      at += name.length;
    }
    isAfterDot = false;
  }
  if (isAfterDot) throw broken(text, 'a dot at its end');
  return steps;
}

/** RFC 6901. */
function parsePointer(text: string): PathStep[] {
  return text.slice(1).split('/').map((token) =>
    ({ text: token.replaceAll('~1', '/').replaceAll('~0', '~'), form: 'name' }));
}

function readBracket(text: string, start: number): { readonly step: PathStep; readonly end: number } {
  const rest = text.slice(start);
  const quoted = /^\["((?:[^"\\]|\\.)*)"\]/s.exec(rest);
  if (quoted !== null) {
    return { step: { text: unquote(quoted[1], text), form: 'quoted' }, end: start + quoted[0].length };
  }
  const single = /^\['([^']*)'\]/.exec(rest);
  if (single !== null) return { step: { text: single[1], form: 'quoted' }, end: start + single[0].length };
  const label = /^\[([^[\]"]+)\]/.exec(rest);
  if (label === null) throw broken(text, `a bracket that does not close, at character ${start + 1}`);
  return { step: { text: label[1], form: 'label' }, end: start + label[0].length };
}

const ESCAPES: ReadonlyMap<string, string> =
  new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['b', '\b'], ['f', '\f'], ['"', '"'], ['\\', '\\'], ['/', '/']]);

/** The escapes of JSON, and `\u{200b}` for what would not show. */
function unquote(quoted: string, path: string): string {
  return quoted.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.?))/gs,
    (whole, point: string | undefined, unit: string | undefined, letter: string | undefined) => {
      if (point !== undefined && Number.parseInt(point, 16) <= 0x10ffff) {
        return String.fromCodePoint(Number.parseInt(point, 16));
      }
      if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16));
      const meant = letter === undefined ? undefined : ESCAPES.get(letter);
      if (meant === undefined) throw broken(path, `the escape '${whole}'`);
      return meant;
    });
}

function broken(path: string, what: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'the path cannot be read', where: path, got: what,
    expected: 'keys after dots, list elements and odd keys in brackets: spec.containers[api].env[0], data["a.b"]',
    fix: 'write it as parity explain prints it; in a shell, put it in single quotes',
  });
}
