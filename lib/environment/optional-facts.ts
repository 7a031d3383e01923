import type { BackingFacts, Capabilities, Engines, EnvironmentContract } from './contract';

type Optional<T> =
  { [K in keyof T & string]-?: Partial<Record<K, T[K]>> extends Pick<T, K> ? K : never }[keyof T & string];
type Part<K extends keyof EnvironmentContract> = NonNullable<EnvironmentContract[K]>;

/** What a contract need not answer; `*` is a name of the contract's own. The compiler holds the list complete. */
export type OptionalFact =
  | Exclude<Optional<EnvironmentContract>, 'engines' | 'workloadIdentity' | 'apiServer' | 'backings'>
  | `capabilities.${Optional<Capabilities>}`
  | `engines.${keyof Engines}`
  | `entry.${Optional<Part<'entry'>>}`
  | `secretStore.${Optional<Part<'secretStore'>>}`
  | `workloadIdentity.${keyof Part<'workloadIdentity'>}`
  | `apiServer.${keyof Part<'apiServer'>}`
  | `backings.*`
  | `backings.*.${Optional<BackingFacts>}`;

/** What an optional fact looks like, and who asks for it: for whoever reads that it is missing, and for the docs. */
export interface FactHint {
  readonly example: string;
  readonly says: string;
  /** Whose page in docs/capabilities tells more. */
  readonly page: string;
}

export const OPTIONAL_FACTS: Readonly<Record<OptionalFact, FactHint>> = {
  'apiServer.cidrs': {
    example: "['10.0.0.1/32']", says: 'the ranges in which pods reach the Kubernetes API', page: 'identity',
  },
  'backings.*': {
    example: "{ provisioner: 'stateful-set', engine: 'postgres', major: 17 }", page: 'backing-services',
    says: 'who provides the backing service, with engine and major version as declared',
  },
  'backings.*.cidrs': {
    example: "['10.20.0.0/24']", says: 'the ranges that a managed one is reached in', page: 'backing-services',
  },
  'backings.*.operatorNamespace': {
    example: "'cnpg-system'", says: "where CloudNativePG's operator runs", page: 'backing-services',
  },
  'capabilities.certManager': { example: 'true', says: 'cert-manager issues certificates', page: 'routes' },
  'capabilities.externalSecrets': {
    example: 'true', says: 'external-secrets fills Secrets from a store', page: 'secrets',
  },
  'capabilities.keda': { example: 'true', says: 'KEDA scales by events', page: 'scaling' },
  'capabilities.reloader': {
    example: 'true', says: 'Stakater Reloader restarts pods whose Secret changed', page: 'secrets',
  },
  'capabilities.verticalPodAutoscaler': {
    example: 'true', says: 'the Vertical Pod Autoscaler recommends requests', page: 'scaling',
  },
  'capabilities.workloadIdentity': { example: 'true', says: "pods get an identity of the cloud's", page: 'identity' },
  certificates: {
    example: "{ issuer: 'letsencrypt', issuerKind: 'ClusterIssuer' }", says: 'who signs certificates', page: 'routes',
  },
  'engines.autoscaling': { example: "'hpa'", says: 'who scales by load', page: 'scaling' },
  'engines.identity': { example: "'gke'", says: 'whose identities workloads have', page: 'identity' },
  'engines.ingress': { example: "'nginx'", says: 'who serves Ingresses', page: 'routes' },
  'entry.httpListener': { example: "'http'", says: "the Gateway's listener for plain HTTP", page: 'routes' },
  imagePullSecrets: { example: "['registry']", says: 'the Secrets that registries are opened with', page: 'identity' },
  'secretStore.aws': { example: "{ region: 'eu-central-1' }", says: 'where Secrets Manager is', page: 'secrets' },
  'secretStore.azure': {
    example: "{ vaultUrl: 'https://shop.vault.azure.net' }", says: 'the Key Vault', page: 'secrets',
  },
  'secretStore.gcp': { example: "{ project: 'shop-prod' }", says: 'the project of Secret Manager', page: 'secrets' },
  'secretStore.kubernetes': {
    example: "{ namespace: 'shop-secrets' }", says: "the namespace of the store's entries", page: 'secrets',
  },
  'secretStore.provider': {
    example: "'shared'", says: "what is behind the store: the platform's for all, or one of a kind", page: 'secrets',
  },
  'secretStore.vault': {
    example: "{ server: 'https://vault:8200', path: 'secret', authMount: 'kubernetes' }", says: 'where Vault is',
    page: 'secrets',
  },
  'workloadIdentity.account': { example: "'123456789012'", says: 'the account of IAM roles', page: 'identity' },
  'workloadIdentity.clientIds': {
    example: "{ api: '00000000-0000-0000-0000-000000000000' }", says: 'client ids of managed identities by service',
    page: 'identity',
  },
  'workloadIdentity.partition': {
    example: "'aws'", says: "of which of Amazon's clouds the account is", page: 'identity',
  },
  'workloadIdentity.project': {
    example: "'shop-prod'", says: 'the project of Google service accounts', page: 'identity',
  },
  'workloadIdentity.rolePrefix': { example: "'shop-'", says: 'what the names of roles begin with', page: 'identity' },
  'workloadIdentity.tenantId': {
    example: "'00000000-0000-0000-0000-000000000000'", says: 'the tenant of managed identities', page: 'identity',
  },
  'workloadIdentity.tokenCidrs': {
    example: "['169.254.170.23/32']", says: "the ranges in which pods get the cloud's tokens", page: 'identity',
  },
};

