import type { Json } from '../../lib/template/json';
import { SECRET_VALUE, holdsSecret, isSecretPlace, withoutSecrets, withoutSecretsAt } from '../../lib/template/secret';

const secret: Json = {
  apiVersion: 'v1', kind: 'Secret', type: 'Opaque', immutable: true,
  metadata: { name: 'db', namespace: 'shop', labels: { app: 'db' }, annotations: { last: 'hush' }, uid: 'hush' },
  data: { password: 'hush', list: ['hush'], none: null }, stringData: { ['__proto__']: 'hush' },
};
const hidden = {
  apiVersion: 'v1', kind: 'Secret', type: 'Opaque', immutable: true,
  metadata: { name: 'db', namespace: 'shop', labels: { app: 'db' }, annotations: { last: SECRET_VALUE },
    uid: SECRET_VALUE },
  data: { password: SECRET_VALUE, list: SECRET_VALUE, none: SECRET_VALUE },
  stringData: { ['__proto__']: SECRET_VALUE },
};

test('a Secret keeps what says which one it is, and the names of its keys', () => {
  expect(withoutSecrets(secret)).toEqual(hidden);
});

test.each<[string, Json, Json]>([
  ['a list', { kind: 'List', items: [secret] }, { kind: 'List', items: [hidden] }],
  ['a list of lists', { kind: 'List', items: [{ kind: 'List', items: [secret] }] },
    { kind: 'List', items: [{ kind: 'List', items: [hidden] }] }],
  ['another object', { kind: 'Object', spec: { manifest: secret } }, { kind: 'Object', spec: { manifest: hidden } }],
])('so does one in %s', (_, whole, shown) => {
  expect(holdsSecret(whole)).toBe(true);
  expect(withoutSecrets(whole)).toEqual(shown);
});

test('a reference to a Secret is none', () => {
  const gateway: Json = { kind: 'Gateway', spec: { certificateRefs: [{ kind: 'Secret', name: 'tls' }] } };
  expect(holdsSecret(gateway)).toBe(false);
  expect(withoutSecrets(gateway)).toEqual(gateway);
  expect(isSecretPlace(gateway, ['spec', 'certificateRefs', 0, 'name'])).toBe(false);
});

test.each([
  [['metadata', 'name'], false], [['metadata', 'labels', 'app'], false], [['type'], false], [['immutable'], false],
  [['metadata', 'annotations', 'last'], true], [['metadata', 'uid'], true], [['data', 'password'], true],
  [['data', 'not there'], true], [[], true], [['metadata'], true], [['data'], true],
])('the place %j is hidden: %p', (path, isHidden) => {
  expect(isSecretPlace(secret, path)).toBe(isHidden);
  expect(isSecretPlace({ kind: 'List', items: [secret] }, ['items', 0, ...path])).toBe(isHidden);
});

test('a part of an object is shown as it is in the whole', () => {
  const list: Json = { kind: 'List', items: [secret] };
  expect(withoutSecretsAt(list, ['items', 0, 'data'], { password: 'hush' })).toEqual({ password: SECRET_VALUE });
  expect(withoutSecretsAt(list, ['items', 0, 'metadata', 'name'], 'db')).toBe('db');
  expect(withoutSecretsAt(list, ['items', 0], secret)).toEqual(hidden);
  expect(withoutSecretsAt(list, ['items'], [secret])).toEqual([hidden]);
  expect(withoutSecretsAt(secret, [], secret)).toEqual(hidden);
});
