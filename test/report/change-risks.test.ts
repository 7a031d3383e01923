import { changeOf } from '../../lib/report/change/change-of';
import type { Json, JsonObject } from '../../lib/template/json';
import { type SmallChart, deployment, fact, small, variation, withPlaces } from './fixtures/small-assembly';

/** The risks of an object that becomes another: severity, message and where. */
function risks(before: JsonObject | undefined, after: JsonObject | undefined): string[] {
  const side = (object: JsonObject | undefined) =>
    small({ charts: { shop: { objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' } },
      ...(object === undefined ? [] : [object])] } } });
  return changeOf(side(before), side(after)).risks
    .map(({ severity, message, path = '', before: was, after: is }) => [severity, message, path,
      was === undefined ? '' : text(was), is === undefined ? '' : `-> ${text(is)}`].filter(Boolean).join(' | '));
}
const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));
const object = (apiVersion: string, kind: string, spec: Json, more: JsonObject = {}): JsonObject =>
  ({ apiVersion, kind, metadata: { name: 'x' }, ...(spec === null ? {} : { spec }), ...more });
const claim = (spec: JsonObject) => object('v1', 'PersistentVolumeClaim', spec);
const size = (storage: string) => ({ resources: { requests: { storage } } });
const container = (body: JsonObject, pod: JsonObject = {}) => deployment('x', body, pod);
const secure = (more: JsonObject) => container({ securityContext: more });
const service = (spec: JsonObject) => object('v1', 'Service', spec);
const policy = (spec: JsonObject) => object('networking.k8s.io/v1', 'NetworkPolicy', spec);
const role = (...rules: JsonObject[]) => object('rbac.authorization.k8s.io/v1', 'Role', null, { rules });
const pods = 'spec.template.spec.containers[api]';
const secretEnv = (name: string, secret: string, key: string) =>
  ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });

