/**
 * The text that stands for a placeholder while it travels through other people's constructs.
 *
 * A marker mixes cases and holds `. - _ / : , =`, so that whatever changes, cuts, splits or encodes it breaks it
 * visibly; and each piece between two of those characters still carries a signature, so that a fragment is found.
 */

/**
 * In which way a placeholder was turned into text:
 * `v` the resolver placed it as a typed value, `t` as text (`${x}`), `j` inside `JSON.stringify`, `d` by `+`.
 */
export type MarkerForm = 'v' | 't' | 'j' | 'd';

const HEAD = 'ZqXj.-_/:,=KqXjZ';
const TAIL = 'ZjXqK=,:/_-.jXqZ';
const WHOLE = /^ZqXj\.-_\/:,=KqXjZ([vtjd])([0-9a-z]+)ZjXqK=,:\/_-\.jXqZ$/;
const EACH = /ZqXj\.-_\/:,=KqXjZ([vtjd])([0-9a-z]+)ZjXqK=,:\/_-\.jXqZ/;

export interface Marker { readonly form: MarkerForm; readonly id: string }

export function markerText(form: MarkerForm, id: string): string {
  return `${HEAD}${form}${id}${TAIL}`;
}

/** The marker that is this whole text, or undefined. */
export function parseMarker(text: string): Marker | undefined {
  const match = WHOLE.exec(text);
  return match === null ? undefined : { form: match[1] as MarkerForm, id: match[2] };
}

/** Splits text into literal pieces and whole markers; what remains of a broken marker stays in a literal piece. */
export function splitMarkers(text: string): (string | Marker)[] {
  const pieces = text.split(EACH);
  const parts: (string | Marker)[] = [];
  for (let i = 0; i < pieces.length; i += 3) {
    if (pieces[i] !== '') parts.push(pieces[i]);
    if (i + 2 < pieces.length) parts.push({ form: pieces[i + 1] as MarkerForm, id: pieces[i + 2] });
  }
  return parts;
}

/** Whether a placeholder stands in a text, whole: it is another text in each environment. */
export function holdsMarker(text: string): boolean {
  return EACH.test(text);
}

/** A cheap test that almost every ordinary string fails: only then is it worth looking closely. */
export function mayHoldMarker(text: string): boolean {
  return SUSPICIOUS.test(text);
}

/**
 * Why a text looks like the remains of a marker, or undefined.
 *
 * Looks for raw and case-folded fragments, base64 in its three alignments, hex, and the two texts into which
 * JavaScript coerces what it cannot compute.
 */
export function findResidue(text: string): string | undefined {
  if (FRAGMENT.test(text)) return 'a fragment of a placeholder';
  if (BASE64.some((piece) => text.includes(piece))) return 'a placeholder encoded as base64';
  if (HEX.test(text)) return 'a placeholder encoded as hex';
  if (text.includes('[object Object]')) return 'an object coerced to text';
  if (/^\W*NaN\W*\w{0,3}$/.test(text)) return 'a placeholder coerced to a number';
  return undefined;
}

/**
 * Signatures in any case. Four or five letters in a row occur by chance in base64 of some kilobytes, so that short
 * signatures count only where a character that base64 does not have, or the text's end, is next to them.
 */
const FRAGMENT = new RegExp([
  ...['zqxj', 'jxqz', 'kqxjz', 'zjxqk'].flatMap((piece) => [`${piece}(?![a-z0-9+/])`, `(?<![a-z0-9+/])${piece}`]),
  'kqxjz[vtjd]', 'zjxqkj',
].join('|'), 'i');
const HEX = /5a71586a|7a71786a|6a58715a|6a78717a/i;
/** The inner characters of the base64 of the head and the tail at each of the three alignments. */
const BASE64 = [HEAD, TAIL].flatMap((text) => [0, 1, 2].map((shift) => {
  const encoded = Buffer.from('\0'.repeat(shift) + text).toString('base64').replace(/=+$/, '');
  return encoded.slice(shift === 0 ? 0 : 4, -2).slice(0, 10);
}));
const SUSPICIOUS = new RegExp(
  ['zqxj', 'jxqz', 'kqxj', 'jxqk', '\\[object', 'nan', '5a71586a', '7a71786a', '6a58715a', '6a78717a',
    ...BASE64.map((piece) => piece.replace(/[+/]/g, '\\$&'))].join('|'),
  'i',
);
