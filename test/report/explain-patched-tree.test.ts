import fc from 'fast-check';
import { type PatchedNode, entriesOf, patchedTree } from '../../lib/report/explain/patched-tree';
import type { ExceptionRecord } from '../../lib/synth/assembly/assembly';
import { patch } from '../../lib/synth/exceptions';
import type { PatchOperation } from '../../lib/environment/overlay';
import type { Json, Path } from '../../lib/template/json';

const exception = (operations: readonly PatchOperation[]) => ({ patch: operations }) as unknown as ExceptionRecord;

/** The value that a tree stands for: what it knows of the former object, and a mark where an exception wrote. */
function shapeOf(node: PatchedNode, former: Json): unknown {
  const entries = entriesOf(node);
  if (Array.isArray(node.children)) return entries.map(([, child]) => shapeOf(child, former));
  if (node.children !== undefined) return new Map(entries.map(([key, child]) => [key, shapeOf(child, former)]));
  return node.origin === undefined ? 'written' : node.origin.reduce((value: any, step) => value[step], former);
}

function shapeOfJson(value: Json): unknown {
  if (Array.isArray(value)) return value.map(shapeOfJson);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, child]) => [key, shapeOfJson(child)]));
  }
  return value;
}

const body: Json = { a: { b: [1, 2, 3], c: { d: 4 } }, e: [{ f: 5 }, { f: 6 }], 'x/y': { 'm~n': 7 } };
const places = ['/a', '/a/b', '/a/b/0', '/a/b/1', '/a/b/-', '/a/c', '/a/c/d', '/a/c/new', '/e/0', '/e/1/f', '/e/0/g',
  '/x~1y/m~0n', '/new'];
const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({ op: fc.constantFrom('add', 'replace'), path: fc.constantFrom(...places),
    value: fc.constantFrom<Json>('written', ['written'], { z: 'written' }) }) as fc.Arbitrary<PatchOperation>,
  fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom(...places) }),
  fc.record({ op: fc.constantFrom('move' as const, 'copy' as const), from: fc.constantFrom(...places),
    path: fc.constantFrom(...places) }),
);

test('what is known of a patched object is what patching gives, for any patch that applies', () => {
  let applied = 0;
  fc.assert(fc.property(fc.array(operation, { minLength: 1, maxLength: 5 }), (operations) => {
    const patched = patch(body, operations);
    fc.pre('body' in patched);
    applied += 1;
    expect(shapeOf(patchedTree(body, [exception(operations)]).root, body)).toEqual(shapeOfJson((patched as any).body));
  }), { numRuns: 400 });
  expect(applied).toBeGreaterThan(100);
});

test('what was replaced, moved and removed is remembered with its exception', () => {
  const by = exception([
    { op: 'replace', path: '/a/b/1', value: 9 }, { op: 'move', from: '/a/c', path: '/moved' },
    { op: 'remove', path: '/e/0' },
  ]);
  const { root, removed } = patchedTree(body, [by]);
  const at = (...path: Path) => path.reduce<PatchedNode | undefined>((node, step) =>
    entriesOf(node as PatchedNode).find(([key]) => key === step)?.[1], root);
  expect(at('a', 'b', 1)).toEqual({ by, instead: ['a', 'b', 1] });
  expect(at('moved')).toMatchObject({ by, origin: ['a', 'c'] });
  expect(at('e', 0, 'f')).toEqual({ origin: ['e', 1, 'f'] });
  expect(removed).toEqual([{ origin: ['e', 0], by }]);
});
