import type { JsonObject } from '../../../template/json';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, groupKindOf, values } from './fields';

/** What keeps data, or not, when what used it is gone: where, what is meant when it says nothing, and what happens. */
const POLICIES: ReadonlyMap<string, readonly (readonly [path: string, fallback: string, message: string])[]> = new Map([
  ['apps/StatefulSet', [
    ['spec.persistentVolumeClaimRetentionPolicy.whenDeleted', 'Retain', 'its claims are deleted with the StatefulSet'],
    ['spec.persistentVolumeClaimRetentionPolicy.whenScaled', 'Retain',
      'the claims of pods that are scaled away are deleted'],
  ]],
  ['/PersistentVolume', [
    ['spec.persistentVolumeReclaimPolicy', 'Retain', 'the volume is deleted with its claim'],
  ]],
  ['storage.k8s.io/StorageClass', [['reclaimPolicy', 'Delete', 'new volumes are deleted with their claims']]],
  ['snapshot.storage.k8s.io/VolumeSnapshotClass', [
    ['deletionPolicy', '', 'new snapshots are deleted with their objects'],
  ]],
]);

/** Data that was kept when its claim, pod or workload went away is deleted then. */
export const retention: RiskRule = {
  name: 'retention',
  reason: 'what is deleted later, even by mistake, takes its data along',
  find(pair) {
    const { before, after } = pair;
    if (before === undefined || after === undefined) return [];
    return (POLICIES.get(groupKindOf(pair)) ?? []).flatMap(([path, fallback, message]): Finding[] => {
      const policyOf = (side: JsonObject) => fieldOf(side, ...path.split('.')) ?? fallback;
      const [was, is] = [policyOf(before), policyOf(after)];
      return was !== 'Delete' && is === 'Delete' ? [{ message, severity: 'high', path, ...values(was, is) }] : [];
    });
  },
};
