import { BlockList, isIPv4 } from 'node:net';
import { type Json, type JsonObject, isJsonObject } from '../../lib/template/json';

/** Something that opens connections or takes them. */
export interface Peer {
  /** The namespace of a pod. @default - it has an address and is no pod of the cluster */
  readonly namespace?: string;
  readonly labels: JsonObject;
  /** The ports of a pod's containers, by which policies may name them. */
  readonly ports: readonly JsonObject[];
  /** @default - not known: every range may hold it, so that what is allowed to a range counts as allowed to it */
  readonly address?: string;
}

/** What a connection is opened to. */
export interface Connection { readonly port: number; readonly protocol: string }

/** The policies of a cluster, and the labels of its namespaces. */
export interface Policies {
  readonly policies: readonly JsonObject[];
  /** Where a policy is that does not say it itself. */
  readonly namespace: string;
  /** By namespace, besides the label with its name that Kubernetes gives. @default - none */
  readonly namespaceLabels?: ReadonlyMap<string, JsonObject>;
}

/**
 * Whether NetworkPolicies (networking.k8s.io/v1) let one peer connect to another: the caller's egress and the callee's
 * ingress must, as https://kubernetes.io/docs/concepts/services-networking/network-policies/ says.
 *
 * Policies only add up. A pod that no policy selects for a direction is open in it; one that some select may have what
 * any of them allows. Answers to an allowed connection are allowed. A peer and itself are two pods of one workload: what
 * a pod says to itself no policy sees.
 */
export function mayConnect(cluster: Policies, from: Peer, to: Peer, by: Connection): boolean {
  return isAllowed(cluster, 'egress', from, to, by) && isAllowed(cluster, 'ingress', to, from, by);
}

/** Whether any policy selects a pod for a direction, so that it is closed but for what they allow. */
export function isIsolated(cluster: Policies, direction: 'ingress' | 'egress', pod: Peer): boolean {
  return isolating(cluster, direction, pod).length > 0;
}

/** Whether a label selector matches; an empty one matches everything. */
export function selects(selector: Json | undefined, labels: JsonObject): boolean {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as JsonObject;
  return Object.entries(matchLabels as JsonObject).every(([key, value]) => labels[key] === value)
    && (matchExpressions as readonly JsonObject[]).every(({ key, operator, values }) => {
      const value = labels[String(key)];
      switch (operator) {
        case 'In': return value !== undefined && listOf(values).includes(value);
        case 'NotIn': return value === undefined || !listOf(values).includes(value);
        case 'Exists': return value !== undefined;
        case 'DoesNotExist': return value === undefined;
        default: throw new Error(`a selector has the operator ${JSON.stringify(operator)}`);
      }
    });
}

function isAllowed(
  cluster: Policies, direction: 'ingress' | 'egress', pod: Peer, other: Peer, by: Connection,
): boolean {
  const selecting = isolating(cluster, direction, pod);
  if (selecting.length === 0) return true;
  const listener = direction === 'ingress' ? pod : other;
  return selecting.some(({ spec, namespace }) => objectsIn(spec[direction]).some((rule) =>
    isEmptyOr(rule[direction === 'ingress' ? 'from' : 'to'], (peer) => isPeer(cluster, namespace, peer, other))
    && isEmptyOr(rule.ports, (port) => isPort(port, listener, by))));
}

interface Isolating { readonly spec: JsonObject; readonly namespace: string }

function isolating(cluster: Policies, direction: 'ingress' | 'egress', pod: Peer): readonly Isolating[] {
  return cluster.policies.flatMap((policy) => {
    const spec = policy.spec as JsonObject;
    const namespace = String((policy.metadata as JsonObject).namespace ?? cluster.namespace);
    const isOfPod = namespace === pod.namespace && selects(spec.podSelector, pod.labels);
    return isOfPod && directionsOf(spec).includes(direction) ? [{ spec, namespace }] : [];
  });
}

/** Without types a policy is of ingress, and of egress when it says anything of it. */
function directionsOf({ policyTypes, egress }: JsonObject): readonly string[] {
  const types = listOf(policyTypes);
  if (types.length > 0) return types.map((type) => String(type).toLowerCase());
  return listOf(egress).length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

/** A namespace selector and a pod selector in one item must both match; a pod selector alone is of the own namespace. */
function isPeer({ namespaceLabels }: Policies, home: string, rule: JsonObject, other: Peer): boolean {
  if (rule.ipBlock !== undefined) return isInRange(rule.ipBlock as JsonObject, other.address);
  if (other.namespace === undefined) return false;
  const isInNamespace = rule.namespaceSelector === undefined
    ? other.namespace === home
    : selects(rule.namespaceSelector, {
      ...namespaceLabels?.get(other.namespace), 'kubernetes.io/metadata.name': other.namespace,
    });
  return isInNamespace && (rule.podSelector === undefined || selects(rule.podSelector, other.labels));
}

function isInRange({ cidr, except }: JsonObject, address: string | undefined): boolean {
  if (address === undefined) return true;
  return hasAddress(String(cidr), address) && !listOf(except).some((range) => hasAddress(String(range), address));
}

function hasAddress(cidr: string, address: string): boolean {
  const [first, bits] = cidr.split('/');
  const family = isIPv4(first) ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(first, Number(bits), family);
  return range.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** A name means the port of that name of the pod that is connected to. */
function isPort(rule: JsonObject, listener: Peer, by: Connection): boolean {
  if ((rule.protocol ?? 'TCP') !== by.protocol) return false;
  if (rule.port === undefined) return true;
  if (typeof rule.port === 'string') {
    return listener.ports.some(({ name, containerPort, protocol = 'TCP' }) =>
      name === rule.port && containerPort === by.port && protocol === by.protocol);
  }
  return Number(rule.port) <= by.port && by.port <= Number(rule.endPort ?? rule.port);
}

/** A missing or empty list of peers or ports matches all of them. */
function isEmptyOr(list: Json | undefined, test: (element: JsonObject) => boolean): boolean {
  const elements = objectsIn(list);
  return elements.length === 0 || elements.some(test);
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return listOf(list).filter(isJsonObject);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
