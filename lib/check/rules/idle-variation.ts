import { isSameValue } from '../../environment/variation-amount';
import { type CheckFinding, type Rule, whereOf } from '../rule';
import { finding } from '../rule-finding';
import { type DeclaredVariation, declaredVariations, shownValue } from '../variation-uses';

export const idleVariationRule: Rule = {
  id: 'idle-variation',
  severity: 'warning',
  what: 'no environment sets a variation (warning), or all set it to one value (note)',
  why: 'each variation is a way in which environments may drift apart: one that nobody needs is only risk',
  fix: 'write the value into the code, or let an environment differ',
  *find(context) {
    for (const declared of declaredVariations(context)) yield* findIn(declared);
  },
};

function findIn(declared: DeclaredVariation): CheckFinding[] {
  const { variation, name, uses } = declared;
  const values = uses.flatMap((use) => [...use.values.values()]);
  if (values.length === 0) return [];
  const where = whereOf([name], variation.source);
  if (values.every(({ from }) => from === 'default')) {
    return [finding(idleVariationRule, {
      code: 'PARITY_IDLE_VARIATION', message: 'no environment sets a variation', where,
      got: `the default ${shownValue(declared, variation.default)} everywhere`,
      fix: idleVariationRule.fix,
    }, variation.source)];
  }
  // One environment alone cannot differ; what equals the default is said by the rule for overlays.
  const [{ value: first }] = values;
  if (uses.every((use) => use.values.size < 2) || !values.every(({ value }) => isSameValue(variation, value, first))
    || (variation.default !== undefined && isSameValue(variation, first, variation.default))) {
    return [];
  }
  return [finding(idleVariationRule, {
    code: 'PARITY_IDLE_VARIATION', message: 'a variation has one value in all environments', where,
    got: `${shownValue(declared, first)} everywhere`, fix: 'write the value into the code: it could be a constant',
  }, variation.source, 'note')];
}
