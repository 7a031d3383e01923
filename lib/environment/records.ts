import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ChartRecords } from './chart-records';
import type { Session } from './session';
import { callSite } from './source-location';

/** A secure default that an author took away, for `parity.json`. */
export interface RemovedDefault {
  readonly construct: string;
  /** The default's name: `readOnlyRootFilesystem`. */
  readonly default: string;
  readonly reason: string;
  readonly source: string | undefined;
}

const removed = new ChartRecords<RemovedDefault>('removed defaults');

/** Notes that a construct does without a secure default; `parity.json` and every report show the reason. */
export function recordRemovedDefault(scope: Construct, name: string, reason: string): void {
  removed.add(scope, { construct: scope.node.path, default: name, reason, source: callSite() });
}

export function removedDefaultsOf(session: Session, chart: Chart): readonly RemovedDefault[] {
  return removed.of(session, chart);
}
