import type { Duration, Size } from 'cdk8s';
import { derive } from '../../environment/derive';
import { callSite } from '../../environment/source-location';
import { textOfUnit } from '../../environment/units';
import type { DurationText } from '../../environment/vary';
import { ParityError } from '../../template/error';
import { isPlaceholder } from '../../template/placeholder';
import { convertQuantity, parseQuantity } from '../../template/quantity';

/** A time span: a cdk8s `Duration`, a variation of one, or text such as `30s`. */
export type TimeAmount = Duration | DurationText;

const EXAMPLES = { Ki: '512Ki or 8Mi', s: '30s or 5m', ms: '500ms or 30s' } as const;

/**
 * A quantity as a bare number of a unit; a placeholder where it varies.
 *
 * @param round what becomes of a fraction: `exact` refuses it, `none` leaves it as it is
 * @throws PARITY_BAD_QUANTITY when it is no quantity, or no whole number of the unit
 */
export function amountIn(
  amount: Duration | Size | string, unit: keyof typeof EXAMPLES, round: 'exact' | 'ceil' | 'none' = 'exact',
): number {
  if (isPlaceholder(amount)) return derive.unit(amount as Duration | Size, unit, round);
  const text = typeof amount === 'string' ? amount : textOfUnit(amount)?.text ?? String(amount);
  const quantity = parseQuantity(text, unit === 'Ki' ? 'memory' : 'time');
  const converted = quantity && convertQuantity(quantity, unit, round === 'exact' ? 'none' : round);
  if (converted !== undefined && (round !== 'exact' || Number.isInteger(converted))) return converted;
  throw new ParityError({
    code: 'PARITY_BAD_QUANTITY', message: 'an amount of a route is no whole number of its unit', where: callSite(),
    got: JSON.stringify(text.slice(0, 40)), expected: EXAMPLES[unit],
    fix: 'write it in a unit that divides evenly, or use a variation',
  });
}
