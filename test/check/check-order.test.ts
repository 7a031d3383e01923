import fc from 'fast-check';
import { checkAssembly } from '../../lib/check/check';
import type { AssemblyIndex, ChartRecord } from '../../lib/synth/assembly/assembly';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { vary } from '../../lib';
import { chartWith, render, shop } from '../environment/fixtures/probe';
import { representativeApp } from './representative-app';

const rendered = representativeApp().render();

const Count = chartWith(() => vary.integer({ default: 2, min: 1, max: 9, why: 'traffic differs' }));
const several = (ids: readonly string[]) => render(Object.fromEntries(ids.map((id) => [id, Count])),
  { environments: [shop('local'), shop('staging').overlay(Count, { value: 3 } as never)] });

const anyChart = fc.record({
  id: fc.stringMatching(/^[a-z]{1,6}$/), class: fc.constantFrom('Shop', 'Other'),
  why: fc.constantFrom('TODO', 'traffic differs', '???'), expires: fc.constantFrom('2026-01-01', '2026-12-01', '2099-01-01'),
  max: fc.constantFrom(50, 1000, 100_000), from: fc.constantFrom('default' as const, 'overlay' as const),
  memory: fc.constantFrom('1Gi', '1024Mi', '256Mi', '262144Ki'),
});

function chartOf(any: typeof anyChart extends fc.Arbitrary<infer T> ? T : never): ChartRecord {
  const [chart] = rendered.index.charts;
  return {
    ...chart, id: any.id, class: any.class,
    variations: chart.variations.map((variation) => ({ ...variation, why: any.why,
      ...(variation.name === 'replicas' ? { max: any.max } : {}) })),
    exceptions: chart.exceptions.map((exception) => ({ ...exception, expires: any.expires })),
    targets: Object.fromEntries(Object.entries(chart.targets).map(([name, target]) => [name, { ...target, values: {
      ...target.values, memory: { ...target.values.memory, value: any.memory, from: any.from },
    } }])),
  };
}

test('findings do not depend on the order of the charts', () => {
  const rules = ['expiry', 'idle-overlay', 'no-why', 'idle-variation', 'wide-bounds', 'could-vary'];
  let most = 0;
  fc.assert(fc.property(
    fc.uniqueArray(anyChart, { selector: ({ id }) => id, minLength: 2, maxLength: 5 })
      .chain((charts) => fc.tuple(fc.constant(charts), fc.shuffledSubarray(charts, { minLength: charts.length }))),
    ([charts, others]) => {
      const [one, other] = [charts, others].map((order) => {
        const index: AssemblyIndex = { ...rendered.index, charts: order.map(chartOf) };
        return checkAssembly(assemblyInMemory({ ...rendered, index }), { now: '2026-11-21', rules }).findings;
      });
      most = Math.max(most, one.length);
      expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    }), { numRuns: 200 });
  expect(most).toBeGreaterThan(5);
});

test('the proof neither: an edit is found in whatever order the charts are listed', () => {
  const three = several(['a', 'b', 'c']);
  const file = 'local/b.k8s.yaml';
  const files = new Map([...three.files, [file, (three.files.get(file) as string).replace('value: 2', 'value: 4')]]);
  const results = [three.index.charts, three.index.charts.toReversed()].map((charts) =>
    checkAssembly(assemblyInMemory({ index: { ...three.index, charts }, files }), { now: '2026-11-21' }));
  expect(results[0].findings.some(({ failure }) => failure.code === 'PARITY_UNEXPLAINED')).toBe(true);
  expect(results[1]).toEqual(results[0]);
});

test('a check of some charts finds what a check of all finds in them, and no more', () => {
  const three = several(['a', 'b', 'c']);
  const edit = (file: string) => [file, (three.files.get(file) as string).replace('value: 2', 'value: 4')] as const;
  const files = new Map([...three.files, edit('local/b.k8s.yaml'), edit('local/c.k8s.yaml')]);
  const assembly = assemblyInMemory({ index: three.index, files });
  const unexplained = (charts?: string[]) => checkAssembly(assembly, { now: '2026-11-21', charts, rules: ['closure'] }).findings
    .map(({ file }) => file);
  expect(unexplained()).toEqual(['local/b.k8s.yaml', 'local/c.k8s.yaml']);
  expect(unexplained(['b'])).toEqual(['local/b.k8s.yaml']);
  expect(unexplained(['a'])).toEqual([]);
});

test('what the index says of the whole is held against the whole, also when one chart is asked for', () => {
  const two = several(['a', 'b']);
  const index = { ...two.index, valuesDigests: { ...two.index.valuesDigests, local: two.index.valuesDigests.staging } };
  const { findings } = checkAssembly(assemblyInMemory({ ...two, index }), { now: '2026-11-21', charts: ['a'], rules: ['closure'] });
  expect(findings.map(({ failure }) => failure.where)).toEqual(['parity.json > valuesDigests > local']);
});
