import type { AssemblyIndex } from '../../synth/assembly/assembly';
import type { ClusteredChange, EnvironmentChanges, EnvironmentName } from './change';

/** Environments and clusters that are new or gone, and whether the promotion order is another one. */
export function environmentChanges(
  base: AssemblyIndex, head: AssemblyIndex, clustered: readonly ClusteredChange[] = [],
): EnvironmentChanges {
  const former = namesOf(base);
  const latter = namesOf(head);
  const stayed = (of: ReadonlyMap<string, EnvironmentName>, others: ReadonlyMap<string, EnvironmentName>) =>
    [...new Set([...of].filter(([target]) => others.has(target)).map(([, { environment }]) => environment))];
  const order = { before: stayed(former, latter), after: stayed(latter, former) };
  const isSameOrder = order.before.every((name, i) => name === order.after[i]);
  return {
    added: [...latter].filter(([target]) => !former.has(target)).map(([, name]) => name),
    removed: [...former].filter(([target]) => !latter.has(target)).map(([, name]) => name),
    ...(isSameOrder ? {} : { order }), ...(clustered.length === 0 ? {} : { clustered }),
  };
}

function namesOf({ environments }: AssemblyIndex): Map<string, EnvironmentName> {
  return new Map(environments.flatMap(({ name, previewOf, targets }) => targets.map((target) => [target.name, {
    environment: name, ...(target.cluster === undefined ? {} : { cluster: target.cluster }),
    ...(previewOf === undefined ? {} : { previewOf }),
  }] as const)));
}
