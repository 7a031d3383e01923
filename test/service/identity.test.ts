import type { Construct } from 'constructs';
import {
  Backing, type EnvironmentContract, type Identity, Microservice, type MicroserviceProps, ParityApp, ParityChart, type Permission,
  type RenderedAssembly, environment, facts, secrets, vary,
} from '../../lib';
import '../../lib/testing';
import type { TemplateObject } from '../../lib/template/template';
import { emitYaml } from '../../lib/template/yaml';
import { build } from '../../examples/capabilities/identity';
import { findSchemaProblems } from './crd-schema';
import { listedPlaces } from './may-vary';
import { FACTS, IMAGE, type Manifest, chart, objectsIn, refusalsIn } from './shop';

const apiServer = { cidrs: ['10.0.0.2/32'] };
type Engine = 'gke' | 'eks' | 'azure';
type CloudFacts = NonNullable<EnvironmentContract['workloadIdentity']>;
const CLIENT = '11111111-2222-4333-8444-555555555555';
const CLOUDS: Readonly<Record<Engine, CloudFacts>> = {
  gke: { project: 'shop-prod' },
  eks: { account: '012345678901', rolePrefix: 'shop/prod-', tokenCidrs: ['10.9.0.0/24'] },
  azure: { clientIds: { 'checkout-api': CLIENT }, tokenCidrs: ['20.190.128.0/18'] },
};

/** A laptop without identities of a cloud, and two clouds of one engine. */
function environmentsOf(engine: Engine | undefined, workloadIdentity: CloudFacts = engine ? CLOUDS[engine] : {}) {
  const of = (name: string, isCloud: boolean) => environment<EnvironmentContract>(name, {
    ...FACTS, apiServer, ...(engine === undefined ? {} : { engines: { identity: engine } }),
    workloadIdentity: isCloud ? workloadIdentity : {},
    capabilities: { ...FACTS.capabilities, workloadIdentity: isCloud },
  });
  return [of('local', false), of('staging', true), of('production', true)];
}

const api = (identity: Identity, props: Partial<MicroserviceProps> = {}) => (scope: Construct) =>
  new Microservice(scope, 'api', { image: IMAGE, identity, ...props } as MicroserviceProps);

function appOf(build: (scope: ParityChart) => unknown, environments = environmentsOf('gke')): ParityApp {
  const app = new ParityApp({ environments, witness: true });
  app.add(chart(build), 'checkout');
  return app;
}
const rendered = new Map<string, RenderedAssembly>();
const objects = (identity: Identity, target = 'production', engine: Engine = 'gke', props: Partial<MicroserviceProps> = {}) => {
  const key = JSON.stringify([identity, engine, props]);
  const assembly = rendered.get(key) ?? appOf(api(identity, props), environmentsOf(engine)).render();
  rendered.set(key, assembly);
  return objectsIn(assembly, target);
};
const refusals = (identity: Identity, environments = environmentsOf('gke'), props: Partial<MicroserviceProps> = {}) =>
  refusalsIn(() => appOf(api(identity, props), environments));

const READS: Permission = { resources: ['configmaps'], verbs: ['get'], why: 'reads flags' };

describe('the example', () => {
  test('makes these objects of an identity', () => {
    const written = objectsIn(build().render(), 'production');
    const golden = ['ServiceAccount', 'Role', 'RoleBinding'].map((kind) => {
      const { metadata: { labels: _, ...metadata }, ...rest } = written[`${kind}/invoices-writer`];
      return { ...rest, metadata };
    });
    expect(emitYaml([...golden, written['NetworkPolicy/invoices-writer-identity'].spec])).toMatchSnapshot();
  });

  test('is in parity, and differs by facts alone', () => {
    expect(build).toBeInParity();
    expect(build).toDifferOnlyBy([
      'env.capabilities.workloadIdentity', 'env.workloadIdentity.project', 'env.imagePullSecrets',
    ]);
    expect(build).toPassParityCheck();
  });
});

