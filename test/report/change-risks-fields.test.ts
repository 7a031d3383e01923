import type { JsonObject } from '../../lib/template/json';
import { object, pod, rbac, risksOf } from './fixtures/risks-of';
import { deployment } from './fixtures/small-assembly';

type Side = JsonObject | undefined;
const kept = object('v1', 'ConfigMap', null, { metadata: { name: 'other' } });
const risks = (before: Side, after: Side) =>
  risksOf([kept, ...(before === undefined ? [] : [before])], [kept, ...(after === undefined ? [] : [after])]);

const scaled = (spec: JsonObject) => deployment('x', {}, {}, spec);
const rolling = (maxUnavailable: number | string) => scaled({ strategy: { rollingUpdate: { maxUnavailable } } });
const autoscaler = (spec: JsonObject) => object('autoscaling/v2', 'HorizontalPodAutoscaler', spec);
const budget = (spec: JsonObject) => object('policy/v1', 'PodDisruptionBudget', spec);
const cronJob = (spec: JsonObject) => object('batch/v1', 'CronJob', spec);
const balancer = (more: JsonObject) => object('v1', 'Service', { type: 'LoadBalancer', ...more });
const ingress = (host: string, more: JsonObject = {}) =>
  object('networking.k8s.io/v1', 'Ingress', { rules: [{ host }], ...more });
const route = (hostnames: string[], more: JsonObject = {}) =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', { hostnames, ...more });
const tls = (hosts: string[], secretName = 'cert') => ({ tls: [{ hosts, secretName }] });
const gateway = (...listeners: JsonObject[]) => object('gateway.networking.k8s.io/v1', 'Gateway', { listeners });
const binding = (kind: string, name: string, ...subjects: string[]) => rbac(kind, {
  roleRef: { kind: 'ClusterRole', name }, subjects: subjects.map((subject) => ({ kind: 'Group', name: subject })),
});
const set = (spec: JsonObject) => object('apps/v1', 'StatefulSet', spec);
const claims = (storage: string) =>
  set({ volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { resources: { requests: { storage } } } }] });
const mounted = (claimName: string, name = 'data') =>
  pod({ volumes: [{ name, persistentVolumeClaim: { claimName } }] });
const volume = (policy: string) => object('v1', 'PersistentVolume', { persistentVolumeReclaimPolicy: policy });
const storageClass = (more: JsonObject) =>
  object('storage.k8s.io/v1', 'StorageClass', null, { provisioner: 'p', ...more });
const secret = (more: JsonObject) => object('v1', 'Secret', null, more);
const service = (spec: JsonObject) => object('v1', 'Service', { ports: [{ port: 80 }], ...spec });
const list = (...items: JsonObject[]) => object('v1', 'List', null, { items });
const claim = (name: string, spec: JsonObject = {}) =>
  object('v1', 'PersistentVolumeClaim', spec, { metadata: { name } });

