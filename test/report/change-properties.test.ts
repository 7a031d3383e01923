import fc from 'fast-check';
import type { Change } from '../../lib/report/change/change';
import { changeMarkdown } from '../../lib/report/change/change-markdown';
import { changeOf } from '../../lib/report/change/change-of';
import type { AssemblyIndex } from '../../lib/synth/assembly/assembly';
import { canonicalJson } from '../../lib/template/canonical';
import type { Json, JsonObject } from '../../lib/template/json';
import { type SmallChart, deployment, fact, small, variation, withPlaces } from './fixtures/small-assembly';
import { runs } from '../runs';

type Side = ReturnType<typeof small>;

const word = fc.constantFrom('a', 'b', 'c', '', '__proto__', '<x>', '\u0000(json', '\u2060#abcdef');
const scalar = fc.oneof(word, fc.integer({ min: 0, max: 2 }), fc.boolean());
const data = fc.array(fc.tuple(fc.constantFrom('k', 'l', '\u0000', 'm.n'), scalar), { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as JsonObject);
const env = fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 })
  .map((names) => names.map((name) => ({ name })));
const config = fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('ConfigMap', 'Secret'), data, fc.boolean()).map(
  ([name, kind, content, isFilled]) => withPlaces(
    { apiVersion: 'v1', kind, metadata: { name }, data: { ...content, ...(isFilled ? { host: null } : {}) } },
    isFilled ? [[['data', 'host'], fact('domain')]] : [], isFilled ? { when: [{ of: fact('mesh'), is: 'true' }] } : {},
  ));
const workload = fc.tuple(env, data, fc.boolean()).map(([names, labels, isFilled]) => withPlaces(
  deployment('api', { env: names, args: Object.keys(labels) }, {}, { replicas: isFilled ? null : 1 }),
  isFilled ? [[['spec', 'replicas'], variation('n')]] : []));
const chart: fc.Arbitrary<SmallChart> = fc.record({
  owner: fc.option(word, { nil: undefined }),
  objects: fc.uniqueArray(fc.oneof(config, workload), { selector: ({ id }) => id, maxLength: 4 }),
  variations: fc.option(fc.record({ n: fc.record({
    default: fc.integer({ min: 1, max: 3 }), max: fc.integer({ min: 5, max: 6 }), why: word }) }), { nil: {} }),
  values: fc.record({ n: fc.integer({ min: 1, max: 3 }) }).map((values) => ({ local: values, production: values })),
  facts: fc.constant([['domain'], ['mesh']]),
  removedDefaults: fc.array(fc.record({ construct: word, default: word, reason: word }).map((removed) =>
    ({ ...removed, source: undefined })), { maxLength: 2 }),
  exceptions: fc.array(fc.record({ target: fc.constantFrom('local', 'production'), object: fc.constant('ConfigMap/x'),
    patch: fc.constant([{ op: 'add' as const, path: '/data/z', value: 1 }]), reason: word, owner: word,
    expires: fc.constantFrom('2030-01-01', '2031-01-01') }), { maxLength: 2 }),
});
const assembly: fc.Arbitrary<Side> = fc.tuple(
  fc.dictionary(fc.constantFrom('shop', 'cart', 'mail'), chart, { maxKeys: 3 }), word, fc.boolean(), fc.boolean(),
).map(([charts, domain, mesh, witnessed]) => small({
  charts, targets: { local: { domain, mesh }, production: { domain: 'p', mesh } }, index: { witnessed },
}));

/** Lists have no meaning in their order, and risks no mirror. */
function comparable({ risks: _, templates, ...change }: Change): Json {
  const bothWays = templates.map((template) => ({ ...template,
    objects: template.objects.map(({ object, before, ...rest }) =>
    (before === undefined ? { ...rest, object } : { ...rest, before, after: object })) }));
  return sorted(JSON.parse(JSON.stringify({ ...change, templates: bothWays })) as Json);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item as Json)]));
}

const OPPOSITE = new Map([['added', 'removed'], ['removed', 'added'], ['before', 'after'], ['after', 'before'],
  ['widened', 'narrowed'], ['narrowed', 'widened']]);

