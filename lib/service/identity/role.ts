import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';
import { type ServicePolicy, WHY_ANNOTATION } from '../network-policy';
import { type Permission, checkPermission } from './permission';
import { findRangeProblems } from './ranges';

/** The API server listens on one of these behind its Service: kubeadm and kind on the second, clouds on the first. */
export const API_SERVER_PORTS = [443, 6443];

/** Creates the Role of a service, with exactly what it declared, and binds it to its ServiceAccount. */
export function createRole(
  scope: Construct, name: string, labels: ServiceLabels, permissions: readonly Permission[],
): void {
  for (const permission of permissions) checkPermission(scope, permission);
  createObject(scope, 'role', 'Role', {
    metadata: { name, labels: labels.object, annotations: { [WHY_ANNOTATION]: permissions.map(reasonOf).join('; ') } },
    rules: permissions.map(({ apiGroup = '', resources, verbs, names }) => ({
      apiGroups: [apiGroup], resources: [...resources], verbs: [...verbs],
      ...(names === undefined ? {} : { resourceNames: [...names] }),
    })),
  });
  // The API server wants it said; a chart may leave it to the facts.
  const namespace = Chart.of(scope).namespace ?? facts<EnvironmentContract>(scope).namespace;
  createObject(scope, 'role-binding', 'RoleBinding', {
    metadata: { name, labels: labels.object },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

/**
 * Lets the pods of a service reach the API server, in the ranges that the contract answers (`apiServer.cidrs`): no rule
 * of a NetworkPolicy names it, since its address differs by cluster and it is no pod.
 *
 * @throws PARITY_UNKNOWN_FACT when no environment answers them
 */
export function allowApiServer(scope: Construct, policy: ServicePolicy): void {
  const { cidrs } = facts<EnvironmentContract>(scope).apiServer;
  policy.callExternal({ cidrs, ports: API_SERVER_PORTS, why: 'the Kubernetes API, as its Role says' });
  everyTarget(scope, cidrs, (ranges) =>
    findRangeProblems('apiServer.cidrs', ranges, 'the API server cannot be reached'));
}

/** `get, watch configmaps flags: reads what is switched on`. */
function reasonOf({ resources, verbs, names, why, risk }: Permission): string {
  const what = [verbs.join(', '), resources.join(', '), names?.join(', ')].filter(Boolean).join(' ');
  return `${what}: ${why}${risk === undefined ? '' : ` (risk accepted: ${risk})`}`;
}
