import { canonicalJson } from '../../template/canonical';
import type { Json } from '../../template/json';

/** What differs in some of the compared pairs, and in the same way in each of them. */
export interface Change<T> extends Sides<T> {
  /** Positions in the list of pairs. */
  readonly pairs: readonly number[];
}

export interface Sides<T> {
  /** @default - there is nothing on this side */
  readonly before?: T;
  /** @default - there is nothing on this side */
  readonly after?: T;
}

/** Asks every pair what differs, and says once what several say alike. */
export function gatherChanges<P, C extends object>(
  pairs: readonly P[], look: (pair: P) => C | undefined,
): (C & { readonly pairs: readonly number[] })[] {
  const found = new Map<string, C & { pairs: number[] }>();
  pairs.forEach((pair, i) => {
    const change = look(pair);
    if (change === undefined) return;
    const key = JSON.stringify(change);
    const same = found.get(key);
    if (same === undefined) found.set(key, { pairs: [i], ...change });
    else same.pairs.push(i);
  });
  return [...found.values()];
}

/** Two sides, of which one may have nothing. */
export function sidesOf<T>(before: T | undefined, after: T | undefined): Sides<T> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Whether two values are the same JSON, or both absent. */
export function sameValue(before: Json | undefined, after: Json | undefined): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object') return false;
  return canonicalJson(before) === canonicalJson(after);
}
