import { join } from 'node:path';
import type { Construct } from 'constructs';
import {
  Backing, type EnvironmentContract, Microservice, ParityApp, ParityChart, type UseOptions, artifact,
  facts as contractOf, serviceOf, vary,
} from '../../lib';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { findUnexplained } from '../../lib/check/closure';
import '../../lib/testing';
import { build } from '../../examples/capabilities/backing-services';
import { NetworkPolicies } from '../../examples/online-boutique/network-policy-model';
import {
  CLUSTER, EACH, ENGINES, SERVER, STORAGE, apart, appOf, backed, chartOf, everythingApp, facts, serve, serverOf,
} from './backings';
import { chosenObjects, filledPlaces, listedPlaces } from './may-vary';
import { IMAGE, type Manifest, chart as inNamespace, objectsIn, refusalsIn } from './shop';

const ENVIRONMENTS = ['local', 'staging', 'production'] as const;
const everything = everythingApp().render();

const refusalsOf = (create: (chart: ParityChart) => unknown, of: Partial<EnvironmentContract> = {}) =>
  refusalsIn(() => appOf(create, of));

describe('the example', () => {
  const rendered = build().render();
  const objects = Object.fromEntries(ENVIRONMENTS.map((name) => [name, objectsIn(rendered, name)]));

  test('is in parity, and its witness says so', () => {
    expect(() => build()).toBeInParity();
  });

  test('differs by provisioners, sizes and what stores differ in, and by nothing else', () => {
    expect(build()).toDifferOnlyBy([
      'OrdersData.size', 'OrdersData.memory', 'env.backings.orders.provisioner', 'env.backings.cart.provisioner',
      'env.backings.orders.cidrs', 'env.backings.cart.cidrs', 'env.storageClasses.fast', 'env.imagePullSecrets',
      'env.capabilities.externalSecrets', 'env.capabilities.reloader', 'env.secretStore.provider',
      'env.secretStore.kind', 'env.secretStore.name', 'env.secretStore.kubernetes.namespace', 'env.secretStore.vault.authMount', 'env.secretStore.vault.path',
      'env.secretStore.vault.server',
    ]);
  });

  test('has its database by three provisioners, and one interface', () => {
    const namesOf = (name: string) => Object.keys(objects[name]).filter((id) => /\/orders/.test(id)).sort();
    expect(namesOf('local')).toEqual([
      expect.stringMatching(/^ConfigMap\/orders-server-[0-9a-f]{10}$/), 'NetworkPolicy/orders', 'NetworkPolicy/orders-users',
      'PodDisruptionBudget/orders', 'Service/orders', 'ServiceAccount/orders', 'StatefulSet/orders',
    ]);
    expect(namesOf('staging')).toEqual(['Cluster/orders', 'NetworkPolicy/orders', 'NetworkPolicy/orders-users']);
    expect(namesOf('production')).toEqual([
      'ExternalSecret/orders-app', 'NetworkPolicy/orders-users', 'SecretStore/orders', 'ServiceAccount/orders',
    ]);
  });

  test('gives the service the same Deployment and policy in each environment', () => {
    const own = (name: string, id: string) => objects[name][id].spec;
    for (const name of ['staging', 'production']) {
      expect(own(name, 'NetworkPolicy/shop-api')).toEqual(own('local', 'NetworkPolicy/shop-api'));
      const { imagePullSecrets: _, ...pod } = own(name, 'Deployment/shop-api').template.spec;
      expect(pod).toEqual({ ...own('local', 'Deployment/shop-api').template.spec, imagePullSecrets: undefined });
    }
    expect(own('local', 'Deployment/shop-api').template.spec.containers[0].env).toEqual([
      { name: 'REDIS_URL', valueFrom: { secretKeyRef: { name: 'cart-app', key: 'uri' } } },
      { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'orders-app', key: 'uri' } } },
    ]);
  });

  test('has CloudNativePG make the database that the service is written for', () => {
    const { imageName, instances, bootstrap, postgresql, storage } = objects.staging['Cluster/orders'].spec;
    expect({ imageName, instances, bootstrap, postgresql, storage }).toEqual({
      imageName: expect.stringMatching(/\/cloudnative-pg\/postgresql:17\.6@sha256:/),
      instances: 2,
      bootstrap: { initdb: {
        database: 'orders', owner: 'orders', encoding: 'UTF8', localeCollate: 'C.UTF-8', localeCType: 'C.UTF-8',
        dataChecksums: true, postInitApplicationSQL: ['CREATE EXTENSION IF NOT EXISTS "pgcrypto"'],
      } },
      postgresql: { parameters: { max_connections: '200' } },
      storage: { size: '20Gi', storageClass: 'premium-rwo' },
    });
  });

  test('says in parity.json what is the same everywhere, who fills it, and who reads it', () => {
    const [shop, data] = rendered.index.charts;
    expect(data.backings).toEqual([{
      construct: 'orders-data/orders', name: 'orders', engine: 'postgres', major: 17, secret: 'orders-app',
      keys: ['username', 'password', 'host', 'port', 'dbname', 'uri'],
      options: { database: 'orders', collation: 'C.UTF-8', extensions: ['pgcrypto'], maxConnections: 200 },
      source: expect.stringMatching(/^examples\/capabilities\/backing-services\.ts:\d+$/),
    }]);
    expect(shop.reads).toMatchObject([
      { service: 'shop/api', secret: 'cart-app', key: 'uri', as: { env: 'REDIS_URL' } },
      { service: 'shop/api', secret: 'orders-app', key: 'uri', as: { env: 'DATABASE_URL' } },
    ]);
    expect(data.secrets).toMatchObject(['stateful-set', 'managed'].map((is) => ({
      construct: `orders-data/orders/${is}`, secret: 'orders-app',
      when: [{ of: { op: 'fact', path: ['backings', 'orders', 'provisioner'] }, is }],
    })));
    expect(rendered.index.calls).toMatchObject([
      { from: 'shop/api', to: 'orders-data/orders', port: 'postgres' }, { from: 'shop/api', to: 'shop/cart', port: 'redis' },
    ]);
  });
});

