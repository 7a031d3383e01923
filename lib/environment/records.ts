import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Session, sessionOf } from './session';
import { callSite } from './source-location';

/** A secure default that an author took away, for `parity.json`. */
export interface RemovedDefault {
  readonly construct: string;
  /** The default's name: `readOnlyRootFilesystem`. */
  readonly default: string;
  readonly reason: string;
  readonly source: string | undefined;
}

const REMOVED = Symbol('removed defaults');

/** Notes that a construct does without a secure default; `parity.json` and every report show the reason. */
export function recordRemovedDefault(scope: Construct, name: string, reason: string): void {
  const session = sessionOf(scope);
  const all = removedBy(session);
  const chart = Chart.of(scope);
  all.set(chart, [
    ...(all.get(chart) ?? []),
    { construct: scope.node.path, default: name, reason, source: callSite() },
  ]);
}

export function removedDefaultsOf(session: Session, chart: Chart): readonly RemovedDefault[] {
  return removedBy(session).get(chart) ?? [];
}

/** Weak, so that charts that are built one after another are not kept. */
function removedBy(session: Session): WeakMap<Chart, RemovedDefault[]> {
  return session.extension(REMOVED, () => new WeakMap<Chart, RemovedDefault[]>());
}
