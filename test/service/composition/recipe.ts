import fc from 'fast-check';
import type { BackingFacts, ServicePort } from '../../../lib';

/** Which of several, by a number that is taken modulo how many there are: so a shrunk app stays one. */
type Pick = number;

/** A random app as plain data, which fast-check can shorten and print. */
export interface Recipe {
  readonly charts: readonly ChartRecipe[];
  readonly backings: readonly BackingRecipe[];
  readonly baseline: BaselineRecipe | undefined;
  readonly engines: {
    readonly autoscaling: 'hpa' | 'keda';
    readonly identity: 'gke' | 'eks' | 'azure';
    readonly ingress: 'standard' | 'nginx';
  };
  /** By target: two environments, and two clusters of the third. */
  readonly environments: readonly EnvironmentRecipe[];
}

export interface ChartRecipe {
  readonly isEager: boolean;
  /** In a namespace of its own, the same everywhere, which no baseline is of. */
  readonly isApart: boolean;
  readonly services: readonly ServiceRecipe[];
  /** Whether staging and production have memory, and ranges, of their own. */
  readonly variesMemory: boolean;
  readonly variesRanges: boolean;
}

export type PortSet = 'http' | 'plain' | 'two' | 'dns' | 'grpc' | 'none';

/** What services listen on: behind their Services are often other ports. */
export const PORT_SETS: Readonly<Record<PortSet, readonly ServicePort[]>> = {
  http: [{ name: 'http', port: 80, targetPort: 8080 }],
  plain: [{ name: 'http', port: 8080 }],
  two: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'api', port: 81, targetPort: 8081 }],
  dns: [{ name: 'http', port: 8080 }, { name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP' }],
  grpc: [{ name: 'grpc', port: 9000, appProtocol: 'grpc' }],
  none: [],
};

export interface ServiceRecipe {
  readonly ports: PortSet;
  readonly calls: readonly { readonly to: Pick; readonly port: Pick }[];
  readonly external: readonly { readonly range: Pick | 'varied'; readonly ports: readonly number[] }[];
  readonly sources: readonly {
    readonly namespace: string; readonly isLabelled: boolean; readonly isOnePort: boolean;
  }[];
  readonly exposure: ExposureRecipe | undefined;
  readonly config: 'none' | 'plain' | 'typed';
  readonly files: readonly ('text' | 'template' | 'other')[];
  readonly secrets: readonly { readonly set: Pick; readonly keys: number; readonly as: 'env' | 'files' }[];
  readonly volumes: readonly ('scratch' | 'claim' | 'shared')[];
  readonly uses: readonly Pick[];
  readonly scaling: 'fixed' | 'load' | 'metrics' | 'events';
  readonly recommend: boolean;
  readonly permissions: boolean;
  readonly workload: boolean;
  readonly isOpen: boolean;
  readonly removed: readonly ('topologySpread' | 'disruptionBudget' | 'cpuLimit' | 'noServiceLinks')[];
}

export interface ExposureRecipe {
  readonly isShared: boolean;
  readonly hosts: 1 | 2;
  readonly tls: 'none' | 'http' | 'secret';
  readonly redirect: boolean;
  readonly backendTls: boolean;
  readonly second: boolean;
}

export interface BackingRecipe {
  readonly engine: 'postgres' | 'redis' | 'kafka' | 'object-store' | 'rabbitmq';
  readonly chart: Pick;
  readonly persistence: boolean;
  /** By target. */
  readonly provisioners: readonly Pick[];
}

export interface BaselineRecipe { readonly isFirst: boolean; readonly isEager: boolean; readonly allows: boolean }

export interface EnvironmentRecipe {
  readonly capabilities: Readonly<Record<Capability, boolean>>;
  readonly store: 'shared' | 'kubernetes' | 'fake' | 'vault' | 'aws' | 'gcp' | 'azure';
  readonly pullSecrets: 0 | 1 | 2;
  readonly namespace: Pick;
}

const CAPABILITIES = [
  'mesh', 'metrics', 'gateway', 'certManager', 'externalSecrets', 'reloader', 'keda', 'verticalPodAutoscaler',
  'workloadIdentity',
] as const;
type Capability = (typeof CAPABILITIES)[number];

type Provisioner = BackingFacts['provisioner'];

/** Who provides a backing service in an environment: of those who can provide its engine. */
export function provisionerOf({ engine, provisioners }: BackingRecipe, environment: number): Provisioner {
  const can: readonly Provisioner[] =
    ['stateful-set', 'managed', ...(engine === 'postgres' ? ['cloudnative-pg' as const] : [])];
  return can[provisioners[environment] % can.length];
}

const pick = fc.nat(99);
const flag = fc.boolean();
const rarely = fc.nat(7).map((number) => number === 7);

const exposure = fc.record({
  isShared: flag,
  hosts: fc.constantFrom(1 as const, 2 as const),
  tls: fc.constantFrom('none' as const, 'http' as const, 'secret' as const),
  redirect: flag, backendTls: flag, second: flag,
});

const service: fc.Arbitrary<ServiceRecipe> = fc.record({
  ports: fc.constantFrom(...Object.keys(PORT_SETS) as PortSet[]),
  calls: fc.array(fc.record({ to: pick, port: pick }), { maxLength: 3 }),
  external: fc.array(fc.record({
    range: fc.oneof(pick, fc.constant('varied' as const)), ports: fc.constantFrom([443], [443, 8443]),
  }), { maxLength: 1 }),
  sources: fc.array(fc.record({
    namespace: fc.constantFrom('tools', 'elsewhere'), isLabelled: flag, isOnePort: flag,
  }), { maxLength: 1 }),
  exposure: fc.option(exposure, { nil: undefined, freq: 2 }),
  config: fc.constantFrom('none', 'plain', 'typed'),
  files: fc.subarray(['text', 'template', 'other']),
  secrets: fc.array(fc.record({
    set: pick, keys: fc.integer({ min: 1, max: 7 }), as: fc.constantFrom('env', 'files'),
  }), { maxLength: 2 }),
  volumes: fc.subarray(['scratch', 'claim', 'shared']),
  uses: fc.array(pick, { maxLength: 2 }),
  scaling: fc.constantFrom('fixed', 'load', 'metrics', 'events'),
  recommend: rarely, permissions: rarely, workload: rarely, isOpen: rarely,
  removed: fc.subarray(['topologySpread', 'disruptionBudget', 'cpuLimit', 'noServiceLinks'], { maxLength: 1 }),
});

const environment: fc.Arbitrary<EnvironmentRecipe> = fc.record({
  capabilities: fc.record(
    Object.fromEntries(CAPABILITIES.map((name) => [name, flag])) as Record<Capability, typeof flag>,
  ),
  store: fc.constantFrom('shared', 'kubernetes', 'fake', 'vault', 'aws', 'gcp', 'azure'),
  pullSecrets: fc.constantFrom(0, 1, 2),
  namespace: pick,
});

/** Random apps of at most so many charts, and services in each. */
export function recipesOf(most: { readonly charts: number; readonly services: number }): fc.Arbitrary<Recipe> {
  return fc.record({
    charts: fc.array(fc.record({
      isEager: flag, isApart: rarely, variesMemory: flag, variesRanges: flag,
      services: fc.array(service, { minLength: 1, maxLength: most.services }),
    }), { minLength: 1, maxLength: most.charts }),
    backings: fc.array(fc.record({
      engine: fc.constantFrom('postgres', 'postgres', 'redis', 'kafka', 'object-store', 'rabbitmq'),
      chart: pick, persistence: flag, provisioners: fc.array(pick, { minLength: 4, maxLength: 4 }),
    }), { maxLength: 2 }),
    baseline: fc.option(fc.record({ isFirst: flag, isEager: flag, allows: flag }), { nil: undefined, freq: 2 }),
    engines: fc.record({
      autoscaling: fc.constantFrom('hpa', 'keda'), identity: fc.constantFrom('gke', 'eks', 'azure'),
      ingress: fc.constantFrom('standard', 'nginx'),
    }),
    environments: fc.array(environment, { minLength: 4, maxLength: 4 }),
  });
}
