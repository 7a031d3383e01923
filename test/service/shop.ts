import { loadAll } from 'js-yaml';
import type { Construct } from 'constructs';
import {
  type EnvironmentContract, ParityApp, type ParityAppProps, ParityChart, type ParityChartProps, ParityError,
  ParityErrors, type RenderedAssembly, environment,
} from '../../lib';
import { formatFailure } from '../../lib/template/error';

/** The digest of no image: tests never pull. */
export const IMAGE = `registry.example/shop/api@sha256:${'a'.repeat(64)}`;

export const FACTS: EnvironmentContract = {
  kubernetes: '1.34',
  domain: 'shop.test',
  namespace: 'shop',
  registry: 'registry.test',
  storageClasses: { fast: 'local-path' },
  secretStore: { name: 'vault', kind: 'ClusterSecretStore' },
  entry: { gateway: 'public', gatewayNamespace: 'gateways', ingressClass: 'nginx' },
  telemetry: { endpoint: 'http://otel:4317' },
  podSecurity: 'restricted',
  capabilities: { loadBalancer: false, mesh: false, metrics: true, gateway: false },
  toolchain: {},
};

export const local = environment<EnvironmentContract>('local', FACTS);
export const staging = environment<EnvironmentContract>('staging', {
  ...FACTS, domain: 'staging.shop.example', namespace: 'shop-staging', storageClasses: { fast: 'gp3' },
  capabilities: { ...FACTS.capabilities, gateway: true },
});
export const production = environment<EnvironmentContract>('production', {
  ...FACTS, domain: 'shop.example', namespace: 'shop-production', storageClasses: { fast: 'io2' },
  entry: { gateway: 'edge', gatewayNamespace: 'edge-system', ingressClass: 'none' },
  capabilities: { ...FACTS.capabilities, gateway: true },
});

/** An app of three environments whose deferred charts are proved by their witness while they are rendered. */
export function shop(props: Partial<ParityAppProps> = {}): ParityApp {
  return new ParityApp({ environments: [local, staging, production], witness: true, ...props });
}

/** A chart class whose constructor does what a test wants; charts of one test need classes of their own names. */
export function chart(build: (chart: ParityChart) => void, props?: ParityChartProps): ChartClassOf {
  return class TestChart extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id, props);
      build(this);
    }
  };
}
type ChartClassOf = new (scope: Construct, id: string) => ParityChart;

/** Renders one chart `checkout` and gives a target's objects by `Kind/name`. */
export function objectsOf(build: (chart: ParityChart) => void, target = 'production'): Record<string, Manifest> {
  return objectsIn(renderOne(build), target);
}

export function renderOne(build: (chart: ParityChart) => void, props?: ParityChartProps): RenderedAssembly {
  const app = shop();
  app.add(chart(build, props), 'checkout');
  return app.render();
}

/** What a test reads of an object; the shape is Kubernetes'. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests name the paths they mean
export type Manifest = any;

export function objectsIn({ files }: RenderedAssembly, target: string): Record<string, Manifest> {
  const objects = [...files]
    .filter(([file]) => file.startsWith(`${target}/`))
    .flatMap(([, text]) => loadAll(text) as Manifest[]);
  return Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

/** The container of a rendered service. */
export function containerOf(build: (chart: ParityChart) => void, target = 'production'): Manifest {
  return objectsOf(build, target)['Deployment/checkout-api'].spec.template.spec.containers[0];
}

/** The codes and texts of what a chart is refused for. */
export function failuresOf(build: (chart: ParityChart) => void): string[] {
  return refusalsIn(() => renderOne(build));
}

/** The codes and texts of what an app is refused for, whether it is built or rendered. */
export function refusalsIn(build: () => ParityApp | RenderedAssembly): string[] {
  try {
    const built = build();
    if (built instanceof ParityApp) built.render();
  } catch (cause) {
    if (cause instanceof ParityError) return [formatFailure(cause.failure)];
    if (!(cause instanceof ParityErrors)) throw cause;
    return cause.failures.map(formatFailure);
  }
  return [];
}
