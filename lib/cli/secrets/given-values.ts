import { readFileSync } from 'node:fs';
import { ParityError } from '../../template/error';

/** Values that a person gives, in one of the two forms in which people keep them. */
export class GivenValues {
  private readonly values: ReadonlyMap<string, string>;
  private readonly spelling: (identity: string) => string;

  /** @throws PARITY_BAD_ARGUMENT when the text is neither dotenv nor YAML; nothing of it is shown */
  constructor(text: string, where: string) {
    const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
    const isDotenv = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/.test(first);
    this.spelling = isDotenv ? variableName : (identity) => identity;
    this.values = isDotenv ? parseDotenv(text, where) : parseYaml(text, where);
  }

  /** The value of an identity; an empty one is none. */
  find(identity: string): string | undefined {
    return this.values.get(this.spelling(identity)) || undefined;
  }

  /** How many entries are given that nobody asked for. */
  countBesides(identities: readonly string[]): number {
    const asked = new Set(identities.map(this.spelling));
    return [...this.values.keys()].filter((name) => !asked.has(name)).length;
  }
}

/** Reads a file, or the standard input for `-`. @throws PARITY_BAD_ARGUMENT when it cannot be read */
export function readGiven(file: string): GivenValues {
  try {
    return new GivenValues(readFileSync(file === '-' ? 0 : file, 'utf8'), `--from ${file}`);
  } catch (cause) {
    if (cause instanceof ParityError) throw cause;
    throw badFile(`--from ${file}`, (cause as NodeJS.ErrnoException).code ?? 'unreadable', cause);
  }
}

/** `PAYMENT_API_KEY` for `payment:apiKey`. */
export function variableName(identity: string): string {
  return identity.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** Blank lines and comments. */
const PASSED = /(?:[ \t]*(?:#[^\n]*)?\n|[ \t]+)*/;
/** A name, and its value in single quotes, in double quotes, or to the end of the line. */
const ASSIGNMENT = new RegExp([
  /(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*/,
  /(?:'([^']*)'|"((?:[^"\\]|\\[^])*)"|([^\n]*))/,
  /[ \t]*(?:#[^\n]*)?(?:\n|$)/,
].map(({ source }) => source).join(''));

/** `NAME=text`, `NAME='text'` as it stands, `NAME="text"` with `\n`; quoted ones may have several lines. */
function parseDotenv(text: string, where: string): Map<string, string> {
  const values = new Map<string, string>();
  const [passed, assignment] = [new RegExp(PASSED, 'y'), new RegExp(ASSIGNMENT, 'y')];
  for (let at = 0; ;) {
    passed.lastIndex = at;
    at += passed.exec(text)?.[0].length ?? 0;
    if (at >= text.length || /^#[^\n]*$/.test(text.slice(at))) return values;
    assignment.lastIndex = at;
    const found = assignment.exec(text);
    if (found === null) throw badFile(where, `line ${text.slice(0, at).split('\n').length}: no NAME=value`);
    const [whole, name, raw, escaped, plain = ''] = found;
    values.set(name, raw ?? escaped?.replace(/\\(.)/gs, (_, c: string) => (c === 'n' ? '\n' : c)) ?? plain.trim());
    at += whole.length;
  }
}

/** `payment: { apiKey: text }`; an entry that is a value itself stands alone. */
function parseYaml(text: string, where: string): Map<string, string> {
  const { load, FAILSAFE_SCHEMA } = require('js-yaml') as typeof import('js-yaml');
  let entries: unknown;
  try {
    // All is text: a password of digits stays as it is written.
    entries = load(text, { schema: FAILSAFE_SCHEMA });
  } catch (cause) {
    // js-yaml quotes the lines around what is wrong, and so would its stack.
    const { mark } = cause as { readonly mark?: { readonly line: number } };
    throw badFile(where, mark === undefined ? 'no YAML' : `line ${mark.line + 1}: no YAML`);
  }
  if (!isMap(entries)) throw badFile(where, 'no NAME=value lines, and no map');
  const values = new Map<string, string>();
  for (const [entry, of] of Object.entries(entries)) {
    for (const [property, value] of isMap(of) ? Object.entries(of) : [[undefined, of] as const]) {
      if (typeof value !== 'string') throw badFile(where, 'a value that is no text');
      values.set(property === undefined ? entry : `${entry}:${property}`, value);
    }
  }
  return values;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badFile(where: string, got: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'values cannot be read from this file', where, got,
    expected: 'PAYMENT_API_KEY=... lines, or YAML: payment: { apiKey: ... }', fix: 'mend it; nothing was written',
  }, cause === undefined ? undefined : { cause });
}
