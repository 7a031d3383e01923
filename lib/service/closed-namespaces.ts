import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type AtTarget, type TargetProblem, everyTarget } from '../environment/every-target';

/** What is known of one namespace in one environment: who closes it, and which services have no policy of their own. */
interface Known { closedBy: string | undefined; readonly open: string[] }

/** Notes that everything in the scope's namespace is closed that no policy opens. */
export function declareClosedNamespace(scope: Construct): void {
  everyTarget(scope, Chart.of(scope).namespace ?? '', (namespace, at) => {
    const known = knownOf(namespace, at);
    known.closedBy = scope.node.path;
    return known.open.map((service) => cutOff(service, scope.node.path));
  });
}

/**
 * Holds that a service without a NetworkPolicy is in no namespace that is closed as a whole, over all charts.
 *
 * It would be open nowhere: what it declares is said by its own policy alone, so that not even its calls would be
 * possible, nor those of others to it.
 */
export function declareOpenService(scope: Construct): void {
  everyTarget(scope, Chart.of(scope).namespace ?? '', (namespace, at) => {
    const known = knownOf(namespace, at);
    known.open.push(scope.node.path);
    return known.closedBy === undefined ? [] : [cutOff(scope.node.path, known.closedBy)];
  });
}

const KNOWN = 'closed namespaces';

function knownOf(namespace: string, { memory }: AtTarget): Known {
  const all = (memory.get(KNOWN) ?? new Map()) as Map<string, Known>;
  memory.set(KNOWN, all);
  const known = all.get(namespace) ?? { closedBy: undefined, open: [] };
  all.set(namespace, known);
  return known;
}

function cutOff(service: string, baseline: string): TargetProblem {
  return {
    code: 'PARITY_CUT_OFF', message: 'a service without a NetworkPolicy is in a namespace that is closed as a whole',
    got: `${service} without networkPolicy, in the namespace of the baseline ${baseline}`,
    expected: 'a policy of its own, which opens what it declares',
    fix: 'keep the default, and declare what it needs: calls, callsExternal, allowFrom; what every pod needs is allowed '
      + 'by the baseline',
  };
}
