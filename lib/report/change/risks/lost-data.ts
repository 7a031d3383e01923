import type { RiskRule } from '../risk';

const HOLDS: ReadonlyMap<string, string> = new Map([
  ['PersistentVolumeClaim', 'its volume may be deleted with it'],
  ['PersistentVolume', 'its data may not be reachable any more'],
  ['StatefulSet', 'its claims stay behind, or are deleted by its retention policy'],
  ['Namespace', 'all that is in it is deleted'],
  ['CustomResourceDefinition', 'all resources of its kind are deleted'],
]);

/** An object that holds data, or other objects, is gone. */
export const lostData: RiskRule = {
  name: 'lost-data',
  reason: 'what it holds cannot be brought back by reverting the change',
  find({ after, kind }) {
    const consequence = after === undefined ? HOLDS.get(kind) : undefined;
    return consequence === undefined ? [] : [{ message: `is removed: ${consequence}`, severity: 'high' }];
  },
};
