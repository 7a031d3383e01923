import fc from 'fast-check';
import { applyDifference } from '../../lib/template/apply-difference';
import { canonicalJson } from '../../lib/template/canonical';
import { type FieldDifference, differenceOf, differenceOfObjects } from '../../lib/template/difference';
import { type Json, type JsonObject, setOwn } from '../../lib/template/json';
import { runs } from '../runs';

const hostileKey = fc.constantFrom('__proto__', 'constructor', 'name', 'env', 'ports', 'rules', '0', 'a');

function object(entries: readonly (readonly [string, Json])[]): Json {
  const result: Record<string, Json> = {};
  for (const [key, value] of entries) setOwn(result, key, value);
  return result;
}

/** Small alphabets, so that two random values share keys, elements and orders. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 1, '', 'a', 'b'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(hostileKey, tie('value')), { maxLength: 4 }).map(object)),
})).value;

const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', '1', 'x/y');
const text = fc.constantFrom('1', '2', '');
/** Mostly unique names; the rest has duplicates, missing keys and strangers. */
function named(extra: Record<string, fc.Arbitrary<Json>>, key = 'name', keys: fc.Arbitrary<Json> = name) {
  const element = fc.record({ [key]: keys, ...extra }, { requiredKeys: [key] }) as unknown as fc.Arbitrary<Json>;
  return fc.oneof(
    { weight: 5, arbitrary: fc.uniqueArray(element, { selector: (e) => `${(e as JsonObject)[key]}`, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(element, text, fc.constant({})), { maxLength: 4 }) },
  ) as unknown as fc.Arbitrary<Json>;
}

const port = fc.constantFrom<Json>(80, 81, '80', 'http');
const container = {
  env: named({ value: text }),
  args: fc.array(text, { maxLength: 4 }) as unknown as fc.Arbitrary<Json>,
  ports: named({ protocol: fc.constantFrom<Json>('TCP', 'UDP'), name }, 'containerPort', port),
  volumeMounts: named({ name, readOnly: fc.boolean() }, 'mountPath', fc.constantFrom<Json>('/', '/a', '/a/b')),
};
const pod = fc.record({
  containers: named(container), initContainers: named(container), volumes: named({ emptyDir: fc.constant({}) }),
  tolerations: named({ effect: text, operator: text }, 'key'),
}, { requiredKeys: ['containers'] }).map((spec) => ({ spec: { template: { spec } } }) as unknown as Json);

const pairs: [string, fc.Arbitrary<[Json, Json]>][] = [
  ['arbitrary JSON', fc.tuple(json, json)],
  ['pod specs', fc.tuple(pod, pod)],
  ['fast-check JSON', fc.tuple(fc.jsonValue(), fc.jsonValue()) as fc.Arbitrary<[Json, Json]>],
];

/** The difference in the other direction: what was added is removed, and both places change sides. */
function mirrored({ kind, path, pathBefore, before, after, incidental }: FieldDifference): FieldDifference {
  return {
    kind: kind === 'added' ? 'removed' : kind === 'removed' ? 'added' : kind,
    path: pathBefore ?? path,
    ...(pathBefore === undefined ? {} : { pathBefore: path }),
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    ...(incidental === undefined ? {} : { incidental }),
  };
}

function asSet(differences: readonly FieldDifference[]): string[] {
  return differences.map((difference) => canonicalJson(difference as unknown as Json)).sort();
}

describe.each(pairs)('on %s, the difference', (_, pair) => {
  test('makes the other value, order of lists included, and leaves the first alone', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const former = canonicalJson(a);
      expect(canonicalJson(applyDifference(a, differenceOf(a, b)))).toBe(canonicalJson(b));
      expect(canonicalJson(a)).toBe(former);
    }), { numRuns: runs(1_500, 400) });
  });

  test('is empty exactly between equal values', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      expect(differenceOf(a, structuredClone(a))).toEqual([]);
      expect(differenceOf(a, b).length === 0).toBe(canonicalJson(a) === canonicalJson(b));
    }), { numRuns: runs(500, 150) });
  });

  test('mirrors', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      expect(asSet(differenceOf(a, b).map(mirrored))).toEqual(asSet(differenceOf(b, a)));
    }), { numRuns: runs(1_000, 300) });
  });

  test('survives being written and read', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const read = JSON.parse(JSON.stringify(differenceOf(a, b)));
      expect(canonicalJson(applyDifference(a, read))).toBe(canonicalJson(b));
    }), { numRuns: runs(300, 100) });
  });
});

test('the pod specs above do reach every kind of difference', () => {
  const seen = new Set(fc.sample(fc.tuple(pod, pod), 300).flatMap(([a, b]) => differenceOf(a, b)
    .map(({ kind, pathBefore, incidental }) => `${kind} ${pathBefore !== undefined} ${incidental === true}`)));
  for (const kind of ['added false false', 'removed false false', 'changed true false', 'reordered false false',
    'reordered false true']) expect(seen).toContain(kind);
});

test('added, removed and changed objects lead from one list to the other', () => {
  const object = fc.record({ kind: fc.constantFrom('A', 'B'), metadata: fc.record({ name }), data: json });
  const objects = fc.array(object) as unknown as fc.Arbitrary<Json[]>;
  fc.assert(fc.property(objects, objects, (a, b) => {
    const differences = differenceOfObjects(a, b);
    const gone = new Set(differences.filter((d) => d.kind === 'removed').map((d) => d.indexBefore));
    const edited = new Map(differences.filter((d) => d.indexAfter !== undefined).map((d) => [d.indexBefore, d]));
    const made = a.flatMap((value, i) => (gone.has(i) ? [] : [applyDifference(value, edited.get(i)?.fields ?? [])]));
    const added = differences.filter((d) => d.kind === 'added').map((d) => d.after!);
    expect([...made, ...added].map(canonicalJson).sort()).toEqual(b.map(canonicalJson).sort());
  }));
});

describe('a difference that was not taken from the value', () => {
  test.each<[string, Json, FieldDifference]>([
    ['a field that is not there', {}, { kind: 'changed', path: ['a'], before: 1, after: 2 }],
    ['a field that is already there', { a: 1 }, { kind: 'added', path: ['a'], after: 2 }],
    ['a removed field that is not there', {}, { kind: 'removed', path: ['a'], before: 1 }],
    ['an index in an object', {}, { kind: 'added', path: [0], after: 2 }],
    ['a key in a list', [], { kind: 'added', path: ['length'], after: 2 }],
    ['an inherited field', {}, { kind: 'changed', path: ['__proto__', 'a'], before: 1, after: 2 }],
    ['an index far behind the end', [1], { kind: 'added', path: [4_000_000_000], after: 2 }],
    ['a removed index behind the end', [1], { kind: 'removed', path: [1], before: 2 }],
    ['an order of other elements', [1], { kind: 'reordered', path: [], before: [1, 2], after: [2, 1] }],
    ['an order with a stranger', [1, 2], { kind: 'reordered', path: [], before: [1, 2], after: [2, 3] }],
    ['an order that repeats', [1, 2], { kind: 'reordered', path: [], before: [1, 2], after: [2, 2] }],
    ['a place in a scalar', 'text', { kind: 'changed', path: ['a'], before: 1, after: 2 }],
    ['a change without a value', 1, { kind: 'changed', path: [], before: 1 }],
  ])('is refused: %s', (_, value, difference) => {
    expect(() => applyDifference(value, [difference])).toThrow(expect.objectContaining({ code: 'PARITY_DIFFERENCE' }));
  });
});