describe.each(ENGINES)('%s', (engine) => {
  const [{ backings = [], secrets = [], reads = [] }] = everything.index.charts;
  const backing = backings.find((one) => one.engine === engine)!;

  test('has an interface that every provisioner fills, and no more is read', () => {
    const filled = secrets.filter(({ secret }) => secret === backing.secret).map(({ keys }) => keys.map(({ name }) => name).sort());
    expect(filled).toEqual([[...backing.keys].sort(), [...backing.keys].sort()]);
    const read = reads.filter(({ secret }) => secret === backing.secret).map(({ key }) => key);
    expect(backing.keys).toEqual(expect.arrayContaining(read));
    expect(read.length).toBeGreaterThan(0);
  });

  test('runs as its image asks, closed and without privileges, and shows its password to nobody', () => {
    const { container, mounts, files } = serverOf(everything, 'local', backing.name);
    const env = container.env.map(({ name, value, valueFrom }: Manifest) => `${name}=${value ?? `<${valueFrom.secretKeyRef.key}>`}`);
    const { spec } = objectsIn(everything, 'local')[`StatefulSet/${backing.name}`];
    expect({ command: container.command, args: container.args, env, mounts, files }).toMatchSnapshot();
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false, enableServiceLinks: false, imagePullSecrets: [{ name: 'registry' }],
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(spec.volumeClaimTemplates).toMatchObject([{ metadata: { name: 'data' }, spec: { storageClassName: 'local-path' } }]);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
  });
});

test('an image by its name comes from the registry of the environment, and says its version where CloudNativePG reads it', () => {
  const app = new ParityApp({
    artifacts: join(__dirname, '../../examples/online-boutique/artifacts.json'),
    environments: [backed('local', facts('stateful-set')), backed('staging', facts('cloudnative-pg', { registry: 'mirror.test' }))],
  });
  app.add(chartOf((chart) => Backing.postgres(chart, 'orders', {
    major: 17, image: artifact('redis'), storage: STORAGE, cloudNativePg: { image: artifact('redis') },
  })), 'data');
  const rendered = app.render();
  expect(serverOf(rendered, 'local', 'orders').container.image).toMatch(/^registry\.test\/library\/redis@sha256:/);
  expect(objectsIn(rendered, 'staging')['Cluster/orders'].spec.imageName).toMatch(/^mirror\.test\/library\/redis:17@sha256:/);
});

