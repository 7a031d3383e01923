import { loadAll } from 'js-yaml';
import type { Construct } from 'constructs';
import {
  Backing, type BackingEngine, type EnvironmentContract, Microservice, ParityApp, ParityChart, type RenderedAssembly,
  environment, serviceOf,
} from '../../lib';
import { FACTS, IMAGE, type Manifest } from './shop';

/** The facts of an environment that has every backing service by one provisioner. */
export function facts(
  provisioner: 'stateful-set' | 'cloudnative-pg' | 'managed', refinement: Partial<EnvironmentContract> = {},
): EnvironmentContract {
  const of = (engine: string, major: number, subnet: number) => ({
    provisioner: provisioner === 'cloudnative-pg' && engine !== 'postgres' ? 'stateful-set' as const : provisioner, engine, major,
    ...(provisioner === 'managed' ? { cidrs: [`10.20.${subnet}.0/24`] } : {}),
  });
  return {
    ...FACTS, apiServer: { cidrs: ['10.0.0.2/32'] }, imagePullSecrets: ['registry'],
    capabilities: { ...FACTS.capabilities, externalSecrets: provisioner !== 'stateful-set', reloader: true },
    backings: {
      orders: of('postgres', 17, 0), cart: of('redis', 7, 1), events: of('kafka', 4, 2), files: of('object-store', 1, 3),
      queue: of('rabbitmq', 4, 4),
    },
    ...refinement,
  };
}

export const backed = (name: string, of: EnvironmentContract) => environment<EnvironmentContract>(name, of);

/** A chart class whose constructor does what a test wants. */
export function chartOf(build: (chart: ParityChart) => unknown): new (scope: Construct, id: string) => ParityChart {
  return class Data extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      build(this);
    }
  };
}

export const STORAGE = { role: 'fast', size: '1Gi' } as const;
export const SERVER = { image: IMAGE, storage: STORAGE };
export const CLUSTER = { image: `registry.test/cnpg:17.6@sha256:${'b'.repeat(64)}` };

/** One of each, by what an environment's facts answer for. */
export const EACH: Readonly<Record<BackingEngine, (chart: Construct) => Backing>> = {
  postgres: (chart) => Backing.postgres(chart, 'orders', { major: 17, ...SERVER, cloudNativePg: CLUSTER }),
  redis: (chart) => Backing.redis(chart, 'cart', { major: 7, ...SERVER, persistence: true }),
  kafka: (chart) => Backing.kafka(chart, 'events', { major: 4, ...SERVER }),
  'object-store': (chart) => Backing.objectStore(chart, 'files', SERVER),
  rabbitmq: (chart) => Backing.rabbitmq(chart, 'queue', { major: 4, ...SERVER }),
};
export const ENGINES = Object.keys(EACH) as BackingEngine[];

export const serve = (chart: Construct, id: string) =>
  new Microservice(chart, id, { image: IMAGE, port: 8080, health: { ready: '/readyz' } });

/** An app whose environments have everything by one provisioner each. */
export function appOf(create: (chart: ParityChart) => unknown, of: Partial<EnvironmentContract> = {}): ParityApp {
  const app = new ParityApp({ environments: [
    backed('local', facts('stateful-set', of)), backed('staging', facts('cloudnative-pg', of)),
    backed('production', facts('managed', of)),
  ] });
  app.add(chartOf(create), 'data');
  return app;
}

/** All of them, with a service that uses each, one that uses none, and one whose pods no policy closes. */
export const everythingApp = () => appOf((chart) => {
  const user = serve(chart, 'user');
  for (const engine of ENGINES) user.uses(EACH[engine](chart));
  serve(chart, 'stranger');
  new Microservice(chart, 'open', { image: IMAGE, without: { networkPolicy: 'behind a mesh' } })
    .uses(serviceOf(chartOf(() => undefined), 'data', 'orders'));
});

class OrdersDb extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    EACH.postgres(this);
  }
}
class Api extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    serve(this, 'api').uses(serviceOf(OrdersDb, 'orders-db'), { env: { uri: 'DATABASE_URL' } });
  }
}
const CHARTS = { 'orders-db': OrdersDb, shop: Api };

/** A database and its user in charts of their own, added in an order. */
export function apart(how: 'deferred' | 'at once', order: readonly (keyof typeof CHARTS)[]): RenderedAssembly {
  const app = new ParityApp({ environments: [backed('local', facts('stateful-set'))], witness: true });
  for (const id of order) {
    if (how === 'deferred') app.add(CHARTS[id], id);
    else new CHARTS[id](app, id);
  }
  return app.render();
}

/** The container of a backing service in the cluster, its files by path, and the paths of what is mounted. */
export function serverOf({ files }: RenderedAssembly, target: string, backing: string) {
  const objects = [...files].filter(([file]) => file.startsWith(`${target}/`)).flatMap(([, text]) => loadAll(text) as Manifest[]);
  const [{ spec: { template: { spec: pod } } }] = objects.filter(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === backing);
  const [container] = pod.containers;
  const mounts: { name: string; mountPath: string }[] = container.volumeMounts;
  const configMap = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${backing}-server-`));
  const folder = mounts.find(({ name }) => name === 'config' && configMap !== undefined)?.mountPath;
  const texts = Object.entries<string>(configMap?.data ?? {}).map(([name, text]) => [`${folder}/${name}`, text]);
  return { container, files: Object.fromEntries(texts) as Record<string, string>, mounts: mounts.map(({ mountPath }) => mountPath) };
}
