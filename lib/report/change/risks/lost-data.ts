import type { RiskRule } from '../risk';
import { groupKindOf } from './fields';

const HOLDS: ReadonlyMap<string, readonly [name: string, consequence: string]> = new Map([
  ['/PersistentVolumeClaim', ['claim', 'its volume may be deleted with it']],
  ['/PersistentVolume', ['volume', 'its data may not be reachable any more']],
  ['apps/StatefulSet', ['StatefulSet', 'its claims stay behind, or are deleted by its retention policy']],
  ['/Namespace', ['namespace', 'all that is in it is deleted']],
  ['apiextensions.k8s.io/CustomResourceDefinition',
    ['CustomResourceDefinition', 'all resources of its kind are deleted']],
]);
const FINAL = 'what it holds cannot be brought back by reverting the change';

/** Kinds of objects that hold data, or other objects. */
export const HOLDERS: ReadonlySet<string> = new Set(HOLDS.keys());

/** An object that holds data, or other objects, is gone. */
export const lostData: RiskRule = {
  name: 'lost-data',
  reason: FINAL,
  find(pair) {
    const held = pair.after === undefined ? HOLDS.get(groupKindOf(pair)) : undefined;
    if (held === undefined) return [];
    const [name, consequence] = held;
    return [{ message: `the ${name} is removed`, reason: `${consequence}: ${FINAL}`, severity: 'high' }];
  },
};