test.each<[string, JsonObject | undefined, JsonObject | undefined, string[]]>([
  ['a selector', deployment('x'), deployment('x', {}, {}, { selector: { matchLabels: { app: 'y' } } }),
    ['high | spec.selector cannot be changed in place | spec.selector.matchLabels.app | x | -> y']],
  ['the service of a StatefulSet', object('apps/v1', 'StatefulSet', { serviceName: 'a' }),
    object('apps/v1', 'StatefulSet', { serviceName: 'b' }),
    ['high | spec.serviceName cannot be changed in place | spec.serviceName | a | -> b']],
  ['a larger claim of a StatefulSet',
    object('apps/v1', 'StatefulSet', { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: size('1Gi') }] }),
    object('apps/v1', 'StatefulSet', { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: size('2Gi') }] }),
    ['high | spec.volumeClaimTemplates cannot be changed in place | '
      + 'spec.volumeClaimTemplates[d].spec.resources.requests.storage | 1Gi | -> 2Gi']],
  ['the template of a Job', object('batch/v1', 'Job', { template: { spec: { a: 1, b: 1 } } }),
    object('batch/v1', 'Job', { template: { spec: { a: 2, b: 2 } } }),
    ['high | spec.template cannot be changed in place | spec.template']],
  ['a cluster IP', service({}), service({ clusterIP: 'None' }),
    ['high | spec.clusterIP cannot be changed in place | spec.clusterIP | -> None']],
  ['a role reference', object('rbac.authorization.k8s.io/v1', 'RoleBinding', null, { roleRef: { name: 'a' } }),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', null, { roleRef: { name: 'b' } }),
    ['high | roleRef cannot be changed in place | roleRef.name | a | -> b']],
  ['the parameters of a StorageClass', object('storage.k8s.io/v1', 'StorageClass', null, { parameters: { type: 'a' } }),
    object('storage.k8s.io/v1', 'StorageClass', null, { parameters: { type: 'b' } }),
    ['high | parameters cannot be changed in place | parameters.type | a | -> b']],
  ['sealed data', object('v1', 'ConfigMap', null, { immutable: true, data: { a: '1' } }),
    object('v1', 'ConfigMap', null, { immutable: true, data: { a: '2' } }),
    ['high | data cannot be changed in place | data.a | 1 | -> 2']],
  ['the source of a volume', object('v1', 'PersistentVolume', { nfs: { server: 'a' } }),
    object('v1', 'PersistentVolume', { nfs: { server: 'b' } }),
    ['high | spec.nfs cannot be changed in place | spec.nfs.server | a | -> b']],
  ['the access mode of a claim', claim({ accessModes: ['ReadWriteOnce'] }), claim({ accessModes: ['ReadWriteMany'] }),
    ['high | spec.accessModes cannot be changed in place | spec.accessModes[0] | ReadWriteOnce | -> ReadWriteMany']],
  ['a smaller claim', claim(size('1Ti')), claim(size('500Gi')),
    ['high | the claim asks for less storage | spec.resources.requests.storage | 1Ti | -> 500Gi']],
  ['another storage class', claim({ storageClassName: 'a' }), claim({ storageClassName: 'b' }),
    ['high | the storage class changes | spec.storageClassName | a | -> b']],
  ['a claim that is gone', claim({}), undefined, ['high | the claim is removed']],
  ['another namespace', object('v1', 'Service', {}, { metadata: { name: 'x', namespace: 'a' } }),
    object('v1', 'Service', {}, { metadata: { name: 'x', namespace: 'b' } }),
    ['medium | the object moves to another namespace | metadata.namespace | a | -> b']],
  ['a port that is renamed', service({ ports: [{ name: 'a', port: 80 }] }),
    service({ ports: [{ name: 'b', port: 80 }] }),
    ['medium | a port has another name | spec.ports[a] | a | -> b']],
  ['a port of another number', service({ ports: [{ name: 'a', port: 80 }] }),
    service({ ports: [{ name: 'a', port: 81 }] }),
    ['high | a port has another number | spec.ports[a] | 80/TCP | -> 81/TCP']],
  ['a port that is gone', service({ ports: [{ port: 80 }, { port: 81 }] }), service({ ports: [{ port: 80 }] }),
    ['high | a port is removed | spec.ports[81/TCP] | 81/TCP']],
  ['a Service of another type', service({ type: 'LoadBalancer' }), service({}),
    ['medium | the Service is of another type | spec.type | LoadBalancer | -> ClusterIP']],
  ['a Service that is gone', service({}), undefined, ['high | the Service is removed']],
  ['a secret that is read', container({ env: [secretEnv('A', 'x', 'a')] }),
    container({ env: [secretEnv('B', 'x', 'a'), secretEnv('A', 'x', 'b')] }),
    [`medium | a pod reads a key of a Secret that it did not | ${pods}.env[A] | -> x/b`]],
  ['secrets that are files',
    container({}, { volumes: [{ name: 'v', secret: { secretName: 'x', items: [{ key: 'a' }] } }] }),
    container({ envFrom: [{ secretRef: { name: 'y' } }] }, { volumes: [{ name: 'v', secret: { secretName: 'x' } }] }),
    [`medium | a pod reads all keys of a Secret that it did not | ${pods}.envFrom | -> y/*`,
      'medium | a pod reads all keys of a Secret that it did not | spec.template.spec.volumes[v] | -> x/*']],
  ['a secret that is read in another place, less of it, or under a name that follows its content',
    container({
      env: [secretEnv('A', 'x', 'a'), secretEnv('C', 'c-0123456789', 'c')], envFrom: [{ secretRef: { name: 'y' } }],
    }),
    container({ env: [secretEnv('B', 'y', 'b'), secretEnv('C', 'c-abcdef0123', 'c')] },
      { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'x', items: [{ key: 'a' }] } }] } }] }), []],
  ['a probe that is gone', container({ readinessProbe: { httpGet: {} } }), container({}),
    [`high | the readiness probe is removed | ${pods}.readinessProbe`]],
  ['a probe that asks less', container({ livenessProbe: { httpGet: { port: 1 } } }),
    container({ livenessProbe: { tcpSocket: { port: 1 } } }),
    [`medium | the liveness probe asks less | ${pods}.livenessProbe | httpGet | -> tcpSocket`]],
  ['a probe that waits longer', container({ readinessProbe: { httpGet: {} } }),
    container({ readinessProbe: { httpGet: {}, timeoutSeconds: 9 } }),
    [`low | the readiness probe is loosened | ${pods}.readinessProbe.timeoutSeconds | 1 | -> 9`]],
  ['a lower memory limit', container({ resources: { limits: { memory: '1Gi' } } }),
    container({ resources: { limits: { memory: '512Mi' } } }),
    [`medium | the memory limit is lowered | ${pods}.resources.limits.memory | 1Gi | -> 512Mi`]],
  ['a request that is gone', container({ resources: { requests: { cpu: '1' } } }), container({ resources: {} }),
    [`low | the cpu request is removed | ${pods}.resources.requests.cpu | 1`]],
  ['a writable root file system', secure({ readOnlyRootFilesystem: true }), secure({}),
    [`medium | the root file system can be written | ${pods}.securityContext.readOnlyRootFilesystem`]],
  ['root', container({}, { securityContext: { runAsNonRoot: true } }), container({}),
    [`high | a process may run as root | ${pods}.securityContext.runAsNonRoot`]],
  ['a capability', secure({ capabilities: { drop: ['ALL'] } }),
    secure({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
    [`high | a container gets a capability | ${pods}.securityContext.capabilities.add | -> SYS_ADMIN`]],
  ['a new container that is privileged', undefined, secure({ privileged: true }),
    [`high | a container is privileged | ${pods}.securityContext.privileged`]],
  ["a node's folder", container({}), container({}, { volumes: [{ name: 'v', hostPath: { path: '/etc' } }] }),
    ['high | a pod mounts a folder of its node | spec.template.spec.volumes | -> /etc']],
  ["a node's network", container({}), container({}, { hostNetwork: true }),
    ["high | a pod shares its node's network | spec.template.spec.hostNetwork | -> true"]],
  ['a token', container({}, { automountServiceAccountToken: false }), container({}),
    ['medium | a pod gets a token for the Kubernetes API | spec.template.spec.automountServiceAccountToken | false']],
  ['a single pod', deployment('x', {}, {}, { replicas: 3 }), deployment('x', {}, {}, { replicas: 1 }),
    ['medium | a single pod is left | spec.replicas | 3 | -> 1']],
  ['no pod', deployment('x', {}, {}, { replicas: 1 }), deployment('x', {}, {}, { replicas: 0 }),
    ['high | no pod is left | spec.replicas | 1 | -> 0']],
  ['a disruption budget that is gone', object('policy/v1', 'PodDisruptionBudget', {}), undefined,
    ['medium | the disruption budget is removed']],
  ['a looser disruption budget', object('policy/v1', 'PodDisruptionBudget', { maxUnavailable: 1 }),
    object('policy/v1', 'PodDisruptionBudget', { maxUnavailable: 2 }),
    ['medium | more pods may be missing at once | spec.maxUnavailable | 1 | -> 2']],
  ['a network policy that is gone', policy({}), undefined, ['high | the network policy is removed']],
  ['a network policy for one direction', policy({ policyTypes: ['Ingress', 'Egress'] }),
    policy({ policyTypes: ['Ingress'] }),
    ['high | egress is not limited any more | spec.policyTypes']],
  ['a network policy that is open to all', policy({ ingress: [{ from: [{ podSelector: {} }] }] }),
    policy({ ingress: [{}] }),
    ['high | ingress is open to all | spec.ingress | -> {}']],
  ['a rule more in a role', role({ apiGroups: [''], resources: ['pods'], verbs: ['get'] }),
    role({ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }),
    ['medium | the role allows more | rules | -> {"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}']],
  ['a role that allows all', undefined, role({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }),
    ['high | the role allows all of something, or to gain rights | rules | '
      + '-> {"apiGroups":["*"],"resources":["*"],"verbs":["*"]}']],
])('is noted: %s', (_, before, after, expected) => {
  expect(risks(before, after)).toEqual(expected);
});

