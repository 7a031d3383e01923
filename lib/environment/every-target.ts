import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ParityFailure } from '../template/error';
import type { PortableNode } from '../template/node';
import { ChartRecords } from './chart-records';
import { portableOf } from './derived';
import { type Session, sessionOf } from './session';
import { callSite } from './source-location';

/** What a rule says is wrong in one target; where it is, is known. */
export type TargetProblem = Omit<ParityFailure, 'where'>;

/** Where a rule is asked. */
export interface AtTarget {
  /** `production`, or `production/eu`. */
  readonly target: string;
  /** The environment of which it is a preview. @default - it is none */
  readonly previewOf?: string;
  /** What rules remember of this target over all charts of a run, by a name of their own: who claimed a host. */
  readonly memory: Map<string, unknown>;
}

/** A rule over values that are known only when a target's are: what to fill, and what must hold of it. */
export interface TargetRule {
  /** The rule holds where this exists: under an alternative, only in the branch's environments. */
  readonly scope: Construct;
  readonly source: string | undefined;
  readonly content: PortableNode;
  check(value: unknown, at: AtTarget): readonly TargetProblem[];
}

const rules = new ChartRecords<TargetRule>('rules for every target');

/**
 * Holds a rule against the plain values of every target, when the chart is written.
 *
 * A constructor sees placeholders and cannot compare them: that an autoscaler's minimum is no more than its maximum, or
 * that a host is below the domain, can only be said of one environment. What is wrong is reported for each target by
 * itself, with all other failures of the run. `content` may hold variations, facts and derivations, but no value that
 * an alternative chose as a whole.
 *
 * ```ts
 * everyTarget(autoscaler, { min, max }, (value) => value.min <= value.max ? [] : [{ code: …, message: …, fix: … }]);
 * ```
 *
 * @param scope the construct that the rule is about; where an alternative leaves it out, the rule is left out as well
 * @param source the author's line; who declares several rules at once asks for it once, since it costs
 */
export function everyTarget<T>(
  scope: Construct,
  content: T,
  check: (value: T, at: AtTarget) => readonly TargetProblem[],
  source?: string,
): void {
  const session = sessionOf(scope);
  // The witness proves that plain values give the same manifests; the first run has asked the rules.
  if (session.plain !== undefined) return;
  const rule: TargetRule = {
    scope, source: source ?? callSite(), content: portableOf(content), check: check as TargetRule['check'],
  };
  rules.add(scope, rule, session);
}

export function targetRulesOf(session: Session, chart: Chart): readonly TargetRule[] {
  return rules.of(session, chart);
}
