import type { FieldDifference } from '../../../template/difference';
import { amountOf } from '../amount';
import type { RiskRule } from '../risk';
import { describeField, values } from './fields';

/** A claim that asks for less, or for another class of storage; also a claim that a StatefulSet makes. */
export const storage: RiskRule = {
  name: 'storage',
  reason: 'a volume cannot shrink or change its class: its data has to be moved to a new one',
  find(pair) {
    if (pair.kind !== 'PersistentVolumeClaim' && pair.kind !== 'StatefulSet') return [];
    return pair.fields.filter(isStorageLoss).map((difference) => ({
      message: isClass(difference) ? 'the storage class changes' : 'the claim asks for less storage',
      severity: 'high', path: describeField(pair, difference), ...values(difference.before, difference.after),
    }));
  },
};

/** Whether a field of a claim changes so that data has to be moved. */
export function isStorageLoss(difference: FieldDifference): boolean {
  if (isClass(difference)) return true;
  if (!isClaimPath(difference, ['resources', 'requests', 'storage'])) return false;
  const [was, is] = [amountOf(difference.before), amountOf(difference.after)];
  return was !== undefined && is !== undefined && is < was;
}

function isClass(difference: FieldDifference): boolean {
  return isClaimPath(difference, ['storageClassName']);
}

/** In the spec of a claim itself, or of one of the claims that a StatefulSet makes. */
function isClaimPath({ path }: FieldDifference, field: readonly string[]): boolean {
  const inClaim = path[1] === 'volumeClaimTemplates' ? path.slice(3) : path;
  return inClaim[0] === 'spec' && inClaim.length === field.length + 1
    && field.every((key, i) => inClaim[i + 1] === key);
}