test.each<[string, JsonObject | undefined, JsonObject | undefined]>([
  ['a label', deployment('x'), { ...deployment('x'), metadata: { name: 'x', labels: { a: 'b' } } }],
  ['the template of a Deployment', container({ args: ['a'] }), container({ args: ['b'] })],
  ['the template of a StatefulSet', object('apps/v1', 'StatefulSet', { template: { spec: {} } }),
    object('apps/v1', 'StatefulSet', { template: { spec: { priorityClassName: 'a' } } })],
  ['a Job of another group', object('batch.volcano.sh/v1', 'Job', { template: 1 }),
    object('batch.volcano.sh/v1', 'Job', { template: 2 })],
  ['a CronJob', object('batch/v1', 'CronJob', { schedule: 'a' }), object('batch/v1', 'CronJob', { schedule: 'b' })],
  ['a larger claim', claim(size('1Gi')), claim(size('2000Mi'))],
  ['a claim written otherwise', claim(size('1Gi')), claim(size('1024Mi'))],
  ['a probe of another path', container({ readinessProbe: { httpGet: { path: '/a' } } }),
    container({ readinessProbe: { httpGet: { path: '/b' } } })],
  ['a stricter probe', container({ readinessProbe: { httpGet: {}, timeoutSeconds: 5 } }),
    container({ readinessProbe: { httpGet: {} } })],
  ['a new probe', container({}), container({ livenessProbe: { tcpSocket: {} } })],
  ['more memory', container({ resources: { limits: { memory: '512Mi' } } }),
    container({ resources: { limits: { memory: '1Gi' } } })],
  ['a new container', deployment('x'), deployment('x', {}, { initContainers: [{ name: 'i' }] })],
  ['hardening', secure({}), secure({ readOnlyRootFilesystem: true, runAsNonRoot: true,
    allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } })],
  ['all dropped instead of some', secure({ capabilities: { drop: ['NET_RAW'] } }),
    secure({ capabilities: { drop: ['ALL'] } })],
  ['a user id instead of a promise', secure({ runAsNonRoot: true }), secure({ runAsUser: 1000 })],
  ['fewer pods of many', deployment('x', {}, {}, { replicas: 5 }), deployment('x', {}, {}, { replicas: 3 })],
  ['an autoscaler that takes over', deployment('x', {}, {}, { replicas: 5 }), deployment('x')],
  ['a new port', service({ ports: [{ port: 80 }] }), service({ ports: [{ port: 81 }, { port: 80 }] })],
  ['a named port that leads to the same', service({ ports: [{ port: 80 }] }),
    service({ ports: [{ port: 80, targetPort: 80 }] })],
  ['a narrower network policy', policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
    policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ port: 80 }] }] })],
  ['a new, narrow role', undefined, role({ apiGroups: [''], resources: ['pods'], verbs: ['get'] })],
  ['a role that allows less', role({ apiGroups: [''], resources: ['*'], verbs: ['get', 'list'] }),
    role({ apiGroups: [''], resources: ['pods'], verbs: ['get'] })],
  ['ConfigMap data', object('v1', 'ConfigMap', null, { data: { a: '1' } }),
    object('v1', 'ConfigMap', null, { data: { a: '2' } })],
])('is innocent: %s', (_, before, after) => {
  expect(risks(before, after)).toEqual([]);
});

