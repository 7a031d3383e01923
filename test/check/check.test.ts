import { checkAssembly, findingsFrom } from '../../lib/check/check';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import type { RenderedAssembly } from '../../lib/synth/assembly/index-chunks';
import { failureOf } from '../environment/fixtures/probe';
import { representativeApp } from './representative-app';

const rendered = representativeApp().render();
const assembly = assemblyInMemory(rendered);
const now = '2026-11-21';

test('an assembly that was not witnessed says so, once', () => {
  const result = checkAssembly(assembly, { now, rules: ['closure', 'witnessed', 'releasable'] });
  expect(result).toMatchObject({ charts: 1, environments: 3, targets: 4, inParity: true, witnessed: false,
    counts: { error: 1, warning: 0, note: 0 } });
  expect(result.findings.map(({ rule, failure }) => [rule, failure.code])).toEqual([['witnessed', 'PARITY_NOT_WITNESSED']]);
});

test('each reason why it may not be released is a finding of its own', () => {
  const index = { ...rendered.index, witnessed: true, notReleasable: ['one', 'other'] };
  const { findings } = checkAssembly(assemblyInMemory({ ...rendered, index }), { now, rules: ['releasable'] });
  expect(findings.map(({ failure }) => failure.message)).toEqual([
    'the assembly is not releasable: one', 'the assembly is not releasable: other']);
});

test('the reason that it was not witnessed is told where the rule for it is not run', () => {
  const { findings } = checkAssembly(assembly, { now, rules: ['releasable'] });
  expect(findings.map(({ failure }) => failure.message)).toEqual([
    'the assembly is not releasable: it was not witnessed: run parity synth --witness']);
});

test('a file that was edited is an error of the rule closure, and its file is named', () => {
  const file = 'local/shop.k8s.yaml';
  const text = (rendered.files.get(file) as string).replace('value: all', 'value: some');
  const edited: RenderedAssembly = { ...rendered, files: new Map([...rendered.files, [file, text]]) };
  const result = checkAssembly(assemblyInMemory(edited), { now, rules: ['closure'] });
  expect(result.inParity).toBe(false);
  expect(result.findings).toMatchObject([{ severity: 'error', rule: 'closure', file, failure: { code: 'PARITY_UNEXPLAINED' } }]);
  expect(findingsFrom(result, 'error')).toHaveLength(1);
});

test.each([
  ['a day that no calendar has', { now: '2026-02-30' }, 'PARITY_BAD_ARGUMENT', '"2026-02-30"'],
  ['half a day', { now, soonDays: 0.5 }, 'PARITY_BAD_ARGUMENT', '0.5'],
  ['no rule', { now, rules: ['closur'] }, 'PARITY_BAD_ARGUMENT', '"closur"'],
  ['no chart', { now, charts: ['ship'] }, 'PARITY_UNKNOWN_CHART', "'ship'"],
])('%s is refused', (_, options, code, got) => {
  expect(failureOf(() => checkAssembly(assembly, options))).toMatchObject({ code, got });
});
