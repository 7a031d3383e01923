import type { Construct } from 'constructs';
import { Backing, Microservice, ParityApp, ParityErrors, type ParityChart, type UseOptions, secrets } from '../../lib';
import { formatFailure } from '../../lib/template/error';
import { backed, chartOf, facts } from './backings';
import { IMAGE, objectsIn } from './shop';

const STORE = { major: 7, image: IMAGE, storage: { role: 'fast', size: '1Gi' }, persistence: true } as const;

/** An app whose environments have everything by one provisioner each. */
function appOf(create: (chart: ParityChart) => void): ParityApp {
  const app = new ParityApp({ environments: [
    backed('local', facts('stateful-set')), backed('staging', facts('cloudnative-pg')), backed('production', facts('managed')),
  ] });
  app.add(chartOf(create), 'data');
  return app;
}

function refusalsOf(create: (chart: ParityChart) => void): string[] {
  try {
    appOf(create).render();
    return [];
  } catch (cause) {
    if (!(cause instanceof ParityErrors)) throw cause;
    return cause.failures.map(formatFailure);
  }
}

test('it may belong to an application, the same everywhere', () => {
  const cart = (partOf: string) => (chart: ParityChart) => void Backing.redis(chart, 'cart', { ...STORE, partOf });
  const labelled = Object.entries(objectsIn(appOf(cart('shop')).render(), 'local'))
    .filter(([, { metadata }]) => metadata.labels['app.kubernetes.io/part-of'] !== 'shop');
  expect(labelled).toEqual([]);
  expect(refusalsOf(cart('the shop')).join()).toMatch(/PARITY_BAD_BACKING[^]*partOf: "the shop"/);
});

describe('keys besides the engine\'s', () => {
  const address = '{{ .host }}:{{ .port }},password={{ .password }}';
  const cart = (chart: Construct) => Backing.redis(chart, 'cart', { ...STORE, keys: { address } });
  const { index: { charts: [{ backings, secrets, reads }] } } = appOf((chart) =>
    new Microservice(chart, 'api', { image: IMAGE }).uses(cart(chart), { env: { address: 'REDIS_ADDR' } })).render();
  const keyOf = (provisioner: string) => secrets?.find(({ construct }) => construct.endsWith(provisioner))?.keys.at(-1);

  test('are computed where the server is made here, and in the store where somebody else keeps it', () => {
    expect(keyOf('stateful-set')).toEqual({ name: 'address', template: 'cart:6379,password={{ .password }}' });
    expect(keyOf('managed')).toEqual({ name: 'address', remote: { key: 'cart-app', property: 'address' } });
  });

  test('are part of the interface, and read as the others are', () => {
    expect(backings?.[0].keys).toEqual(['host', 'port', 'password', 'uri', 'address']);
    expect(reads).toMatchObject([{ secret: 'cart-app', key: 'address', as: { env: 'REDIS_ADDR' } }]);
  });

  test('are none of what CloudNativePG writes', () => {
    const orders = (chart: Construct) => Backing.postgres(chart, 'orders', {
      major: 17, image: IMAGE, storage: STORE.storage, cloudNativePg: { image: `${IMAGE}` }, keys: { jdbc: 'jdbc:postgresql://{{ .host }}/{{ .dbname }}' },
    });
    expect(refusalsOf(orders)).toEqual([
      expect.stringMatching(/PARITY_BAD_BACKING[^]*staging: data\/orders[^]*without further keys: jdbc/),
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['the engine has', { uri: '{{ .host }}' }, /keys: "uri"[^]*none of host/],
    ['no store can have', { 'a.b': '{{ .host }}' }, /keys: "a\.b"/],
    ['stand for what the engine has not', { address: '{{ .url }}' }, /keys\.address[^]*any of host, port/],
    ['compute', { address: '{{ .host | upper }}{{ .port }}' }, /keys\.address/],
    ['open a brace too early', { address: '{{{ .host }}' }, /keys\.address/],
    ['stand for nothing', { address: 'cart:6379' }, /keys\.address/],
    ['are no text', { address: { secret: 'x' } as unknown as string }, /keys\.address/],
  ])('are refused when they %s', (_, keys, message) => {
    const refused = (chart: Construct) => Backing.redis(chart, 'cart', { ...STORE, keys });
    expect(refusalsOf(refused).join()).toMatch(/PARITY_BAD_BACKING/);
    expect(refusalsOf(refused).join()).toMatch(message);
  });
});

describe('a change of the connection', () => {
  const payment = secrets('payment', { keys: { apiKey: {} } });
  const annotationsOf = (options: UseOptions, env = {}) => {
    const files = appOf((chart) => {
      const cart = Backing.redis(chart, 'cart', STORE);
      new Microservice(chart, 'api', { image: IMAGE, env }).uses(cart, options);
    }).render();
    return objectsIn(files, 'local')['Deployment/data-api'].metadata.annotations;
  };

  test('restarts the pods that read it, beside those of their own secrets', () => {
    expect(annotationsOf({}, { KEY: payment.key('apiKey') })).toEqual({
      'secret.reloader.stakater.com/reload': 'cart-app,data-api-payment',
      'cdk8s-parity.dev/secrets-reload': 'Reloader restarts the pods',
    });
  });

  test('does nothing to who does not want it', () => {
    expect(annotationsOf({ reload: 'none' })).toBeUndefined();
  });
});
