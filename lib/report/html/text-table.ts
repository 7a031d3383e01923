import { canonicalJson } from '../../template/canonical';
import type { Json } from '../../template/json';
import { printable } from '../printable';

/** The longest text of a report, in characters: a value of megabytes is no reading matter. */
export const LONGEST_TEXT = 2000;

const HALF_A_CHARACTER = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Every text once, in the order of its first use. */
export class TextTable {
  readonly texts: string[] = [];
  private readonly indexes = new Map<string, number>();

  /** The index of a text; -1 for none. */
  add(text: string | undefined): number {
    if (text === undefined) return -1;
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    this.indexes.set(text, this.texts.length);
    return this.texts.push(shown(text)) - 1;
  }
}

/** Every value once; values that differ keep apart, also where the text that is shown of them is the same. */
export class ValueTable {
  readonly values: string[] = [];
  private readonly indexes = new Map<string, number>();

  /** @param display what is shown instead. @default - the value: a text bare unless blank, everything else as JSON */
  add(value: Json | undefined, display?: string): number {
    if (value === undefined) return -1;
    const key = `${display ?? ''}\n${canonicalJson(value)}`;
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    this.indexes.set(key, this.values.length);
    const isBare = typeof value === 'string' && value.trim() !== '';
    return this.values.push(shown(display ?? (isBare ? value : JSON.stringify(value)))) - 1;
  }
}

/** A text as a page may show it: whole characters only, none that steers, and not without end. */
function shown(text: string): string {
  const cut = text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)} … (${text.length} characters)`;
  const whole = cut.replace(HALF_A_CHARACTER, '\ufffd');
  return printable(whole, { keepLines: true });
}
