/* oxlint-disable typescript/no-explicit-any -- tests edit parsed data in ways that no type allows */
import fc from 'fast-check';
import { findUnexplained } from '../../lib/check/closure';
import { proveSides } from '../../lib/cli/diff/prove-sides';
import type { RenderedAssembly } from '../../lib/synth/assembly/index-chunks';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { anyEdit, applyEdit } from '../check/edits';
import { representativeApp } from '../check/representative-app';

const whole = representativeApp().render();

/** Edits of an index after which files, or other claims, no longer hold; or all still does. */
const CLAIMS: readonly ((index: any) => void)[] = [
  () => undefined,
  ({ charts: [chart] }) => { chart.variations[0].why = 'another reason'; },
  ({ charts: [chart] }) => { chart.variations[0].max = 1; },
  ({ charts: [chart] }) => { chart.template.digest = `sha256:${'0'.repeat(64)}`; },
  ({ charts: [chart] }) => { chart.template.objects[1].body.metadata.name = 'other'; },
  ({ charts: [chart] }) => { chart.template.objects[1].places[0].path = ['nope']; },
  ({ charts: [chart] }) => { chart.targets.local.values.replicas.value = 3; },
  ({ charts: [chart] }) => { chart.exceptions = []; },
  ({ environments }) => { environments[0].targets[0].facts.domain = 'other.test'; },
  ({ environments }) => { environments[0].source = 'elsewhere.ts:1'; },
  (index) => { index.valuesDigests.local = `sha256:${'0'.repeat(64)}`; },
  (index) => { index.locked = [{ in: 'Deployment', path: 'spec.replicas', what: 'a count', reason: 'all alike' }]; },
];

const anySide = fc.record({ claim: fc.nat(CLAIMS.length - 1), edit: fc.option(anyEdit, { nil: undefined, freq: 2 }) })
  .map(({ claim, edit }) => {
    const rendered: RenderedAssembly = edit === undefined ? whole : applyEdit(whole, edit) ?? whole;
    const index = JSON.parse(JSON.stringify(rendered.index));
    CLAIMS[claim](index);
    return assemblyInMemory({ ...rendered, index } as RenderedAssembly);
  });
/** The other side is as it was written, as its base, or edited on its own. */
const anyOther = fc.oneof(fc.constant(assemblyInMemory(whole)), fc.constant(undefined), anySide);

test('of two sides as much is unexplained as of each alone, whatever was edited in either', () => {
  let found = 0;
  fc.assert(fc.property(anySide, anyOther, (base, other) => {
    const head = other ?? base;
    const alone = { base: findUnexplained(base).length, head: findUnexplained(head).length };
    if (alone.base > 0 && alone.head === 0) found += 1;
    expect(proveSides({ base, head }, () => true)).toEqual(alone);
  }), { numRuns: 150 });
  expect(found).toBeGreaterThan(20);
});
