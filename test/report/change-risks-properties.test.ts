import fc from 'fast-check';
import { changeOf } from '../../lib/report/change/change-of';
import { type Json, type JsonObject, isJsonObject } from '../../lib/template/json';
import { object, policy, rbac } from './fixtures/risks-of';
import { small } from './fixtures/small-assembly';

const workload = (kind: string, group = 'apps/v1') => object(group, kind, {
  replicas: 2, suspend: false,
  selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
  strategy: { rollingUpdate: { maxUnavailable: 1 } }, volumeClaimTemplates: [{ metadata: { name: 'd' } }],
  template: { metadata: { labels: { app: 'a' } }, spec: {
    serviceAccountName: 'a',
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }, { configMap: { name: 'x' } }],
    containers: [{ name: 'api', envFrom: [{ configMapRef: { name: 'x' } }], ports: [{ hostPort: 1 }],
      env: [{ valueFrom: { secretKeyRef: { name: 'x' } } }], resources: { limits: { cpu: '1' } },
      livenessProbe: { exec: {} } }],
  } },
});
const gateway = 'gateway.networking.k8s.io/v1';
const KNOWN: readonly JsonObject[] = [
  workload('Deployment'), workload('StatefulSet'), workload('Job', 'batch/v1'), object('v1', 'ConfigMap', null),
  object('v1', 'Secret', null, { type: 'Opaque', data: { a: 'b' } }),
  object('v1', 'Service', { type: 'LoadBalancer', selector: { app: 'a' }, loadBalancerSourceRanges: ['10.0.0.0/8'],
    ports: [{ port: 1 }] }),
  object('networking.k8s.io/v1', 'Ingress', { rules: [{ host: 'a' }], tls: [{ hosts: ['a'], secretName: 's' }] }),
  object(gateway, 'HTTPRoute', { hostnames: ['a'], parentRefs: [{ name: 'g' }] }),
  object(gateway, 'Gateway', { listeners: [{ name: 'l', tls: {} }] }),
  policy('x', { podSelector: { matchLabels: { a: 'b' } }, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] }),
  rbac('Role', { rules: [{ verbs: ['get'], resources: ['pods'], resourceNames: ['a'] }] }),
  rbac('ClusterRoleBinding', { roleRef: { name: 'a' }, subjects: [{ kind: 'Group', name: 'a' }] }),
  object('policy/v1', 'PodDisruptionBudget', { minAvailable: 1 }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', { maxReplicas: 3 }),
  object('v1', 'PersistentVolumeClaim', { resources: { requests: { storage: '1Gi' } } }),
  object('v1', 'List', null, { items: [workload('Deployment'), object('v1', 'ConfigMap', null)] }),
];

/** Any value in place of one of a known object. */
const mangled: fc.Arbitrary<JsonObject> = fc.tuple(fc.constantFrom(...KNOWN),
  fc.array(fc.tuple(fc.nat(200), fc.jsonValue({ maxDepth: 2 })), { maxLength: 4 })).map(([body, edits]) =>
  edits.reduce<JsonObject>((found, [at, value]) => replaced(found, at, value as Json), body));

function replaced(body: JsonObject, at: number, value: Json): JsonObject {
  let left = at;
  const walk = (node: Json): Json => {
    if (left-- === 0) return value;
    if (Array.isArray(node)) return node.map(walk);
    return isJsonObject(node) ? Object.fromEntries(Object.entries(node).map(([key, own]) => [key, walk(own)])) : node;
  };
  const result = walk(body);
  if (!isJsonObject(result)) return body;
  return { ...result, apiVersion: body.apiVersion!, kind: body.kind!, metadata: body.metadata! };
}

test('no rule fails over what objects hold, and what it says has words', () => {
  const sides = fc.array(mangled, { maxLength: 5 });
  fc.assert(fc.property(sides, sides, (before, after) => {
    const [base, head] = [before, after].map((objects) => small({ charts: { shop: { objects } } })) as
      [ReturnType<typeof small>, ReturnType<typeof small>];
    for (const { message, reason } of changeOf(base, head).risks) expect(message && reason).not.toBe('');
  }), { numRuns: 400 });
});
