import { Duration } from 'cdk8s';
import { type EnvironmentContract, type ExposeOptions, derive, environment } from '../../lib';
import { renderEnvironments } from '../../lib/testing';
import { type JsonObject, formatPath } from '../../lib/template/json';
import { emitYaml } from '../../lib/template/yaml';
import { build } from '../../examples/capabilities/routes';
import {
  ALL, type Api, EVERYTHING, GRPC, type Options, type Targets, bare, edge, failuresOf, live, local, objectsOf, render,
} from './exposures';
import { listedPlaces } from './may-vary';
import { FACTS, type Manifest } from './shop';

describe('the example', () => {
  const rendered = renderEnvironments(build);
  const golden = (target: string, ...kinds: string[]) => emitYaml(rendered.manifests(target)
    .filter(({ kind }) => kinds.includes(kind)).map(({ kind, metadata: { name, annotations }, spec }) =>
      ({ kind, metadata: { name, ...(annotations === undefined ? {} : { annotations }) }, spec })) as JsonObject[]);

  test('has routes, listeners and a certificate where there is a Gateway and cert-manager', () => {
    expect(golden('production', 'HTTPRoute', 'GRPCRoute', 'ListenerSet', 'Certificate')).toMatchSnapshot();
  });

  test('has Ingresses elsewhere, which say what they do without', () => {
    expect(golden('local', 'HTTPRoute', 'GRPCRoute', 'ListenerSet', 'Certificate', 'Ingress')).toMatchSnapshot();
  });

  test('is in parity, and proved by its witness', () => {
    expect(build).toBeInParity();
  });

  test('only lets the proxies in, on the ports that are exposed', () => {
    const { spec } = rendered.get('production').object({ kind: 'NetworkPolicy', name: 'storefront-web' });
    const proxies = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } }];
    const rules = [8080, 8081, 9000].map((port) => ({ from: proxies, ports: [{ port, protocol: 'TCP' }] }));
    expect(spec.ingress).toEqual(rules);
  });

  test('gives nothing up silently', () => {
    const { alternatives, removedDefaults } = rendered.index.charts[0];
    expect(alternatives.map(({ of }) => of.op === 'fact' && of.path[1])).toEqual(['certManager', 'gateway']);
    expect(removedDefaults.map((removed) => removed.default)).toEqual([
      'gateway.requestSize', 'gateway.rateLimit', 'ingress.methods', 'ingress.rewrites', 'ingress.responseHeaders',
      'ingress.redirects', 'ingress.requestTimeout',
    ]);
  });
});

test('what may vary is what the page says', () => {
  const places = [EVERYTHING, GRPC].flatMap((options) => render([options], ALL).index.charts[0].template.objects)
    .map((object) => ({ ...object, kind: (object.body as Manifest).kind as string }))
    .filter(({ kind }) => /Route$|Ingress|ListenerSet|Certificate|BackendTLSPolicy/.test(kind))
    .flatMap(({ kind, places: filled, when: conditions = [] }) => [
      ...conditions.map(({ of }) => `${kind} if ${of.op === 'fact' ? of.path.join('.') : '?'}`),
      ...filled.map(({ path }) => (path[1] === 'namespace' ? 'metadata.namespace' : `${kind} ${placeOf(path)}`)),
    ]);
  expect([...new Set(places)].sort()).toEqual(listedPlaces('routes').sort());
});

/** A place as the page writes it: `*` for an index. */
function placeOf(path: readonly (string | number)[]): string {
  return formatPath(path).replaceAll(/\[\d+\]/g, '.*');
}

const TLS = { otherwise: { use: 'http', why: 'a test' } } as const;

