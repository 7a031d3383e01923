import fc from 'fast-check';
import { renderEnvironments } from '../../lib/testing';
import { Checkout, local, messageOf, production } from './small-shop';

const checkout = renderEnvironments(Checkout, [local, production]);
const manifests = checkout.manifests('production');
const text = checkout.readFile('production/checkout.k8s.yaml');
const deployment = { kind: 'Deployment', name: 'checkout' };

describe('toContainObject', () => {
  test('finds an object in a list, in YAML and in one environment', () => {
    for (const subject of [manifests, text, checkout.get(production)]) {
      expect(subject).toContainObject(deployment);
      expect(subject).toContainObject(deployment, { spec: { replicas: 6 } });
      expect(subject).not.toContainObject(deployment, { spec: { replicas: 7 } });
      expect(subject).not.toContainObject({ kind: 'Deployment', name: 'other' });
    }
  });

  test('compares as toMatchObject does, with jest\'s own matchers', () => {
    expect(manifests).toContainObject(deployment, {
      spec: { replicas: expect.any(Number), payments: expect.stringMatching(/^https:/) },
    });
    expect(manifests).toContainObject(deployment, expect.objectContaining({ kind: 'Deployment' }));
    expect([{ kind: 'A', list: [{ a: 1, b: 2 }] }]).toContainObject({ kind: 'A' }, { list: [{ a: 1 }] });
    expect([{ kind: 'A', list: [{ a: 1 }, { a: 2 }] }]).not.toContainObject({ kind: 'A' }, { list: [{ a: 1 }] });
  });

  test('an object may be named without its content hash', () => {
    expect(manifests).toContainObject({ kind: 'ConfigMap', name: 'checkout-config' }, {
      data: { HOST: 'checkout.example.com' },
    });
    const plain = { kind: 'ConfigMap', metadata: { name: 'web' }, data: { is: 'plain' } };
    const hashed = { kind: 'ConfigMap', metadata: { name: 'web-0123456789' }, data: { is: 'hashed' } };
    expect([hashed, plain]).not.toContainObject({ kind: 'ConfigMap', name: 'web' }, { data: { is: 'hashed' } });
    expect([hashed]).not.toContainObject({ kind: 'ConfigMap', name: 'we' });
  });

  test('namespace and version tell objects apart', () => {
    const [a, b] = ['a', 'b'].map((namespace) =>
      ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace }, spec: { in: namespace } }));
    expect([a, b]).toContainObject({ kind: 'Service', name: 'web' }, { spec: { in: 'b' } });
    expect([a, b]).toContainObject({ kind: 'Service', namespace: 'b' }, { spec: { in: 'b' } });
    expect([a, b]).not.toContainObject({ kind: 'Service', namespace: 'b' }, { spec: { in: 'a' } });
    expect([a, b]).not.toContainObject({ kind: 'Service', apiVersion: 'v2' });
  });

  test('looks into lists of objects', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'Service', metadata: { name: 'web' } }] };
    expect([list]).toContainObject({ kind: 'Service', name: 'web' });
    expect(JSON.stringify({ ...list, kind: 'SecretList' })).not.toContainObject({ kind: 'Secret', name: 'web' });
    expect([{ kind: 'PodList', items: [{ metadata: { name: 'web' } }] }]).toContainObject({ kind: 'Pod', name: 'web' });
  });

  test('a part that does not fit is shown by jest\'s difference, and only that part', () => {
    const message = messageOf(() => expect(manifests).toContainObject(deployment, { spec: { replicas: 7 } }));
    expect(message).toBe(`\
expect(manifests).toContainObject()

expected an object Deployment/checkout that has this part

Deployment/checkout:
- Expected  - 1
+ Received  + 1

  Object {
    "spec": Object {
-     "replicas": 7,
+     "replicas": 6,
    },
  }`);
  });

  test('an object that is not there is answered with the nearest, and the difference to it', () => {
    const message = messageOf(() =>
      expect(manifests).toContainObject({ kind: 'Deployment', name: 'chekout' }, { spec: { replicas: 6 } }));
    expect(message).toContain('expected an object Deployment/chekout, and there is none');
    expect(message).toContain('the nearest is Deployment/checkout:');
    expect(message).toContain('-     "name": "chekout",\n+     "name": "checkout",');
    expect(message).not.toMatch(/[-+] +"replicas"/);
    expect(messageOf(() => expect(manifests).toContainObject({ kind: 'StatefulSet', name: 'checkout' }))).toContain(
      '-   "kind": "StatefulSet",\n+   "kind": "Deployment",',
    );
    expect(messageOf(() => expect(manifests).toContainObject({ kind: 'Zzz', name: 'zzz' }))).toContain(
      'there are: ConfigMap/checkout-config-',
    );
    expect(messageOf(() => expect([]).toContainObject({ kind: 'Zzz' }))).toContain('there are: no object at all');
  });

  test('the negation names what is there', () => {
    expect(messageOf(() => expect(manifests).not.toContainObject(deployment, { spec: { replicas: 6 } }))).toContain(
      'expected no object Deployment/checkout that has this part, but Deployment/checkout is there',
    );
  });

  test('counts as one assertion, also when it fails', () => {
    expect.assertions(2);
    expect(messageOf(() => expect(manifests).toContainObject(deployment, { spec: { replicas: 7 } }))).not.toBe('');
  });

  test('a text that is no YAML is a failure that says why', () => {
    expect(messageOf(() => expect('a: [').toContainObject(deployment))).toContain('the text cannot be read');
  });

  test.each([undefined, null, 7, {}, [1], checkout])('%p holds no manifests', (subject) => {
    expect(messageOf(() => expect(subject).not.toContainObject(deployment))).toMatch(/expected (the )?manifests/);
  });

  test.each([
    undefined, 'Deployment', {}, { name: 'a' }, { kind: 7 }, { kind: 'A', nmae: 'a' },
  ])('%p is no identity', (identity) => {
    const message = messageOf(() => expect(manifests).not.toContainObject(identity as { kind: string }));
    expect(message).toContain("the object's identity");
  });

  test.each([null, 'spec', [1]])('%p is no part', (partial) => {
    const message = messageOf(() => expect(manifests).not.toContainObject(deployment, partial as object));
    expect(message).toContain('expected the part');
  });
});

