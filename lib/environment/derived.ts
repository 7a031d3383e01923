import type { Expression, Dimension } from '../template/expression';
import type { Json } from '../template/json';
import { evaluator } from '../template/evaluate';
import { Hole, type PortableNode } from '../template/node';
import { createPlaceholder, entryOf } from '../template/placeholder';
import { ParityError } from '../template/error';
import { toPortable } from '../template/portable';
import type { PlaceholderEntry, PlaceholderKind, PlaceholderRegistry } from '../template/registry';
import { type TemplatingProblem, templateOf } from '../template/templating';
import { formatPath } from '../template/json';
import { type Session, currentSession } from './session';
import { callSite } from './source-location';
import { createUnit, plainUnit, textOfUnit, unitEntryOf } from './units';

/** An operand of a derivation: its expression, and what is known of it. */
export interface Operand {
  readonly expression: Expression;
  readonly kind: PlaceholderKind;
  readonly dimension?: Dimension;
  readonly entry?: PlaceholderEntry;
  /** A literal unit or placeholder of one: the result is one too. */
  readonly isUnit: boolean;
}

/** Reads an operand: a placeholder, text that holds some, a unit, or a plain value. */
export function operandOf(value: unknown): Operand {
  const entry = unitEntryOf(value);
  if (entry !== undefined) {
    // A Cpu is an object around a text placeholder; the other two units are placeholders themselves.
    const isUnit = entry.kind === 'unit' || entryOf(value) === undefined;
    return { expression: entry.expression, kind: entry.kind, dimension: entry.dimension, entry, isUnit };
  }
  const unit = textOfUnit(value);
  if (unit !== undefined) {
    return { expression: { op: 'literal', value: unit.text }, kind: 'unit', dimension: unit.dimension, isUnit: true };
  }
  const { node, problems } = templateOf(value, registryNow());
  failOn(problems);
  if (node instanceof Hole) return { expression: node.value, kind: 'text', isUnit: false };
  if (toPortable(node).places.length > 0) {
    throw new ParityError({
      code: 'PARITY_COMPUTED',
      message: 'a derivation was given a list or an object that holds placeholders',
      where: callSite(),
      fix: 'give it the placeholder itself, or embed the data with text.json, text.yaml or derive.contentHash',
    });
  }
  return { expression: { op: 'literal', value: node as Json }, kind: kindOfValue(value), isUnit: false };
}

/** The portable form of data that may hold placeholders, for derivations that embed it. */
export function contentOf(data: unknown): PortableNode {
  const { body, places } = portableOf(data);
  // A copy: what the author does with the data afterwards is no part of the derivation.
  return { body: structuredClone(body), places };
}

/** The same without a copy, for data that nobody changes afterwards. */
export function portableOf(data: unknown): PortableNode {
  const { node, problems } = templateOf(data, registryNow());
  failOn(problems);
  return toPortable(node);
}

/** Gives a derivation's value to author code: a placeholder, or in a plain run the computed value. */
export function derived(
  expression: Expression,
  kind: PlaceholderKind,
  operands: readonly Operand[],
  dimension?: Dimension,
): unknown {
  const session = currentSession('a derivation was made');
  if (session.plain !== undefined) {
    const value = evaluator({ facts: {}, variations: new Map() })(expression);
    return dimension === undefined ? value : plainUnit(dimension, value as string);
  }
  const source = callSite();
  const of = operands
    .map((operand) => operand.entry?.describe())
    .filter(Boolean)
    .join(', ');
  const described = {
    describe: () =>
      `derivation '${expression.op}' of ${of === '' ? 'content' : of}${source === undefined ? '' : ` (${source})`}`,
    locate: callSite,
    home: operands.find((operand) => operand.entry?.home !== undefined)?.entry?.home ?? session.latestBirth?.construct,
  };
  if (dimension !== undefined) return createUnit(session.registry, dimension, expression, described);
  return createPlaceholder(session.registry, session.registry.register({ kind, expression, ...described }));
}

function registryNow(): PlaceholderRegistry {
  return (currentSession('a derivation was made') as Session).registry;
}

function kindOfValue(value: unknown): PlaceholderKind {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'number'
    ? 'number'
    : typeof value === 'boolean'
      ? 'boolean'
      : typeof value === 'object'
        ? 'map'
        : 'text';
}

function failOn(problems: readonly TemplatingProblem[]): void {
  const [problem] = problems;
  if (problem === undefined) return;
  throw new ParityError({
    code: problem.code,
    message: problem.message,
    where: [callSite(), formatPath(problem.path)].filter(Boolean).join(' '),
    got: problem.got,
    fix: problem.fix,
  });
}