describe('TLS', () => {
  test('the Gateway gets listeners with the certificate, and sends plain HTTP to them', () => {
    const objects = objectsOf(() => ({ tls: true }), live);
    expect(objects['Certificate/a-api-tls'].spec).toMatchObject({
      secretName: 'a-api-tls', dnsNames: ['api.shop.example'],
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
    });
    expect(objects['ListenerSet/a-api'].spec).toMatchObject({
      parentRef: { name: 'public', namespace: 'edge-system' },
      listeners: [{ hostname: 'api.shop.example', port: 443, tls: { certificateRefs: [{ name: 'a-api-tls' }] } }],
    });
    expect(objects['HTTPRoute/a-api'].spec.parentRefs)
      .toEqual([{ group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'a-api' }]);
    expect(objects['HTTPRoute/a-api-https-redirect'].spec).toMatchObject({
      parentRefs: [{ name: 'public', namespace: 'edge-system', sectionName: 'http' }],
      rules: [{ filters: [{ requestRedirect: { scheme: 'https' } }] }],
    });
  });

  test('an Ingress gets the certificate', () => {
    const objects = objectsOf(() => ({ tls: { secret: 'shop-cert' } }), edge);
    expect(objects['Certificate/shop-cert'].spec.secretName).toBe('shop-cert');
    expect(objects['Ingress/a-api']).toMatchObject({
      metadata: { annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'true' } },
      spec: { tls: [{ hosts: ['api.edge.example'], secretName: 'shop-cert' }] },
    });
  });

  test('an environment without cert-manager has what is declared for it: no TLS', () => {
    const { metadata, spec } = objectsOf(() => ({ tls: TLS }), local, ALL)['Ingress/a-api'];
    expect(metadata.annotations).toEqual({ 'cdk8s-parity.dev/why': 'without TLS: a test' });
    expect(spec).not.toHaveProperty('tls');
    const objects = objectsOf(() => ({ tls: TLS }), bare, ALL);
    expect(objects['HTTPRoute/a-api'].spec.parentRefs).toEqual([{ name: 'public', namespace: 'gateways' }]);
    expect(Object.keys(objects)).not.toContain('ListenerSet/a-api');
  });

  test('or a Secret of the same name, which somebody else fills', () => {
    const objects = objectsOf(() => ({ tls: { otherwise: { use: 'secret', why: 'a test' } } }), bare, ALL);
    expect(objects['ListenerSet/a-api'].spec.listeners[0].tls.certificateRefs).toEqual([{ name: 'a-api-tls' }]);
    expect(Object.keys(objects)).not.toContain('Certificate/a-api-tls');
  });

  test('exposures of one host share its listeners', () => {
    const rendered = render([() => ({ tls: true }), () => ({ path: '/b', tls: { of: 'a-api' } })], [live]);
    expect(rendered.get(live).object({ kind: 'HTTPRoute', name: 'b-api' }).spec.parentRefs[0].name).toBe('a-api');
    expect(rendered.manifests(live).filter(({ kind }) => /ListenerSet|Certificate/.test(kind))).toHaveLength(2);
  });

  test.each<[string, Api | readonly Api[], RegExp, Targets]>([
    ['an environment without cert-manager and without an alternative', () => ({ tls: true }),
      /PARITY_NO_CERTIFICATES[^]*in local, bare/, ALL],
    ['an alternative without a reason', () => ({ tls: { otherwise: { use: 'http', why: ' ' } } }),
      /PARITY_NO_REASON/, ALL],
    ['two listeners for one host', [() => ({ tls: true }), () => ({ tls: true, path: '/b' })],
      /PARITY_ROUTE_TAKEN: two exposures have listeners[^]*live: b[^]*share them: tls: { of: 'a-api' }/, [live]],
    ['listeners that are shared with another one',
      [() => ({ tls: true }), () => ({ tls: { of: 'c-api' }, path: '/b' })],
      /PARITY_ROUTE_TAKEN[^]*api.shop.example, of c-api/, [live]],
    ['a Gateway whose listener for plain HTTP is not known', () => ({ tls: true }),
      /PARITY_MISSING_FACT[^]*entry.httpListener/,
      [environment<EnvironmentContract>('live', { ...live.facts, entry: FACTS.entry })]],
  ])('refuses %s', (_, options, message, targets) => {
    expect(failuresOf(options, targets)).toEqual([expect.stringMatching(message)]);
  });
});