describe('connections', () => {
  test.each(ENVIRONMENTS)('are those that were declared: %s', (environment) => {
    const objects = Object.values(objectsIn(everything, environment));
    const [{ metadata: { namespace } }] = objects;
    const policies = new NetworkPolicies(objects.filter(({ kind }) => kind === 'NetworkPolicy'), { namespace });
    const podsOf = (kind: string) => objects.filter((object) => object.kind === kind).map(({ metadata, spec }): Manifest =>
      ({ name: metadata.name, namespace, labels: spec.template?.metadata.labels ?? { 'cnpg.io/cluster': metadata.name }, ports: [] }));
    const ports = { orders: 5432, cart: 6379, events: 9092, files: environment === 'production' ? 443 : 9000, queue: 5672 };
    const servers = environment === 'production'
      ? Object.keys(ports).map((name, i): Manifest => ({ name, labels: {}, ports: [], address: `10.20.${i}.9` }))
      : [...podsOf('StatefulSet'), ...podsOf('Cluster')];
    const allowed = podsOf('Deployment').flatMap((user) => servers.flatMap((server) => [...Object.values(ports), 22]
      .filter((port) => policies.allow(user, server, { port, protocol: 'TCP' }))
      .map((port) => `${user.name} -> ${server.name}:${port}`)));
    const declared = Object.entries(ports).map(([server, port]) => `data-user -> ${server}:${port}`);
    // Nothing closes the pods of the open one: what lets it in decides, and outside of the cluster everything does.
    const isOpen = (edge: string) => edge.startsWith('data-open');
    expect(allowed.filter((edge) => !isOpen(edge)).sort()).toEqual(declared.sort());
    expect(allowed.filter(isOpen)).toHaveLength(environment === 'production' ? servers.length * 6 : 1);
  });

  test('may also be those of other namespaces, with a reason', () => {
    const app = appOf((chart) => {
      const queue = EACH.postgres(chart);
      queue.allowFrom({ namespace: 'keda', pods: { app: 'keda-operator' }, why: 'KEDA counts orders' });
    });
    const rendered = app.render();
    for (const [environment, reason] of [['local', 'called by: '], ['staging', 'calls out: [^;]*; called by: ']] as const) {
      const { metadata, spec } = objectsIn(rendered, environment)['NetworkPolicy/orders'];
      expect(spec.ingress.at(-1)).toEqual({
        from: [{
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'keda' } },
          podSelector: { matchLabels: { app: 'keda-operator' } },
        }],
        ports: [{ port: 5432, protocol: 'TCP' }],
      });
      expect(metadata.annotations['cdk8s-parity.dev/why']).toMatch(new RegExp(`^${reason}KEDA counts orders$`));
    }
    expect(objectsIn(rendered, 'production')).not.toHaveProperty('NetworkPolicy/orders');
    expect(refusalsOf((chart) => EACH.redis(chart).allowFrom({ namespace: 'keda', why: ' ' })))
      .toEqual([expect.stringMatching(/^PARITY_NO_REASON[^]*data\/cart/)]);
  });

  test('of one that nobody uses are none', () => {
    const { spec } = objectsIn(appOf(EACH.redis).render(), 'local')['NetworkPolicy/cart-users'];
    expect(spec.podSelector.matchExpressions).toEqual([{ key: 'app.kubernetes.io/name', operator: 'DoesNotExist' }]);
    expect(spec.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'nobody' });
  });
});

