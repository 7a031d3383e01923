import type { Expression } from '../../lib/template/expression';
import { LOCKED_PLACES, type LockedPlace, findLocked } from '../../lib/template/locked';
import { LockedTable } from '../../lib/template/locked-table';
import type { Path } from '../../lib/template/json';
import type { PortablePlace } from '../../lib/template/node';

const VARIATION: Expression = { op: 'variation', name: 'it' };
const FACT: Expression = { op: 'fact', path: ['registry'] };
const NAMESPACE: Expression = { op: 'fact', path: ['namespace'] };
const ENFORCE = ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'];
const ENFORCE_VERSION = ['metadata', 'labels', 'pod-security.kubernetes.io/enforce-version'];
const DIGEST = `sha256:${'a'.repeat(64)}`;
const of = (kind: string) => ({ apiVersion: 'v1', kind, name: 'it' });
const at = (path: Path, value: Expression = VARIATION): PortablePlace => ({ path, value });
const text = (...parts: (string | Expression)[]): Expression => ({
  op: 'interpolate',
  parts: parts.map((part) => (typeof part === 'string' ? part : { value: part, as: 'text' as const })),
});

const POD = ['spec', 'template', 'spec'];
const CONTAINER = [...POD, 'containers', 0];

/** A kind and a path at which a row of the table stands. */
function exampleOf(row: LockedPlace): { kind: string; path: Path } {
  const steps = [...row.path.matchAll(/\["([^"]*)"\]|[^.[]+/g)].map(([step, key]) => (step === '*' ? 0 : key ?? step));
  if (row.in === 'container') return { kind: 'Deployment', path: [...CONTAINER, ...steps] };
  if (row.in === 'pod') return { kind: 'Deployment', path: [...POD, ...steps] };
  return { kind: row.in === 'object' ? 'Anything' : row.in, path: steps };
}

test.each(LOCKED_PLACES.map((row) => [row.in, row.path, row] as const))(
  '%s: %s is locked, inside and as a whole',
  (_, __, row) => {
    const { kind, path } = exampleOf(row);
    for (const place of [at(path), at([...path, 'inside']), at([...path, 0, 'deep']), at(path.slice(0, -1))]) {
      if (place.path.length > 0) expect(findLocked(of(kind), place)?.what).toEqual(expect.any(String));
    }
    expect(findLocked(of(kind), at(path))?.what).toBe(row.what);
  },
);

test.each([
  ['Pod', ['spec']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
  ['StatefulSet', POD],
  ['DaemonSet', POD],
  ['Job', POD],
  ['ReplicaSet', POD],
  ['PodTemplate', ['template', 'spec']],
  ['Rollout', POD],
  ['SomethingCustom', ['spec', 'workloads', 'web', 'pod']],
] as const)('the containers of a %s are locked, of each sort', (kind, pod) => {
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    expect(findLocked(of(kind), at([...pod, list, 1, 'command', 0]))?.what).toBe('a command');
  }
});

test.each<readonly [string, string, PortablePlace]>([
  ['replicas', 'Deployment', at(['spec', 'replicas'])],
  ['resources', 'Deployment', at([...CONTAINER, 'resources', 'limits', 'memory'])],
  ['an argument', 'Deployment', at([...CONTAINER, 'args', 0])],
  ['the value of an environment variable', 'Deployment', at([...CONTAINER, 'env', 0, 'value'])],
  ['data', 'ConfigMap', at(['data', 'command'])],
  ['a namespace', 'ConfigMap', at(['metadata', 'namespace'])],
  ['a map merged into the limits', 'Deployment', { path: [...CONTAINER, 'resources', 'limits'], merge: [VARIATION] }],
  ['peers of a list', 'NetworkPolicy', { path: ['spec', 'ingress', 0, 'from', 0], repeat: VARIATION }],
  ['a map merged into the spec of a custom resource', 'Any', { path: ['spec'], merge: [VARIATION] }],
  ['replicas of a custom resource', 'Rollout', at(['spec', 'replicas'])],
  ['volumes of a kind without pods', 'Any', { path: ['spec', 'volumes', 0], repeat: VARIATION }],
  ['arguments of a list', 'Deployment', { path: [...CONTAINER, 'args', 1], repeat: VARIATION }],
  ['annotations of a map', 'Deployment', { path: ['metadata', 'annotations'], merge: [VARIATION] }],
  ['the fact namespace as the name of a Namespace', 'Namespace', at(['metadata', 'name'], NAMESPACE)],
  ['the fact podSecurity as a level', 'Namespace', at(ENFORCE, { op: 'fact', path: ['podSecurity'] })],
  [
    'the fact kubernetes as the version',
    'Namespace',
    at(ENFORCE_VERSION, text('v', { op: 'fact', path: ['kubernetes'] })),
  ],
  ['another label of a Namespace', 'Namespace', at(['metadata', 'labels', 'example.com/team'])],
  ['how much a quota allows', 'ResourceQuota', at(['spec', 'hard', 'requests.cpu'])],
  ['a limit', 'LimitRange', at(['spec', 'limits', 0, 'max', 'cpu'])],
  ['a host of a route', 'HTTPRoute', at(['spec', 'hostnames', 0])],
  ['the host of a redirect', 'HTTPRoute', at(['spec', 'rules', 0, 'filters', 0, 'requestRedirect', 'hostname'])],
  ['an origin of CORS', 'HTTPRoute', at(['spec', 'rules', 0, 'filters', 0, 'cors', 'allowOrigins', 0])],
  ['a timeout', 'HTTPRoute', at(['spec', 'rules', 0, 'timeouts', 'request'])],
  ["a header's value", 'GRPCRoute', at(['spec', 'rules', 0, 'filters', 0, 'requestHeaderModifier', 'set', 0, 'value'])],
  ['which Gateway a route is of', 'HTTPRoute', at(['spec', 'parentRefs', 0, 'name'])],
  ['the host of a listener', 'ListenerSet', at(['spec', 'listeners', 0, 'hostname'])],
  ['a mirrored image', 'Deployment', at([...CONTAINER, 'image'], text(FACT, `/shop/api@${DIGEST}`))],
  [
    'a hashed ConfigMap name',
    'ConfigMap',
    at(['metadata', 'name'], text('it-', { op: 'hash', of: { body: {}, places: [] }, length: 10 })),
  ],
  [
    'a hashed Secret name',
    'Secret',
    at(['metadata', 'name'], text('it-', { op: 'hash', of: { body: {}, places: [] }, length: 10 })),
  ],
])('%s may differ', (_, kind, place) => expect(findLocked(of(kind), place)).toBeUndefined());

test.each<readonly [string, string, PortablePlace]>([
  [
    'an image whose registry is a variation',
    'Deployment',
    at([...CONTAINER, 'image'], text(VARIATION, `/shop/api@${DIGEST}`)),
  ],
  [
    'an image whose repository differs',
    'Deployment',
    at([...CONTAINER, 'image'], text(FACT, '/', VARIATION, `@${DIGEST}`)),
  ],
  ['an image with a tag', 'Deployment', at([...CONTAINER, 'image'], text(FACT, '/shop/api:1.0'))],
  [
    'an image with a tag and a digest that is short',
    'Deployment',
    at([...CONTAINER, 'image'], text(FACT, '/shop/api@sha256:abc')),
  ],
  [
    'an image with more behind its digest',
    'Deployment',
    at([...CONTAINER, 'image'], text(FACT, `/shop/api@${DIGEST}\nx`)),
  ],
  ['an image that is a whole fact', 'Deployment', at([...CONTAINER, 'image'], FACT)],
  [
    'a hashed name of another kind',
    'Deployment',
    at(['metadata', 'name'], text('it-', { op: 'hash', of: { body: {}, places: [] }, length: 10 })),
  ],
  ['a name that ends in a variation', 'ConfigMap', at(['metadata', 'name'], text('it-', VARIATION))],
  [
    'a hashed name that begins with a fact',
    'ConfigMap',
    at(['metadata', 'name'], text(FACT, '-', { op: 'hash', of: { body: {}, places: [] }, length: 10 })),
  ],
  ['another fact as the name of a Namespace', 'Namespace', at(['metadata', 'name'], FACT)],
  [
    'a fact below namespace as the name of a Namespace',
    'Namespace',
    at(['metadata', 'name'], { op: 'fact', path: ['namespace', 'of'] }),
  ],
  ['a text with the fact as the name of a Namespace', 'Namespace', at(['metadata', 'name'], text(NAMESPACE, '-x'))],
  ['the fact namespace as the name of another kind', 'ConfigMap', at(['metadata', 'name'], NAMESPACE)],
  ['the fact namespace as the prefix of a name', 'Namespace', at(['metadata', 'generateName'], NAMESPACE)],
  ['another fact as a level', 'Namespace', at(ENFORCE, FACT)],
  [
    'a level that a variation changes',
    'Namespace',
    at(ENFORCE, { op: 'lookup', of: VARIATION, table: { a: { op: 'fact', path: ['podSecurity'] } } }),
  ],
  ['a level that is text in one form of the object', 'Namespace', at(ENFORCE, { op: 'literal', value: null })],
  ['a map merged into the labels of a Namespace', 'Namespace', { path: ['metadata', 'labels'], merge: [VARIATION] }],
  ['all labels of a Namespace', 'Namespace', at(['metadata', 'labels'], { op: 'fact', path: ['podSecurity'] })],
  ['a map merged into a quota', 'ResourceQuota', { path: ['spec', 'hard'], merge: [VARIATION] }],
  ['a whole quota', 'ResourceQuota', at(['spec', 'hard'], FACT)],
  ['a map merged into a limit', 'LimitRange', { path: ['spec', 'limits', 0, 'max'], merge: [VARIATION] }],
  ['a map of limits', 'LimitRange', { path: ['spec', 'limits', 0], merge: [VARIATION] }],
  ['the number of limits', 'LimitRange', { path: ['spec', 'limits', 0], repeat: VARIATION }],
  ['the number of containers', 'Deployment', { path: CONTAINER, repeat: VARIATION }],
  ['the number of environment variables', 'Deployment', { path: [...CONTAINER, 'env', 0], repeat: VARIATION }],
  ['the number of ports of a Service', 'Service', { path: ['spec', 'ports', 0], repeat: VARIATION }],
  ['a selector of a map', 'Service', { path: ['spec', 'selector'], merge: [VARIATION] }],
  ['a map merged into a container', 'Deployment', { path: CONTAINER, merge: [VARIATION] }],
  ['a map merged into a pod', 'Deployment', { path: POD, merge: [VARIATION] }],
  ['a map merged into an environment variable', 'Deployment', { path: [...CONTAINER, 'env', 0], merge: [VARIATION] }],
  ['a map merged into metadata', 'ConfigMap', { path: ['metadata'], merge: [VARIATION] }],
  ['the number of ephemeral containers', 'Pod', { path: ['spec', 'ephemeralContainers', 0], repeat: VARIATION }],
  ['the number of volumes of a custom resource', 'Rollout', { path: [...POD, 'volumes', 0], repeat: VARIATION }],
  ['the security context of a custom resource', 'Rollout', at([...POD, 'securityContext', 'runAsUser'])],
])('%s is locked', (_, kind, place) => expect(findLocked(of(kind), place)).toBeDefined());

test('an app may lock more, with a reason', () => {
  const extra = [
    { in: 'Deployment', path: 'spec.replicas', what: 'a replica count', reason: 'capacity is tested as it is' },
  ];
  expect(findLocked(of('Deployment'), at(['spec', 'replicas']), extra)).toEqual(extra[0]);
});

test('a key with dots is one step of a path', () => {
  const extra = [{ in: 'Any', path: 'spec["example.com/a.b"].c', what: 'what was agreed' }];
  expect(findLocked(of('Any'), at(['spec', 'example.com/a.b', 'c']), extra)).toEqual(extra[0]);
  expect(findLocked(of('Any'), at(['spec', 'example', 'com/a']), extra)).toBeUndefined();
});

test('a table answers for many objects as for one, whichever came first', () => {
  const table = new LockedTable([{ in: 'Any', path: 'spec.fixed', what: 'what was agreed' }]);
  const places: readonly (readonly [string, PortablePlace])[] = [
    ['Deployment', at(['spec', 'replicas'])],
    ['Any', at(['spec', 'fixed'])],
    ['Any', at(['spec', 'open'])],
    ['Any', { path: ['spec', 'fixed'], repeat: VARIATION }],
    ['Deployment', at([...CONTAINER, 'image'], text(FACT, `/shop/api@${DIGEST}`))],
    ['Deployment', at([...CONTAINER, 'image'])],
    ['ConfigMap', at(['metadata', 'name'], text('it-', { op: 'hash', of: { body: {}, places: [] }, length: 10 }))],
    ['ConfigMap', at(['metadata', 'name'])],
    ['Namespace', at(['metadata', 'name'], NAMESPACE)],
    ['Namespace', at(['metadata', 'name'])],
    ['Namespace', at(ENFORCE, { op: 'fact', path: ['podSecurity'] })],
    ['Namespace', at(ENFORCE)],
  ];
  const once = places.map(([kind, place]) => table.find(of(kind), place)?.what);
  expect(places.map(([kind, place]) => table.find(of(kind), place)?.what)).toEqual(once);
  expect(once).toEqual([
    undefined,
    'what was agreed',
    undefined,
    'what was agreed',
    undefined,
    'an image',
    undefined,
    'a name',
    undefined,
    'a name',
    undefined,
    'pod security other than the facts say',
  ]);
});