/** The same change the other way round. */
function mirrored(value: Json): Json {
  if (typeof value === 'string') return OPPOSITE.get(value) ?? value;
  if (Array.isArray(value)) return value.map(mirrored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) =>
    [OPPOSITE.get(key) ?? key, mirrored(item as Json)]));
}

test('an assembly compared with itself changes nothing', () => {
  fc.assert(fc.property(assembly, (a) => {
    const change = changeOf(a, JSON.parse(JSON.stringify(a)) as Side);
    expect(change).toMatchObject({ same: true, charts: { added: [], removed: [], changed: [], renamed: [] } });
    expect(Object.values(change).filter((part) => Array.isArray(part) && part.length > 0)).toEqual([]);
  }));
});

test('nothing that differs is passed over', () => {
  fc.assert(fc.property(assembly, assembly, (a, b) => {
    expect(changeOf(a, b).same).toBe(contentOf(a.index) === contentOf(b.index));
  }), { numRuns: runs(60, 20) });
});

/** All but the order of what is a set, and exceptions of equal targets, which are told together. */
function contentOf({ charts, environments, ...rest }: AssemblyIndex): string {
  return canonicalJson(JSON.parse(JSON.stringify({
    ...rest, environments,
    charts: [...charts].sort((a, b) => (a.id < b.id ? -1 : 1)).map((chart_) => ({
      ...chart_, exceptions: sorted(chart_.exceptions as unknown as Json), removedDefaults: sorted(
        chart_.removedDefaults.map(({ source: _, ...removed }) => removed) as unknown as Json),
      // A value without a declaration is not in an index that a synth wrote.
      targets: chart_.variations.length === 0 ? {} : chart_.targets,
    })),
  })) as Json);
}

test('the other way round the same is told, mirrored', () => {
  fc.assert(fc.property(assembly, assembly, (a, b) => {
    expect(sorted(mirrored(comparable(changeOf(a, b))))).toEqual(comparable(changeOf(b, a)));
  }), { numRuns: runs(60, 20) });
});

test('each object that changed is told exactly once', () => {
  fc.assert(fc.property(assembly, assembly, (a, b) => {
    const told = changeOf(a, b).templates.filter(({ kind }) => kind !== 'reordered').flatMap(({ objects }) =>
      objects.flatMap(({ chart: id, object, before }) => [object, ...(before === undefined ? [] : [before])]
        .map((name) => `${id} ${name}`)));
    expect([...told].sort()).toEqual(changedObjects(a, b).sort());
  }), { numRuns: runs(60, 20) });
});

function changedObjects(a: Side, b: Side): string[] {
  return a.index.charts.flatMap((before) => {
    const after = b.index.charts.find(({ id }) => id === before.id);
    if (after === undefined) return [];
    const [former, latter] = [before, after].map(({ template }) => new Map(template.objects.map((object) =>
      [object.id, canonicalJson(object as unknown as Json)]))) as [Map<string, string>, Map<string, string>];
    return [...new Set([...former.keys(), ...latter.keys()])].filter((id) => former.get(id) !== latter.get(id))
      .map((id) => `${before.id} ${id}`);
  });
}

test('a comment is never longer than it may be, and says what it left out', () => {
  const text = fc.string({ unit: fc.constantFrom('`', '|', '<', '@', '\n', 'x', '\\', '\u202e'),
    minLength: 1, maxLength: 300 });
  const many = (name: string, count: number) => small({ charts: Object.fromEntries(
    Array.from({ length: count }, (_, i) =>
    [`${name}-${i}`, { owner: name, objects: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: `s${i}` },
      spec: { ports: [{ port: i, name }] }, data: { [name]: `${i}` } }] }])) });
  fc.assert(fc.property(text, fc.integer({ min: 1, max: 400 }),
    fc.integer({ min: 6_000, max: 60_000 }), (name, count, limit) => {
    const change = changeOf(many('', count), many(name, count));
    const shared = { ...change, risks: changeOf(many('a', count), many('a', 0)).risks };
    for (const each of [change, shared, changeOf(many(name, count), many(name, 0))]) {
      const comment = changeMarkdown(each, { base: name, head: name, limit });
      expect(comment.length).toBeLessThanOrEqual(limit);
      expect(comment.startsWith('<!-- parity-diff -->\n')).toBe(true);
    }
  }), { numRuns: runs(15, 5) });
});
