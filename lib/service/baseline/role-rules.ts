import type { k8s } from 'cdk8s-plus-28';
import type { Manifest } from '../manifest';

type Rules = Manifest<k8s.PolicyRule>[];

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/** What services are made of, by API group: what this library writes, and what Kubernetes makes of it. */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  '': ['configmaps', 'persistentvolumeclaims', 'pods', 'services'],
  apps: ['deployments', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  'autoscaling.k8s.io': ['verticalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'cert-manager.io': ['certificates'],
  'external-secrets.io': ['externalsecrets'],
  'gateway.networking.k8s.io': ['backendtlspolicies', 'grpcroutes', 'httproutes', 'listenersets'],
  'keda.sh': ['scaledobjects', 'triggerauthentications'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'postgresql.cnpg.io': ['clusters', 'databases'],
};

/** What is of interest and written by Kubernetes, or by the platform alone. */
const OBSERVED: Readonly<Record<string, readonly string[]>> = {
  '': ['endpoints', 'events', 'limitranges', 'resourcequotas', 'serviceaccounts'],
  apps: ['replicasets'],
  'discovery.k8s.io': ['endpointslices'],
  'events.k8s.io': ['events'],
  'metrics.k8s.io': ['pods'],
};

/**
 * Seeing what runs, and why it does not: objects, events, metrics and logs.
 *
 * Not Secrets, and nothing that opens a way into a pod, for which `get` alone is enough on clusters before 1.35.
 */
export const VIEW: Rules = [
  ...rulesOf(WORKLOADS, READ),
  ...rulesOf(OBSERVED, READ),
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  // Of its own namespace alone: a Role reaches no other.
  { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
];

/**
 * Restarting pods and changing how many there are, through the bounds of disruption budgets and autoscalers.
 *
 * Whoever may patch a Deployment may run any image with any Secret of the namespace: so it is `scale` alone that may be
 * written here, and a pod is restarted by taking it away.
 */
export const OPERATE: Rules = [
  { apiGroups: ['apps'], resources: ['deployments/scale', 'statefulsets/scale'], verbs: ['get', 'patch', 'update'] },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['delete'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
];

/** `kubectl rollout restart` and `rollout undo`. */
export const ROLLOUT: Rules = [{ apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['patch'] }];

/**
 * Everything that mends a service by hand: into its pods, its Secrets, and what it is made of.
 *
 * Not the quota, the limits and the roles, and no right that gives others. But whoever creates pods and Secrets has
 * what each service account of the namespace has, and whoever creates ExternalSecrets what its stores may read.
 */
export const BREAK_GLASS: Rules = [
  // `get` for kubectl since 1.31, which asks over WebSockets; `create` for older ones, and for clusters since 1.35.
  { apiGroups: [''], resources: ['pods/attach', 'pods/exec', 'pods/portforward'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch', 'update'] },
  { apiGroups: [''], resources: ['secrets'], verbs: [...READ, ...WRITE] },
  // A store for a machine of one's own (provider `fake`) holds values too.
  { apiGroups: ['external-secrets.io'], resources: ['secretstores'], verbs: [...READ, ...WRITE] },
  ...rulesOf(WORKLOADS, WRITE),
];

function rulesOf(resources: Readonly<Record<string, readonly string[]>>, verbs: readonly string[]): Rules {
  return Object.entries(resources).map(([group, names]) => ({ apiGroups: [group], resources: names, verbs }));
}
