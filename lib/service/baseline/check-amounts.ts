import type { Construct } from 'constructs';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { ParityError } from '../../template/error';
import { baseAmount, parseQuantity } from '../../template/quantity';
import { authoredAt } from '../authored-at';
import type { LimitAmounts } from './limits';
import type { QuotaAmounts } from './quota';

/** What a baseline says of amounts: of one container or claim by resource, and of the whole namespace. */
interface Amounts {
  readonly limits: Readonly<Record<string, LimitAmounts>>;
  readonly quota: QuotaAmounts;
}

const LIMITS = ['min', 'request', 'limit', 'max'] as const;

interface Named { readonly name: string; readonly amount: string }

/**
 * Holds against the values of every target that no amount is above the one that bounds it.
 *
 * Kubernetes refuses a LimitRange whose default is above its max when it is applied, and a quota of limits below that
 * of requests makes the latter unreachable.
 *
 * @throws PARITY_EXCLUSIVE_PROPS when limits are counted, and a container that says none gets none
 */
export function checkAmounts(scope: Construct, amounts: Amounts): void {
  checkCounted(scope, amounts);
  everyTarget(scope, amounts, ({ limits, quota }) => [
    ...Object.entries(limits).flatMap(([resource, of]) => fallsIn(resource, LIMITS.flatMap((name) =>
      namedAmount(`limits.${resource}.${name}`, of[name])))),
    ...['cpu', 'memory'].flatMap((resource) => fallsIn(resource, ['request', 'limit'].flatMap((name) =>
      namedAmount(`quota.${resource}.${name}`, quota[`${name}s.${resource}`])))),
    ...Object.entries(quota).flatMap(([name, count]) => badCount(name, count)),
  ]);
}

/** Kubernetes creates no pod without a limit where a quota counts limits. */
function checkCounted(scope: Construct, { limits, quota }: Amounts): void {
  const resource = ['cpu', 'memory'].find((name) => `limits.${name}` in quota && limits[name].limit === undefined);
  if (resource === undefined) return;
  throw new ParityError({
    code: 'PARITY_EXCLUSIVE_PROPS', message: 'two props exclude each other', where: authoredAt(scope),
    got: `limits.${resource}.limit: false, and a quota of limits, which lets no pod without one be created`,
    fix: `give a limit, or a quota of requests alone: quota: { ${resource}: { request: ... } }`,
  });
}

function namedAmount(name: string, amount: string | number | undefined): Named[] {
  return amount === undefined ? [] : [{ name, amount: String(amount) }];
}

/** Where an amount is above the next one. */
function fallsIn(resource: string, amounts: readonly Named[]): TargetProblem[] {
  const dimension = resource === 'cpu' ? 'cpu' : 'memory';
  return amounts.slice(1).flatMap((upper, i): TargetProblem[] => {
    const lower = amounts[i];
    const [low, high] = [lower, upper].map(({ amount }) => parseQuantity(amount, dimension));
    if (low === undefined || high === undefined || baseAmount(low) <= baseAmount(high)) return [];
    return [{
      code: 'PARITY_BAD_BOUNDS', message: 'a lower bound is above the upper one',
      got: `${lower.name} ${lower.amount} > ${upper.name} ${upper.amount}`,
      fix: 'lower the one, or raise the other',
    }];
  });
}

function badCount(name: string, count: unknown): TargetProblem[] {
  if (typeof count !== 'number' || (Number.isInteger(count) && count >= 0)) return [];
  return [{
    code: 'PARITY_BAD_QUANTITY', message: 'a quota counts whole objects', got: `${name}: ${count}`,
    expected: 'a whole number, 0 or more', fix: 'give one, or use vary.integer with min: 0',
  }];
}
