import type { Json } from '../../template/json';
import { isSameValue } from '../../environment/variation-amount';
import { type CheckFinding, type Rule, whereOf } from '../rule';
import { finding } from '../rule-finding';
import { type DeclaredVariation, declaredVariations, shownValue } from '../variation-uses';

export const idleOverlayRule: Rule = {
  id: 'idle-overlay',
  severity: 'error',
  what: 'an overlay gives a variation its default, in the same or other words (`1024Mi` for `1Gi`)',
  why: 'an entry that changes nothing hides which ones do, and goes on when the default moves',
  fix: 'remove the entry from the overlay',
  *find(context) {
    const asked = new Set(context.charts);
    for (const declared of declaredVariations(context)) {
      for (const { name, previewOf, targets } of context.assembly.index.environments) {
        // A preview's value may replace one of its base, which the index does not show.
        if (previewOf !== undefined) continue;
        yield* findIn(declared, name, new Set(targets.map((target) => target.name)), asked);
      }
    }
  },
};

/**
 * One environment. Where another cluster, or another chart of the class, has another value, the entry may be the
 * narrower one that takes back a wider one: it then changes something.
 */
function* findIn(
  declared: DeclaredVariation, environment: string, targets: ReadonlySet<string>, asked: ReadonlySet<unknown>,
): Generator<CheckFinding> {
  const sources = new Map<string | undefined, Json>();
  for (const { chart, variation, values } of declared.uses) {
    for (const [target, { value, from, source }] of values) {
      if (!targets.has(target)) continue;
      if (variation.default === undefined || !isSameValue(variation, value, variation.default)) return;
      if (from === 'overlay' && asked.has(chart)) sources.set(source, value);
    }
  }
  for (const [source, value] of sources) {
    yield finding(idleOverlayRule, {
      code: 'PARITY_IDLE_OVERLAY', message: 'an overlay entry changes nothing',
      where: whereOf([`${environment}: ${declared.name}`], source),
      got: shownValue(declared, value),
      expected: `another value than the default ${shownValue(declared, declared.variation.default)}`,
      fix: idleOverlayRule.fix,
    }, source);
  }
}
