import type { Json, Path } from '../../lib/template/json';
import { findListRule, labelLists } from '../../lib/template/merge-keys';

const pod: Path = ['spec', 'template', 'spec'];

function labels(path: Path, ...list: Json[]): string[] | undefined {
  return labelLists(findListRule(path), [list])?.[0];
}

describe('the merge keys of Kubernetes', () => {
  test.each<[string, Path, Json, string]>([
    ['containers', [...pod, 'containers'], { name: 'api', image: 'a' }, 'api'],
    ['a container port and its default protocol', [...pod, 'containers', 0, 'ports'], { containerPort: 80 }, '80/TCP'],
    ['a port of an init container', ['spec', 'initContainers', 0, 'ports'],
      { containerPort: 53, protocol: 'UDP' }, '53/UDP'],
    ['a port of a Service', ['spec', 'ports'], { port: 80, name: 'http', targetPort: 8080 }, '80/TCP'],
    ['volume mounts', [...pod, 'containers', 3, 'volumeMounts'], { mountPath: '/tmp', name: 'tmp' }, '/tmp'],
    ['volume devices', [...pod, 'containers', 0, 'volumeDevices'], { devicePath: '/dev/x', name: 'x' }, '/dev/x'],
    ['conditions', ['status', 'conditions'], { type: 'Ready', status: 'True' }, 'Ready'],
    ['owners', ['metadata', 'ownerReferences'], { uid: 'u-1', name: 'owner' }, 'u-1'],
    ['host aliases', ['spec', 'hostAliases'], { ip: '10.0.0.1', hostnames: ['a'] }, '10.0.0.1'],
    ['spread constraints', [...pod, 'topologySpreadConstraints'],
      { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', maxSkew: 1 }, 'zone/DoNotSchedule'],
    ['claim templates by a nested name', ['spec', 'volumeClaimTemplates'],
      { metadata: { name: 'data' } }, 'data'],
    ['files of a config map volume', ['spec', 'volumes', 0, 'configMap', 'items'],
      { key: 'a.conf', path: 'a' }, 'a.conf'],
    ['metrics by type and resource', ['spec', 'metrics'],
      { type: 'Resource', resource: { name: 'cpu' } }, 'Resource/cpu'],
    ['subjects', ['subjects'], { kind: 'ServiceAccount', namespace: 'shop', name: 'api' }, 'ServiceAccount/shop/api'],
  ])('name %s', (_, path, element, label) => {
    expect(labels(path, element)).toEqual([label]);
  });

  test.each<[Path, boolean]>([
    [[...pod, 'containers', 0, 'env'], true],
    [[...pod, 'containers', 0, 'args'], true],
    [[...pod, 'containers', 0, 'volumeMounts'], true],
    [[...pod, 'initContainers'], true],
    [[...pod, 'containers'], true],
    [[...pod, 'containers', 0, 'ports'], false],
    [['spec', 'ports'], false],
    [[...pod, 'tolerations'], false],
    [['metadata', 'finalizers'], false],
    [['rules'], false],
    [['spec', 'rules'], true],
  ])('say whether the order of %j has meaning: %s', (path, ordered) => {
    expect(findListRule(path)?.ordered).toBe(ordered);
  });

  test('do not take one list for another that has the same last name', () => {
    const element = { port: 80, containerPort: 81, protocol: 'TCP' };
    expect(labels(['spec', 'template', 'spec', 'ports'], { ...element, name: 'x' })).toEqual(['x']);
    expect(labels(['spec', 'ports'], element)).toEqual(['80/TCP']);
    expect(labels(['spec', 'containers', 0, 'ports'], element)).toEqual(['81/TCP']);
    expect(findListRule(['spec', 'other', 'rules'])).toBeUndefined();
  });

  test('know nothing about a list that stands directly in a list', () => {
    expect(findListRule(['spec', 'containers', 0])).toBeUndefined();
  });

  test('give no key to atomic lists, whose names are what environments vary', () => {
    expect(labels(['spec', 'parentRefs'], { name: 'public' }, { name: 'private' })).toBeUndefined();
    expect(labels(['spec', 'rules'], { host: 'a' })).toBeUndefined();
  });
});

describe('labels of a list', () => {
  const env = ['spec', 'containers', 0, 'env'];

  test.each<[string, Json[]]>([
    ['a key is there twice', [{ name: 'A' }, { name: 'A' }]],
    ['a key is missing', [{ name: 'A' }, { value: '1' }]],
    ['a key is no text or number', [{ name: 'A' }, { name: { a: 1 } }]],
    ['a key is inherited, not own', [{ name: 'A' }, JSON.parse('{"__proto__": {"name": "B"}}')]],
    ['an element is no object', [{ name: 'A' }, 'B']],
    ['an element is a list', [{ name: 'A' }, []]],
    ['keys that differ in type read the same', [{ name: '1' }, { name: 1 }]],
  ])('are none when %s', (_, list) => {
    expect(labels(env, ...list)).toBeUndefined();
  });

  test('are none when composed keys read the same', () => {
    const path = ['spec', 'containers', 0, 'ports'];
    expect(labels(path, { containerPort: 'a/b', protocol: 'c' }, { containerPort: 'a', protocol: 'b/c' }))
      .toBeUndefined();
  });

  test('come from a generic key that all lists share, where Kubernetes says nothing', () => {
    const lists = [[{ name: 'a', id: 1 }, { name: 'a', id: 2 }], [{ name: 'b', id: 2 }]];
    expect(labelLists(undefined, lists)).toEqual([['1', '2'], ['2']]);
    expect(labelLists(undefined, [...lists, [{ name: 'c' }]])).toBeUndefined();
  });
});
