import type { Json } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import { printable, shortened } from '../printable';

/** The longest value in a line or a table, in characters; a place that is asked for shows all of its own. */
export const MAX_VALUE = 120;
/** The longest text around it, such as a reason or the name of a file. */
export const MAX_TEXT = 400;
const MAX_NOTATION = 160;

/** A value in one line: text as it is, unless it could be taken for something else. */
export function valueText(value: { readonly value?: Json; readonly hidden?: true }, most: number): string {
  if (value.hidden) return SECRET_VALUE;
  return jsonText(value.value, most);
}

/** The same beside others: no longer than people compare, digests of images in 12 digits. */
export function shortValue(value: { readonly value?: Json; readonly hidden?: true }): string {
  return shortened(shortDigests(valueText(value, 2 * MAX_TEXT)), MAX_VALUE);
}

/** How a value is computed, beside others. */
export function shortNotation(notation: string): string {
  return shortened(shortDigests(notation.slice(0, 2 * MAX_TEXT)), MAX_NOTATION);
}

export function shortDigests(text: string): string {
  return text.replace(/sha256:[0-9a-f]{64}/g, (digest) => `${digest.slice(0, 19)}…`);
}

export function jsonText(value: Json | undefined, most: number): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') return shortened(JSON.stringify(value), most);
  if (isPlain(value)) return shortened(value, most);
  // A document in a text stays readable in the quotes that it does not hold.
  const quote = /["\\]/.test(value) && !/['\p{C}]/u.test(value) ? (text: string) => `'${text}'` : JSON.stringify;
  return shortened(quote(value), most);
}

/** Whether nobody could take the text for a number, a list, or nothing. */
function isPlain(text: string): boolean {
  return /^[^\s"'[{](?:.*\S)?$/u.test(text) && !/^(?:[-+.\d][\d.eE+-]*|true|false|null|nothing)$/.test(text);
}

/** A value in as many lines as it needs, cut honestly. */
export function valueLines(
  value: { readonly value?: Json; readonly hidden?: true }, most: number, rows: number,
): string[] {
  const { value: json, hidden } = value;
  if (hidden) return [SECRET_VALUE];
  const text = typeof json === 'string' && json.trimEnd().includes('\n') ? json.trimEnd()
    : typeof json === 'object' && json !== null && JSON.stringify(json).length > most ? JSON.stringify(json, null, 2)
    : jsonText(json, most * rows);
  const lines = text.split('\n').flatMap((line) => broken(line, most, rows + 2));
  const shown = lines.length <= rows + 1 ? lines : lines.slice(0, rows);
  return [...shown, ...(lines.length > shown.length ? ['… cut: --format json has all'] : [])];
}

/** A line as several, no longer than the first so many of them. */
function broken(line: string, most: number, rows: number): string[] {
  const text = printable(line.slice(0, most * rows));
  return text.length <= most ? [text] : text.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [];
}