describe('gRPC', () => {
  test('is a GRPCRoute by the hint of the port, and annotated for ingress-nginx', () => {
    const headers = { set: [{ name: 'X-Word', value: 'word' }], add: [{ name: 'Vary', value: 'word' }] };
    expect(objectsOf(GRPC, live, ALL)['GRPCRoute/a-api'].spec.rules).toEqual([
      {
        matches: [{
          method: { type: 'Exact', service: 'shop.Cart', method: 'Add' }, headers: [{ name: 'tenant', value: 'a' }],
        }],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: headers },
          { type: 'ResponseHeaderModifier', responseHeaderModifier: headers },
        ],
        backendRefs: [{ name: 'a-api', port: 9000 }],
      },
      expect.objectContaining({ matches: [{ method: { type: 'Exact', service: 'shop.Catalog' } }] }),
    ]);
    const { metadata, spec } = objectsOf(GRPC, local, ALL)['Ingress/a-api'];
    expect(metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/backend-protocol': 'GRPC' });
    expect(spec.rules[0].http.paths.map((each: Manifest) => [each.path, each.pathType]))
      .toEqual([['/shop.Cart/Add', 'Exact'], ['/shop.Catalog', 'Prefix']]);
  });

  test('is what the author says it is', () => {
    expect(objectsOf(() => ({ protocol: 'grpc' }), live)['GRPCRoute/a-api'].spec.rules).toEqual([
      { backendRefs: [{ name: 'a-api', port: 80 }] },
    ]);
    expect(Object.keys(objectsOf(() => ({ port: 'grpc', protocol: 'http' }), live))).toContain('HTTPRoute/a-api');
  });

  test('is not meant by HTTP/2 without TLS, unless its methods are named', () => {
    expect(Object.keys(objectsOf(() => ({ port: 'h2c' }), live))).toContain('HTTPRoute/a-api');
    expect(objectsOf(() => ({ port: 'h2c', grpcMethods: [{ service: 'a.B' }] }), live)['GRPCRoute/a-api'].spec.rules)
      .toMatchObject([{ matches: [{ method: { service: 'a.B' } }], backendRefs: [{ port: 9001 }] }]);
  });
});

test('a Gateway checks the certificate of a service that serves TLS', () => {
  const options: Api = () => ({ backendTls: { hostname: 'api.inner', ca: 'system' } });
  expect(objectsOf(options, live)['BackendTLSPolicy/a-api'].spec).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'a-api', sectionName: 'http' }],
    validation: { hostname: 'api.inner', wellKnownCACertificates: 'System' },
  });
});

test('a prefix that is replaced is the only match of its rule, as Gateway API demands', () => {
  const paths = [{ prefix: '/api', methods: ['GET' as const, 'PUT' as const], rewrite: { prefix: '/' } }];
  const { rules } = objectsOf(() => ({ paths }), live)['HTTPRoute/a-api'].spec;
  expect(rules.map(({ matches }: Manifest) => matches)).toEqual(['GET', 'PUT'].map((method) =>
    [{ path: { type: 'PathPrefix', value: '/api' }, method }]));
});

test('a path answers the preflights of CORS, whatever methods it takes', () => {
  const paths = [{ prefix: '/', methods: ['GET' as const] }];
  const { rules } = objectsOf(() => ({ paths, cors: { origins: ['*'] } }), live)['HTTPRoute/a-api'].spec;
  expect(rules[0].matches.map(({ method }: Manifest) => method)).toEqual(['GET', 'OPTIONS']);
});

test('a timeout is a duration of Gateway API', () => {
  const timeouts = { request: Duration.minutes(2), backendRequest: Duration.millis(1500) };
  expect(objectsOf(() => ({ timeouts }), live)['HTTPRoute/a-api'].spec.rules[0].timeouts)
    .toEqual({ request: '120s', backendRequest: '1s500ms' });
});

