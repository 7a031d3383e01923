import type { AssemblyIndex, TargetRecord } from '../../synth/assembly/assembly';
import { selectTargets } from '../../synth/assembly/select-targets';

/** Two targets that are compared, with what is known of them. */
export interface TargetRecordPair { readonly from: TargetRecord; readonly to: TargetRecord }

/**
 * The targets to compare for two names. An environment of one target is compared with each cluster of the other; of two
 * that have clusters, namesakes are compared, and a cluster without a namesake with the first of the other environment.
 *
 * The pairs of `(b, a)` are those of `(a, b)` turned around, in the order of `b`.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT when a name means none
 */
export function pairTargets(index: AssemblyIndex, from: string, to: string): TargetRecordPair[] {
  const [former, latter] = [selectTargets(index, from), selectTargets(index, to)];
  if (former.length === 1) return latter.map((target) => ({ from: former[0], to: target }));
  if (latter.length === 1) return former.map((target) => ({ from: target, to: latter[0] }));
  const namesakes = new Map(latter.map((target) => [target.cluster, target]));
  const known = new Set(former.map(({ cluster }) => cluster));
  return [
    ...former.map((target) => ({ from: target, to: namesakes.get(target.cluster) ?? latter[0] })),
    ...latter.filter(({ cluster }) => !known.has(cluster)).map((target) => ({ from: former[0], to: target })),
  ];
}
