import type { Construct } from 'constructs';
import { type EnvironmentContract, type ExposeOptions, Microservice, environment, facts, when } from '../../lib';
import {
  ALL, type Api, type Options, type Targets, bare, edge, failuresOf as failuresOfRoutes, live, local,
} from './exposures';
import { IMAGE, failuresOf, objectsIn, renderOne } from './shop';

const build = (chart: Construct) => {
  const api = new Microservice(chart, 'api', {
    image: IMAGE, ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc', port: 9000 }],
    health: { ready: '/readyz' },
  });
  api.expose({ host: `checkout.${facts<EnvironmentContract>(chart).domain}`, port: 'http', tlsSecret: 'checkout-tls' });
  return api;
};

const rendered = renderOne(build);

test('an environment with the Gateway API gets a route, one without gets an Ingress', () => {
  expect(objectsIn(rendered, 'local')).not.toHaveProperty('HTTPRoute/checkout-api');
  expect(objectsIn(rendered, 'production')).not.toHaveProperty('Ingress/checkout-api');
  expect(objectsIn(rendered, 'production')['HTTPRoute/checkout-api']).toMatchObject({
    apiVersion: 'gateway.networking.k8s.io/v1',
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'edge-system' }],
      hostnames: ['checkout.shop.example'],
      rules: [
        { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'checkout-api', port: 80 }] },
      ],
    },
  });
  expect(objectsIn(rendered, 'local')['Ingress/checkout-api']).toMatchObject({
    apiVersion: 'networking.k8s.io/v1',
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'checkout.shop.test',
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'checkout-api', port: { name: 'http' } } } },
            ],
          },
        },
      ],
      tls: [{ hosts: ['checkout.shop.test'], secretName: 'checkout-tls' }],
    },
  });
});

test('the choice is counted as an alternative', () => {
  const { alternatives } = rendered.index.charts[0];
  expect(alternatives).toEqual([{
    of: { op: 'fact', path: ['capabilities', 'gateway'] },
    branches: { true: ['HTTPRoute/checkout-api'], false: ['Ingress/checkout-api'] },
  }]);
});

test('only the proxies of the environment are let in, and only to the port that is exposed', () => {
  const policy = (target: string) => objectsIn(rendered, target)['NetworkPolicy/checkout-api'];
  const ingress = (namespace: string) => [{
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
    ports: [{ port: 8080, protocol: 'TCP' }],
  }];
  expect(policy('local').spec.ingress).toEqual(ingress('gateways'));
  expect(policy('production').spec.ingress).toEqual(ingress('edge-system'));
  expect(policy('production').metadata.annotations).toEqual({
    'cdk8s-parity.dev/why': 'called by: requests from outside',
  });
});

test('a service can be exposed again under another name', () => {
  const again = renderOne((chart) =>
    build(chart).expose({
      host: `admin.${facts<EnvironmentContract>(chart).domain}`,
      path: '/admin',
      port: 'grpc',
      name: 'admin',
      proxyNamespace: 'admin',
    }),
  );
  expect(objectsIn(again, 'staging')['HTTPRoute/checkout-api-admin'].spec.rules[0]).toEqual({
    matches: [{ path: { type: 'PathPrefix', value: '/admin' } }], backendRefs: [{ name: 'checkout-api', port: 9000 }],
  });
  const { ingress } = objectsIn(again, 'staging')['NetworkPolicy/checkout-api'].spec;
  expect(ingress).toHaveLength(2);
  expect(ingress[1]).toEqual({
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'admin' } } }],
    ports: [{ port: 9000, protocol: 'TCP' }],
  });
});

test.each([
  [
    'one of several ports that is not named',
    (chart: Construct) => build(chart).expose({ host: 'x.example', name: 'x' }),
    /PARITY_NO_PORT/,
  ],
  [
    'a service without ports',
    (chart: Construct) => new Microservice(chart, 'api', { image: IMAGE }).expose({ host: 'x.example' }),
    /PARITY_NO_PORT/,
  ],
])('refuses %s', (_, of, message) => {
  expect(failuresOf(of)).toEqual([expect.stringMatching(message)]);
});