describe('the identity of a cloud', () => {
  const annotations = (engine: Engine, target: string, identity: Identity = { workload: true }) =>
    objects(identity, target, engine)['ServiceAccount/checkout-api'].metadata.annotations;

  test.each<[Engine, Record<string, string>]>([
    ['gke', { 'iam.gke.io/gcp-service-account': 'checkout-api@shop-prod.iam.gserviceaccount.com' }],
    ['eks', { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::012345678901:role/shop/prod-checkout-api' }],
    ['azure', { 'azure.workload.identity/client-id': CLIENT }],
  ])('is an annotation, of %s', (engine, expected) => {
    expect(annotations(engine, 'production')).toEqual(expected);
  });

  test('may have another name in the cloud', () => {
    expect(annotations('gke', 'production', { workload: { name: 'shop-checkout' } })).toEqual({
      'iam.gke.io/gcp-service-account': 'shop-checkout@shop-prod.iam.gserviceaccount.com',
    });
  });

  test('is said to be lacking where the environment has none: an alternative that is counted', () => {
    const { index } = appOf(api({ workload: true })).render();
    expect(annotations('gke', 'local')).toEqual({ 'cdk8s-parity.dev/workload-identity': expect.stringMatching(/^none: /) });
    expect(index.charts[0].alternatives).toMatchObject([{ of: { path: ['capabilities', 'workloadIdentity'] } }]);
  });

  test('needs a label of the pods on Azure, which says no where there is none', () => {
    const label = (target: string) =>
      objects({ workload: true }, target, 'azure')['Deployment/checkout-api'].spec.template.metadata.labels['azure.workload.identity/use'];
    expect([label('local'), label('production')]).toEqual(['false', 'true']);
  });

  test('is of another of Amazon\'s clouds when the contract says so', () => {
    const environments = environmentsOf('eks', { account: '012345678901', partition: 'aws-us-gov' });
    const written = objectsIn(appOf(api({ workload: true }), environments).render(), 'staging');
    expect(written['ServiceAccount/checkout-api'].metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws-us-gov:iam::012345678901:role/checkout-api',
    });
  });

  test.each<[Engine, Manifest[]]>([
    ['gke', [['169.254.169.254/32'], ['169.254.169.252/32']]],
    ['eks', [['0.0.0.0/32', '10.9.0.0/24']]],
  ])('lets pods fetch its tokens, only where there is one, of %s', (engine, expected) => {
    const policy = (target: string) => objects({ workload: true }, target, engine)['NetworkPolicy/checkout-api-identity'];
    expect(policy('production').spec.egress.map(({ to }: Manifest) => to.map((peer: Manifest) => peer.ipBlock.cidr))).toEqual(expected);
    expect(policy('local')).toBeUndefined();
  });

  test('opens nothing where nothing is closed, and mounts no token of the cluster', () => {
    const written = objects({ workload: true }, 'production', 'gke', { without: { networkPolicy: 'a test' } });
    expect(Object.keys(written).filter((id) => id.startsWith('NetworkPolicy'))).toEqual([]);
    expect(written['Deployment/checkout-api'].spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test.each<[string, Identity, ReturnType<typeof environmentsOf>, RegExp]>([
    ['without an engine', { workload: true }, environmentsOf(undefined), /^PARITY_UNKNOWN_ENGINE: no environment names[^]*'gke', 'eks' or 'azure'/],
    ['of an unknown engine', { workload: true }, environmentsOf('oracle' as Engine, {}), /^PARITY_UNKNOWN_ENGINE[^]*oracle/],
    ['whose name Google cannot have', { workload: { name: 'api' } }, environmentsOf('gke'), /^PARITY_BAD_IDENTITY[^]*'api'[^]*6 to 30/],
    ['of an account that is a number', { workload: true }, environmentsOf('eks', { account: 123456789012 as unknown as string }),
      /^PARITY_BAD_IDENTITY[^]*account[^]*(staging|production): checkout\/api[^]*the number 123456789012[^]*text of 12 digits/],
    ['of an account that is too short', { workload: true }, environmentsOf('eks', { account: '12345678901' }), /^PARITY_BAD_IDENTITY[^]*"12345678901"/],
    ['of a role whose name is too long', { workload: { name: 'a'.repeat(40) } },
      environmentsOf('eks', { account: '012345678901', rolePrefix: 'b'.repeat(25) }), /^PARITY_BAD_IDENTITY[^]*at most 64/],
    ['of a client that is none', { workload: true }, environmentsOf('azure', { clientIds: { 'checkout-api': 'x' } }), /^PARITY_BAD_IDENTITY[^]*a GUID/],
    ['that no environment answers for', { workload: true }, environmentsOf('azure', { clientIds: {} }), /^PARITY_MISSING_FACT[^]*clientIds\.checkout-api/],
    ['with ranges of nobody', { workload: true }, environmentsOf('eks', { account: '012345678901', tokenCidrs: [] }),
      /^PARITY_BAD_FACT[^]*workloadIdentity\.tokenCidrs[^]*no token can be had/],
  ])('is refused %s', (_, identity, environments, message) => {
    const failures = refusals(identity, environments);
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatch(message);
  });
});

describe('a store of secrets that reads as a ServiceAccount', () => {
  const TENANT = '66666666-7777-4888-9999-aaaaaaaaaaaa';
  const STORES = {
    aws: { provider: 'aws', aws: { region: 'eu-west-1' } }, gcp: { provider: 'gcp', gcp: { project: 'shop-prod' } },
    azure: { provider: 'azure', azure: { vaultUrl: 'https://shop.vault.azure.net' } },
  } as const;
  const cloud = (of: keyof typeof STORES, engine: Engine, isThere = true, more: CloudFacts = {}) =>
    environment<EnvironmentContract>('production', {
      ...FACTS, engines: { identity: engine }, workloadIdentity: { ...CLOUDS[engine], ...more },
      capabilities: { ...FACTS.capabilities, externalSecrets: true, reloader: true, workloadIdentity: isThere },
      secretStore: { name: 'platform', kind: 'ClusterSecretStore', ...STORES[of] },
      backings: { cart: { provisioner: 'managed', engine: 'redis', major: 7, cidrs: ['10.0.0.0/24'] } },
    });
  const payment = secrets('payment', { keys: { key: {} } });
  const reads = { env: { KEY: payment.key('key') } };

  test('has Amazon\'s role, or Microsoft\'s client and tenant', () => {
    const written = (environment: ReturnType<typeof cloud>) =>
      objectsIn(appOf(api({ workload: true }, reads), [environment]).render(), 'production');
    expect(written(cloud('aws', 'eks'))['SecretStore/checkout-api'].spec.provider.aws.auth)
      .toEqual({ jwt: { serviceAccountRef: { name: 'checkout-api' } } });
    const azure = written(cloud('azure', 'azure', true, { tenantId: TENANT }));
    expect(azure['ServiceAccount/checkout-api'].metadata.annotations).toEqual({
      'azure.workload.identity/client-id': CLIENT, 'azure.workload.identity/tenant-id': TENANT,
    });
    expect(azure['SecretStore/checkout-api'].spec.provider.azurekv).toMatchObject({ authType: 'WorkloadIdentity' });
    expect(findSchemaProblems(azure['SecretStore/checkout-api'])).toEqual([]);
  });

  test('may be Google\'s without one', () => {
    expect(refusals({}, [cloud('gcp', 'gke', false)], reads)).toEqual([]);
  });

  test.each<[string, Identity, ReturnType<typeof cloud>, RegExp]>([
    ['nobody in it', {}, cloud('aws', 'eks'), /\(aws\)[^]*production: checkout\/api[^]*no identity\.workload/],
    ['nobody in it, of Microsoft', {}, cloud('azure', 'azure'), /\(azure\)[^]*no identity\.workload/],
    ['somebody of another cloud', { workload: true }, cloud('aws', 'gke'), /by the engine 'gke'[^]*engine 'eks'/],
    ['nobody in this environment', { workload: true }, cloud('aws', 'eks', false), /capabilities\.workloadIdentity: false/],
    ['of no tenant', { workload: true }, cloud('azure', 'azure'), /no tenant[^]*workloadIdentity\.tenantId/],
    ['of a tenant that is none', { workload: true }, cloud('azure', 'azure', true, { tenantId: 'x' }), /a GUID/],
  ])('is refused as %s', (_, identity, environment, message) => {
    const failures = refusals(identity, [environment], reads);
    expect(failures).toEqual([expect.stringMatching(/^PARITY_BAD_IDENTITY/)]);
    expect(failures[0]).toMatch(message);
  });

  test('is a managed backing service\'s as well', () => {
    const redis = (identity?: { workload: true }) => appOf((scope) =>
      Backing.redis(scope, 'cart', { major: 7, persistence: false, identity }), [cloud('aws', 'eks')]);
    expect(refusalsIn(() => redis())).toEqual([expect.stringMatching(/^PARITY_BAD_IDENTITY[^]*checkout\/cart/)]);
    const { metadata, automountServiceAccountToken } = objectsIn(redis({ workload: true }).render(), 'production')['ServiceAccount/cart'];
    expect(metadata.annotations).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::012345678901:role/shop/prod-cart' });
    expect(automountServiceAccountToken).toBe(false);
  });
});

describe('permissions', () => {
  const written = objects({ permissions: [READS, { ...READS, names: ['flags'], verbs: ['watch'], why: 'follows them' }] });

  test('are a Role of exactly what is declared, and say why', () => {
    expect(written['Role/checkout-api'].rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['watch'], resourceNames: ['flags'] },
    ]);
    expect(written['Role/checkout-api'].metadata.annotations).toEqual({
      'cdk8s-parity.dev/why': 'get configmaps: reads flags; watch configmaps flags: follows them',
    });
    expect(written['RoleBinding/checkout-api']).toMatchObject({
      roleRef: { kind: 'Role', name: 'checkout-api' },
      subjects: [{ kind: 'ServiceAccount', name: 'checkout-api', namespace: 'shop' }],
    });
  });

  test('bring their token, and nothing else does', () => {
    const tokens = (of: Record<string, Manifest>) => [
      of['ServiceAccount/checkout-api'].automountServiceAccountToken,
      of['Deployment/checkout-api'].spec.template.spec.automountServiceAccountToken,
    ];
    expect(tokens(written)).toEqual([true, true]);
    for (const identity of [{}, { permissions: [] }, { workload: true } as const]) {
      const without = objects(identity);
      expect(tokens(without)).toEqual([false, false]);
      expect(without).not.toHaveProperty(['Role/checkout-api']);
    }
  });

  test('open the way to the API server, in the contract\'s ranges alone', () => {
    const [, rule, ...others] = written['NetworkPolicy/checkout-api'].spec.egress;
    expect(rule).toEqual({
      to: [{ ipBlock: { cidr: '0.0.0.0/32' } }, { ipBlock: { cidr: '10.0.0.2/32' } }],
      ports: [{ port: 443, protocol: 'TCP' }, { port: 6443, protocol: 'TCP' }],
    });
    expect(others).toEqual([]);
    expect(objects({})['NetworkPolicy/checkout-api'].spec.egress).toHaveLength(1);
  });

  test('accept a risk that is said', () => {
    const { metadata } = objects({ permissions: [{ resources: ['pods/exec'], verbs: ['create'], why: 'debugs', risk: 'on purpose' }] })['Role/checkout-api'];
    expect(metadata.annotations['cdk8s-parity.dev/why']).toBe('create pods/exec: debugs (risk accepted: on purpose)');
  });

  test('read Secrets by name', () => {
    const { rules } = objects({ permissions: [{ ...READS, resources: ['secrets'], names: ['ca'] }] })['Role/checkout-api'];
    expect(rules).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['ca'] }]);
  });

  test('need no range where nothing is closed', () => {
    const environments = [environment<EnvironmentContract>('local', FACTS)];
    expect(refusals({ permissions: [READS] }, environments, { without: { networkPolicy: 'a test' } })).toEqual([]);
  });

  const BAD = /^PARITY_BAD_PERMISSION/;
  test.each<[string, object, RegExp]>([
    ['any verb', { verbs: ['*'] }, /'\*'[^]*wildcard/],
    ['any resource', { resources: ['*'] }, /'\*'/],
    ['any subresource', { resources: ['*/scale'] }, /'\*\/scale'/],
    ['any group', { apiGroup: '*' }, /'\*'/],
    ['a verb that is none', { verbs: ['gets'] }, /'gets'[^]*expected: get/],
    ['a resource of another group', { resources: ['deployments'] }, /core group, which has none[^]*apiGroup: 'apps'/],
    ['a resource in the singular', { resources: ['configmap'] }, /expected: 'configmaps'/],
    ['a kind', { resources: ['ConfigMap'] }, /plural/],
    ['a version', { apiGroup: 'apps/v1', resources: ['deployments'] }, /without its version/],
    ['what is of the whole cluster', { resources: ['nodes'] }, /stands in no namespace[^]*ClusterRole/],
    ['addresses of the API itself', { nonResourceURLs: ['/metrics'] }, /'nonResourceURLs'[^]*ClusterRole/],
    ['nothing', { verbs: [] }, /an empty list/],
    ['no name, which would be any', { names: [] }, /an empty list[^]*without names everything/],
    ['to create by name', { verbs: ['create'], names: ['flags'] }, /never be allowed/],
    ['to read any Secret', { resources: ['secrets'], verbs: ['get'] }, /any Secret[^]*names/],
    ['to list any Secret', { resources: ['configmaps', 'secrets'], verbs: ['list'] }, /any Secret/],
    ['to escalate', { apiGroup: 'rbac.authorization.k8s.io', resources: ['roles'], verbs: ['escalate'] }, /escalate roles[^]*risk/],
    ['to bind', { apiGroup: 'rbac.authorization.k8s.io', resources: ['rolebindings'], verbs: ['bind'] }, /bind rolebindings/],
    ['to impersonate', { resources: ['serviceaccounts'], verbs: ['impersonate'] }, /impersonate/],
    ['to change roles', { apiGroup: 'rbac.authorization.k8s.io', resources: ['roles'], verbs: ['patch'] }, /patch roles/],
    ['to run pods', { resources: ['pods'], verbs: ['create'] }, /create pods/],
    ['to run any image', { apiGroup: 'apps', resources: ['deployments'], verbs: ['patch'] }, /patch deployments/],
    ['to get into pods', { resources: ['pods/exec'], verbs: ['get'] }, /pods\/exec/],
    ['to write Secrets', { resources: ['secrets'], verbs: ['update'] }, /update secrets/],
    ['to ask for tokens', { resources: ['serviceaccounts/token'], verbs: ['create'] }, /serviceaccounts\/token/],
    ['to open its own policy', { apiGroup: 'networking.k8s.io', resources: ['networkpolicies'], verbs: ['delete'] },
      /delete networkpolicies/],
    ['to read another\'s entries', { apiGroup: 'external-secrets.io', resources: ['externalsecrets'], verbs: ['create'] },
      /create externalsecrets/],
    ['to run pods, with an empty reason', { resources: ['pods'], verbs: ['create'], risk: ' ' }, /risk/],
  ])('refuse %s', (_, part, message) => {
    const failures = refusals({ permissions: [{ ...READS, ...part } as Permission] });
    expect(failures).toEqual([expect.stringMatching(BAD)]);
    expect(failures[0]).toMatch(message);
  });

  test.each<[string, Identity, Partial<MicroserviceProps>, RegExp]>([
    ['without a reason', { permissions: [{ ...READS, why: ' ' }] }, {}, /^PARITY_NO_REASON[^]*identity\.permissions/],
    ['beside a token that is asked for', { permissions: [READS] }, { without: { noServiceAccountToken: 'a test' } },
      /^PARITY_EXCLUSIVE_PROPS[^]*noServiceAccountToken/],
  ])('are refused %s', (_, identity, props, message) => {
    expect(refusals(identity, environmentsOf('gke'), props)).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, Partial<EnvironmentContract>, RegExp]>([
    ['no environment answers', { apiServer: undefined }, /^PARITY_UNKNOWN_FACT[^]*'apiServer'/],
    ['are none', { apiServer: { cidrs: [] } }, /^PARITY_BAD_FACT[^]*local: checkout\/api[^]*cannot be reached/],
    ['are every address', { apiServer: { cidrs: ['0.0.0.0/0'] } }, /^PARITY_BAD_FACT[^]*every address/],
    ['are no ranges', { apiServer: { cidrs: ['10.0.0.2'] } }, /^PARITY_BAD_FACT[^]*"10\.0\.0\.2"/],
  ])('are refused when the ranges of the API server %s', (_, part, message) => {
    const environments = [environment<EnvironmentContract>('local', { ...FACTS, apiServer, ...part })];
    expect(refusals({ permissions: [READS] }, environments)).toEqual([expect.stringMatching(message)]);
  });

  test.each<[string, (name: string) => string]>([
    ['as a whole', (name) => name], ['in part', (name) => `${name}-flags`],
  ])('are the same in every environment, %s', (_, of) => {
    class Varied extends ParityChart {
      readonly name = vary.string({ default: 'flags', pattern: /[a-z]+/, why: 'a test' });
      constructor(scope: Construct, id: string) {
        super(scope, id);
        api({ permissions: [{ ...READS, names: [of(this.name)] }] })(this);
      }
    }
    const app = new ParityApp({ environments: environmentsOf('gke') });
    app.add(Varied, 'checkout');
    expect(refusalsIn(() => app)).toEqual([expect.stringMatching(/^PARITY_LOCKED: an RBAC rule/)]);
  });
});

