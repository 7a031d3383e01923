import type { Json } from '../../template/json';
import { printable, shortened } from '../printable';
import type { Change } from './change';
import type { EnvironmentDifference } from './environment-difference';
import type { FilledPlace } from './filled-places';
import { numberText, someOf } from '../words';

/** The longest value, in characters. */
const MAX_VALUE = 40;
/** How much of two long values stands before the first character that differs. */
const CONTEXT = 12;

/** A value in few characters; a text that would read like another value, or like nothing, is quoted. */
export function valueWords(value: Json | undefined, most = MAX_VALUE): string {
  if (value === undefined) return '(none)';
  return shortened(plainText(value), most);
}

/** `2 -> 6`; of long values the parts in which they differ. */
export function changeWords(before: Json | undefined, after: Json | undefined, most = MAX_VALUE): string {
  return changeSides(before, after, most).join(' -> ');
}

/** Both sides of a change; of long values the parts in which they differ. */
export function changeSides(before: Json | undefined, after: Json | undefined, most = MAX_VALUE): [string, string] {
  const [former, latter] = [before, after].map((value) => (value === undefined ? '(none)' : plainText(value)));
  let start = 0;
  while (start < former.length && former[start] === latter[start]) start++;
  const isLong = former.length > most || latter.length > most;
  const from = isLong && start > most / 2 ? wholeCharacter(former, start - CONTEXT) : 0;
  const part = (text: string) => shortened(from === 0 ? text : `…${text.slice(from)}`, most);
  return [part(former), part(latter)];
}

/** What changes, with where it does when that is not everywhere: `2 -> 6 in eu, 2 -> 9 in us`. */
export function changesWords<T>(
  changes: readonly Change<T>[], difference: Compared, words: (change: Change<T>) => string,
): string {
  return changes.map((change) => {
    const where = whereWords(change.pairs, difference);
    return where === '' ? words(change) : `${words(change)} in ${where}`;
  }).join(', ');
}

/** The pairs for which something holds, by their clusters; empty when it holds for all. */
export function whereWords(numbers: readonly number[], difference: Compared): string {
  return numbers.length === difference.pairs.length ? '' : numbers.map(pairNamer(difference)).join(' and ');
}

/** Names a pair by what tells it from the others: `eu`. */
export function pairNamer({ from, to, pairs }: Compared): (pair: number) => string {
  const short = (name: string, environment: string) =>
    printable(name.startsWith(`${environment}/`) ? name.slice(environment.length + 1) : name);
  const [formers, latters] = [new Set(pairs.map((pair) => pair.from)), new Set(pairs.map((pair) => pair.to))];
  return (i) => {
    const [former, latter] = [short(pairs[i].from, from), short(pairs[i].to, to)];
    if (formers.size === 1 || former === latter) return latter;
    return latters.size === 1 ? former : `${former} -> ${latter}`;
  };
}

type Compared = Pick<EnvironmentDifference, 'from' | 'to' | 'pairs'>;

/** `Deployment/api spec.replicas, spec.minReadySeconds = scale(grace, 2)`, and how many more there are. */
export function placesWords(
  places: readonly FilledPlace[], { most = 3, isBare = false }: { most?: number; isBare?: boolean } = {},
): string {
  const byObject = new Map<string, string[]>();
  for (const { object, field, computed } of places.slice(0, most)) {
    const how = computed === undefined || isBare ? '' : ` = ${shortened(computed, 48)}`;
    const words = field === '' ? '(whether it is there)' : `${shortened(field, 120)}${how}`;
    const others = byObject.get(object);
    if (others === undefined) byObject.set(object, [words]);
    else others.push(words);
  }
  const named = [...byObject].map(([object, words]) => `${shortened(object, 80)} ${words.join(', ')}`);
  if (places.length > most) named.push(`and ${numberText(places.length - most)} more`);
  return named.join('; ');
}

/** Who set two values: `default`, `a.ts:5 and :7`. */
export function sourcesWords(sides: readonly { readonly from?: string; readonly source?: string }[]): string {
  let file = '';
  const named = sides.map(({ from, source }) => {
    if (from === 'default' || source === undefined) return from === 'default' ? 'default' : 'overlay';
    const [, path, line] = /^(.*)(:\d+)$/.exec(source) ?? [undefined, source, ''];
    const words = path === file && line !== '' ? line : source;
    file = path;
    return shortened(words, 80);
  });
  return [...new Set(named)].join(' -> ');
}

/** Some names in few characters, and how many more there are. */
export function someNames(names: readonly string[], most: number): string {
  return someOf(names, most, (name) => shortened(name, 60));
}

function plainText(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const readsOtherwise = value === '' || value !== value.trim() || /^(?:null|true|false|-?\d+(?:\.\d+)?)$/.test(value);
  return readsOtherwise ? JSON.stringify(value) : value;
}

/** Half of a character outside of the basic plane would print as rubbish. */
function wholeCharacter(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