type Needed<T> = Exclude<keyof T & string, Optional<T>>;
type NeededFact = Exclude<Needed<EnvironmentContract>, 'capabilities'> | `capabilities.${Needed<Capabilities>}`;

/** The others: a program's own contract may have only some of them, and then uses what asks for more. */
const NEEDED_FACTS: Readonly<Record<NeededFact, Omit<FactHint, 'page'>>> = {
  'capabilities.gateway': { example: 'true', says: 'a Gateway API implementation serves HTTPRoutes' },
  'capabilities.loadBalancer': { example: 'true', says: 'Services of type LoadBalancer get an address' },
  'capabilities.mesh': { example: 'true', says: 'a service mesh gives workloads mutual TLS' },
  'capabilities.metrics': { example: 'true', says: 'the metrics API answers, so that autoscalers work' },
  domain: { example: "'shop.example.com'", says: 'below which services are reached from outside' },
  entry: {
    example: "{ gateway: 'public', gatewayNamespace: 'gateway', ingressClass: 'none' }", says: 'how requests come in',
  },
  kubernetes: { example: "'1.34'", says: 'the minor version of the control plane' },
  namespace: { example: "'shop'", says: "where the charts' objects live" },
  podSecurity: { example: "'restricted'", says: 'the pod security level of the namespace' },
  registry: { example: "'registry.example.com'", says: 'the host that serves the images' },
  secretStore: { example: "{ name: 'platform', kind: 'ClusterSecretStore' }", says: 'where secrets come from' },
  storageClasses: { example: "{ fast: 'premium-rwo' }", says: 'storage classes by role' },
  telemetry: { example: "{ endpoint: 'http://collector.observability:4317' }", says: 'the OpenTelemetry collector' },
  toolchain: { example: "{ node: '20.19.0' }", says: 'pinned versions of what builds and runs the services' },
};

const entries: readonly (readonly [name: string, hint: Omit<FactHint, 'page'>, page: string])[] = [
  ...Object.entries(OPTIONAL_FACTS).map(([name, hint]) => [name, hint, `capabilities/${hint.page}`] as const),
  ...Object.entries(NEEDED_FACTS).map(([name, hint]) => [name, hint, 'environments'] as const),
];

/**
 * How a fact of the contract is answered: `capabilities: { keda: true } (KEDA scales by events; docs/...)`.
 *
 * Also of a part that holds it or that it holds: who reads `apiServer` wants `apiServer.cidrs`. Undefined for facts
 * of a contract's own.
 */
export function hintOf(path: readonly string[]): string | undefined {
  // The closest: who reads `backings.orders.cidrs` wants that, who reads `backings.orders.major` the whole of it.
  const found = entries.filter(([name]) => matches(name.split('.'), path))
    .sort(([a], [b]) => distance(a, path) - distance(b, path)).at(0);
  if (found === undefined) return undefined;
  const [name, { example, says }, page] = found;
  const [first, ...rest] = name.split('.').map((word, i) => (word === '*' ? path[i] ?? '<name>' : word));
  const written = rest.reduceRight((inner, word) => `{ ${word}: ${inner} }`, example);
  return `${first}: ${written} (${says}; docs/${page}.md)`;
}

/** Whether the contract has a fact of exactly this path. */
export function isOfContract(path: readonly string[]): boolean {
  return entries.some(([name]) => distance(name, path) === 0 && matches(name.split('.'), path));
}

/** Whether a fact is a capability that every environment has or lacks: what asks for it can go on without an answer. */
export function isCapability(path: readonly string[]): boolean {
  return path[0] === 'capabilities' && isOfContract(path);
}

function distance(name: string, path: readonly string[]): number {
  return Math.abs(name.split('.').length - path.length);
}

function matches(words: readonly string[], path: readonly string[]): boolean {
  const length = Math.min(words.length, path.length);
  return words.slice(0, length).every((word, i) => word === '*' || word === path[i]);
}
