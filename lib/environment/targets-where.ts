import type { Construct } from 'constructs';
import { valueAt } from '../template/json';
import { sessionOf } from './session';

/** Asks what environments and clusters answer, for refusals that name them. */
export type AnswerOf = (...path: readonly string[]) => unknown;

/**
 * The environments and clusters whose facts fulfil a condition, by name.
 *
 * Only for saying what cannot work there: what is rendered never depends on it. Empty in the witness's run, whose
 * template run has asked already.
 */
export function targetsWhere(scope: Construct, condition: (answer: AnswerOf) => boolean): readonly string[] {
  const session = sessionOf(scope);
  if (session.plain !== undefined) return [];
  return [...session.facts]
    .filter(([, facts]) => condition((...path) => valueAt(facts, path)))
    .map(([target]) => target);
}