test('a backing service of another chart is known before that chart is', () => {
  const rendered = apart('deferred', ['shop', 'orders-db']);
  const objects = objectsIn(rendered, 'local');
  expect(objects['Deployment/shop-api'].spec.template.spec.containers[0].env).toEqual([
    { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'orders-app', key: 'uri' } } },
  ]);
  expect(objects['NetworkPolicy/orders'].spec.ingress).toHaveLength(1);
  expect(objects['NetworkPolicy/orders-users'].spec.podSelector.matchExpressions[0].values).toEqual(['shop-api']);
  expect(rendered.index.calls).toMatchObject([{ from: 'shop/api', to: 'orders-db/orders' }]);
  expect(findUnexplained(assemblyInMemory(rendered))).toEqual([]);
});

describe('refused, of another chart', () => {
  class Store extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      EACH.redis(this);
    }
  }
  class User extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      serve(this, 'api').uses(serviceOf(Store, 'store'), { env: { url: 'URL' } });
    }
  }

  test.each<[string, (app: ParityApp) => void, RegExp]>([
    ['a key that it has not', (app) => { app.add(User, 'user'); app.add(Store, 'store'); },
      /^PARITY_UNKNOWN_SECRET_KEY[^]*user\/api test\/service\/backing-services\.test\.ts:\d+[^]*'url' of 'store\/cart' \(redis\)/],
    ['what no chart has', (app) => app.add(User, 'user'), /^PARITY_NO_SERVICE: a called backing service[^]*user\/api[^]*Store 'store'/],
    ['two of one name', (app) => { app.add(Store, 'store'); app.add(Store, 'other'); },
      /^PARITY_BAD_BACKING[^]*local: other\/cart[^]*by store\/cart, and by other\/cart/],
  ])('%s', (_, add, message) => {
    const app = new ParityApp({ environments: [backed('local', facts('stateful-set'))] });
    add(app);
    expect(() => app.render()).toThrow(message);
  });
});