describe('image pull secrets', () => {
  const [pulls] = [(...lists: (readonly string[] | undefined)[]) => {
    const environments = lists.map((imagePullSecrets, i) => environment<EnvironmentContract>(`e${i}`, { ...FACTS, imagePullSecrets }));
    const assembly = appOf(api({}), environments).render();
    return lists.map((_, i) => objectsIn(assembly, `e${i}`)['Deployment/checkout-api'].spec.template.spec.imagePullSecrets);
  }];

  test('are those of the contract, as many as each environment has', () => {
    expect(pulls([], ['registry'], ['registry', 'mirror'])).toEqual([[], [{ name: 'registry' }], [{ name: 'registry' }, { name: 'mirror' }]]);
  });

  test('are nowhere when no environment speaks of them, and asked of all when one does', () => {
    expect(pulls(undefined, undefined)).toEqual([undefined, undefined]);
    expect(refusalsIn(() => appOf(api({}), [
      environment<EnvironmentContract>('a', { ...FACTS, imagePullSecrets: ['registry'] }), environment<EnvironmentContract>('b', FACTS),
    ]))).toEqual([expect.stringMatching(/^PARITY_MISSING_FACT[^]*imagePullSecrets/)]);
  });
});

test('what may vary is what the page says', () => {
  const engines: Engine[] = ['gke', 'eks', 'azure'];
  const templates = engines.flatMap((engine) => {
    const tenant = engine === 'azure' ? { ...CLOUDS.azure, tenantId: CLIENT } : undefined;
    const environments = environmentsOf(engine, tenant).map((each) => environment<EnvironmentContract>(each.name, { ...each.facts, imagePullSecrets: [] }));
    const build = (scope: ParityChart) => {
      api({ workload: true, permissions: [READS] }, { image: `${facts<EnvironmentContract>(scope).registry}/api@sha256:${'a'.repeat(64)}` })(scope);
    };
    return appOf(build, environments).render().index.charts[0].template.objects;
  });
  const { alternatives } = appOf(api({ workload: true })).render().index.charts[0];
  const places = [
    ...templates.flatMap(placesOf),
    ...alternatives.flatMap(({ branches }) => Object.values(branches).flat()).map((id) => id.replace('checkout-api', '<name>')),
  ];
  expect([...new Set(places)].sort()).toEqual(listedPlaces('identity').sort());
});

/** The places of what this capability makes, as the page writes them; an image and the namespace are others'. */
function placesOf({ body, places }: TemplateObject): string[] {
  const { kind } = body as Manifest;
  return places.flatMap(({ path }) => {
    if (path[1] === 'namespace' || path.at(-1) === 'image') return [];
    return [`${kind} ${path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')}`];
  });
}

test('the types refuse what is no permission', () => {
  const types = (scope: Construct) => {
    // @ts-expect-error a verb of Kubernetes
    api({ permissions: [{ ...READS, verbs: ['read'] }] })(scope);
    // @ts-expect-error a permission says why
    api({ permissions: [{ resources: ['configmaps'], verbs: ['get'] }] })(scope);
    // @ts-expect-error no rights over the cluster
    api({ permissions: [{ ...READS, nonResourceURLs: ['/metrics'] }] })(scope);
  };
  expect(types).toBeInstanceOf(Function);
});
