import type { Json, JsonObject } from '../../../template/json';
import { amountOf } from '../amount';
import type { Finding } from '../risk';
import { fieldOf, values } from './fields';

const FIELDS = ['minAvailable', 'maxUnavailable'] as const;

/** A disruption budget that lets more pods be missing at once than it did. */
export function budgetFindings(before: JsonObject, after: JsonObject): Finding[] {
  const path = FIELDS.find((field) => protectsNothing(field, fieldOf(after, 'spec', field)));
  const protectedBefore = FIELDS.some((field) => {
    const value = fieldOf(before, 'spec', field);
    return value !== undefined && !protectsNothing(field, value);
  });
  if (path !== undefined && protectedBefore) {
    return [{
      message: 'the disruption budget protects no pod any more', severity: 'medium', path: `spec.${path}`,
      reason: 'all pods may be evicted at once, when nodes are drained for an upgrade',
      ...values(fieldOf(before, 'spec', path), fieldOf(after, 'spec', path)),
    }];
  }
  return FIELDS.flatMap((field): Finding[] => {
    const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', field));
    const isLess = field === 'minAvailable' ? isFewer(is, was) : isFewer(was, is);
    return isLess !== true ? [] : [{
      message: 'more pods may be missing at once', severity: 'medium', path: `spec.${field}`, ...values(was, is),
    }];
  });
}

function protectsNothing(field: string, value: Json | undefined): boolean {
  const amount = amountOf(value);
  if (amount === undefined) return false;
  return field === 'minAvailable' ? amount <= 0 : isShare(value) && amount >= 1;
}

/**
 * Whether one number of pods is smaller than another. Undefined where only who knows how many there are could tell: a
 * percentage and a number cannot be compared, but none of them is none, and all of them all.
 */
export function isFewer(one: Json | undefined, other: Json | undefined): boolean | undefined {
  const [few, many] = [amountOf(one), amountOf(other)];
  if (few === undefined || many === undefined) return undefined;
  if (isShare(one) === isShare(other) || few === 0 || many === 0) return few < many;
  return isShare(other) && many >= 1 ? true : undefined;
}

export function isShare(value: Json | undefined): boolean {
  return typeof value === 'string' && value.endsWith('%');
}