describe('values of Secrets', () => {
  const secret = { kind: 'Secret', name: 'checkout-secret' };

  test('are compared, and never shown', () => {
    expect(manifests).toContainObject(secret, { stringData: { password: 'real-password' } });
    const message = messageOf(() => expect(manifests).toContainObject(secret, {
      stringData: {
        password: 'guessed-password', fixed: 'fixed-secret', missing: 'missing-secret', token: expect.any(Number),
      },
    }));
    expect(message).toContain(`\
    "stringData": Object {
      "fixed": "(a value of a Secret)",
-     "missing": "(another value of a Secret)",
-     "password": "(another value of a Secret)",
-     "token": "(another value of a Secret)",
+     "password": "(a value of a Secret)",
+     "token": "(a value of a Secret)",
    },`);
    expect(message).not.toMatch(/real-password|guessed|fixed-secret|missing-secret|real-token/);
  });

  test('are not shown by the nearest object either, nor from annotations', () => {
    const object = {
      kind: 'Secret', metadata: { name: 'web', labels: { app: 'web' }, annotations: { last: 'hush' } },
      data: { a: 'hush' },
    };
    const near = messageOf(() => expect([object]).toContainObject({ kind: 'Secret', name: 'wed' }, {
      metadata: { annotations: { last: 'quiet' } }, data: 'quiet',
    }));
    expect(near).toContain('the nearest is Secret/web');
    expect(near).not.toMatch(/hush|quiet/);
    const labels = messageOf(() =>
      expect([object]).toContainObject({ kind: 'Secret' }, { metadata: { labels: { app: 'b' } } }));
    expect(labels).toContain('+       "app": "web"');
  });

  test('no failure ever holds one, whatever is expected of the Secret', () => {
    const value = fc.oneof(fc.constant('hush'), fc.constant(['hush']), fc.constant({ a: 'hush' }), fc.constant(1));
    const object = fc.record({ data: value, stringData: value, other: value });
    fc.assert(fc.property(object, value, value, (fields, data, more) => {
      const message = messageOf(() => expect([{ kind: 'Secret', metadata: { name: 'web' }, ...fields }])
        .toContainObject({ kind: 'Secret', name: 'web' }, { data, more }));
      expect(message).not.toContain('hush');
    }));
  });
});

test('what does not fit is refused by the compiler', () => {
  const wrong = () => {
    // @ts-expect-error -- an object has a kind
    expect(manifests).toContainObject({ name: 'checkout' });
    // @ts-expect-error -- no part of an identity
    expect(manifests).toContainObject({ kind: 'Deployment', label: 'checkout' });
    // @ts-expect-error -- a part is an object
    expect(manifests).toContainObject({ kind: 'Deployment' }, 'spec');
  };
  expect(wrong).toBeInstanceOf(Function);
});
