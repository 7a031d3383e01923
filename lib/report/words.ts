import type { Json } from '../template/json';

/** `12,345`. Not by `toLocaleString`, whose tables take longer to load than a small check. */
export function numberText(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 chart`, `1,000 charts`. */
export function plural(n: number, noun: string): string {
  return `${numberText(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Some names, and how many more there are; one more costs no more than to count it. */
export function someOf<T = string>(names: readonly T[], most = 3, show: (name: T) => string = String): string {
  const named = names.length <= most + 1 ? names : names.slice(0, most);
  const rest = names.length - named.length;
  return `${named.map(show).join(', ')}${rest === 0 ? '' : ` and ${numberText(rest)} more`}`;
}

/** A value in one line: text as it stands, everything else as JSON. */
export function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
