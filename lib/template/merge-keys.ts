import { type Json, type Path, isJsonObject } from './json';

/** How the elements of one list are told apart, and whether their order says something. */
export interface ListRule {
  /** The fields that together name an element; empty where Kubernetes knows none. */
  readonly keys: readonly KeyField[];
  /** Whether a cluster may behave differently when only the order changes. */
  readonly ordered: boolean;
}

/** One field of a merge key. */
export interface KeyField {
  readonly path: readonly string[];
  /** Stands for the field where it is absent. @default - the field is required */
  readonly fallback?: string;
}

type Order = 'ordered' | 'unordered';
type Row = readonly [list: string, keys: string, order: Order];

/** Rows that hold for each of the three container lists of a pod. */
function ofContainers(...rows: readonly Row[]): Row[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((containers) =>
    rows.map(([list, keys, order]): Row => [`${containers}.${list}`, keys, order]));
}

/**
 * The list fields of Kubernetes, after `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys`.
 *
 * A list is named by its last field names, `^` anchors at the object's root, the longest name wins. Keys are
 * separated by blanks; `protocol=TCP` is a key with the default the API server gives it; `-` is no key.
 * Atomic lists (Ingress rules, parentRefs) have no key on purpose: their would-be key is what environments vary.
 */
const TABLE: readonly Row[] = [
  // Pods. The first container is the default of kubectl, and containers start in their order.
  ['containers', 'name', 'ordered'],
  ['initContainers', 'name', 'ordered'],
  ['ephemeralContainers', 'name', 'unordered'],
  ['volumes', 'name', 'unordered'],
  ['imagePullSecrets', 'name', 'unordered'],
  // The resolver takes the first line of /etc/hosts that matches.
  ['hostAliases', 'ip', 'ordered'],
  ['tolerations', 'key= operator=Equal effect=', 'unordered'],
  ['topologySpreadConstraints', 'topologyKey whenUnsatisfiable', 'unordered'],
  ['resourceClaims', 'name', 'unordered'],
  ['schedulingGates', 'name', 'unordered'],
  ['readinessGates', 'conditionType', 'unordered'],
  ['sysctls', 'name', 'unordered'],
  ['supplementalGroups', '-', 'unordered'],
  ['dnsConfig.options', 'name', 'unordered'],
  // Containers. $(VAR) sees only the variables before it, and a later envFrom wins over an earlier one.
  ['env', 'name', 'ordered'],
  ['envFrom', '-', 'ordered'],
  ['command', '-', 'ordered'],
  ['args', '-', 'ordered'],
  ...ofContainers(['ports', 'containerPort protocol=TCP', 'unordered']),
  // A mount below another mount has to come after it.
  ['volumeMounts', 'mountPath', 'ordered'],
  ['volumeDevices', 'devicePath', 'unordered'],
  ['resources.claims', 'name request=', 'unordered'],
  ['resizePolicy', 'resourceName', 'unordered'],
  ['httpHeaders', 'name', 'unordered'],
  ['capabilities.add', '-', 'unordered'],
  ['capabilities.drop', '-', 'unordered'],
  // Volumes. A later projected source wins over an earlier one.
  ['projected.sources', '-', 'ordered'],
  ['downwardAPI.items', 'path', 'unordered'],
  ['configMap.items', 'key', 'unordered'],
  ['secret.items', 'key', 'unordered'],
  ['volumeClaimTemplates', 'metadata.name', 'unordered'],
  ['accessModes', '-', 'unordered'],
  // Scheduling and selection.
  ['matchExpressions', 'key', 'unordered'],
  ['matchExpressions.values', '-', 'unordered'],
  ['nodeSelectorTerms', '-', 'unordered'],
  ['requiredDuringSchedulingIgnoredDuringExecution', '-', 'unordered'],
  ['preferredDuringSchedulingIgnoredDuringExecution', '-', 'unordered'],
  ['spec.taints', 'key effect', 'unordered'],
  // Every object.
  ['metadata.ownerReferences', 'uid', 'unordered'],
  ['metadata.finalizers', '-', 'unordered'],
  ['conditions', 'type', 'unordered'],
  ['status.podIPs', 'ip', 'ordered'],
  ['status.hostIPs', 'ip', 'ordered'],
  // Services, Ingresses, routes. The first IP family is the primary one; the first route rule that matches wins.
  ['^spec.ports', 'port protocol=TCP', 'unordered'],
  ['spec.ipFamilies', '-', 'ordered'],
  ['spec.externalIPs', '-', 'unordered'],
  ['loadBalancerSourceRanges', '-', 'unordered'],
  ['spec.tls', '-', 'unordered'],
  ['spec.tls.hosts', '-', 'unordered'],
  ['spec.rules', '-', 'ordered'],
  ['spec.hostnames', '-', 'unordered'],
  ['spec.parentRefs', '-', 'unordered'],
  ['spec.listeners', 'name', 'unordered'],
  ['backendRefs', 'group= kind=Service namespace= name port=', 'unordered'],
  ['matches.headers', 'name', 'unordered'],
  ['matches.queryParams', 'name', 'unordered'],
  // Network policies: the rules of one policy are alternatives.
  ['spec.ingress', '-', 'unordered'],
  ['spec.egress', '-', 'unordered'],
  ['ingress.from', '-', 'unordered'],
  ['egress.to', '-', 'unordered'],
  ['ingress.ports', 'port protocol=TCP endPort=', 'unordered'],
  ['egress.ports', 'port protocol=TCP endPort=', 'unordered'],
  ['policyTypes', '-', 'unordered'],
  // Autoscalers.
  ['spec.metrics', 'type resource.name= containerResource.container= containerResource.name= pods.metric.name= '
    + 'object.metric.name= external.metric.name=', 'unordered'],
  ['scaleUp.policies', 'type', 'unordered'],
  ['scaleDown.policies', 'type', 'unordered'],
  // RBAC and service accounts: permissions add up.
  ['^rules', '-', 'unordered'],
  ['rules.apiGroups', '-', 'unordered'],
  ['rules.resources', '-', 'unordered'],
  ['rules.resourceNames', '-', 'unordered'],
  ['rules.nonResourceURLs', '-', 'unordered'],
  ['rules.verbs', '-', 'unordered'],
  ['^subjects', 'kind namespace= name', 'unordered'],
  ['^secrets', 'name', 'unordered'],
  // Admission. Webhooks are called, and variables computed, one after another.
  ['^webhooks', 'name', 'ordered'],
  ['matchConditions', 'name', 'unordered'],
  ['spec.variables', 'name', 'ordered'],
  ['spec.versions', 'name', 'unordered'],
];