describe('refused', () => {
  const answers = (backing: object): Partial<EnvironmentContract> => ({ backings: { orders: backing } as never });

  test('an engine or a major version that environments answer differently, each by its name', () => {
    expect(refusalsOf(EACH.postgres, answers({ provisioner: 'stateful-set', engine: 'postgres', major: 16 }))[0]).toMatch(
      /PARITY_BACKING_DIFFERS[^]*local: data\/orders[^]*answered: postgres 16[^]*declared: postgres 17/);
    expect(refusalsOf(EACH.postgres, answers({ provisioner: 'stateful-set', engine: 'mysql', major: 17 }))).toHaveLength(3);
    expect(refusalsOf(EACH.postgres, answers({ provisioner: 'stateful-set' }))[0])
      .toMatch(/PARITY_BACKING_DIFFERS[^]*no answer to backings.orders.engine and backings.orders.major/);
  });

  test('one that an environment does not answer for', () => {
    const { orders: _, ...others } = facts('managed').backings!;
    const app = new ParityApp({ environments: [backed('local', facts('stateful-set')), backed('production', { ...facts('managed'), backings: others })] });
    app.add(chartOf(EACH.postgres), 'data');
    expect(() => app.render()).toThrow(/PARITY_MISSING_FACT[^]*production[^]*backings\.orders\.provisioner/);
  });

  test.each<[string, (chart: ParityChart) => unknown, Partial<EnvironmentContract>, RegExp]>([
    ['one that no environment answers for', (chart) => Backing.redis(chart, 'other', { major: 7, persistence: false }), {},
      /PARITY_UNKNOWN_FACT[^]*backings\.other/],
    ['a provisioner that is none', EACH.postgres, answers({ provisioner: 'helm', engine: 'postgres', major: 17 }),
      /PARITY_MISSING_BRANCH[^]*'helm' \(local\)/],
    ['an engine that a provisioner cannot provide', EACH.redis,
      { backings: { cart: { provisioner: 'cloudnative-pg', engine: 'redis', major: 7 } } },
      /PARITY_BAD_BACKING[^]*local: data\/cart[^]*CloudNativePG provides postgres, not redis/],
    ['no image where it runs in the cluster', (chart) => Backing.redis(chart, 'cart', { major: 7, persistence: false }), {},
      /PARITY_BAD_BACKING[^]*local: data\/cart[^]*no image is declared/],
    ['no storage for what is kept', (chart) => Backing.redis(chart, 'cart', { major: 7, persistence: true, image: IMAGE }), {},
      /PARITY_BAD_BACKING[^]*no storage is declared/],
    ['a class of no environment', (chart) => Backing.kafka(chart, 'events', { major: 4, image: IMAGE, storage: { role: 'slow', size: '1Gi' } }), {},
      /PARITY_MISSING_FACT[^]*storageClasses\.slow/],
    ['managed, and nowhere', EACH.postgres, answers({ provisioner: 'managed', engine: 'postgres', major: 17, cidrs: [] }),
      /PARITY_BAD_FACT[^]*backings\.orders\.cidrs[^]*empty list/],
    ['managed, without saying where', EACH.postgres, answers({ provisioner: 'managed', engine: 'postgres', major: 17 }),
      /^(PARITY_MISSING_FACT[^\n]*backings\.orders\.cidrs[^]*?){3}$/],
    ['managed, and anywhere', EACH.postgres, answers({ provisioner: 'managed', engine: 'postgres', major: 17, cidrs: ['0.0.0.0/0'] }),
      /PARITY_BAD_FACT[^]*every address/],
    ['two of one name', (chart) => [EACH.redis(chart), Backing.redis(chart, 'again', { name: 'cart', major: 7, ...SERVER, persistence: true })], {},
      /PARITY_BAD_BACKING[^]*declared twice[^]*data\/cart, and by data\/again|PARITY_DUPLICATE_OBJECT/],
    ['a name that cannot be', (chart) => Backing.redis(chart, 'Cart', { major: 7, persistence: false }), {}, /PARITY_BAD_NAME[^]*"Cart"/],
    ['a name that is too long', (chart) => Backing.redis(chart, 'c'.repeat(51), { major: 7, persistence: false }), {}, /PARITY_BAD_BACKING[^]*at most 50/],
    ['a database that the server keeps for itself', (chart) => Backing.postgres(chart, 'orders', { major: 17, database: 'postgres' }), {},
      /PARITY_BAD_BACKING[^]*database: 'postgres'/],
    ['a database whose owner would be everybody', (chart) => Backing.postgres(chart, 'orders', { major: 17, database: 'public' }), {},
      /PARITY_BAD_BACKING[^]*database: 'public'/],
    ['SQL in the name of an extension', (chart) => Backing.postgres(chart, 'orders', { major: 17, extensions: ['a"; DROP'] }), {},
      /PARITY_BAD_BACKING[^]*extensions/],
    ['an argument in a collation', (chart) => Backing.postgres(chart, 'orders', { major: 17, collation: 'C --auth=trust' }), {},
      /PARITY_BAD_BACKING[^]*collation/],
    ['a bucket that cannot be', (chart) => Backing.objectStore(chart, 'files', { bucket: 'My_Bucket' }), {}, /PARITY_BAD_BACKING[^]*bucket/],
    ['no major version', (chart) => Backing.redis(chart, 'cart', { major: 7.2, persistence: false }), {}, /PARITY_BAD_BACKING[^]*major: 7\.2/],
    ['an image of CloudNativePG without a version', (chart) => Backing.postgres(chart, 'orders', { major: 17, ...SERVER, cloudNativePg: { image: IMAGE } }), {},
      /PARITY_BAD_BACKING[^]*cloudNativePg\.image/],
    ['a key that the interface has not', (chart) => serve(chart, 'api').uses(EACH.redis(chart), { env: { url: 'URL' } } as UseOptions), {},
      /PARITY_UNKNOWN_SECRET_KEY[^]*'url' of 'data\/cart' \(redis\)[^]*uri/],
    ['a variable that is given twice', (chart) => {
      new Microservice(chart, 'api', { image: IMAGE, env: { REDIS_URL: 'x' } }).uses(EACH.redis(chart));
    }, {}, /PARITY_DUPLICATE_ENV[^]*'REDIS_URL' by env and by the backing service 'data\/cart'/],
    ['use of what is called', (chart) => {
      serve(chart, 'b');
      serve(chart, 'a').uses(serviceOf(chartOf(() => undefined), 'data', 'b'));
    }, {}, /PARITY_NO_SERVICE: a called backing service does not exist/],
    ['a call of what is used', (chart) => {
      EACH.redis(chart);
      serve(chart, 'a').calls(serviceOf(chartOf(() => undefined), 'data', 'cart'));
    }, {}, /PARITY_NO_SERVICE: a called service does not exist/],
  ])('%s', (_, create, of, message) => {
    expect(refusalsOf(create, of).join('\n')).toMatch(message);
  });

  test('no instances in one environment', () => {
    class Clustered extends ParityChart {
      readonly number = vary.integer({ default: 3, min: 0, max: 9, why: 'test' });
      constructor(scope: Construct, id: string) {
        super(scope, id);
        Backing.postgres(this, 'orders', { major: 17, ...SERVER, cloudNativePg: { ...CLUSTER, instances: this.number } });
      }
    }
    const app = new ParityApp({ environments: [
      backed('local', facts('stateful-set')), backed('staging', facts('cloudnative-pg')),
      backed('production', facts('cloudnative-pg')).overlay(Clustered, { number: 0 }),
    ] });
    app.add(Clustered, 'data');
    expect(refusalsIn(() => app)).toEqual([expect.stringMatching(/^PARITY_BAD_BACKING[^]*production: data\/orders[^]*instances: 0/)]);
  });

  test('a key that the interface has not does not compile', () => {
    const refused = (api: Microservice, cart: Backing<'redis'>, further: Backing<'redis', 'address'>) => {
      // @ts-expect-error redis has no `url`
      api.uses(cart, { env: { url: 'URL' } });
      // @ts-expect-error this one has no `address`
      api.uses(cart, { env: { address: 'URL' } });
      api.uses(further, { env: { address: 'URL' } });
    };
    expect(refused).toBeInstanceOf(Function);
  });
});

