import type { Construct } from 'constructs';
import {
  type EnvironmentContract, Microservice, type MicroserviceProps, ParityApp, ParityChart, ParityErrors, environment,
  facts, preview, secrets, vary,
} from '../../lib';
import '../../lib/testing';
import { build } from '../../examples/capabilities/secrets';
import { local, production } from '../../examples/capabilities/environments';
import type { SecretStoreFacts } from '../../lib/environment/contract';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { formatFailure } from '../../lib/template/error';
import { findSchemaProblems } from './crd-schema';
import { listedPlaces } from './may-vary';
import { FACTS, IMAGE, type Manifest, chart, objectsIn } from './shop';

const store = { name: 'platform', kind: 'ClusterSecretStore' };
/** One environment for each provider, with only the facts that its branch needs. */
const PROVIDERS: Readonly<Record<string, SecretStoreFacts>> = {
  shared: { ...store, provider: 'shared' },
  fake: { ...store, provider: 'fake' },
  kubernetes: { ...store, provider: 'kubernetes', kubernetes: { namespace: 'vault' } },
  vault: { ...store, provider: 'vault', vault: { server: 'https://vault.test', path: 'kv', authMount: 'shop' } },
  aws: { ...store, provider: 'aws', aws: { region: 'eu-west-1' } },
  gcp: { ...store, provider: 'gcp', gcp: { project: 'shop-prod' } },
};
const capabilities = { ...FACTS.capabilities, externalSecrets: true, reloader: true, workloadIdentity: true };
const everyProvider = Object.entries(PROVIDERS).map(([name, secretStore]) =>
  environment<EnvironmentContract>(name, {
    ...FACTS, capabilities, secretStore, engines: { identity: 'eks' }, workloadIdentity: { account: '012345678901' },
  }));
const identity = { workload: true } as const;

const queue = secrets('queue', {
  keys: { user: {}, password: {}, 'ca-file': {}, url: { template: '{{ .user }}:{{ .password }}@q' } },
});

function api(props: Partial<MicroserviceProps>) {
  return chart((scope) => new Microservice(scope, 'api', { image: IMAGE, ...props } as MicroserviceProps));
}

function render(props: Partial<MicroserviceProps>, environments = everyProvider, witness = false) {
  const app = new ParityApp({ environments, witness });
  app.add(api(environments === everyProvider ? { identity, ...props } : props), 'checkout');
  return app.render();
}

function refusals(work: () => unknown): string[] {
  try {
    work();
  } catch (cause) {
    if (cause instanceof ParityErrors) return cause.failures.map(formatFailure);
    return [(cause as Error).message];
  }
  return [];
}

const example = build().render();
/** A service that reads keys in every way, with every provider, witnessed. */
const everywhere = render({
  env: { Q: queue.key('url'), TOKEN: { secret: 'other', key: 'token' } },
  volumes: { keys: queue.files({ mount: '/etc/keys', keys: ['ca-file'] }), all: { mount: '/o', secret: 'other' } },
}, everyProvider, true);

const objects = (props: Partial<MicroserviceProps>, target: string): Record<string, Manifest> =>
  objectsIn(render(props), target);

test('a service gets a Secret with exactly the keys that it reads, and what they are computed of stays out', () => {
  const written = objectsIn(example, 'production');
  expect(written['ExternalSecret/checkout-worker-queue'].spec).toEqual({
    refreshInterval: '3600s',
    secretStoreRef: { kind: 'SecretStore', name: 'checkout-worker' },
    target: {
      name: 'checkout-worker-queue', creationPolicy: 'Owner', deletionPolicy: 'Retain',
      template: {
        engineVersion: 'v2', mergePolicy: 'Replace', data: { url: 'amqp://checkout:{{ .password }}@queue:5672' },
      },
    },
    data: [{ secretKey: 'password', remoteRef: { key: 'shop-queue', property: 'password' } }],
  });
  expect(written['ExternalSecret/checkout-api-payment'].spec.data)
    .toEqual([{ secretKey: 'apiKey', remoteRef: { key: 'payment', property: 'apiKey' } }]);
  expect(written['SecretStore/checkout-worker'].spec.provider).toEqual({ vault: {
    server: 'https://vault.example.com', path: 'secret', version: 'v2',
    auth: { kubernetes: {
      mountPath: 'kubernetes', role: 'checkout-worker', serviceAccountRef: { name: 'checkout-worker' },
    } },
  } });
  expect(objectsIn(example, 'local')).not.toHaveProperty('ExternalSecret/checkout-api-payment');
});

