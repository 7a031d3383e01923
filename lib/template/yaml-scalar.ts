/*
 * Scalars are written so that every reader in use around Kubernetes agrees on them, whether it follows YAML 1.1
 * (go-yaml under kubectl, PyYAML) or YAML 1.2 (js-yaml, yaml). Where the versions disagree, the text is quoted.
 */

/**
 * What stands raw in the output beside printable ASCII, as code point ranges of a regular expression class.
 *
 * Listed by hand and not by `\p{…}`, whose meaning follows the Unicode version of the Node that runs. Left out, hence
 * escaped: controls, line separators, no-break space, soft hyphen, zero-width and bidirectional controls (text that
 * reads differently from what it says), private use, the byte order mark, tags, non-characters and lone surrogates.
 */
const VISIBLE = '\\u{a1}-\\u{ac}\\u{ae}-\\u{61b}\\u{61d}-\\u{167f}\\u{1681}-\\u{180d}\\u{180f}-\\u{1fff}'
  + '\\u{2010}-\\u{2027}\\u{2030}-\\u{205e}\\u{2070}-\\u{2fff}\\u{3000}-\\u{d7ff}\\u{f900}-\\u{fdcf}'
  + '\\u{fdf0}-\\u{fdff}\\u{fe10}-\\u{fefe}\\u{ff01}-\\u{ffef}\\u{10000}-\\u{dffff}';

/**
 * Text without an indicator at its start, `: ` or ` #` inside, or a colon or space at its end.
 *
 * Nor an exponent by itself, such as the abbreviated commit `e1234567`: `yaml` reads it as NaN in its 1.1 mode.
 */
const PLAIN = new RegExp(
  '^(?!-?[eE][-+]?[0-9]+$)'
  + `(?:[A-Za-z0-9_$(/^\\\\${VISIBLE}]|\\./|--?[A-Za-z])(?:[!-9;-~${VISIBLE}]|:(?! |$)| (?!#|$))*$`, 'u');

/** Plain words that some reader takes for a boolean, a null or a number, in any spelling of theirs. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|-?inf|-?nan)$/i;

/** The letters that occur in no number, date or time of either YAML version: `256Mi` is text in both. */
const NOT_NUMERIC = /[g-nq-suvwyG-NQ-SUVWY]/;

const VISIBLE_LINES = new RegExp(`^[\\t\\n -~${VISIBLE}]*$`, 'u');
const VISIBLE_LINE = new RegExp(`^[ -~${VISIBLE}]*$`, 'u');

/** White space before a line's end, which editors strip and readers count, or nothing but line breaks. */
const BLOCK_TRAP = /[ \t](?:\n|$)|^\n*$/;

const HIDDEN = new RegExp(`[^ -~${VISIBLE}]`, 'gu');
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * A string on one line: plain where every reader takes it for the same string, else quoted.
 *
 * @throws TypeError when the string holds a lone surrogate, which UTF-8, and hence Kubernetes, cannot carry.
 */
export function inlineText(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/**
 * A string as a literal block scalar whose lines stand behind `indent`, or undefined when it is on one line or when a
 * block scalar cannot hold it exactly.
 *
 * The text ends without the line break that ends the entry. `indent` must be two columns deeper than its parent.
 */
export function blockText(text: string, indent: string): string | undefined {
  if (!text.includes('\n') || !VISIBLE_LINES.test(text) || BLOCK_TRAP.test(text)) return undefined;
  // A first line with its own indentation would be taken for the block's; a tab there stops go-yaml.
  const indicator = /^\n*[ \t]/.test(text) ? '2' : '';
  const chomping = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : '';
  const body = chomping === '-' ? text : text.slice(0, -1);
  return `|${indicator}${chomping}\n${body.replace(/^(?=[^\n])/gm, indent)}`;
}

/**
 * A number that reads back exactly in YAML 1.1 and 1.2; -0 becomes 0, as in JSON.
 *
 * @throws TypeError when the number is not finite.
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as YAML`);
  const text = String(value);
  const exponent = text.indexOf('e');
  // YAML 1.1 knows an exponent only behind a dot: 1e+21 would be a string.
  return exponent < 0 || text.includes('.') ? text : `${text.slice(0, exponent)}.0${text.slice(exponent)}`;
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text) || (text.length <= 5 && WORD.test(text))) return false;
  const first = text.charCodeAt(0);
  return first < 0x30 || first > 0x39 || NOT_NUMERIC.test(text);
}

function quoted(text: string): string {
  if (VISIBLE_LINE.test(text)) {
    if (!text.includes('"') && !text.includes('\\')) return `"${text}"`;
    if (!text.includes('\'')) return `'${text}'`;
    return JSON.stringify(text);
  }
  if (LONE_SURROGATE.test(text)) throw new TypeError('a string with a lone surrogate cannot be written as YAML');
  return JSON.stringify(text).replace(HIDDEN, escapeHidden);
}

function escapeHidden(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
