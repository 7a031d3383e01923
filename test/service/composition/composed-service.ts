import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  type EnvironmentContract, type ExposeOptions, type MicroserviceProps, type Trigger, config, facts, secrets,
} from '../../../lib';
import { isIdentified } from './platform';
import { type ExposureRecipe, PORT_SETS, type Recipe, type ServiceRecipe } from './recipe';

export const IMAGE = `registry.example.com/shop/app@sha256:${'a'.repeat(64)}`;
const why = 'random';

/** Declared once, and shared by all services of all charts. */
const SETS = [
  secrets('payment', { keys: { apiKey: {}, signingKey: { generate: { form: 'hex', length: 64 } }, merchant: {} } }),
  secrets('queue', {
    entry: 'shop-queue', rotation: '15m', reload: 'none',
    keys: {
      password: { generate: { form: 'alphanumeric', length: 40 } }, user: {},
      url: { template: 'amqp://{{ .user }}:{{ .password }}@queue' },
    },
  }),
  secrets('certs', { reload: 'files', keys: { cert: {}, key: {}, bundle: { template: '{{ .cert }}{{ .key }}' } } }),
] as const;

const SCHEMA = z.object({ LEVEL: z.enum(['info', 'debug']), TTL: z.coerce.number().min(1), HOST: z.string() });

/** The properties of one service, but for its memory. */
export function propsOf(scope: Construct, recipe: Recipe, service: ServiceRecipe): MicroserviceProps {
  const { domain } = facts<EnvironmentContract>(scope);
  const removed = [...service.removed, ...(isOpen(recipe, service) ? ['networkPolicy' as const] : [])];
  const settings = { LEVEL: 'info', TTL: 60, HOST: `api.${domain}` } as const;
  const typed = config({ schema: SCHEMA, values: settings });
  return {
    image: IMAGE,
    ports: PORT_SETS[service.ports],
    ...(service.ports === 'none' ? {} : { health: { ready: { tcp: true } } }),
    ...(service.config === 'none' ? {} : { config: service.config === 'plain' ? settings : typed }),
    configFiles: filesOf(service.files, { text: 'fixed', template: `host: api.${domain}\n`, other: '{}' }),
    env: Object.fromEntries(readsOf(service, 'env').map(({ set, key }) =>
      [`SECRET_${set}_${key}`.toUpperCase(), { secrets: SETS[set], key }])),
    volumes: volumesOf(service),
    identity: {
      ...(isIdentified(recipe, service) ? { workload: true } : {}),
      ...(service.permissions ? { permissions: [{ resources: ['configmaps'], verbs: ['get'], why }] } : {}),
    },
    recommend: service.recommend,
    ...scalingOf(service, recipe),
    without: Object.fromEntries(removed.map((name) => [name, why])),
  } as MicroserviceProps;
}

/** In a namespace that is closed as a whole nothing is open: it is refused. */
export function isOpen({ baseline }: Recipe, service: ServiceRecipe): boolean {
  return service.isOpen && baseline === undefined;
}

/** What a service reads of the sets, each key once. */
function readsOf({ secrets: reads }: ServiceRecipe, as: 'env' | 'files') {
  const all = reads.map(({ set, ...read }) => ({ ...read, set: set % SETS.length }))
    // What changes as files only cannot be a variable.
    .filter((read) => (SETS[read.set].name === 'certs' ? 'files' : read.as) === as)
    .flatMap(({ set, keys }) => SETS[set].declaration.keys.map(({ name }) => name)
      .filter((_, i) => (keys >> i) % 2 === 1).map((key) => ({ set, key })));
  return all.filter(({ set, key }, i) => all.findIndex((other) => other.set === set && other.key === key) === i);
}