test.each<[string, Side, Side, string[]]>([
  ['no pod instead of the one by default', scaled({}), scaled({ replicas: 0 }),
    ['high | no pod is left | spec.replicas | -> 0']],
  ['an autoscaler that is gone', autoscaler({}), undefined, ['medium | the autoscaler is removed']],
  ['an autoscaler without room', autoscaler({ maxReplicas: 20 }), autoscaler({ maxReplicas: 2 }),
    ['medium | the autoscaler may start far fewer pods | spec.maxReplicas | 20 | -> 2']],
  ['a ScaledObject that is gone', object('keda.sh/v1alpha1', 'ScaledObject', {}), undefined,
    ['medium | the autoscaler is removed']],
  ['a ScaledObject without room', object('keda.sh/v1alpha1', 'ScaledObject', { maxReplicaCount: 20 }),
    object('keda.sh/v1alpha1', 'ScaledObject', { maxReplicaCount: 2 }),
    ['medium | the autoscaler may start far fewer pods | spec.maxReplicaCount | 20 | -> 2']],
  ['an autoscaler that may leave one', autoscaler({ minReplicas: 3 }), autoscaler({}),
    ['medium | a single pod is left | spec.minReplicas | 3']],
  ['a budget of none', budget({ minAvailable: 2 }), budget({ maxUnavailable: '100%' }),
    ['medium | the disruption budget protects no pod any more | spec.maxUnavailable | -> 100%']],
  ['all pods stopped by an update', rolling(0), rolling('100%'),
    ['medium | an update may stop all pods at once | spec.strategy.rollingUpdate.maxUnavailable | 0 | -> 100%']],
  ['more pods stopped by an update', rolling(0), scaled({}),
    ['low | an update may stop more pods at once | spec.strategy.rollingUpdate.maxUnavailable | 0 | -> 25%']],
  ['a CronJob that is suspended', cronJob({ schedule: 's' }), cronJob({ schedule: 's', suspend: true }),
    ['medium | the CronJob is suspended | spec.suspend | -> true']],
  ['a Deployment that is gone', deployment('x'), undefined, ['high | the Deployment is removed']],
  ['a CronJob that is gone', cronJob({}), undefined, ['medium | the CronJob is removed']],
  ['a load balancer that is open', balancer({ loadBalancerSourceRanges: ['10.0.0.0/8'] }), balancer({}),
    ['high | the Service is open to every address | spec.loadBalancerSourceRanges | ["10.0.0.0/8"]']],
  ['a load balancer that is more open', balancer({ loadBalancerSourceRanges: ['10.0.0.0/16'] }),
    balancer({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    ['medium | the Service is open to more addresses | spec.loadBalancerSourceRanges | ["10.0.0.0/16"] '
      + '| -> ["10.0.0.0/8"]']],
  ['an Ingress that is gone', ingress('a.test'), undefined, ['high | the Ingress is removed']],
  ['a GRPCRoute that is gone', object('gateway.networking.k8s.io/v1', 'GRPCRoute', {}), undefined,
    ['high | the GRPCRoute is removed']],
  ['a host of an Ingress', ingress('a.test'), ingress('b.test'),
    ['high | the Ingress no longer takes a host | spec.rules | a.test']],
  ['a host of a route', route(['a.test', 'b.test']), route(['b.test']),
    ['high | the HTTPRoute no longer takes a host | spec.hostnames | a.test']],
  ['a route of every host', route([]), route(['b.test']),
    ['medium | the HTTPRoute no longer takes every host | spec.hostnames | -> ["b.test"]']],
  ['a route of another Gateway', route([], { parentRefs: [{ name: 'a' }] }),
    route([], { parentRefs: [{ name: 'b' }] }),
    ['medium | the route leaves a Gateway | spec.parentRefs | [{"name":"a"}] | -> [{"name":"b"}]']],
  ['a host without TLS', ingress('a.test', tls(['a.test'])), ingress('a.test'),
    ['high | a host is served without TLS | spec.tls | a.test']],
  ['a host with another certificate', ingress('a.test', tls(['a.test'])),
    ingress('a.test', tls(['a.test'], 'new')),
    ['medium | a host is served with another certificate | spec.tls | cert | -> new']],
  ['a listener without TLS', gateway({ name: 'web', tls: { certificateRefs: [] } }), gateway({ name: 'web' }),
    ['high | the TLS of a listener changes | spec.listeners[web].tls']],
  ['a binding to everybody', undefined, binding('ClusterRoleBinding', 'view', 'system:unauthenticated'),
    ['high | the role is given to everybody, without a login | subjects | '
      + '-> {"kind":"Group","name":"system:unauthenticated"}']],
  ['a binding to whoever can log in', undefined, binding('RoleBinding', 'view', 'system:authenticated'),
    ['high | the role is given to everybody who can log in, and to every pod | subjects | '
      + '-> {"kind":"Group","name":"system:authenticated"}']],
  ['an administrator', undefined, binding('ClusterRoleBinding', 'cluster-admin', 'team'),
    ['high | someone becomes cluster-admin | subjects | -> {"kind":"Group","name":"team"}']],
  ['a binding for all namespaces', binding('RoleBinding', 'view', 'team'),
    binding('ClusterRoleBinding', 'view', 'team'),
    ['high | the role is given in every namespace | kind',
      'medium | the object is of another kind | kind | RoleBinding | -> ClusterRoleBinding']],
  ['a role for all namespaces', rbac('Role', { rules: [{ verbs: ['get'], resources: ['pods'] }] }),
    rbac('ClusterRole', { rules: [{ verbs: ['get'], resources: ['pods'] }] }),
    ['medium | the object is of another kind | kind | Role | -> ClusterRole',
      'medium | the role can be given in every namespace | kind']],
  ['another account', pod({}), pod({ serviceAccountName: 'admin' }),
    ['medium | a pod runs as another service account | spec.template.spec.serviceAccountName | default | -> admin']],
  ["a node's port", pod({}), pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
    ['medium | a container takes a port of its node | spec.template.spec.containers[api].ports | -> 80']],
  ['a claim that becomes a folder', mounted('db'), pod({ volumes: [{ name: 'data', emptyDir: {} }] }),
    ['high | a volume of a claim becomes an empty folder, which goes with its pod | '
      + 'spec.template.spec.volumes[data] | db']],
  ['a claim that is no longer mounted', mounted('db'), pod({}),
    ['high | a volume of a claim is removed | spec.template.spec.volumes[data] | db']],
  ['another claim', mounted('db'), mounted('db2'),
    ['high | a volume is of another claim | spec.template.spec.volumes[data] | db | -> db2']],
  ['claims that are deleted with their StatefulSet', set({}),
    set({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
    ['high | its claims are deleted with the StatefulSet | '
      + 'spec.persistentVolumeClaimRetentionPolicy.whenDeleted | Retain | -> Delete']],
  ['a volume that is not retained', volume('Retain'), volume('Delete'),
    ['high | the volume is deleted with its claim | spec.persistentVolumeReclaimPolicy | Retain | -> Delete']],
  ['a class that does not retain', storageClass({ reclaimPolicy: 'Retain' }), storageClass({}),
    ['high | reclaimPolicy cannot be changed in place | reclaimPolicy | Retain',
      'high | new volumes are deleted with their claims | reclaimPolicy | Retain | -> Delete']],
  ['a claim of a List', list(claim('a'), claim('b')), list(claim('b')),
    ['high | the claim is removed | items[0]']],
  ['a field of an object of a List', list(claim('a', { storageClassName: 'x' })),
    list(claim('a', { storageClassName: 'y' })),
    ['high | the storage class changes | items[0].spec.storageClassName | x | -> y']],
  ['a StatefulSet of another kind', set({}), deployment('x'),
    ['high | the object is of another kind | kind | StatefulSet | -> Deployment']],
  ['a Deployment of another kind', deployment('x', { livenessProbe: { exec: {} } }),
    object('apps/v1', 'StatefulSet', { template: { spec: { containers: [{ name: 'api' }] } } }),
    ['medium | the object is of another kind | kind | Deployment | -> StatefulSet',
      'medium | the liveness probe is removed | spec.template.spec.containers[api].livenessProbe']],
])('is noted: %s', (_, before, after, expected) => {
  expect(risks(before, after)).toEqual(expected);
});

test.each<[string, Side, Side]>([
  ['the one pod by default', scaled({}), scaled({ replicas: 1 })],
  ['no pod as before', scaled({ replicas: 0 }),
    { ...scaled({ replicas: 0 }), metadata: { name: 'x', labels: { a: 'b' } } }],
  ['an autoscaler with nearly as much room', autoscaler({ maxReplicas: 20 }), autoscaler({ maxReplicas: 18 })],
  ['one pod as before', autoscaler({ minReplicas: 1 }), autoscaler({})],
  ['a stricter budget', budget({ maxUnavailable: 2 }), budget({ maxUnavailable: 0 })],
  ['a budget in other words', budget({ minAvailable: 2 }), budget({ maxUnavailable: 1 })],
  ['a budget that protected nothing', budget({ minAvailable: 0 }), budget({ maxUnavailable: '100%' })],
  ['a gentler update', rolling('50%'), rolling(0)],
  ['the default of an update', rolling('25%'), scaled({})],
  ['a CronJob that runs again', cronJob({ suspend: true }), cronJob({ suspend: false })],
  ['fewer addresses', balancer({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    balancer({ loadBalancerSourceRanges: ['10.1.0.0/16'] })],
  ['a new host', ingress('a.test'),
    object('networking.k8s.io/v1', 'Ingress', { rules: [{ host: 'b.test' }, { host: 'a.test' }] })],
  ['hosts in another order', route(['a.test', 'b.test']), route(['b.test', 'a.test'])],
  ['new TLS', ingress('a.test'), ingress('a.test', tls(['a.test']))],
  ['TLS of two hosts apart', ingress('a.test', tls(['a.test', 'b.test'])),
    ingress('a.test', { tls: [{ hosts: ['b.test'], secretName: 'cert' }, { hosts: ['a.test'], secretName: 'cert' }] })],
  ['a new listener', gateway({ name: 'a' }), gateway({ name: 'b' }, { name: 'a' })],
  ['a new, narrow binding', undefined, binding('ClusterRoleBinding', 'view', 'team')],
  ['the default account by name', pod({}), pod({ serviceAccountName: 'default' })],
  ['a port that is not of the node', pod({}), pod({}, { ports: [{ containerPort: 80 }] })],
  ['a volume of another name', mounted('db', 'a'), mounted('db', 'b')],
  ['a folder that was one', pod({ volumes: [{ name: 'a', emptyDir: {} }] }), pod({})],
  ['a retention that is written out', set({}),
    set({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } })],
  ['a volume that is retained', volume('Delete'), volume('Retain')],
  ['a List in another order', list(claim('a'), claim('b')), list(claim('b'), claim('a'))],
  ['the type of a Secret', secret({}), secret({ type: 'Opaque' })],
  ['no cluster IP', service({}), service({ clusterIP: '' })],
  ['how pods are managed', set({}), set({ podManagementPolicy: 'OrderedReady' })],
  ['a quantity in another unit', claims('1Gi'), claims('1024Mi')],
  ['the mode of a volume', claim('x'), claim('x', { volumeMode: 'Filesystem' })],
  ['the default class', storageClass({}), storageClass({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' })],
  ['the group of a role', rbac('RoleBinding', { roleRef: { name: 'a' } }),
    rbac('RoleBinding', { roleRef: { name: 'a', apiGroup: 'rbac.authorization.k8s.io' } })],
  ['what a Job says by default', object('batch/v1', 'Job', { template: { spec: { containers: [{ name: 'a' }] } } }),
    object('batch/v1', 'Job', { completions: 1, template: { spec: { dnsPolicy: 'ClusterFirst', containers: [
      { name: 'a', resources: {}, terminationMessagePath: '/dev/termination-log' }] } } })],
])('is innocent: %s', (_, before, after) => {
  expect(risks(before, after)).toEqual([]);
});

test('defaults and units hide nothing that does change', () => {
  expect(risks(set({}), set({ podManagementPolicy: 'Parallel' }))).toEqual([
    'high | spec.podManagementPolicy cannot be changed in place | spec.podManagementPolicy | -> Parallel']);
  expect(risks(claims('1Gi'), claims('1025Mi'))).toEqual([expect.stringMatching(/cannot be changed in place.*1Gi/)]);
  expect(risks(secret({}), secret({ type: 'kubernetes.io/tls' }))).toEqual([expect.stringMatching(/^high.*type/)]);
});

test('a container of another name is still the same container', () => {
  const limited = { readinessProbe: { httpGet: {} }, resources: { limits: { memory: '1Gi' } },
    securityContext: { runAsNonRoot: true } };
  const named = (...containers: JsonObject[]) =>
    object('apps/v1', 'Deployment', { template: { spec: { containers } } });
  expect(risks(named({ name: 'api', ...limited }), named({ name: 'server' }))).toEqual([
    'high | the readiness probe is removed | spec.template.spec.containers[server].readinessProbe',
    'high | a process may run as root | spec.template.spec.containers[server].securityContext.runAsNonRoot',
    'medium | the memory limit is removed | spec.template.spec.containers[server].resources.limits.memory | 1Gi',
  ]);
  expect(risks(named({ name: 'api', ...limited }), named({ name: 'a' }, { name: 'b' }))).toEqual([]);
});
