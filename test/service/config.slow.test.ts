import fc from 'fast-check';
import { text } from '../../lib';
import { fillTemplate, findTemplateProblems } from '../../lib/service/config/file-template';
import { type Props, alone, appOf, configMaps, refusals } from './configured-app';
import { objectsIn } from './shop';

const mounted = (files: Record<string, unknown>): Props => () => ({ configFiles: { '/etc/app': files as never } });

test('filled files are what their format reads, whatever fills them', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a"\'\\{}$&\n\u0000\u2028\ud800') });
  const values = fc.dictionary(fc.constantFrom('a', 'b_1', 'c.d', 'e-f'), fc.oneof(text, fc.integer(), fc.boolean()));
  fc.assert(fc.property(values, (given) => {
    const names = Object.keys(given);
    const template = `{${names.map((name) => `"${name}": {{${name}}}`).join(', ')}}`;
    expect(findTemplateProblems(template, names)).toEqual([]);
    expect(JSON.parse(fillTemplate(template, given, 'json'))).toEqual({ ...given });
  }), { numRuns: 40 });
});

test('files that are larger together than a ConfigMap are spread over several, in one folder', () => {
  const large = 'x'.repeat(600_000);
  const app = appOf(mounted({ a: large, b: `${large}b`, c: 'small', d: 'y'.repeat(400_000) }), undefined, alone);
  const all = objectsIn(app.render(), 'production');
  const parts = configMaps(all);
  expect(Object.entries(parts).map(([name, { data }]) => [name, Object.keys(data)])).toEqual([
    ['checkout-api-files-etc-app', ['a', 'c', 'd']], ['checkout-api-files-etc-app-2', ['b']],
  ]);
  expect(all['Deployment/checkout-api'].spec.template.spec.volumes).toEqual([{
    name: 'files-etc-app',
    projected: { sources: Object.values(parts).map(({ metadata: { name } }) => ({ configMap: { name } })) },
  }]);
});

test('files that the values of one environment let grow too large are refused there', () => {
  const failures = refusals((chart) => ({ configFiles: { '/etc/app': {
    fixed: 'x'.repeat(900_000), grown: text.json(Array.from({ length: 50 }, () => chart.word)),
  } } }), { word: 'w'.repeat(4000) });
  expect(failures).toEqual([expect.stringMatching(
    /PARITY_CONFIG_SIZE[^]*production: [^]*1,100,151 bytes, of which 'grown' is 200,151 bytes/)]);
});
