import { nearest } from '../environment/nearest';
import { printable } from '../report/printable';
import type { AssemblyIndex } from '../synth/assembly/assembly';
import { type Declaration, declarationsOf } from './declared-differences';

/** What a list of names says of an assembly's declared differences. */
export interface DifferenceReview {
  /** What differs and is not listed; one of each name. */
  readonly unlisted: readonly Declaration[];
  /** What is listed and is declared, but is the same everywhere. */
  readonly same: readonly { readonly listed: string; readonly declaration: Declaration }[];
  /** What is listed and nobody declared. */
  readonly unknown: readonly { readonly listed: string; readonly nearest?: string }[];
  /** Every name that differs: the list that would pass. */
  readonly differing: readonly string[];
}

/** Compares the declared differences of an assembly with a list of names, in which `*` stands for any text. */
export function reviewDifferences(index: AssemblyIndex, listed: readonly string[]): DifferenceReview {
  const declarations = declarationsOf(index);
  const exact = new Set(listed.filter((name) => !name.includes('*')));
  const patterns = listed.filter((name) => name.includes('*')).map((name) => ({ name, matches: matcherOf(name) }));
  const found = new Map<string, Declaration>();
  const unlisted = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const names = namesOf(declaration);
    const matched = [
      ...names.filter((name) => exact.has(name)),
      ...patterns.filter(({ matches }) => names.some(matches)).map(({ name }) => name),
    ];
    // One that differs says that a name is well listed, whatever else it means.
    for (const name of matched) if (found.get(name)?.differs !== true) found.set(name, declaration);
    if (declaration.differs && matched.length === 0 && !unlisted.has(declaration.name)) {
      unlisted.set(declaration.name, declaration);
    }
  }
  const known = [...new Set(declarations.flatMap(namesOf))];
  return {
    unlisted: [...unlisted.values()],
    same: [...new Set(listed)].flatMap((name) => {
      const declaration = found.get(name);
      return declaration === undefined || declaration.differs ? [] : [{ listed: name, declaration }];
    }),
    unknown: [...new Set(listed)].filter((name) => !found.has(name)).map((name) => {
      const near = known.some((other) => other.startsWith(`${name}.`)) ? `${name}.*` : nearest(name, known);
      return { listed: name, ...(near === undefined ? {} : { nearest: near }) };
    }),
    differing: [...new Set(declarations.filter(({ differs }) => differs).map(({ name }) => name))],
  };
}

function namesOf({ name, ofChart }: Declaration): readonly string[] {
  return ofChart === undefined ? [name] : [name, ofChart];
}

export function isExact({ unlisted, same, unknown }: DifferenceReview): boolean {
  return unlisted.length + same.length + unknown.length === 0;
}

/** A failure names at most so many of each sort; the rest is counted. */
const MOST = 40;

/** The review for people. */
export function describeReview({ unlisted, same, unknown, differing }: DifferenceReview): string {
  const sections = [
    section('differ, and are not listed', unlisted.map(describeDeclaration)),
    section('are listed, but are the same in every environment', same.map(({ listed, declaration }) =>
      (listed.includes('*') ? listed : `${listed}: ${[...declaration.values.values()][0] ?? 'nothing'}`))),
    section('are listed, but nobody declared them', unknown.map(describeUnknown)),
  ].filter((text) => text !== '');
  const whole = differing.slice(0, MOST).map((name) => `'${printable(name)}'`).join(', ');
  const rest = differing.length > MOST ? `, … ${differing.length - MOST} more` : '';
  return [...sections, `what differs: [${whole}${rest}]`].join('\n\n');
}

export function describeUnknown({ listed, nearest: near }: DifferenceReview['unknown'][number]): string {
  return `${listed}${near === undefined ? '' : `: is '${near}' meant?`}`;
}

function describeDeclaration({ name, values }: Declaration): string {
  return `${name}: ${[...values].map(([target, value]) => `${target} ${value}`).join(', ')}`;
}

function section(heading: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const rest = lines.length > MOST ? [`  … ${lines.length - MOST} more`] : [];
  return [`${heading}:`, ...lines.slice(0, MOST).map((line) => `  ${printable(line)}`), ...rest].join('\n');
}

/** `Checkout.*` as a test of names. Its pieces are looked for from left to right, so that no pattern is slow. */
function matcherOf(pattern: string): (name: string) => boolean {
  const [first, ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = name.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= name.length - last.length;
  };
}
