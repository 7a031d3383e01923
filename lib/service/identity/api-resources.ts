/** The resources of Kubernetes' core group that stand in a namespace. */
export const CORE_RESOURCES: ReadonlySet<string> = new Set([
  'bindings', 'configmaps', 'endpoints', 'events', 'limitranges', 'persistentvolumeclaims', 'pods', 'podtemplates',
  'replicationcontrollers', 'resourcequotas', 'secrets', 'serviceaccounts', 'services',
]);

/** Resources of no namespace: a Role that names one grants nothing. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'apiservices', 'certificatesigningrequests', 'clusterissuers', 'clusterrolebindings', 'clusterroles',
  'clustersecretstores', 'componentstatuses', 'csidrivers', 'csinodes', 'customresourcedefinitions', 'flowschemas',
  'gatewayclasses', 'ingressclasses', 'mutatingwebhookconfigurations', 'namespaces', 'nodes', 'persistentvolumes',
  'priorityclasses', 'prioritylevelconfigurations', 'runtimeclasses', 'selfsubjectaccessreviews', 'selfsubjectreviews',
  'selfsubjectrulesreviews', 'storageclasses', 'subjectaccessreviews', 'tokenreviews', 'validatingadmissionpolicies',
  'validatingadmissionpolicybindings', 'validatingwebhookconfigurations', 'volumeattachments',
]);

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);
/** A pod may run as any ServiceAccount of its namespace, and mount any Secret; these make pods. */
const WORKLOADS: ReadonlySet<string> = new Set([
  'pods', 'podtemplates', 'replicationcontrollers', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs',
  'cronjobs', 'rollouts', 'workflows',
]);
/** What a service's connections and the entries that it reads of a store are held by. */
const LIMITS: ReadonlySet<string> = new Set([
  'networking.k8s.io/networkpolicies', 'external-secrets.io/externalsecrets', 'external-secrets.io/secretstores',
]);
/** Whoever may use these acts as a running pod. */
const INTO_PODS: ReadonlySet<string> = new Set([
  'pods/attach', 'pods/ephemeralcontainers', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy',
]);

/**
 * What of a permission reaches further than it says, in words; undefined when nothing does.
 *
 * After Kubernetes' "Role Based Access Control Good Practices", the part on privilege escalation; and what this library
 * itself limits services by.
 */
export function powerOf(apiGroup: string, resources: readonly string[], verbs: readonly string[]): string | undefined {
  const special = verbs.find((verb) => ['escalate', 'bind', 'impersonate'].includes(verb));
  if (special !== undefined) return `${special} ${resources.join(', ')}`;
  const into = resources.find((resource) => INTO_PODS.has(resource));
  if (into !== undefined) return `${verbs.join(', ')} ${into}`;
  const change = verbs.find((verb) => WRITES.has(verb) || verb.startsWith('delete'));
  const limit = resources.find((resource) => LIMITS.has(`${apiGroup}/${resource}`));
  if (change !== undefined && limit !== undefined) return `${change} ${limit}`;
  const write = verbs.find((verb) => WRITES.has(verb));
  const what = resources.find((resource) => (apiGroup === 'rbac.authorization.k8s.io' ? true
    : WORKLOADS.has(resource) || resource === 'serviceaccounts/token' || (apiGroup === '' && resource === 'secrets')));
  return write === undefined || what === undefined ? undefined : `${write} ${what}`;
}
