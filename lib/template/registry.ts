import type { Dimension, Expression } from './expression';
import { splitMarkers } from './marker';

/** What JavaScript would see in a placeholder's stead, as far as its use in text, lists and maps depends on it. */
export type PlaceholderKind = 'text' | 'number' | 'boolean' | 'list' | 'map' | 'unit' | 'choice';

/** What a placeholder stands for, and how to speak of it. */
export interface PlaceholderEntry {
  readonly id: string;
  readonly kind: PlaceholderKind;
  readonly expression: Expression;
  /** `variation 'replicas' (services/checkout.ts:14)`: looked up late, since fields get their names after birth. */
  readonly describe: () => string;
  /** The author's source line that is running now, for an error raised at once. */
  readonly locate: () => string | undefined;
  /** What a quantity measures, for a unit or the text of one. */
  readonly dimension?: Dimension;
  /** Answers property reads of values that have parts: the conversions of a unit, the keys of a fact. */
  readonly property?: (key: string) => unknown;
  /** For a choice: the condition, and each branch's value as the author gave it. */
  readonly choice?: { readonly of: Expression; readonly branches: ReadonlyMap<string, unknown> };
  /** The construct at which it was declared. */
  readonly home?: object;
  /** The placeholder of one element, for a list. */
  readonly element?: PlaceholderEntry;
}

/** The last number of six digits to the base 36. */
const LAST_ID = 36 ** 6 - 1;

/**
 * The placeholders of one run, by their opaque ids.
 *
 * Ids carry no meaning: a second run with another `salt` must give the same template, which is how text that was
 * computed from a marker (a checksum, a length, a sort order) is found out.
 */
export class PlaceholderRegistry {
  private readonly entries = new Map<string, PlaceholderEntry>();

  /** Goes on when entries are forgotten: a placeholder that outlives its chart must not pass for another one. */
  private count = 0;

  /** @param prefix one character that tells the ids of this registry from those of others in the same program */
  constructor(private readonly salt: string = '', private readonly prefix: string = '') {}

  register(entry: Omit<PlaceholderEntry, 'id' | 'element'>): PlaceholderEntry {
    const element = entry.kind === 'list'
      ? this.register({
        kind: 'text',
        expression: { op: 'element', list: entry.expression },
        describe: () => `an element of ${entry.describe()}`,
        locate: entry.locate,
      })
      : undefined;
    const id = this.nextId();
    const registered = { ...entry, id, element };
    this.entries.set(id, registered);
    return registered;
  }

  /** Of one length, so that a salted run can have them in the opposite order: what sorts them shows. */
  private nextId(): string {
    const number = this.count++;
    return this.salt === ''
      ? `${this.prefix}${number.toString(36).padStart(3, '0')}`
      : `${this.salt}${(LAST_ID - number).toString(36)}`;
  }

  find(id: string): PlaceholderEntry | undefined {
    return this.entries.get(id);
  }

  /** A text of others, for people: placeholders in it are named. */
  explain(text: string): string {
    return splitMarkers(text)
      .map((part) => (typeof part === 'string' ? part : this.find(part.id)?.describe() ?? 'a placeholder')).join('');
  }

  /** Forgets all placeholders; only when nothing rendered with them is still to be templated. */
  clear(): void {
    this.entries.clear();
  }
}