test('one name may be two backing services in two namespaces', () => {
  const app = new ParityApp({ environments: [backed('local', facts('stateful-set'))] });
  for (const namespace of ['one', 'two']) app.add(inNamespace((chart) => { EACH.redis(chart); }, { namespace }), namespace);
  expect(refusalsIn(() => app)).toEqual([]);
});

test('a backing service of another namespace cannot be used, since its Secret cannot be read', () => {
  const Data = inNamespace((chart) => { EACH.redis(chart); }, { namespace: 'data' });
  const app = new ParityApp({ environments: [backed('local', facts('stateful-set'))] });
  app.add(chartOf((chart) => { serve(chart, 'api').uses(serviceOf(Data, 'data')); }), 'shop');
  app.add(Data, 'data');
  expect(() => app.render()).toThrow(
    /^PARITY_OTHER_NAMESPACE[^]*shop\/api [^]*got: +shop\/api in the fact 'namespace', data\/cart in 'data'/,
  );
});

class Varied extends ParityChart {
  readonly number = vary.integer({ default: 3, min: 1, max: 9, why: 'test' });
  readonly size = vary.storage({ default: '2Gi', max: '9Gi', why: 'test' });
  readonly memory = vary.memory({ default: '1Gi', max: '9Gi', why: 'test' });
  readonly least = vary.memory({ default: '1Gi', max: '9Gi', why: 'test' });
  readonly cpu = vary.cpu({ default: '1', max: '9', why: 'test' });
  readonly mostCpu = vary.cpu({ default: '1', max: '9', why: 'test' });
  readonly word = vary.string({ default: 'x', pattern: /[a-z]+/, why: 'test' });
  protected varied() {
    return {
      image: IMAGE, storage: { role: 'fast', size: this.size }, cpu: { request: this.cpu, limit: this.mostCpu },
      memory: { request: this.least, limit: this.memory },
    } as const;
  }
}