test('the pod reads the same in every environment', () => {
  const pods = Object.keys(PROVIDERS).map((target) =>
    objectsIn(everywhere, target)['Deployment/checkout-api'].spec.template.spec);
  expect(pods[0].containers[0].env).toEqual([
    { name: 'Q', valueFrom: { secretKeyRef: { name: 'checkout-api-queue', key: 'url' } } },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'other', key: 'token' } } },
  ]);
  expect(pods[0].volumes).toEqual([
    { name: 'keys', secret: { secretName: 'checkout-api-queue', items: [{ key: 'ca-file', path: 'ca-file' }] } },
    { name: 'all', secret: { secretName: 'other' } },
  ]);
  expect(pods[0].containers[0].volumeMounts[0]).toEqual({ name: 'keys', mountPath: '/etc/keys', readOnly: true });
  for (const pod of pods) expect(pod).toEqual(pods[0]);
  expect(everywhere.index.charts[0].reads?.map(({ secret, key, as }) => [secret, key, Object.values(as)[0]])).toEqual([
    ['checkout-api-queue', 'ca-file', '/etc/keys/ca-file'], ['other', '*', '/o'],
    ['checkout-api-queue', 'url', 'Q'], ['other', 'token', 'TOKEN'],
  ]);
});

test('the role of a service in a store of Secrets has exactly the entries of what it reads', () => {
  const own = secrets('own', {
    entry: 'own-entry', keys: { a: {}, b: { remote: { key: 'b-entry', property: 'x' } }, c: {} },
  });
  const written = objects({ env: { A: own.key('a'), Q: queue.key('user') } }, 'kubernetes');
  expect(written['Role/checkout-api-secrets']).toMatchObject({
    metadata: { namespace: 'vault' },
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['own-entry', 'queue'], verbs: ['get'] }],
  });
  expect(written['RoleBinding/checkout-api-secrets']).toMatchObject({
    metadata: { namespace: 'vault' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'checkout-api-secrets' },
    subjects: [{ kind: 'ServiceAccount', name: 'checkout-api', namespace: 'shop' }],
  });
  expect(written['ServiceAccount/checkout-api'].automountServiceAccountToken).toBe(false);
  const apart = new ParityApp({ environments: [everyProvider[2]] });
  apart.add(chart((scope) => new Microservice(scope, 'api', { image: IMAGE, env: { A: own.key('a') } }),
    { namespace: 'apart' }), 'checkout');
  const { subjects } = objectsIn(apart.render(), 'kubernetes')['RoleBinding/checkout-api-secrets'];
  expect(subjects[0].namespace).toBe('apart');
});

test('what every provider gets is what its custom resources allow, in the store that it names', () => {
  const named = Object.keys(PROVIDERS).map((target) => {
    const written = objectsIn(everywhere, target);
    const custom = Object.values(written).filter(({ kind }) => /^(External)?Secret(Store)?$/.test(kind as string));
    expect(custom.flatMap(findSchemaProblems)).toEqual([]);
    const { secretStoreRef, target: { template } } = written['ExternalSecret/checkout-api-queue'].spec;
    expect(template.data['ca-file']).toBe('{{ index . "ca-file" }}');
    const own = written['SecretStore/checkout-api'];
    const provider = own === undefined ? '-' : Object.keys(own.spec.provider)[0];
    return [target, `${secretStoreRef.kind}/${secretStoreRef.name}`, provider];
  });
  expect(named).toEqual([
    ['shared', 'ClusterSecretStore/platform', '-'], ['fake', 'ClusterSecretStore/platform', '-'],
    ['kubernetes', 'SecretStore/checkout-api', 'kubernetes'], ['vault', 'SecretStore/checkout-api', 'vault'],
    ['aws', 'SecretStore/checkout-api', 'aws'], ['gcp', 'SecretStore/checkout-api', 'gcpsm'],
  ]);
});

test('a key that is named twice for one volume is one file', () => {
  const written = objects({ volumes: { v: queue.files({ mount: '/v', keys: ['user', 'user'] }) } }, 'aws');
  const [{ secret }] = written['Deployment/checkout-api'].spec.template.spec.volumes;
  expect(secret.items).toEqual([{ key: 'user', path: 'user' }]);
});

