import type { Json } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import { amountOf } from '../../environment/variation-amount';
import { type CheckFinding, type Rule, whereOf } from '../rule';
import { finding } from '../rule-finding';
import { type DeclaredVariation, declaredVariations, shownValue } from '../variation-uses';

/** How far from a bound the nearest value in use may be. */
const FACTOR = 10;

export const wideBoundsRule: Rule = {
  id: 'wide-bounds',
  severity: 'note',
  what: 'no value in use comes near a bound: all are below a tenth of `max`, or above ten times a `min` that is not 0',
  why: 'bounds are there to catch a slip, such as a zero too many',
  fix: 'move the bound towards the values in use',
  *find(context) {
    for (const declared of declaredVariations(context)) yield* findIn(declared);
  },
};

function findIn(declared: DeclaredVariation): CheckFinding[] {
  const { variation, name, uses } = declared;
  const [min, max] = [amountOf(variation, variation.min), amountOf(variation, variation.max)];
  let [least, most]: (readonly [number, Json] | undefined)[] = [];
  for (const { values } of uses) {
    for (const { value } of values.values()) {
      const amount = amountOf(variation, value);
      if (amount === undefined) return [];
      if (least === undefined || amount < least[0]) least = [amount, value];
      if (most === undefined || amount > most[0]) most = [amount, value];
    }
  }
  if (least === undefined || most === undefined) return [];
  const isBelow = max !== undefined && max > 0 && most[0] < max / FACTOR;
  const isAbove = min !== undefined && min > 0 && least[0] > min * FACTOR;
  if (!isBelow && !isAbove) return [];
  const bound = (value: unknown) => (declared.isSecret ? SECRET_VALUE : String(value));
  const used = least[0] === most[0] ? shownValue(declared, least[1])
    : `${shownValue(declared, least[1])} to ${shownValue(declared, most[1])}`;
  return [finding(wideBoundsRule, {
    code: 'PARITY_WIDE_BOUNDS', message: 'no environment comes near the bounds of a variation',
    where: whereOf([name], variation.source),
    got: `${used} in use`,
    expected: [isBelow ? `a max closer than ${bound(variation.max)}` : '',
      isAbove ? `a min closer than ${bound(variation.min)}` : ''].filter(Boolean).join(', '),
    fix: wideBoundsRule.fix,
  }, variation.source)];
}