test('what may vary is what the page says', () => {
  class All extends Varied {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const { registry } = contractOf<EnvironmentContract>(this);
      const props = { ...this.varied(), image: `${registry}/server@sha256:${'a'.repeat(64)}` } as const;
      const image = `${registry}/cnpg:17.6@sha256:${'b'.repeat(64)}`;
      Backing.postgres(this, 'orders', { major: 17, ...props, cloudNativePg: { image, instances: this.number } });
      Backing.redis(this, 'cart', { major: 7, persistence: true, ...props })
        .allowFrom({ namespace: contractOf<EnvironmentContract>(this).entry.gatewayNamespace, why: 'test' });
      Backing.kafka(this, 'events', { major: 4, ...props });
      Backing.objectStore(this, 'files', props);
      Backing.rabbitmq(this, 'queue', { major: 4, ...props });
      new Microservice(this, 'word', { image: IMAGE, args: [this.word] });
    }
  }
  const app = new ParityApp({ environments: [
    backed('local', facts('stateful-set')), backed('staging', facts('cloudnative-pg')),
    backed('production', facts('managed')),
  ] });
  app.add(All, 'all');
  const objects = app.render().index.charts[0].template.objects.filter(({ id }) => !id.endsWith('/all-word'));
  const chosen = chosenObjects(objects).map((id) => id.replace(/orders|cart|events|files|queue/, '<name>'));
  const places = [...filledPlaces(objects), ...chosen]
    // What every object has, and what is the page of secrets'.
    .filter((place) => !/ metadata\.namespace$|^(SecretStore|ExternalSecret|Role|RoleBinding)\//.test(place));
  expect([...new Set(places)].sort()).toEqual(listedPlaces('backing-services').sort());
});

describe('what must not vary', () => {
  test.each<[string, (chart: Varied) => unknown, RegExp]>([
    ['the major version', (chart) => Backing.redis(chart, 'cart', { major: chart.number, persistence: false }), /PARITY_LOCKED: major/],
    ['the connections', (chart) => Backing.postgres(chart, 'orders', { major: 17, maxConnections: chart.number }), /PARITY_LOCKED: maxConnections/],
    ['the collation', (chart) => Backing.postgres(chart, 'orders', { major: 17, collation: chart.word }), /PARITY_LOCKED: collation|PARITY_BAD_BACKING[^]*collation/],
    ['an extension', (chart) => Backing.postgres(chart, 'orders', { major: 17, extensions: [chart.word] }), /PARITY_LOCKED: extensions|PARITY_BAD_BACKING[^]*extensions/],
    ['the eviction', (chart) => Backing.redis(chart, 'cart', { major: 7, persistence: false, eviction: chart.word as never }), /PARITY_LOCKED: eviction|PARITY_BAD_BACKING[^]*eviction/],
    ['a key', (chart) => Backing.redis(chart, 'cart', { major: 7, persistence: false, keys: { a: `{{ .host }}${chart.word}` } }), /PARITY_BAD_BACKING[^]*what differs/],
    ['the port', (chart) => Backing.redis(chart, 'cart', { major: 7, persistence: false, image: IMAGE, managedPort: chart.number }), /PARITY_LOCKED: managedPort/],
    ['the name', (chart) => Backing.redis(chart, 'cart', { name: chart.word, major: 7, persistence: false }), /PARITY_BAD_NAME/],
    ['the image', (chart) => Backing.redis(chart, 'cart', { image: `${IMAGE}${chart.word}`, major: 7, persistence: false }), /PARITY_LOCKED: an image/],
    ['the image of CloudNativePG', (chart) => Backing.postgres(chart, 'orders', { major: 17, ...SERVER, cloudNativePg: { image: chart.word } }), /PARITY_COMPUTED[^]*variation 'word'/],
    ['the name of a variable', (chart) => serve(chart, 'api').uses(EACH.redis(chart), { env: { uri: chart.word } } as never), /PARITY_COMPUTED[^]*variation 'word'/],
  ])('%s', (_, create, message) => {
    class Refused extends Varied {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        create(this);
      }
    }
    const app = new ParityApp({ environments: [backed('local', facts('stateful-set')), backed('staging', facts('cloudnative-pg'))] });
    app.add(Refused, 'refused');
    expect(() => app.render()).toThrow(message);
  });
});
