import type { RiskRule } from '../risk';

const HOLDS: ReadonlyMap<string, readonly [name: string, consequence: string]> = new Map([
  ['PersistentVolumeClaim', ['claim', 'its volume may be deleted with it']],
  ['PersistentVolume', ['volume', 'its data may not be reachable any more']],
  ['StatefulSet', ['StatefulSet', 'its claims stay behind, or are deleted by its retention policy']],
  ['Namespace', ['namespace', 'all that is in it is deleted']],
  ['CustomResourceDefinition', ['CustomResourceDefinition', 'all resources of its kind are deleted']],
]);
const FINAL = 'what it holds cannot be brought back by reverting the change';

/** An object that holds data, or other objects, is gone. */
export const lostData: RiskRule = {
  name: 'lost-data',
  reason: FINAL,
  find({ after, kind }) {
    const held = after === undefined ? HOLDS.get(kind) : undefined;
    if (held === undefined) return [];
    const [name, consequence] = held;
    return [{ message: `the ${name} is removed`, reason: `${consequence}: ${FINAL}`, severity: 'high' }];
  },
};