describe('what cannot be expressed', () => {
  const standard = environment<EnvironmentContract>('local', { ...local.facts, engines: {} });

  test.each<[string, Api, RegExp, Targets]>([
    ['a rate limit by a Gateway', () => ({ rateLimit: { requests: 5, per: 'second' } }),
      /PARITY_ROUTE_FEATURE: HTTPRoute cannot express a rate limit[^]*rateLimit, which bare, live would serve/, ALL],
    ['a largest request by a Gateway', () => ({ requestSize: '1Mi' }),
      /PARITY_ROUTE_FEATURE: HTTPRoute[^]*requestSize/, ALL],
    ['CORS of gRPC', () => ({ port: 'grpc', cors: { origins: ['*'] } }), /PARITY_ROUTE_FEATURE: GRPCRoute[^]*cors/,
      [live]],
    ['matches of headers by an Ingress', () => ({ paths: [{ prefix: '/', headers: { a: 'b' } }] }),
      /PARITY_ROUTE_FEATURE: ingress-nginx cannot express matches of headers[^]*local, edge/, ALL],
    ['a rate limit by any Ingress', () => ({ rateLimit: { requests: 5, per: 'second' } }),
      /PARITY_ROUTE_FEATURE: Ingress cannot[^]*engines: \{ ingress: 'nginx' \}/, [standard]],
    ['gRPC by any Ingress', () => ({ port: 'grpc' }), /PARITY_ROUTE_FEATURE: Ingress cannot express gRPC/, [standard]],
    ['what is given up but can be expressed',
      () => ({ cors: { origins: ['*'] }, without: { ingress: { cors: 'why' } } }),
      /PARITY_ROUTE_FEATURE: an exposure gives up/, ALL],
    ['what is given up but never declared', () => ({ without: { gateway: { rateLimit: 'why' } } }),
      /PARITY_ROUTE_FEATURE/, ALL],
    ['giving up without a reason', () => ({ requestSize: '1Mi', without: { gateway: { requestSize: '' } } }),
      /PARITY_NO_REASON/, ALL],
  ])('refuses %s', (_, options, message, targets) => {
    expect(failuresOf(options, targets)).toEqual([expect.stringMatching(message)]);
  });

  test('is nobody\'s business where no environment would serve it', () => {
    const limits: Options = { requestSize: '1Mi', rateLimit: { requests: 5, per: 'minute' } };
    expect(failuresOf(() => limits, [local, edge])).toEqual([]);
    expect(failuresOf(() => ({ paths: [{ prefix: '/', methods: ['GET'] }] }), [live])).toEqual([]);
  });
});