const memory = ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory'];
const sized = withPlaces(deployment('x', { resources: { limits: { memory: null } } }), [[memory, variation('memory')]]);
const targets = { staging: {}, production: {} };

test('a value that changes is a risk where it changes', () => {
  const side = (production: string) => small({ targets, charts: { shop: { objects: [sized], variations: { memory: {} },
    values: { staging: { memory: '1Gi' }, production: { memory: production } } } } });
  expect(changeOf(side('1Gi'), side('512Mi')).risks).toMatchObject([{
    rule: 'resources', path: `${pods}.resources.limits.memory`, before: '1Gi', after: '512Mi', targets: ['production'],
    objects: [{ chart: 'shop', object: 'Deployment/x' }],
  }]);
});

test('an exception and a fact count as well', () => {
  const replicas = withPlaces(deployment('y', {}, {}, { replicas: null }), [[['spec', 'replicas'], fact('pods')]]);
  const side = (pods_: number, more: SmallChart) => small({ targets: { production: { pods: pods_ } },
    charts: { shop: { objects: [replicas, deployment('x', { readinessProbe: { httpGet: {} } })], ...more } } });
  const exception = { target: 'production', object: 'Deployment/x', reason: 'r', owner: 'o', expires: '2099-01-01',
    patch: [{ op: 'remove', path: '/spec/template/spec/containers/0/readinessProbe' }] } as const;
  expect(changeOf(side(3, {}), side(0, { exceptions: [exception] })).risks.map(({ rule, objects }) =>
    [rule, objects[0]!.object])).toEqual([['availability', 'Deployment/y'], ['probe', 'Deployment/x']]);
});

test('a namespace that its fact names otherwise is another one', () => {
  const named = withPlaces(object('v1', 'Namespace', null, { metadata: { name: null } }),
    [[['metadata', 'name'], fact('namespace')]]);
  const side = (namespace: string) => small({ targets: { staging: { namespace: 'a' }, production: { namespace } },
    charts: { shop: { objects: [named] } } });
  expect(changeOf(side('a'), side('b')).risks).toMatchObject([{
    rule: 'replaced-object', severity: 'high', path: 'metadata.name', before: 'a', after: 'b', targets: ['production'],
  }]);
});

