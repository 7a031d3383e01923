import { Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CallGraph } from '../../environment/call-graph';
import { API_SERVER_PORTS } from '../identity/role';
import { type Manifest, createObject } from '../manifest';
import { WHY_ANNOTATION } from '../network-policy';
import { DNS, type EgressRule, type IngressRule, namespacePeer, rangePeers } from '../network-rules';
import { clusterPods } from './cloudnative-pg';
import type { OtherClients } from './other-clients';
import { settleUses } from './uses';

type Labels = Readonly<Record<string, string>>;
type Peer = Manifest<k8s.NetworkPolicyPeer>;

/** Where policies of a backing service stand, and what it is. */
export interface PolicyParts {
  /** The construct in whose branch the policies are. */
  readonly scope: Construct;
  /** The construct path of the backing service: the end of its users' edges. */
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  readonly port: number;
  /** Whom else it lets in. */
  readonly others: OtherClients;
}

const NAME = 'app.kubernetes.io/name';
const INSTANCE = 'app.kubernetes.io/instance';

/** Closes a server's pods in both directions, but for the services that declared to use it. */
export function createServerPolicy(parts: PolicyParts, pods: Labels): void {
  createPolicy(parts, pods, { ingress: [], egress: [] });
}

/** Whom the pods of a cluster deal with besides those who use it. */
export interface ClusterPeers {
  readonly operatorNamespace: string;
  /** The ranges of the Kubernetes API. */
  readonly apiServer: readonly string[];
}

/**
 * The same for the pods of a CloudNativePG cluster.
 *
 * Its documentation asks that the operator reaches each pod on 5432 and 8000, and that the pods reach each other; each
 * runs a manager that watches the Kubernetes API.
 */
export function createClusterPolicy(parts: PolicyParts, { operatorNamespace, apiServer }: ClusterPeers): void {
  const pods = clusterPods(parts.name);
  const ports = [parts.port, 8000].map((port) => ({ port, protocol: 'TCP' }));
  const each: Peer = { podSelector: { matchLabels: pods } };
  const operator = namespacePeer(operatorNamespace, { [NAME]: 'cloudnative-pg' });
  createPolicy(parts, pods, {
    ingress: [{ from: [operator, each], ports }],
    egress: [DNS, { to: [each], ports }, {
      to: rangePeers(apiServer), ports: API_SERVER_PORTS.map((port) => ({ port, protocol: 'TCP' })),
    }],
    why: 'calls out: the manager in each pod watches the Kubernetes API',
  });
}

/**
 * Lets the services that declared it connect to where the backing service is, besides what their own policies allow:
 * policies add up, so those are the same whoever provides it.
 *
 * A service whose pods no policy closes is left out, since a policy that names them would close them.
 */
export function createUsersPolicy({ scope, id, name, labels, port }: PolicyParts, to: readonly Peer[]): void {
  createObject(scope, 'users-policy', 'NetworkPolicy', {
    metadata: { name: `${name}-users`, labels, annotations: { [WHY_ANNOTATION]: `calls: they use ${name}` } },
    spec: {
      podSelector: Lazy.any({ produce: () => selectorOf(usersOf(scope, id).filter(({ isOpen }) => isOpen !== true)) }),
      policyTypes: ['Egress'],
      egress: [{ to, ports: [{ port, protocol: 'TCP' }] }],
    },
  });
}

function createPolicy(
  { scope, id, name, labels, port, others }: PolicyParts, pods: Labels,
  rules: { readonly ingress: readonly IngressRule[]; readonly egress: readonly EgressRule[]; readonly why?: string },
): void {
  const policy = createObject(scope, 'policy', 'NetworkPolicy', {
    metadata: { name, labels },
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress', 'Egress'],
      ingress: Lazy.any({ produce: () => [...usersOf(scope, id).map(({ podLabels }) => ({
        from: [{ podSelector: { matchLabels: podLabels } }], ports: [{ port, protocol: 'TCP' }],
      })), ...rules.ingress, ...others.rules(port)] }),
      egress: rules.egress,
    },
  });
  others.explainIn(policy, rules.why === undefined ? [] : [rules.why]);
}

/** The services that use a backing service, in the order of their ids; known when all charts are. */
function usersOf(scope: Construct, id: string) {
  const graph = CallGraph.of(scope);
  settleUses(scope);
  return graph.callsTo(id).flatMap(({ from }) => {
    const { podLabels, isOpen } = graph.endpoint(from) ?? {};
    return podLabels === undefined ? [] : [{ podLabels, isOpen }];
  });
}

/** Pods of any of some services, by the two labels that each service's selector has; of none when there is none. */
function selectorOf(users: readonly { readonly podLabels: Labels }[]): Manifest<k8s.LabelSelector> {
  // An empty list of values is invalid, and no pod has a label and has it not.
  if (users.length === 0) {
    return { matchLabels: { [NAME]: 'nobody' }, matchExpressions: [{ key: NAME, operator: 'DoesNotExist' }] };
  }
  const valuesOf = (key: string) => [...new Set(users.map(({ podLabels }) => podLabels[key]))].sort();
  return { matchExpressions: [NAME, INSTANCE].map((key) => ({ key, operator: 'In', values: valuesOf(key) })) };
}