describe('bad input', () => {
  test.each<[string, Api, readonly RegExp[]]>([
    ['a host outside of the domain, in one environment only', () => ({ host: 'api.shop.test' }),
      ['bare', 'edge', 'live: a/api[^]*shop.example, or'].map((at) => new RegExp(`PARITY_FOREIGN_HOST[^]*${at}`))],
    ['a host that only ends like the domain', (_, domain) => ({ host: `api${domain}` }),
      Array<RegExp>(4).fill(/PARITY_FOREIGN_HOST/)],
    ['a host that is none', (_, domain) => ({ host: `Api.${domain}` }),
      Array<RegExp>(4).fill(/PARITY_BAD_HOST[^]*Api/)],
    ['a wildcard inside of a host', (_, domain) => ({ host: `a.*.${domain}` }),
      Array<RegExp>(4).fill(/PARITY_BAD_HOST/)],
    ['a host to redirect to that is none', (_, domain) => ({
      redirects: { a: { hosts: [`a.${domain}`], to: { host: 'a_b' } } }, without: { ingress: { redirects: 'why' } },
    }), Array<RegExp>(4).fill(/PARITY_BAD_HOST[^]*a_b/)],
    ['no host', () => ({ hosts: [] }), [/PARITY_BAD_ROUTE: an exposure has no host/]],
    ['a number of hosts that varies', ({ list }) => ({ hosts: list }), [/PARITY_LOCKED: the number of hosts/]],
    ['a path without a slash', () => ({ path: 'api' }), [/PARITY_BAD_ROUTE: a path is none[^]*"api"/]],
    ['a path with dots', () => ({ paths: [{ exact: '/a/../b' }] }), [/PARITY_BAD_ROUTE: a path is none/]],
    ['a port that is not there', () => ({ paths: [{ prefix: '/', port: 'ftp' }] }), [/PARITY_NO_PORT[^]*'ftp'/]],
    ['ports of HTTP and gRPC at once', () => ({ paths: ['/', { prefix: '/a', port: 'grpc' }] }),
      [/PARITY_BAD_ROUTE[^]*http \(http\), grpc \(grpc\)/]],
    ['paths of gRPC', () => ({ port: 'grpc', path: '/a' }), [/PARITY_BAD_ROUTE: calls of gRPC/]],
    ['gRPC methods as HTTP', () => ({ grpcMethods: [{ service: 'a.B' }], protocol: 'http' }),
      [/PARITY_BAD_ROUTE: calls of gRPC are exposed as HTTP/]],
    ['a gRPC service that is none', () => ({ port: 'grpc', grpcMethods: [{ service: '/a.B' }] }), [/PARITY_BAD_ROUTE/]],
    ['paths given twice', () => ({ path: '/', paths: ['/a'] }), [/PARITY_EXCLUSIVE_PROPS[^]*path and paths/]],
    ['a prefix that is exact', () => ({ paths: [{ prefix: '/', exact: '/' }] }), [/PARITY_EXCLUSIVE_PROPS/]],
    ['seventeen hosts', (_, domain) => ({ hosts: Array.from({ length: 17 }, (_, i) => `h${i}.${domain}`) }),
      [/PARITY_BAD_ROUTE[^]*17 hosts/]],
    ['seventeen paths', () => ({ paths: Array.from({ length: 17 }, (_, i) => `/${i}`) }),
      [/PARITY_BAD_ROUTE[^]*17 rules/]],
    ['a header that is none', () => ({ headers: { request: { remove: ['a b'] } } }), [/PARITY_BAD_ROUTE: a header/]],
    ['a header that is changed twice', () => ({ headers: { response: { set: { a: 'b' }, remove: ['A'] } } }),
      [/PARITY_BAD_ROUTE/]],
    ['a rewrite that changes nothing', () => ({ paths: [{ prefix: '/', rewrite: {} }] }),
      [/PARITY_BAD_ROUTE: a rewrite/]],
    ['a size that is none', () => ({ requestSize: '1MB' as never, without: { gateway: { requestSize: 'why' } } }),
      [/PARITY_BAD_QUANTITY/]],
  ])('refuses %s', (_, options, messages) => {
    expect(failuresOf(options)).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  test.each<[string, Api, RegExp]>([
    ['an origin that is none', () => ({ cors: { origins: ['shop.example'] } }), /PARITY_BAD_ROUTE: an origin/],
    ['an address as a host', () => ({ host: '10.0.0.1' }), /PARITY_BAD_HOST[^]*10.0.0.1/],
    ['credentials for everybody', () => ({ cors: { origins: ['*'], credentials: true } }),
      /PARITY_BAD_ROUTE: an origin/],
    ['a try longer than the whole', ({ time }) => ({ timeouts: { request: '5s', backendRequest: time } }),
      /PARITY_BAD_ROUTE: a try[^]*live: a\/api[^]*backendRequest: 10 s/],
  ])('refuses %s', (_, options, message) => {
    expect(failuresOf(options, [live])).toEqual([expect.stringMatching(message)]);
  });

  test('a host is the domain, below it, or a wildcard of either', () => {
    const hosts = (domain: string) => [domain, `a.b.${domain}`, `*.${domain}`, `*.c.${domain}`];
    expect(failuresOf((_, domain) => ({ hosts: hosts(domain) }))).toEqual([]);
    expect(failuresOf(() => ({ host: '*.example' }), [live])).toEqual([expect.stringMatching(/PARITY_FOREIGN_HOST/)]);
  });

  test('refuses a limit that lets nothing through', () => {
    expect(failuresOf(({ count }) => ({ rateLimit: { requests: derived(count), per: 'minute' } }), [local]))
      .toEqual([expect.stringMatching(/PARITY_BAD_ROUTE: a number[^]*rateLimit.requests: 0/)]);
  });
});

test('what no exposure can be does not compile', () => {
  // @ts-expect-error -- one host or several
  const both: ExposeOptions = { host: 'a', hosts: ['b'] };
  // @ts-expect-error -- no host
  const none: ExposeOptions = { path: '/' };
  // @ts-expect-error -- no such feature
  const misspelt: ExposeOptions = { host: 'a', without: { ingress: { corss: 'why' } } };
  expect(failuresOf(() => both)).toEqual([expect.stringMatching(/PARITY_EXCLUSIVE_PROPS[^]*host and hosts/)]);
  expect(failuresOf(() => misspelt)).toEqual([expect.stringMatching(/PARITY_ROUTE_FEATURE[^]*corss[^]*cors/)]);
  expect(none).not.toHaveProperty('host');
});

describe('two routes that take the same requests', () => {
  const shared = (options: Options = {}): Api => (_, domain) => ({ host: `www.${domain}`, ...options });

  test.each([['at once', false], ['deferred', true]])('are refused over all charts, %s', (_, isDeferred) => {
    expect(failuresOf([shared(), shared()], [local, live], isDeferred)).toEqual([
      expect.stringMatching(/PARITY_ROUTE_TAKEN: two[^]*live: b\/api\/route[^]*www.shop.example \/[^]*a\/api takes/),
      expect.stringMatching(/PARITY_ROUTE_TAKEN: two routes[^]*local: b\/api\/ingress/),
    ]);
  });

  test('are refused where values make them the same in one environment', () => {
    const named: Api = ({ name }, domain) => ({ host: `${name}.${domain}` });
    expect(failuresOf([named, shared()], [live])).toEqual([expect.stringMatching(/ROUTE_TAKEN[^]*live: b\/api/)]);
  });

  test('may differ by path, kind of path, method or header', () => {
    const canary = { paths: [{ prefix: '/', headers: { canary: 'yes' } }] };
    const post = { paths: [{ prefix: '/', methods: ['POST' as const] }] };
    expect(failuresOf([shared(), shared(canary), shared(post)], [live])).toEqual([]);
    expect(failuresOf([shared(), shared({ path: '/a' }), shared({ paths: [{ exact: '/a' }] })])).toEqual([]);
    expect(failuresOf([shared({ path: '/a' }), shared({ path: '/a/' })], [live])).toHaveLength(1);
  });

  test('are the same for an Ingress, which cannot tell them by headers', () => {
    const paths = [{ prefix: '/', headers: { canary: 'yes' } }];
    const canary = shared({ paths, without: { ingress: { headerMatches: 'why' } } });
    expect(failuresOf([shared(), canary], [local, live])).toEqual([expect.stringMatching(/TAKEN[^]*local: b\/api/)]);
  });

  test('are refused when one is of HTTP and one of gRPC, which a Gateway cannot have on one host', () => {
    expect(failuresOf([shared(), shared({ port: 'grpc', grpcMethods: [{ service: 'a.B' }] })], [local, live]))
      .toEqual([expect.stringMatching(/PARITY_ROUTE_TAKEN: a Gateway serves[^]*live: b\/api/)]);
  });

  test('are refused when one is a redirect', () => {
    const redirect = shared({ path: '/new', redirects: { old: { path: '/old', to: { path: '/new' } } } });
    expect(failuresOf([shared({ path: '/old' }), redirect], [live])).toEqual([expect.stringMatching(/ROUTE_TAKEN/)]);
  });
});

describe('what must not vary', () => {
  test.each<[string, Api, RegExp]>([
    ['a path', ({ path }) => ({ path }), /PARITY_LOCKED: a match/],
    ['a path of an Ingress', ({ path }) => ({ path }), /PARITY_LOCKED: a path/],
    ['a header to match', ({ word }) => ({ paths: [{ prefix: '/', headers: { a: word } }] }), /PARITY_LOCKED: a match/],
    ['a method', ({ word }) => ({ paths: [{ prefix: '/', methods: [word as 'GET'] }] }), /PARITY_LOCKED: a match/],
    ['a rewritten path', ({ path }) => ({ paths: [{ prefix: '/', rewrite: { path } }] }), /PARITY_LOCKED: a rewrite/],
    ['a redirected path', ({ path }) => ({ redirects: { a: { path: '/x', to: { path } } } }),
      /PARITY_LOCKED: a redirect/],
    ['a header to remove', ({ word }) => ({ headers: { request: { remove: [word] } } }),
      /PARITY_BAD_ROUTE: a header is none[^]*differs/],
    ['methods of CORS', ({ list }) => ({ cors: { origins: ['*'], methods: list as never } }),
      /PARITY_LOCKED: cors.methods/],
    ['a header of CORS', ({ word }) => ({ cors: { origins: ['*'], headers: [word] } }), /PARITY_LOCKED: cors.headers/],
    ['the name of a redirect', ({ word }) => ({ redirects: { [`${word}`]: { to: { path: '/' } } } }),
      /PARITY_BAD_ROUTE/],
  ])('%s', (_, options, message) => {
    const used: Api = (values, domain) => {
      const given = options(values, domain);
      return { ...given, without: { ingress: Object.fromEntries(usedBy(given).map((name) => [name, 'why'])) } };
    };
    expect(failuresOf(used).join('\n')).toMatch(message);
  });
});

/** What a refused exposure has that no Ingress can express. */
function usedBy({ paths = [], headers, redirects }: Options): readonly string[] {
  const [path] = paths.filter((each) => typeof each === 'object');
  return [
    ...(path?.headers === undefined ? [] : ['headerMatches']), ...(path?.methods === undefined ? [] : ['methods']),
    ...(path?.rewrite === undefined ? [] : ['rewrites']), ...(headers === undefined ? [] : ['requestHeaders']),
    ...(redirects === undefined ? [] : ['redirects']),
  ];
}

/** Zero in every environment, though nobody could see it before. */
function derived(count: number): number {
  return derive.scale(count, 0);
}