test("without the fact secretStore.provider the platform's store serves all", () => {
  const only = environment<EnvironmentContract>('production', { ...FACTS, capabilities, secretStore: store });
  const rendered = render({ env: { Q: queue.key('url') } }, [only]);
  const written = objectsIn(rendered, 'production');
  expect(written['ExternalSecret/checkout-api-queue'].spec.secretStoreRef).toEqual(store);
  expect(Object.keys(written)).not.toContain('SecretStore/checkout-api');
});

test('Reloader restarts the Deployment for exactly its own Secrets, and where there is none it is said', () => {
  const files = secrets('files', { keys: { a: {} }, reload: 'files' });
  const both = { env: { Q: queue.key('url') }, volumes: { f: files.files({ mount: '/f' }) } };
  const rendered = render(both, [local, production]);
  const annotations = ['local', 'production'].map((target) =>
    objectsIn(rendered, target)['Deployment/checkout-api'].metadata.annotations);
  expect(annotations.map((all) => all['secret.reloader.stakater.com/reload']))
    .toEqual(['checkout-api-queue', 'checkout-api-queue']);
  expect(annotations.map((all) => all['cdk8s-parity.dev/secrets-reload']))
    .toEqual(['restart by hand after a change: no Reloader here', 'Reloader restarts the pods']);
  const quiet = objects({ volumes: { f: files.files({ mount: '/f' }) } }, 'vault');
  expect(quiet['Deployment/checkout-api'].metadata.annotations).toBeUndefined();
});

test('the example differs by facts and the rotation alone, in parity and witnessed', () => {
  expect(assemblyInMemory(example)).toDifferOnlyBy([
    'Checkout.rotation', 'env.capabilities.externalSecrets', 'env.capabilities.reloader', 'env.secretStore.*',
    // Every service has these.
    'env.imagePullSecrets',
  ]);
  expect(build).toBeInParity();
});

test('what may vary is what the page says', () => {
  const { objects: all } = example.index.charts[0].template;
  const places = all.flatMap(({ id, places: filled, when = [] }) => {
    const [kind] = id.split('/');
    return [...when.map(() => kind), ...filled.map(({ path }) =>
      `${kind} ${path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')}`)];
  })
    // These every service has, by other capabilities.
    .filter((place) => !/ metadata\.namespace$|imagePullSecrets/.test(place));
  expect([...new Set(places)].sort()).toEqual(listedPlaces('secrets').sort());
});

describe('a declaration is refused', () => {
  const one = (options: object) => () => secrets('payment', { keys: { key: options } } as never);
  test.each<[string, () => unknown, RegExp]>([
    [
      'with a value', one({ value: 'hush' }),
      /PARITY_BAD_SECRET[^]*option "value" of key 'key' of 'payment'[^]*never written/,
    ],
    [
      'with a text for a key', () => secrets('p', { keys: { key: 'hush' } } as never),
      /key 'key' of 'p': a string[^]*not to the program/,
    ],
    [
      'with an unknown option', () => secrets('p', { keys: { a: {} }, rotate: '1h' } as never),
      /option "rotate" of 'p'/,
    ],
    ['with an unknown form', one({ generate: { form: 'words' } }), /generate of key 'key'/],
    ['with a length that is none', one({ generate: { form: 'hex', length: -1 } }), /generate of key 'key'/],
    [
      'with a template that computes', one({ template: '{{ .key | b64enc }}' }),
      /the template of key 'key'[^]*\{\{ \.key \}\}/,
    ],
    ['with a template that Go opens a brace too early', one({ template: '{{{ .key }}' }), /the template of key 'key'/],
    ['with a template of nothing', one({ template: 'postgres' }), /stands for no key/],
    [
      'with a template of a key that is not declared', one({ template: '{{ .kei }}' }),
      /PARITY_UNKNOWN_SECRET_KEY[^]*"kei"[^]*'key'/,
    ],
    [
      'with a template of a template',
      () => secrets('p', { keys: { a: {}, b: { template: '{{ .a }}' }, c: { template: '{{ .b }}' } } }),
      /stands for 'b'/,
    ],
    [
      'with a template that is stored', one({ template: '{{ .key }}', remote: { key: 'x' } }),
      /has a template, and remote/,
    ],
    ['with a key that is no name', () => secrets('p', { keys: { 'a/b': {} } }), /the key "a\/b"/],
    [
      'with a key that would be lost', () => secrets('p', { keys: JSON.parse('{"__proto__":{}}') }),
      /the key "__proto__"/,
    ],
    ['with a dot and no remote', () => secrets('p', { keys: { 'tls.crt': {} } }), /property "tls\.crt"[^]*remote/],
    ['with an entry that climbs', one({ remote: { key: '../../root' } }), /the entry "\.\.\/\.\.\/root"/],
    ['with an entry that is a template', one({ remote: { key: '{{ .x }}' } }), /the entry/],
    ['with a name that is none', () => secrets('Payment!', { keys: { a: {} } }), /the name "Payment!"/],
    ['without keys', () => secrets('p', { keys: {} }), /'p' without keys/],
    ['with a reload that is none', () => secrets('p', { keys: { a: {} }, reload: 'often' as never }), /reload "often"/],
  ])('%s', (_, declare, message) => {
    const [failure, ...others] = refusals(declare);
    expect(others).toEqual([]);
    expect(failure).toMatch(message);
    expect(failure).not.toContain('hush');
  });
});

