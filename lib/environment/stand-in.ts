import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Expression } from '../template/expression';
import { ChartRecords } from './chart-records';
import type { Session } from './session';

/** What a stand-in says of itself: whom it stands in for, who answers for it, and until when. */
export interface StandInOptions {
  /** What it stands in for: `the payment provider`. */
  readonly for: string;
  /** Why an environment does without the real one. */
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it may stand in: `2027-03-31`. */
  readonly expires: string;
  /** The check that shows it to behave as the real one does: a test's path, a command, an address. */
  readonly conformance: string;
  /** The day since when it stands in. @default - not known, and reports say so */
  readonly since?: string;
}

/** A branch that was declared a stand-in, for `parity.json`. */
export interface StandInRecord extends StandInOptions {
  /** What chooses it: a fact or a variation. */
  readonly of: Expression;
  readonly branch: string;
  readonly source: string | undefined;
}

const OPTIONS = Symbol.for('cdk8s-parity.stand-in');

/**
 * Declares a branch of an alternative weaker than the others: it stands in where the real thing is not to be had.
 *
 * It is counted, its conformance check is named, and it expires: `parity check` fails after that day.
 *
 * ```ts
 * when(env.capabilities.payments, {
 *   true: () => env.paymentUrl,
 *   false: standIn({
 *     for: 'the payment provider', reason: 'it has no sandbox for laptops', owner: 'team-checkout',
 *     expires: '2027-03-31', conformance: 'test/payment-stub.test.ts',
 *   }, () => 'http://payment-stub:8080'),
 * });
 * ```
 */
export function standIn<R>(options: StandInOptions, branch: () => R): () => R {
  return Object.assign(() => branch(), { [OPTIONS]: options });
}

/** What a branch says of itself when it is a stand-in. */
export function standInOf(branch: object): StandInOptions | undefined {
  return (branch as { [OPTIONS]?: StandInOptions })[OPTIONS];
}

const standIns = new ChartRecords<StandInRecord>('stand-ins');

/** Notes a stand-in of the chart that holds a construct. */
export function recordStandIn(session: Session, home: Construct, record: StandInRecord): void {
  standIns.add(home, record, session);
}

export function standInsOf(session: Session, chart: Chart): readonly StandInRecord[] {
  return standIns.of(session, chart);
}