test('equal risks of many charts are one', () => {
  const side = (name: string) => small({ charts: Object.fromEntries(['a', 'b'].map((id) =>
    [id, { objects: [service({ ports: [{ name, port: 80 }] })] }])) });
  expect(changeOf(side('http'), side('web')).risks).toMatchObject([{ objects: [{ chart: 'a' }, { chart: 'b' }] }]);
});

test('a chart that is gone takes its policies along, and its data', () => {
  const gone = small({ charts: { shop: { objects: [policy({}), claim({})] } } });
  expect(changeOf(gone, small({})).risks.map(({ rule }) => rule)).toEqual(['lost-data']);
});

test('another name is a replacement', () => {
  const named = (name: string) => small({ charts: { shop:
    { objects: [withPlaces(deployment(name), [], { construct: 'c' })] } } });
  expect(changeOf(named('a'), named('b')).risks).toMatchObject([
    { rule: 'replaced-object', severity: 'medium', before: 'Deployment/a', after: 'Deployment/b' },
  ]);
});

test('branches of an alternative that trade places are no removal', () => {
  const branch = (is: string, port: number) => withPlaces(service({ ports: [{ port }] }), [],
    { when: [{ of: fact('mesh'), is }] });
  const side = (mesh: boolean) => small({ targets: { production: { mesh } },
    charts: { shop: { objects: [branch('true', 80), branch('false', 80)] } } });
  expect(changeOf(side(true), side(false)).risks).toEqual([]);
});

test('images: another repository, no digest; defaults that are taken away', () => {
  const side = (repository: string, digest: string | undefined, removed: boolean): SmallChart => ({
    images: [{ object: 'o', container: 'c', repository, ...(digest === undefined ? {} : { digest }) }],
    removedDefaults: removed ? [{ construct: 'shop/api', default: 'cpuLimit', reason: 'bursts', source: undefined }]
      : [],
  });
  const { risks: found } = changeOf(small({ charts: { shop: side('a', 'sha256:1', false) } }),
    small({ charts: { shop: side('b', undefined, true) } }));
  expect(found.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'high the image is not named by digest', 'medium the image comes from another repository',
    'medium a service does without the secure default cpuLimit',
  ]);
});

test('what an edited index cannot fill is said, not passed over', () => {
  const side = (value: object) => small({ charts: { shop: { objects: [sized], variations: { memory: {} },
    values: { production: value as never } } } });
  expect(changeOf(side({ memory: '1Gi' }), side({})).risks)
    .toMatchObject([{ rule: 'not-looked-at', severity: 'high' }]);
});

test('a port of another name breaks what names it, and not who connects to its number', () => {
  const named = (name: string, port: number) => chartOf({ objects: [service({ ports: [{ name, port }] })] });
  const [renamed] = changeOf(named('a', 80), named('b', 80)).risks;
  const [renumbered] = changeOf(named('a', 80), named('a', 81)).risks;
  expect(renamed?.reason).toMatch(/names the port by its name \(an Ingress/);
  expect(renumbered?.reason).toMatch(/^clients name a Service by its address and port/);
});

test('every message is a sentence with its subject, for whoever reads it before the object', () => {
  const renamed = (name: string) =>
    withPlaces(object('v1', 'Service', {}, { metadata: { name } }), [], { construct: 'c' });
  const all = [
    changeOf(chartOf({ objects: [claim({})] }), chartOf({})),
    changeOf(chartOf({ objects: [renamed('a')] }), chartOf({ objects: [renamed('b')] })),
    changeOf(chartOf({ objects: [object('a.test/v1', 'X', {})] }),
      chartOf({ objects: [object('b.test/v1', 'X', {})] })),
    changeOf(chartOf({}), chartOf({ removedDefaults: [
      { construct: 'shop', default: 'probes', reason: 'r', source: undefined }] })),
    changeOf(chartOf({}), chartOf({ objects: [withPlaces(deployment('x'), [[['spec', 'x'], variation('gone')]])] })),
  ].flatMap(({ risks: found }) => found.map(({ message }) => message.replace(/:.*/s, '')));
  expect(all).toEqual([
    'the claim is removed', 'the object has another name', 'the object is of another API group',
    'a service does without the secure default probes', 'the object cannot be filled, so that no rule saw it',
  ]);
});

const chartOf = (shop: SmallChart) => small({ charts: { shop } });
