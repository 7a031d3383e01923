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

export interface PolicyOptions {
  /** Where a policy is that does not say it itself. */
  readonly namespace: string;
  /** By namespace, besides the label with its name that Kubernetes gives. @default - none */
  readonly namespaceLabels?: ReadonlyMap<string, JsonObject>;
}

type Direction = 'ingress' | 'egress';

/** The rules of a policy for the pods that it selects, and where it is. */
interface Selecting { readonly rules: readonly JsonObject[]; readonly namespace: string }

/**
 * The NetworkPolicies (networking.k8s.io/v1) of a cluster, and what they come to, as
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/ says.
 *
 * Policies only add up. A pod that no policy selects for a direction is open in it; one that some select may have what
 * any of them allows. Answers to an allowed connection are allowed. A peer and itself are two pods of one workload:
 * what a pod says to itself no policy sees.
 */
export class NetworkPolicies {
  private readonly selecting = {
    ingress: new Map<Peer, readonly Selecting[]>(), egress: new Map<Peer, readonly Selecting[]>(),
  };

  constructor(private readonly policies: readonly JsonObject[], private readonly options: PolicyOptions) {}

  /** Whether one peer may connect to another: the caller's egress and the callee's ingress must allow it. */
  allow(from: Peer, to: Peer, by: Connection): boolean {
    return this.between(from, to)(by);
  }

  /** The same for many ports of the same two. */
  between(from: Peer, to: Peer): (by: Connection) => boolean {
    const leave = this.portsAllowed('egress', from, to, to);
    const enter = this.portsAllowed('ingress', to, from, to);
    return (by) => leave(by) && enter(by);
  }

  /** Whether any policy selects a pod for a direction, so that it is closed but for what they allow. */
  isIsolated(direction: Direction, pod: Peer): boolean {
    return this.selectingFor(direction, pod).length > 0;
  }

  private portsAllowed(direction: Direction, pod: Peer, other: Peer, listener: Peer): (by: Connection) => boolean {
    const selecting = this.selectingFor(direction, pod);
    if (selecting.length === 0) return () => true;
    const side = direction === 'ingress' ? 'from' : 'to';
    const rules = selecting.flatMap(({ rules, namespace }) =>
      rules.filter((rule) => isEmptyOr(rule[side], (peer) => isPeer(this.options, namespace, peer, other))));
    return (by) => rules.some(({ ports }) => isEmptyOr(ports, (port) => isPort(port, listener, by)));
  }

  private selectingFor(direction: Direction, pod: Peer): readonly Selecting[] {
    const known = this.selecting[direction].get(pod);
    if (known !== undefined) return known;
    const found = this.policies.flatMap(({ metadata, spec }): Selecting[] => {
      const { podSelector, [direction]: rules } = spec as JsonObject;
      const namespace = String((metadata as JsonObject).namespace ?? this.options.namespace);
      const isOfPod = namespace === pod.namespace && selects(podSelector, pod.labels);
      return isOfPod && directionsOf(spec as JsonObject).includes(direction)
        ? [{ rules: objectsIn(rules), namespace }] : [];
    });
    this.selecting[direction].set(pod, found);
    return found;
  }
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

/** Without types a policy is of ingress, and of egress when it says anything of it. */
function directionsOf({ policyTypes, egress }: JsonObject): readonly string[] {
  const types = listOf(policyTypes);
  if (types.length > 0) return types.map((type) => String(type).toLowerCase());
  return listOf(egress).length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

/** A namespace and a pod selector in one item must both match; a pod selector alone is of the own namespace. */
function isPeer({ namespaceLabels }: PolicyOptions, home: string, rule: JsonObject, other: Peer): boolean {
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
  if (isIPv4(first) !== isIPv4(address)) return false;
  const family = isIPv4(first) ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(first, Number(bits), family);
  return range.check(address, family);
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