function volumesOf(service: ServiceRecipe) {
  const has = (volume: ServiceRecipe['volumes'][number]) => service.volumes.includes(volume);
  const shared = { role: 'bulk', size: '1Gi', accessMode: 'ReadWriteMany' };
  return {
    ...(has('scratch') ? { scratch: { mount: '/scratch', emptyDir: '64Mi' } } : {}),
    ...(has('claim') ? { data: { mount: '/data', claim: { role: 'fast', size: '1Gi' } } } : {}),
    ...(has('shared') ? { shared: { mount: '/shared', claim: shared } } : {}),
    ...Object.fromEntries(SETS.flatMap((set, i) => {
      const keys = readsOf(service, 'files').filter((read) => read.set === i).map(({ key }) => key);
      return keys.length === 0 ? [] : [[`secrets-${i}`, { mount: `/etc/${set.name}`, secrets: set, keys }]];
    })),
  };
}

function filesOf(files: ServiceRecipe['files'], texts: Readonly<Record<string, string>>) {
  const first = files.filter((file) => file !== 'other').map((file) => [`${file}.yaml`, texts[file]]);
  return {
    ...(first.length === 0 ? {} : { '/etc/app': Object.fromEntries(first) }),
    ...(files.includes('other') ? { '/etc/other': { 'other.json': texts.other } } : {}),
  };
}

function scalingOf({ scaling }: ServiceRecipe, { engines }: Recipe): Partial<MicroserviceProps> {
  const bounds = { min: 1, max: 4 };
  const own = [{ pods: 'requests', average: 100 }, { external: 'queue_length', value: 10, selector: { queue: 'a' } }];
  const triggers: readonly Trigger[] = [
    {
      type: 'rabbitmq', metadata: { queueName: 'jobs', mode: 'QueueLength', value: '5' },
      auth: { host: SETS[1].key('url') },
    },
    { type: 'cron', metadata: { timezone: 'UTC', start: '0 6 * * *', end: '0 20 * * *', desiredReplicas: '2' } },
  ];
  switch (scaling) {
    case 'fixed': return { replicas: 3 };
    case 'load': return { autoscale: { ...bounds, cpuPercent: 60, memoryPercent: 80 } };
    // What KEDA measures otherwise.
    case 'metrics': return {
      autoscale: { ...bounds, metrics: engines.autoscaling === 'keda' ? [{ container: 'cpu', percent: 60 }] : own },
    };
    default: return { autoscale: { ...bounds, min: 0, triggers } };
  }
}

/** How a service is reached from outside; undefined when it is not, or has no port. */
export function exposureOf(
  scope: Construct, { engines }: Recipe, service: ServiceRecipe, name: string,
): ExposeOptions | undefined {
  const { exposure } = service;
  const [first, second] = PORT_SETS[service.ports];
  if (exposure === undefined || first === undefined) return undefined;
  const { domain } = facts<EnvironmentContract>(scope);
  const isGrpc = service.ports === 'grpc';
  const isNginx = engines.ingress === 'nginx';
  const isShared = exposure.isShared && exposure.tls === 'none' && !isGrpc;
  const own = [`${name}.${domain}`, `www-${name}.${domain}`].slice(0, exposure.hosts);
  const hosts = isShared ? [`shared.${domain}`] : own;
  const api = exposure.second && second?.name === 'api' ? [{ prefix: `/${name}/api`, port: 'api' }] : [];
  const redirects = exposure.redirect && !isGrpc && !isShared;
  const given = {
    ...(redirects ? { redirects: why } : {}),
    ...(isGrpc && !isNginx ? { grpc: why } : {}),
    ...(exposure.backendTls ? { backendVerification: why, ...(isNginx ? {} : { backendTls: why }) } : {}),
  };
  return {
    hosts,
    port: first.name,
    ...(isGrpc ? {} : { paths: [isShared ? `/${name}` : '/', ...api] }),
    ...tlsOf(exposure, isNginx),
    ...(redirects ? { redirects: { old: { hosts: [`old-${name}.${domain}`], to: { host: hosts[0] } } } } : {}),
    ...(exposure.backendTls ? { backendTls: { hostname: `${name}.${domain}`, ca: 'system' } } : {}),
    ...(Object.keys(given).length === 0 ? {} : { without: { ingress: given } }),
  };
}

function tlsOf({ tls }: ExposureRecipe, isNginx: boolean): Pick<ExposeOptions, 'tls'> {
  return tls === 'none' ? {} : { tls: { otherwise: { use: tls, why }, redirectHttp: isNginx } };
}