describe('a read is refused', () => {
  const files = secrets('files', { keys: { a: {} }, reload: 'files' });
  test.each<[string, () => unknown, RegExp]>([
    ['of a key that is not declared', () => render({ env: { Q: queue.key('pasword' as 'password') } }),
      /PARITY_UNKNOWN_SECRET_KEY[^]*"pasword" of 'queue'[^]*'password'/],
    ['as a file, of a key that is not declared',
      () => render({ volumes: { v: { mount: '/v', secrets: queue, keys: ['pass'] } } }),
      /PARITY_UNKNOWN_SECRET_KEY[^]*"pass"/],
    [
      'as a variable, when changes reach files only', () => render({ env: { A: files.key('a') } }),
      /PARITY_BAD_SECRET[^]*reload: 'files'/,
    ],
    ['of two sets of one name', () => render({
      env: { A: secrets('twice', { keys: { a: {} } }).key('a'), B: secrets('twice', { keys: { b: {} } }).key('b') },
    }), /PARITY_SECRET_TWICE[^]*'twice'[^]*secrets\.test\.ts:\d+ and .*secrets\.test\.ts:\d+/],
    ['of two sets of one name that do otherwise on a change', () => render({
      env: {
        A: secrets('twice', { keys: { a: {} } }).key('a'),
        B: secrets('twice', { keys: { a: {} }, reload: 'none' }).key('a'),
      },
    }), /PARITY_SECRET_TWICE[^]*'twice' with other keys or options/],
    ['of a set that was put together by hand', () => {
      const declaration = { ...queue.declaration, keys: [{ name: 'a', remote: { key: 'p' }, value: 'hush' }] };
      return render({ env: { A: { secrets: { ...queue, declaration }, key: 'a' } } });
    }, /PARITY_BAD_SECRET[^]*a set that secrets\(\.\.\.\) did not declare/],
    [
      'too seldom', () => render({ env: { A: secrets('p', { keys: { a: {} }, rotation: '500ms' }).key('a') } }),
      /rotation of/,
    ],
    ['from an entry that one environment cannot have', () => render({
      env: { A: secrets('p', { entry: 'shop/payment', keys: { a: {} } }).key('a') },
    }, everyProvider.slice(0, 4)),
    /PARITY_BAD_SECRET: the store \(kubernetes\)[^]*where: +kubernetes: checkout[^]*'shop\/payment'/],
    ['of an entry as a whole, where entries are Secrets', () => render({
      env: { A: secrets('p', { keys: { a: { remote: { key: 'p', property: false } } } }).key('a') },
    }), /PARITY_BAD_SECRET: an entry of the store \(kubernetes\) is no value/],
    ['at no time', () => render({
      env: { A: secrets('p', { keys: { a: {} }, rotation: 60 as never }).key('a') },
    }), /PARITY_BAD_SECRET[^]*rotation of 'checkout-api-p': no time/],
    ['never, in one environment', () => {
      class Never extends ParityChart {
        readonly rotation = vary.duration({ default: '1h', min: '0s', why: 'test' });
        constructor(scope: Construct, id: string) {
          super(scope, id);
          const set = secrets('p', { keys: { a: {} }, rotation: this.rotation });
          new Microservice(this, 'api', { image: IMAGE, env: { A: set.key('a') } });
        }
      }
      const [one, other] = ['one', 'other'].map((name) =>
        environment<EnvironmentContract>(name, { ...FACTS, capabilities, secretStore: store }));
      const app = new ParityApp({ environments: [one.overlay(Never, { rotation: '0s' }), other] });
      app.add(Never, 'checkout');
      app.render();
    }, /PARITY_BAD_SECRET[^]*where: +one: [^]*got: +0 s/],
  ])('%s', (_, work, message) => {
    expect(refusals(work)).toEqual([expect.stringMatching(message)]);
  });

  test('where no environment says what it has', () => {
    expect(refusals(() => render({ env: { Q: queue.key('url') } }, [environment('production', FACTS)]))).toEqual(
      ['externalSecrets', 'reloader'].map((name) =>
        expect.stringMatching(new RegExp(`PARITY_UNKNOWN_FACT[^]*'capabilities\\.${name}'`)) as string));
  });

  test("by a preview whose role would be its base's, and not with entries of its own", () => {
    const base = everyProvider[2];
    const of = (name: string, namespace: string) => preview(name, base, {
      namespace: name, secretStore: { ...PROVIDERS.kubernetes, kubernetes: { namespace } },
    });
    const rendered = (...previews: ReturnType<typeof of>[]) =>
      refusals(() => render({ env: { Q: queue.key('url') } }, [...previews, base]));
    expect(rendered(of('pr-1', 'vault'))).toEqual([expect.stringMatching(
      /PARITY_BAD_SECRET: a preview would[^]*pr-1: checkout[^]*'checkout-api-secrets' in 'vault', where kube[^]*=pr-1$/,
    )]);
    expect(rendered(of('pr-1', 'pr-1'), of('pr-2', 'pr-2'))).toEqual([]);
    expect(rendered(of('pr-1', 'previews'), of('pr-2', 'previews')))
      .toEqual([expect.stringMatching(/pr-2: checkout[^]*where pr-1/)]);
  });

  test.each<[string, (domain: string) => Parameters<typeof secrets>[1], RegExp]>([
    ['a description', (domain) => ({ keys: { a: { description: `of ${domain}` } } }), /description of key 'a'/],
    ['an entry', (domain) => ({ entry: domain, keys: { a: {} } }), /the entry that differs/],
    ['a template', (domain) => ({ keys: { a: {}, b: { template: `{{ .a }}@${domain}` } } }), /the template of key 'b'/],
  ])('of a set with %s that differs between environments', (_, options, message) => {
    const app = new ParityApp({ environments: everyProvider });
    app.add(chart((scope) => {
      const set = secrets('p', options(`${facts<EnvironmentContract>(scope).domain}`));
      new Microservice(scope, 'api', { image: IMAGE, env: { A: set.key('a') } });
    }), 'checkout');
    expect(refusals(() => app.render())).toEqual([expect.stringMatching(message)]);
  });

  test('of one Secret by two services', () => {
    const app = new ParityApp({ environments: [local] });
    const reading = (name: string, set: string) => chart((scope) => new Microservice(scope, 'api', {
      image: IMAGE, name, env: { A: secrets(set, { keys: { a: {} } }).key('a') },
    }));
    app.add(reading('a-b', 'c'), 'one');
    app.add(reading('a', 'b-c'), 'two');
    expect(refusals(() => app.render()))
      .toEqual([expect.stringMatching(/PARITY_BAD_SECRET: two declare[^]*'a-b-c', also of one/)]);
  });
});

test('the types refuse what is no declaration, and what is not declared', () => {
  class Typed extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const set = secrets('typed', { keys: { a: {}, b: { generate: { form: 'hex' } }, c: { template: '{{ .a }}' } } });
      set.key('a');
      // @ts-expect-error not declared
      set.key('d');
      // @ts-expect-error not declared
      set.files({ mount: '/x', keys: ['d'] });
      // @ts-expect-error no value
      secrets('x', { keys: { a: { value: 'x' } } });
      // @ts-expect-error no value
      secrets('x', { keys: { a: 'x' } });
      // @ts-expect-error no such option
      secrets('x', { keys: { a: {} }, store: 'x' });
      // @ts-expect-error what is computed is not made up
      secrets('x', { keys: { a: { template: '{{ .a }}', generate: { form: 'hex' } } } });
      // @ts-expect-error a uuid has one length
      secrets('x', { keys: { a: { generate: { form: 'uuid', length: 3 } } } });
      // @ts-expect-error a set is no value; one of its keys is
      new Microservice(this, 'api', { image: IMAGE, env: { A: set } });
    }
  }
  expect(Typed).toBeInstanceOf(Function);
});
