/** What kubectl calls the kinds of Kubernetes for short, in lower case. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map(Object.entries({
  cj: 'cronjob', cm: 'configmap', crd: 'customresourcedefinition', deploy: 'deployment', ds: 'daemonset',
  hpa: 'horizontalpodautoscaler', ing: 'ingress', limits: 'limitrange', netpol: 'networkpolicy', no: 'node',
  ns: 'namespace', pc: 'priorityclass', pdb: 'poddisruptionbudget', po: 'pod', pv: 'persistentvolume',
  pvc: 'persistentvolumeclaim', quota: 'resourcequota', rs: 'replicaset', sa: 'serviceaccount', sc: 'storageclass',
  sts: 'statefulset', svc: 'service',
}));

/**
 * The kinds, in lower case, that a person may mean by what kubectl would take: `deploy`, `Ingresses`, `policies`.
 *
 * The first is what was typed, so that a kind of one's own is never taken for another.
 */
export function kindsMeant(typed: string): readonly string[] {
  const kind = typed.toLowerCase();
  const short = SHORT_NAMES.get(kind);
  return [...new Set([
    kind, ...(short === undefined ? [] : [short]),
    ...(kind.endsWith('ies') ? [`${kind.slice(0, -3)}y`] : []),
    ...(kind.endsWith('es') ? [kind.slice(0, -2)] : []), ...(kind.endsWith('s') ? [kind.slice(0, -1)] : []),
  ])];
}