describe('what a Gateway and ingress-nginx would refuse, or take for something else', () => {
  const cors = (change: object): Options => ({ cors: { origins: ['https://a.example'], ...change } });
  const header = (value: string): Options => ({ headers: { response: { set: { 'X-Word': value } } } });
  const path = (exact: string): Options => ({ paths: [{ exact }] });

  test.each<[string, Options, RegExp]>([
    ['no origin, which ingress-nginx takes for every one', cors({ origins: [] }), /CORS without an origin/],
    ['an origin that ends its annotation', cors({ origins: ['https://a.example"; return 200'] }), /an origin of CORS/],
    ['two origins in one', cors({ origins: ['https://a.example,*'] }), /an origin of CORS/],
    ['an origin with a line break', cors({ origins: ['https://a.example\n'] }), /an origin of CORS/],
    ['an origin twice', cors({ origins: ['http://a', 'http://a'] }), /listed twice/],
    ['a header of CORS that ingress-nginx forgets', cors({ headers: ['*'] }), /a header is none/],
    ['a header of CORS that ends its annotation', cors({ exposeHeaders: ['a;b'] }), /a header is none/],
    ['a method of CORS that is none', cors({ methods: ['GET;'] }), /a method is none/],
    ['a method of CORS twice', cors({ methods: ['GET', 'GET'] }), /a method is named twice/],
    ['an answer of CORS that is never remembered', cors({ maxAge: '0s' }), /remembered for no time/],
    ['a header that ends the line', header('a\r\nSet-Cookie: a'), /the value of a header is none[^]*X-Word/],
    ['a header without a value', header(''), /the value of a header/],
    ['a header to match twice', { paths: [{ prefix: '/', headers: { 'X-A': 'a', 'x-a': 'b' } }] }, /named twice/],
    ['a dot in disguise', path('/a/%2E%2E/b'), /a path is none/],
    ['a letter in disguise', path('/%61'), /a path is none/],
    ['another spelling of one path', path('/%c3%a4'), /a path is none/],
    ['a path that hides another', path('/a//b'), /a path is none/],
    ['a path with a query', path('/a?b'), /a path is none/],
    ['a path that no Gateway stores', path(`/${'a'.repeat(1024)}`), /a path is none/],
    ['a try that takes no time', { timeouts: { backendRequest: '0s' } }, /timeouts.backendRequest: 0/],
    ['two days', { timeouts: { request: '48h' } }, /timeouts.request: 172800/],
    ['a redirect to itself', { redirects: { a: { path: '/a', to: { host: 'api.shop.example' } } } }, /leads to itself/],
    ['a redirect to its own path', { redirects: { a: { path: '/a', to: { path: '/a' } } } }, /leads to itself/],
  ])('%s', (_, options, message) => {
    expect(failuresOfRoutes(() => options, [live])).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, Api, RegExp]>([
    ['a size that lets everything through', () => ({ requestSize: '0Ki' as '1Ki' }), /requestSize: 0/],
    ['half a request', () => ({ rateLimit: { requests: 2.5, per: 'second' } }), /rateLimit.requests: 2.5/],
    ['a path that ingress-nginx refuses', () => path('/a+b'), /ingress-nginx refuses a path[^]*\/a\+b, which local/],
  ])('%s', (_, options, message) => {
    expect(failuresOfRoutes(options, [local])).toEqual([expect.stringMatching(message)]);
  });

  test('and nothing else', () => {
    const { entry, ...rest } = local.facts;
    const standard = environment<EnvironmentContract>('local', { ...rest, entry, engines: {} });
    const taken = [path('/a+b'), path('/%C3%A4;v=1'), { timeouts: { request: '0s', backendRequest: '1h' } }] as const;
    for (const options of taken) expect(failuresOfRoutes(() => options, [live])).toEqual([]);
    expect(failuresOfRoutes(() => path('/a+b'), [standard])).toEqual([]);
    expect(failuresOfRoutes(() => header('max-age=1; a="b\tc"'), [live])).toEqual([]);
  });
});

describe('hosts', () => {
  test.each([
    ['like the domain', (domain: string) => `evil-${domain}`, /PARITY_FOREIGN_HOST/],
    ['with the domain in front', (domain: string) => `${domain}.evil.example`, /PARITY_FOREIGN_HOST/],
    ['in upper case', (domain: string) => `A.${domain}`, /PARITY_BAD_HOST/],
    ['with a dot at the end', (domain: string) => `a.${domain}.`, /PARITY_BAD_HOST/],
    ['with an umlaut', (domain: string) => `ä.${domain}`, /PARITY_BAD_HOST/],
    ['with a port', (domain: string) => `a.${domain}:443`, /PARITY_BAD_HOST/],
    ['that is empty', () => '', /PARITY_BAD_HOST/],
    ['with a long label', (domain: string) => `${'a'.repeat(64)}.${domain}`, /PARITY_BAD_HOST/],
    ['with a long name', (domain: string) => `${'a.'.repeat(125)}${domain}`, /PARITY_BAD_HOST/],
    ['that ends a line', (domain: string) => `a.${domain}\n`, /PARITY_BAD_HOST/],
    ['of wildcards alone', (domain: string) => `*.*.${domain}`, /PARITY_BAD_HOST/],
  ])('%s are refused', (_, host, message) => {
    expect(failuresOfRoutes((_, domain) => ({ host: host(domain) }), [live])).toEqual([expect.stringMatching(message)]);
  });

  test('may be in punycode', () => {
    expect(failuresOfRoutes((_, domain) => ({ host: `xn--4ca.${domain}` }), [live])).toEqual([]);
  });

  test('are only held against environments in which they are exposed', () => {
    const build = (chart: Construct) => {
      const api = new Microservice(chart, 'api', { image: IMAGE, port: 80, health: { ready: '/readyz' } });
      when(facts<EnvironmentContract>(chart).capabilities.gateway, {
        true: () => { api.expose({ host: 'www.shop.example', name: 'www' }); },
        false: () => undefined,
      });
    };
    expect(failuresOf(build)).toEqual([expect.stringMatching(/^PARITY_FOREIGN_HOST[^]*staging: [^]*www.shop.example/)]);
  });
});

describe('words and names of an exposure', () => {
  test.each<[string, Api, RegExp]>([
    ['the Secret of an Ingress', ({ name }) => ({ tlsSecret: name }), /PARITY_LOCKED: tlsSecret/],
    ['the Secret of a certificate', ({ name }) => ({ tls: { secret: name } }), /PARITY_LOCKED: tls.secret/],
    ['whose certificate a service has', ({ name }) => ({
      backendTls: { hostname: 'a', ca: { configMap: name } }, without: { ingress: { backendVerification: 'why' } },
    }), /PARITY_LOCKED: backendTls.ca/],
    ['the time of a limit', ({ word }) => ({
      rateLimit: { requests: 1, per: word as 'second' }, without: { gateway: { rateLimit: 'why' } },
    }), /PARITY_LOCKED: rateLimit.per/],
  ])('do not vary: %s', (_, options, message) => {
    expect(failuresOfRoutes(options, [live, edge])).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, Options, RegExp]>([
    ['a limit by the hour', {
      rateLimit: { requests: 1, per: 'hour' as 'minute' }, without: { gateway: { rateLimit: 'why' } },
    }, /rateLimit.per is none[^]*"hour"/],
    ['a Secret with spaces', { tlsSecret: 'A secret' }, /the name of an object is none/],
    ['a method in lower case', { paths: [{ prefix: '/', methods: ['get' as 'GET'] }] }, /a method is none/],
    ['another protocol', { protocol: 'tcp' as 'http' }, /a protocol is none/],
  ])('are some: %s is refused', (_, options, message) => {
    expect(failuresOfRoutes(() => options, [live])).toEqual([expect.stringMatching(message)]);
  });
});

describe('several exposures of a service', () => {
  const twice = (one: Options, other: Options) => (chart: Construct) => {
    const ports = [{ name: 'http', port: 80 }, { name: 'udp', port: 81, protocol: 'UDP' as const }];
    const health = { ready: { http: '/r', port: 'http' } };
    const api = new Microservice(chart, 'api', { image: IMAGE, ports, health });
    const { domain } = facts<EnvironmentContract>(chart);
    for (const options of [one, other]) {
      api.expose({ port: 'http', host: `${options.name}.${domain}`, ...options } as ExposeOptions);
    }
  };
  const without = { ingress: { backendTls: 'why', backendVerification: 'why' } };
  const backendTls = { hostname: 'api.inner', ca: 'system' } as const;

  test('have names of their own', () => {
    expect(failuresOf(twice({}, {}))).toEqual([expect.stringMatching(/PARITY_DUPLICATE_OBJECT: two exposures/)]);
  });

  test('share the policy of a port that talks TLS: a Gateway takes one', () => {
    const rendered = renderOne(twice({ name: 'a', backendTls, without }, { name: 'b', backendTls, without }));
    expect(Object.keys(objectsIn(rendered, 'production')).filter((id) => id.startsWith('BackendTLSPolicy')))
      .toEqual(['BackendTLSPolicy/checkout-api-a']);
  });

  test('talk to a port in one way', () => {
    expect(failuresOf(twice({ name: 'a', backendTls, without }, { name: 'b' })))
      .toEqual([expect.stringMatching(/PARITY_BAD_ROUTE: two exposures talk to one port[^]*of checkout-api-a and/)]);
  });

  test('are of ports of TCP', () => {
    expect(failuresOf(twice({ name: 'a' }, { name: 'b', port: 'udp' })))
      .toEqual([expect.stringMatching(/PARITY_BAD_ROUTE: requests come by TCP[^]*'udp'/)]);
  });
});

describe('claims', () => {
  const at = (options: Options = {}): Api => (_, domain) => ({ host: `www.${domain}`, ...options });
  const wildcard = (options: Options = {}): Api => (_, domain) => ({ host: `*.${domain}`, ...options });
  const refused: [string, readonly [Api, Api], RegExp, Targets][] = [
    ['one host with and without TLS, by a Gateway', [at({ tls: true }), at({ path: '/b' })],
      /ROUTE_TAKEN: two[^]*www.shop.example, of the Gateway's own[^]*tls: { of: 'a-api' }/, [live]],
    ['the same the other way round', [at({ path: '/b' }), at({ tls: true })], /TAKEN[^]*tls: { of: 'b-api' }/, [live]],
    ['gRPC on a host of a wildcard', [wildcard(), at({ port: 'grpc' })], /HTTPRoutes or by GRPCRoutes/, [live]],
    ['a wildcard over a host of gRPC', [at({ port: 'grpc' }), wildcard()], /HTTPRoutes or by GRPCRoutes/, [live]],
    ['headers in another case', [
      at({ paths: [{ prefix: '/', headers: { 'X-A': 'a' } }] }),
      at({ paths: [{ prefix: '/', headers: { 'x-a': 'a' } }] }),
    ], /two routes take/, [bare]],
  ];
  test.each(refused)('%s are refused', (_, options, message, targets) => {
    expect(failuresOfRoutes(options, targets)).toEqual([expect.stringMatching(message)]);
  });

  test('are of a deferred chart and of one that is there at once', () => {
    expect(failuresOfRoutes([at(), at()], [live], 'mixed')).toEqual([expect.stringMatching(/two routes take/)]);
  });

  test.each<[string, readonly [Api, Api], Targets]>([
    ['an exact path with a slash', [at({ paths: [{ exact: '/a' }] }), at({ paths: [{ exact: '/a/' }] })], ALL],
    ['a host of a wildcard', [wildcard(), at()], ALL],
    ['one host with and without TLS by an Ingress', [at({ tls: true }), at({ path: '/b' })], [edge]],
    ['gRPC beside a wildcard with listeners of its own',
      [wildcard({ tls: true }), at({ port: 'grpc', tls: true })], [live]],
  ])('are not the same for %s', (_, options, targets) => {
    expect(failuresOfRoutes(options, targets)).toEqual([]);
  });
});