/** Tried in this order on lists the table does not know; their order is taken to have meaning. */
const GENERIC_KEYS: readonly (readonly KeyField[])[] = ['name', 'key', 'id', 'uid', 'type'].map(parseKeys);

interface NamedRule { readonly names: readonly string[]; readonly anchored: boolean; readonly rule: ListRule }

const RULES: ReadonlyMap<string, readonly NamedRule[]> = indexRules();

/**
 * Finds what Kubernetes says about the list at a path of its object, indices included.
 *
 * Undefined where it says nothing: a custom resource's list, or a list that stands directly in a list.
 */
export function findListRule(path: Path): ListRule | undefined {
  const field = path.at(-1);
  if (typeof field !== 'string') return undefined;
  return RULES.get(field)?.find((named) => isNamedBy(path, named))?.rule;
}

/**
 * Labels the elements of several lists by one key that they all have: `[['api', 'proxy'], ['api']]`.
 *
 * Undefined unless every element is an object whose label is unique in its list; a label may then stand for its
 * element. Lists without a rule are tried with the generic keys.
 */
export function labelLists(rule: ListRule | undefined, lists: readonly (readonly Json[])[]): string[][] | undefined {
  if (lists.some((list) => !list.every(isJsonObject))) return undefined;
  const candidates = rule === undefined ? GENERIC_KEYS : rule.keys.length === 0 ? [] : [rule.keys];
  for (const keys of candidates) {
    const labels: string[][] = [];
    for (const list of lists) {
      const own = labelElements(list, keys);
      if (own === undefined) break;
      labels.push(own);
    }
    if (labels.length === lists.length) return labels;
  }
  return undefined;
}

function labelElements(list: readonly Json[], keys: readonly KeyField[]): string[] | undefined {
  const labels = new Set<string>();
  for (const element of list) {
    const label = labelElement(element, keys);
    if (label === undefined || labels.has(label)) return undefined;
    labels.add(label);
  }
  return [...labels];
}

/** `8080/TCP`. Two elements with one label are no harm: the list then has no unique key. */
function labelElement(element: Json, keys: readonly KeyField[]): string | undefined {
  const parts: string[] = [];
  for (const key of keys) {
    let value: Json | undefined = element;
    for (const step of key.path) {
      value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    value ??= key.fallback;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    if (value !== '') parts.push(String(value));
  }
  return parts.join('/');
}

function parseKeys(text: string): KeyField[] {
  if (text === '-') return [];
  return text.split(' ').map((key) => {
    const [path, fallback] = key.split('=');
    return { path: path.split('.'), fallback };
  });
}

function indexRules(): Map<string, NamedRule[]> {
  const rules = new Map<string, NamedRule[]>();
  for (const [list, keys, order] of TABLE) {
    const anchored = list.startsWith('^');
    const names = list.slice(anchored ? 1 : 0).split('.').reverse();
    const others = rules.get(names[0]) ?? [];
    rules.set(names[0], [...others, { names, anchored, rule: { keys: parseKeys(keys), ordered: order === 'ordered' } }]
      .sort((a, b) => b.names.length - a.names.length));
  }
  return rules;
}

function isNamedBy(path: Path, { names, anchored }: NamedRule): boolean {
  let matched = 0;
  for (let i = path.length - 1; i >= 0; i--) {
    if (typeof path[i] === 'number') continue;
    if (matched === names.length) return !anchored;
    if (path[i] !== names[matched]) return false;
    matched++;
  }
  return matched === names.length;
}
