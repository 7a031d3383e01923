import { readFileSync } from 'node:fs';
import { ParityError } from '../../template/error';

/** Values that a person gives, in one of the two forms in which people keep them. */
export class GivenValues {
  private readonly values: ReadonlyMap<string, string>;
  private readonly isDotenv: boolean;

  /** @throws PARITY_BAD_ARGUMENT when the text is neither dotenv nor YAML; nothing of it is shown */
  constructor(given: string, where: string) {
    const text = given.replace(/^\uFEFF/, '');
    const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line)) ?? '';
    this.isDotenv = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/.test(first);
    this.values = this.isDotenv ? parseDotenv(text, where) : parseYaml(text, where);
  }

  /**
   * The value of an identity; an empty one is none.
   *
   * @param variables those of all identities that are looked for
   */
  find(identity: string, variables: ReadonlyMap<string, string> = variablesOf([identity])): string | undefined {
    const name = this.isDotenv ? variables.get(identity) : identity;
    return name === undefined ? undefined : this.values.get(name) || undefined;
  }

  /** How many entries are given that nobody asked for. */
  countBesides(identities: readonly string[]): number {
    const asked = new Set(this.isDotenv ? identities.map(variableName) : identities);
    return [...this.values.keys()].filter((name) => !asked.has(name)).length;
  }
}

/** Reads a file, or the standard input for `-`. @throws PARITY_BAD_ARGUMENT when it cannot be read */
export function readGiven(file: string): GivenValues {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    return new GivenValues(new TextDecoder('utf-8', { fatal: true }).decode(bytes), `--from ${file}`);
  } catch (cause) {
    if (cause instanceof ParityError) throw cause;
    const problem = cause instanceof TypeError ? 'no UTF-8 text' : (cause as NodeJS.ErrnoException).code;
    throw badFile(`--from ${file}`, problem ?? 'unreadable', cause);
  }
}

/** `PAYMENT_API_KEY` for `payment:apiKey`. */
export function variableName(identity: string): string {
  return identity.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/**
 * The variables that identities are given by. One that several would have is nobody's: a value would reach the wrong
 * key, and nothing would say so.
 */
export function variablesOf(identities: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const all = identities.map((identity) => [identity, variableName(identity)] as const);
  for (const [, name] of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(all.filter(([, name]) => counts.get(name) === 1 && !/^\d/.test(name)));
}

/** Blank lines and comments. */
const PASSED = /(?:[ \t\r]*(?:#[^\n]*)?\n|[ \t\r]+)*/;
/** A name, and its value in single quotes, in double quotes, or to a comment or the end of the line. */
const ASSIGNMENT = new RegExp([
  /(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*/,
  // What begins with a quote ends with one: else half of it, with the quote, would be taken for the value.
  /(?:'([^']*)'|"((?:[^"\\]|\\[^])*)"|((?!['" \t]|(?<=[ \t])#)[^\n](?:(?![ \t]#)[^\n])*)?)/,
  /[ \t\r]*(?:#[^\n]*)?(?:\n|$)/,
].map(({ source }) => source).join(''));
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** `NAME=text # why`, `NAME='text'` as it stands, `NAME="text"` with `\n`; quoted ones may have several lines. */
function parseDotenv(text: string, where: string): Map<string, string> {
  const values = new Map<string, string>();
  const [passed, assignment] = [new RegExp(PASSED, 'y'), new RegExp(ASSIGNMENT, 'y')];
  for (let at = 0; ;) {
    passed.lastIndex = at;
    at += passed.exec(text)?.[0].length ?? 0;
    if (at >= text.length || /^#[^\n]*$/.test(text.slice(at))) return values;
    assignment.lastIndex = at;
    const found = assignment.exec(text);
    if (found === null) {
      throw badFile(where, `line ${text.slice(0, at).split('\n').length}: no NAME=value, or an open quote`);
    }
    const [whole, name, raw, escaped, plain = ''] = found;
    values.set(name, raw ?? escaped?.replace(/\\(.)/gs, (_, c: string) => ESCAPES[c] ?? c) ?? plain.trim());
    at += whole.length;
  }
}

/** `payment: { apiKey: text }`; an entry that is a value itself stands alone. */
function parseYaml(text: string, where: string): Map<string, string> {
  const { load, FAILSAFE_SCHEMA, nullCoreTag } = require('js-yaml') as typeof import('js-yaml');
  let entries: unknown;
  try {
    // All is text, a password of digits stays as it is written; but what is not there is not the word `null`.
    entries = load(text, { schema: FAILSAFE_SCHEMA.withTags(nullCoreTag) });
  } catch (cause) {
    // js-yaml quotes the lines around what is wrong, and so would its stack.
    const { mark } = cause as { readonly mark?: { readonly line: number } };
    throw badFile(where, mark === undefined ? 'no YAML' : `line ${mark.line + 1}: no YAML`);
  }
  if (!isMap(entries)) throw badFile(where, 'no NAME=value lines, and no map');
  const values = new Map<string, string>();
  for (const [entry, of] of Object.entries(entries)) {
    for (const [property, value] of isMap(of) ? Object.entries(of) : [[undefined, of] as const]) {
      if (value === null) continue;
      // Half of a character would be another value when it is written.
      if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) throw badFile(where, 'a value that is no text');
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
