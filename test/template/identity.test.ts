import fc from 'fast-check';
import { type Identity, findInvalidName, formatIdentity, identityKey, identityOf } from '../../lib/template/identity';
import type { Json } from '../../lib/template/json';

function object(metadata: Json, kind = 'Deployment', apiVersion = 'apps/v1'): Json {
  return { apiVersion, kind, metadata };
}

describe('the identity of an object', () => {
  test('is its apiVersion, kind, namespace and name', () => {
    const identity = identityOf(object({ name: 'checkout-api', namespace: 'shop' }));
    expect(identity).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'checkout-api' });
    expect(formatIdentity(identity)).toBe('Deployment/checkout-api');
    expect(identityKey(identity)).toBe('apps/v1/Deployment/shop/checkout-api');
  });

  test('has an empty namespace in the key of a cluster-scoped object', () => {
    expect(identityKey(identityOf(object({ name: 'shop' }, 'Namespace', 'v1')))).toBe('v1/Namespace//shop');
  });

  test('tells a generated name from a whole one', () => {
    const generated = identityOf(object({ generateName: 'migrate-' }, 'Job', 'batch/v1'));
    expect(generated).toEqual({ apiVersion: 'batch/v1', kind: 'Job', name: 'migrate-', generated: true });
    expect(formatIdentity(generated)).toBe('Job/migrate-*');
    expect(identityKey(generated)).not.toBe(identityKey({ ...generated, name: 'migrate-*', generated: undefined }));
  });

  test.each<Json>([null, 3, 'text', [], {}, { metadata: null }, { kind: 1, metadata: [] }, { metadata: { name: {} } },
    JSON.parse('{"__proto__": {"kind": "Pod"}, "metadata": {"__proto__": {"name": "x"}}}')])(
    'of %j is empty and does not throw', (value) => {
      expect(identityOf(value)).toEqual({ apiVersion: '', kind: '', name: '' });
      expect(formatIdentity(identityOf(value))).toBe('(no kind)/(no name)');
    });

  test.each<[string, Partial<Identity>, Partial<Identity>]>([
    ['an escape in the name', { name: 'a/b' }, { name: 'a%2Fb' }],
    ['a slash in the namespace', { namespace: 'a/b', name: 'c' }, { namespace: 'a', name: 'b/c' }],
    ['a slash in the kind', { apiVersion: 'apps/v1', kind: 'Pod' }, { apiVersion: 'apps', kind: 'v1/Pod' }],
    ['an escape in the apiVersion', { apiVersion: 'a*' }, { apiVersion: 'a%2A' }],
  ])('has a key that no other forges by %s', (_, a, b) => {
    const none: Identity = { apiVersion: '', kind: '', name: '' };
    expect(identityKey({ ...none, ...a })).not.toBe(identityKey({ ...none, ...b }));
  });

  test('has a key of its own, whatever the parts hold', () => {
    const part = fc.oneof(fc.string({ unit: fc.constantFrom('a', '/', '%', '2', 'F', '*', '\u0000') }), fc.string());
    const identity: fc.Arbitrary<Identity> = fc.record({ apiVersion: part, kind: part, namespace: part, name: part });
    fc.assert(fc.property(identity, identity, (a, b) => {
      const same = (['apiVersion', 'kind', 'namespace', 'name'] as const).every((field) => a[field] === b[field]);
      expect(identityKey(a) === identityKey(b)).toBe(same);
    }), { numRuns: 2_000 });
  });

  test('cannot steer a terminal', () => {
    expect(formatIdentity({ apiVersion: 'v1', kind: 'Pod', name: 'a\u001b[2J\u202eb' })).toBe('Pod/a\ufffd[2J\ufffdb');
  });
});

describe('an invalid name', () => {
  test.each<[string, Json]>([
    ['the object has no name', {}],
    ['the name is empty', { name: '' }],
    ['the name is not text', { name: 5 }],
    ["the name holds '/'", { name: 'a/b' }],
    ["the name holds '..'", { name: 'a..b' }],
    ['the name holds a control character', { name: 'a\n' }],
    ['the name holds an uppercase letter', { name: 'Api' }],
    ['the name has 254 characters, more than 253', { name: 'a'.repeat(254) }],
    ['the name has 1000000 characters, more than 253', { name: '-'.repeat(1_000_000) }],
    ["the name is not a DNS name (lowercase letters, digits, '-' and '.', a letter or digit at both ends of each part)",
      { name: 'a.-b' }],
    ['the generateName is not text', { name: 'a', generateName: 1 }],
    ["the generateName holds '/'", { generateName: '../' }],
    ["the namespace holds '..'", { name: 'a', namespace: '..' }],
    ['the namespace is not text', { name: 'a', namespace: [] }],
  ])('gives the reason: %s', (reason, metadata) => {
    expect(findInvalidName(object(metadata))).toBe(reason);
  });

  test.each<Json>([{ name: 'a' }, { name: 'checkout.v1-2' }, { name: 'a'.repeat(253) }, { generateName: 'migrate-' },
    { name: '0', namespace: 'shop' }])('is not %j', (metadata) => {
    expect(findInvalidName(object(metadata))).toBeUndefined();
  });

  test('of an RBAC object may hold a colon and uppercase letters, but leaves no folder', () => {
    const role = (name: string) => findInvalidName(object({ name }, 'ClusterRole', 'rbac.authorization.k8s.io/v1'));
    expect(role('system:Auth-delegator')).toBeUndefined();
    expect(role('a/b')).toBe("the name holds '/'");
    expect(role('..')).toBe("the name holds '..'");
    expect(role('.')).toBe("the name is '.'");
    expect(role('a%2fb')).toBe("the name holds '%' or '\\'");
    expect(findInvalidName(object({ name: 'a:b' }, 'ClusterRole', 'example.com/v1'))).toContain('not a DNS name');
  });

  test('of a Service or Namespace is no DNS label', () => {
    expect(findInvalidName(object({ name: 'a.b' }, 'Service', 'v1'))).toContain('not a DNS label');
    expect(findInvalidName(object({ name: 'a'.repeat(64) }, 'Namespace', 'v1'))).toContain('more than 63');
  });
});
