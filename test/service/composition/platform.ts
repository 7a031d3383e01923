import { type BackingFacts, type Environment, type EnvironmentContract, environment } from '../../../lib';
import { type BackingRecipe, type EnvironmentRecipe, type Recipe, type ServiceRecipe, provisionerOf } from './recipe';

/** Three environments, of which the last has two clusters. */
export const TARGETS = ['local', 'staging', 'production/eu', 'production/us'] as const;

/** Which environment's overlays a target has. */
export function environmentOf(target: number): number {
  return Math.min(target, 2);
}

/** Ranges that services call, and the address that each is tried at. */
export const RANGES = ['198.51.100.0/24', '198.51.101.0/24', '203.0.113.8/29'] as const;
export const TOKEN_RANGE = '192.0.2.64/26';

const NAMESPACES = ['shop', 'shop-b'] as const;
/** The namespace of charts that stand apart. */
export const APART = 'apart';

export function namespaceOf({ namespace }: EnvironmentRecipe): string {
  return NAMESPACES[namespace % NAMESPACES.length];
}

export function gatewayNamespaceOf(target: number): string {
  return target === 0 ? 'gateways' : 'edge';
}

export function apiServerOf(target: number): string {
  return `10.96.0.${target + 1}/32`;
}

/** Where a managed backing service is. */
export function managedRange(backing: number, target: number): string {
  return `10.${20 + backing}.${target}.0/24`;
}

/** The environments that a recipe describes: what they answer is valid, and otherwise as different as can be. */
export function environmentsOf(recipe: Recipe): Environment<EnvironmentContract>[] {
  const names = recipe.charts.flatMap(({ services }, c) => services.map((_, s) => `chart${c}-s${s}`));
  const [local, staging, eu, us] = TARGETS.map((target, i): EnvironmentContract => {
    const name = target.replace('/', '-');
    const of = recipe.environments[i];
    return {
      kubernetes: '1.34',
      domain: `${name}.example.com`,
      namespace: namespaceOf(of),
      registry: `registry.${name}.example.com`,
      storageClasses: { fast: `fast-${name}`, bulk: i === 0 ? 'fast-local' : 'bulk' },
      secretStore: {
        name: `store-${i}`, kind: i === 0 ? 'SecretStore' : 'ClusterSecretStore', provider: storeOf(recipe, of),
        kubernetes: { namespace: 'vault' },
        vault: { server: 'https://vault.example.com', path: 'kv', authMount: 'kubernetes' },
        aws: { region: 'eu-central-1' },
        gcp: { project: 'shop-prod' },
        azure: { vaultUrl: 'https://shop.vault.azure.net' },
      },
      entry: {
        gateway: `gateway-${i}`, gatewayNamespace: gatewayNamespaceOf(i), ingressClass: `class-${i}`,
        httpListener: 'http',
      },
      telemetry: { endpoint: 'http://collector.observability:4317' },
      podSecurity: 'restricted',
      capabilities: { loadBalancer: i > 0, ...of.capabilities },
      toolchain: {},
      engines: recipe.engines,
      certificates: { issuer: 'ca', issuerKind: 'ClusterIssuer' },
      imagePullSecrets: ['registry', 'mirror'].slice(0, of.pullSecrets),
      workloadIdentity: {
        project: `shop-${name}`, account: `00000000000${i}`, tokenCidrs: [TOKEN_RANGE],
        tenantId: '00000000-0000-0000-0000-000000000002',
        clientIds: Object.fromEntries([...names, ...recipe.backings.map((_, b) => `backing${b}`)].map((service) => [service, '00000000-0000-0000-0000-000000000001'])),
      },
      apiServer: { cidrs: [apiServerOf(i)] },
      backings: Object.fromEntries(recipe.backings.map((backing, b) => [`backing${b}`, factsOf(backing, b, i)])),
    };
  });
  const production = environment<EnvironmentContract>('production', eu, { clusters: { eu: {}, us } });
  return [environment('local', local), environment('staging', staging), production];
}

const ENGINES: Readonly<Record<string, string>> = { aws: 'eks', azure: 'azure' };

/** Only its own cloud's identities read a cloud's store; elsewhere there is another one. */
function storeOf({ engines }: Recipe, { store, capabilities }: EnvironmentRecipe): EnvironmentRecipe['store'] {
  const isOpen = ENGINES[store] === undefined || (ENGINES[store] === engines.identity && capabilities.workloadIdentity);
  return isOpen ? store : 'vault';
}

/** Whether somebody must be known to a cloud, since its store of secrets is in use. */
export function isReadAsIdentity(recipe: Recipe): boolean {
  return recipe.environments.some((each) => Object.hasOwn(ENGINES, storeOf(recipe, each)));
}

/** Whether a service has an identity of a cloud's. */
export function isIdentified(recipe: Recipe, { workload }: ServiceRecipe): boolean {
  return workload || isReadAsIdentity(recipe);
}

/** The major versions that each engine is declared with. */
export const MAJORS = { postgres: 17, redis: 7, kafka: 4, 'object-store': 1, rabbitmq: 4 } as const;

function factsOf(backing: BackingRecipe, index: number, target: number): BackingFacts {
  const provisioner = provisionerOf(backing, target);
  const { engine } = backing;
  return {
    provisioner, engine, major: MAJORS[engine],
    ...(provisioner === 'managed' ? { cidrs: [managedRange(index, target)] } : {}),
  };
}
