import type { Expression } from '../../lib/template/expression';
import type { Json, Path } from '../../lib/template/json';
import type { PortablePlace } from '../../lib/template/node';
import { isSelectedLabel, selectorsOf } from '../../lib/template/selectors';

const VARIATION: Expression = { op: 'variation', name: 'it' };
const LABELS = ['spec', 'template', 'metadata', 'labels'];
const at = (path: Path): PortablePlace => ({ path, value: VARIATION });
const merged = (path: Path): PortablePlace => ({ path, merge: [VARIATION] });
const pods = (labels: Json): Json => ({ spec: { template: { metadata: { labels } } } });

const SELECTORS = selectorsOf([
  { kind: 'Service', spec: { selector: { app: 'it' } } },
  { kind: 'Deployment', spec: { selector: { matchLabels: { tier: null } } } },
  { kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { role: 'x' } } } },
  { kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { peer: 'x' } } },
    { ipBlock: {} }] }] } },
  { kind: 'PodDisruptionBudget', spec: { selector: { matchExpressions: [{ key: 'zone', operator: 'Exists' }] } } },
  { kind: 'Other', spec: null },
  'text',
]);

function isSelected(kind: string, place: PortablePlace, body: Json = pods({}), selectors = SELECTORS): boolean {
  return isSelectedLabel({ apiVersion: 'v1', kind, name: 'it' }, place, body, selectors);
}

test('the keys of selectors are found, wherever they stand', () => {
  expect(SELECTORS.flatMap((selector) => [...selector.keys()])).toEqual(['app', 'tier', 'role', 'peer', 'zone']);
});

test.each(['app', 'tier', 'role', 'peer', 'zone'])('the pod label %s that a selector uses is identity', (key) => {
  expect(isSelected('Deployment', at([...LABELS, key]))).toBe(true);
  expect(isSelected('Rollout', at([...LABELS, key]))).toBe(true);
  expect(isSelected('CronJob', at(['spec', 'jobTemplate', ...LABELS, key]))).toBe(true);
});

test('other labels, and those of the object itself, are not', () => {
  expect(isSelected('Deployment', at([...LABELS, 'version']))).toBe(false);
  expect(isSelected('Deployment', at(['metadata', 'labels', 'app']))).toBe(false);
});

test('all labels as a whole are, where there is a selector', () => {
  expect(isSelected('Deployment', at(LABELS))).toBe(true);
  expect(isSelected('Deployment', at(LABELS), pods(null), [])).toBe(false);
});

test.each<[string, Json, Json, boolean]>([
  ['could bring a label that is selected beside a fixed one', { app: 'it' }, { app: 'it', tier: 'web' }, true],
  ['could bring the only label that is selected', { app: 'it' }, { tier: 'web' }, true],
  ['cannot make pods of another workload', { app: 'it' }, { app: 'other', tier: 'web' }, false],
  ['cannot change what fixed labels satisfy', { app: 'it', tier: 'web' }, { app: 'it', tier: 'web' }, false],
])('a map merged into the labels of pods %s', (_, labels, selector, expected) => {
  const selectors = selectorsOf([{ kind: 'Service', spec: { selector } }]);
  expect(isSelected('Deployment', merged(LABELS), pods(labels), selectors)).toBe(expected);
});
