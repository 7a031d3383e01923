import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type EnvironmentContract, type ExposeOptions, Microservice, type ParityApp, ParityChart, environment, facts, vary,
} from '../../lib';
import { renderEnvironments } from '../../lib/testing';
import { ParityError, ParityErrors, formatFailure } from '../../lib/template/error';
import { FACTS, IMAGE, type Manifest } from './shop';

/** Environments of a test. */
export type Targets = readonly ReturnType<typeof environment<EnvironmentContract>>[];
const capabilities = (gateway: boolean, certManager: boolean) => ({ ...FACTS.capabilities, gateway, certManager });
const SHARED: EnvironmentContract = {
  ...FACTS, entry: { ...FACTS.entry, httpListener: 'web' }, engines: { ingress: 'nginx' },
  certificates: { issuer: 'letsencrypt', issuerKind: 'ClusterIssuer' },
};
/** An Ingress without certificates. */
export const local = environment<EnvironmentContract>('local', { ...SHARED, capabilities: capabilities(false, false) });
/** An Ingress with certificates. */
export const edge = environment<EnvironmentContract>('edge', {
  ...SHARED, domain: 'edge.example', capabilities: capabilities(false, true),
});
/** A Gateway without certificates. */
export const bare = environment<EnvironmentContract>('bare', {
  ...SHARED, domain: 'bare.example', capabilities: capabilities(true, false),
});
/** A Gateway with certificates. */
export const live = environment<EnvironmentContract>('live', {
  ...SHARED, domain: 'shop.example', capabilities: capabilities(true, true),
  entry: { gateway: 'public', gatewayNamespace: 'edge-system', ingressClass: 'none', httpListener: 'http' },
});
export const ALL: Targets = [local, edge, bare, live];

/** A chart with one variation of each kind that routes take. */
export class Values extends ParityChart {
  readonly word = vary.string({ default: 'word', pattern: /[a-z]+/, why: 'test' });
  readonly path = vary.string({ default: '/a', pattern: /\/[a-z]+/, why: 'test' });
  readonly name = vary.hostname({ default: 'www', why: 'test' });
  readonly count = vary.integer({ default: 5, min: 0, max: 900, why: 'test' });
  readonly time = vary.duration({ default: '10s', min: '1ms', max: '1h', why: 'test' });
  readonly size = vary.memory({ default: '1Mi', max: '1Gi', why: 'test' });
  readonly list = vary.list({ default: ['https://a.example'], items: /.+/, why: 'test' });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { word, path, name, count, time, size, list } = this;
    // Whatever a test leaves unused has a place here.
    const spec = { word, path, name, count, time: time.toMilliseconds(), size: size.asString(), list };
    new ApiObject(this, 'other', { apiVersion: 'v1', kind: 'Other', spec });
  }
}
export type Options = { readonly [K in keyof ExposeOptions]?: ExposeOptions[K] };
/** What a test exposes, from a chart's variations and its environment's domain. */
export type Api = (values: Values, domain: string) => Options;

const apiOf = (chart: Construct) => new Microservice(chart, 'api', {
  image: IMAGE, health: { ready: '/readyz' },
  ports: [
    { name: 'http', port: 80, targetPort: 8080 }, { name: 'admin', port: 81 },
    { name: 'grpc', port: 9000, appProtocol: 'grpc' }, { name: 'h2c', port: 9001, appProtocol: 'kubernetes.io/h2c' },
  ],
});

/** Whether charts are built when they are written, at once, or all but the first. */
type Deferred = boolean | 'mixed';

/** Charts `a`, `b` ..., each with a service `api` that is exposed as a test says, by itself on port `http`. */
export function render(options: readonly Api[], environments: Targets, deferred: Deferred = false) {
  return renderEnvironments((app: ParityApp) => options.forEach((of, i) => {
    class Exposed extends Values {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        const { domain } = facts<EnvironmentContract>(this);
        const options = of(this, domain);
        const host = (options.host ?? options.hosts) === undefined ? { host: `api.${domain}` } : {};
        apiOf(this).expose({ port: 'http', ...host, ...options } as ExposeOptions);
      }
    }
    const id = 'abc'[i];
    if (deferred === 'mixed' ? i > 0 : deferred) app.add(Exposed, id);
    else new Exposed(app, id);
  }), environments);
}

/** A target's objects by `Kind/name`. */
export function objectsOf(
  options: Api, target: Targets[number], environments: Targets = [target],
): Record<string, Manifest> {
  const objects = render([options], environments).manifests(target);
  return Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

/** The codes and texts of what exposures are refused for. */
export function failuresOf(
  options: Api | readonly Api[], environments: Targets = ALL, deferred: Deferred = false,
): string[] {
  try {
    render(typeof options === 'function' ? [options] : options, environments, deferred);
    return [];
  } catch (cause) {
    if (cause instanceof ParityError) return [formatFailure(cause.failure)];
    if (!(cause instanceof ParityErrors)) throw cause;
    return cause.failures.map(formatFailure);
  }
}

const words = (word: string) => ({ set: { 'X-Word': word }, add: { Vary: word } });

/** Everything that an exposure can say, with whatever may vary. */
export const EVERYTHING: Api = ({ name, count, time, size, list, word }, domain) => ({
  hosts: [`${name}.${domain}`, `b.${domain}`],
  paths: [
    {
      prefix: '/api', port: 'admin', headers: { 'X-Canary': 'yes' }, methods: ['GET', 'PUT'],
      rewrite: { prefix: '/', host: `${name}.inner` },
    },
    { exact: '/healthz' },
  ],
  tls: { otherwise: { use: 'http', why: 'a test' } },
  headers: { request: words(word), response: { ...words(word), remove: ['Server'] } },
  redirects: {
    www: {
      hosts: [`www.${name}.${domain}`], path: '/old', to: { host: `new.${name}`, prefix: '/new' }, permanent: false,
    },
  },
  timeouts: { request: time, backendRequest: time },
  requestSize: size,
  cors: { origins: list, exposeHeaders: ['ETag'], credentials: true, maxAge: time },
  rateLimit: { requests: count, per: 'minute' },
  backendTls: { hostname: `api.${name}`, ca: { configMap: 'inner-ca' } },
  without: {
    gateway: { requestSize: 'why', rateLimit: 'why' },
    ingress: {
      headerMatches: 'why', methods: 'why', rewrites: 'why', requestHeaders: 'why', responseHeaders: 'why',
      redirects: 'why', requestTimeout: 'why', backendVerification: 'why',
    },
  },
});
/** The same of gRPC. */
export const GRPC: Api = ({ word, count }) => ({
  port: 'grpc',
  grpcMethods: [{ service: 'shop.Cart', method: 'Add', headers: { tenant: 'a' } }, { service: 'shop.Catalog' }],
  headers: { request: words(word), response: words(word) }, tls: { otherwise: { use: 'http', why: 'a test' } },
  rateLimit: { requests: count, per: 'second' },
  without: {
    gateway: { rateLimit: 'why' }, ingress: { requestHeaders: 'why', responseHeaders: 'why', headerMatches: 'why' },
  },
});
