import type { Construct } from 'constructs';
import { type EnvironmentContract, Microservice, type MicroserviceProps, ParityChart, facts, vary } from '../../lib';
import { formatFailure } from '../../lib/template/error';
import { ParityErrors } from '../../lib';
import { IMAGE, failuresOf, shop } from './shop';

/** A chart whose one service gets a variation somewhere it must not be. */
function refusalsOf(props: (number: number, text: string) => Partial<MicroserviceProps>): string[] {
  class Checkout extends ParityChart {
    readonly number = vary.integer({ default: 5, min: 1, max: 60, why: 'a test' });
    readonly text = vary.string({ default: 'abc', pattern: /[a-z]+/, why: 'a test' });
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new Microservice(this, 'api', {
        image: IMAGE, port: 8080, health: { ready: '/readyz' }, args: [`${this.number}`, this.text],
        ...props(this.number, this.text),
      } as MicroserviceProps);
    }
  }
  const app = shop();
  app.add(Checkout, 'checkout');
  try {
    app.render();
  } catch (cause) {
    if (!(cause instanceof ParityErrors)) throw cause;
    return cause.failures.map(formatFailure);
  }
  return [];
}

describe('a value that differs is refused', () => {
  test.each<[string, (number: number, text: string) => Partial<MicroserviceProps>, RegExp]>([
    [
      'in a probe',
      (n) => ({ health: { ready: { http: '/', periodSeconds: n } } }),
      /PARITY_LOCKED: a probe[^]*readinessProbe\.periodSeconds[^]*'number'/,
    ],
    ['as the path of a probe', (_, t) => ({ health: { ready: `/${t}` } }), /PARITY_LOCKED: a probe/],
    ['as a port', (n) => ({ port: n }), /PARITY_LOCKED: a port/],
    ['as a user id', (n) => ({ runAsUser: n }), /PARITY_LOCKED: a security context/],
    ['in the command', (_, t) => ({ command: [t] }), /PARITY_LOCKED: a command/],
    ['as the wait before a stop', (n) => ({ drainSeconds: n }), /PARITY_LOCKED: a lifecycle hook/],
    ['as a folder', (_, t) => ({ volumes: { a: { mount: t, emptyDir: '1Mi' } } }), /PARITY_LOCKED: a volume mount/],
    ['as an image', (_, t) => ({ image: `${t}@sha256:${'a'.repeat(64)}` }), /PARITY_LOCKED: an image/],
    ['as a name', (_, t) => ({ name: t }), /PARITY_BAD_NAME[^]*differs between environments/],
    ["as a variable's name", (_, t) => ({ env: { [t]: 'x' } }), /PARITY_/],
    ['as a size made of text', (n) => ({ memory: `${n}Mi` as '5Mi' }), /PARITY_BAD_QUANTITY[^]*vary\.memory/],
  ])('%s', (_, props, message) => {
    const failures = refusalsOf(props);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0]).toMatch(message);
  });

  test('but not in arguments', () => {
    expect(refusalsOf(() => ({}))).toEqual([]);
  });
});

describe('bad input is refused', () => {
  const service = (props: object) => (chart: Construct) =>
    new Microservice(chart, 'api', { image: IMAGE, ...props } as MicroserviceProps);
  test.each<[string, object, RegExp]>([
    [
      'replicas together with an autoscaler',
      { replicas: 2, autoscale: { min: 1, max: 2 } },
      /PARITY_EXCLUSIVE_PROPS[^]*replicas and autoscale/,
    ],
    ['port together with ports', { port: 1, ports: [] }, /PARITY_EXCLUSIVE_PROPS/],
    ['an image without digest', { image: 'shop/api:latest' }, /PARITY_IMAGE_WITHOUT_DIGEST/],
    ['a name that is none', { name: '../etc' }, /PARITY_BAD_NAME/],
    ['a name that begins with a digit', { name: '1cart' }, /PARITY_BAD_NAME/],
    ['a port that is none', { port: 70000 }, /PARITY_BAD_PORT/],
    [
      'two ports of one name',
      {
        ports: [
          { name: 'a', port: 1 },
          { name: 'a', port: 2 },
        ],
      },
      /PARITY_BAD_PORT/,
    ],
    ['a port name that is too long', { ports: [{ name: 'abcdefghijklmnop', port: 1 }] }, /PARITY_BAD_PORT/],
    ['memory in decimal units', { memory: '256M' }, /PARITY_BAD_QUANTITY/],
    ['cpu that is none', { cpu: 'much' }, /PARITY_BAD_QUANTITY/],
    ['a variable that is no name', { config: { 'a-b': 'x' } }, /PARITY_BAD_ENV_NAME/],
    ['a variable without a value', { env: { A: undefined } as never }, /PARITY_BAD_ENV_VALUE[^]*'A': undefined/],
    ['a variable of null', { env: { A: null } as never }, /PARITY_BAD_ENV_VALUE[^]*'A': null/],
    ['a variable that is true', { env: { A: true } as never }, /PARITY_BAD_ENV_VALUE[^]*'A': boolean/],
    ['a secret typed in', { env: { A: { secret: 's', key: 'k', value: 'p4ss' } } as never },
      /PARITY_BAD_ENV_VALUE(?![^]*p4ss)[^]*'A': an object of secret, key, value/],
    ['a variable that would be lost', { env: JSON.parse('{"__proto__":"x"}') }, /PARITY_BAD_ENV_NAME/],
    ['a volume that is no name', { volumes: { 'a/b': { mount: '/a', emptyDir: '1Mi' } } }, /PARITY_BAD_NAME/],
    ['a label that selects pods', { labels: { 'app.kubernetes.io/name': 'x' } }, /PARITY_LOCKED/],
    ['a probe of a port that does not exist', { port: 80, health: { ready: { tcp: 'grpc' } } }, /PARITY_NO_PORT/],
    [
      'a storage role that no environment has',
      { volumes: { a: { mount: '/a', claim: { role: 'slow', size: '1Gi' } } } },
      /PARITY_UNKNOWN_FACT/,
    ],
  ])('%s', (_, props, message) => {
    expect(failuresOf(service(props))).toEqual([expect.stringMatching(message)]);
  });

  test('two services of one name in one chart', () => {
    const failures = failuresOf((chart) => {
      new Microservice(chart, 'a', { image: IMAGE, name: 'x' });
      new Microservice(chart, 'b', { image: IMAGE, name: 'x' });
    });
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatch(/PARITY_DUPLICATE_OBJECT/);
  });
});

test('the types refuse what excludes each other', () => {
  const types = (chart: Construct) => {
    const image = IMAGE;
    new Microservice(chart, 'a', { image, replicas: 2 });
    new Microservice(chart, 'b', { image, autoscale: { min: 1, max: 2 } });
    // @ts-expect-error an autoscaler decides the number of replicas
    new Microservice(chart, 'c', { image, replicas: 2, autoscale: { min: 1, max: 2 } });
    // @ts-expect-error the ports are given once
    new Microservice(chart, 'd', { image, port: 80, ports: [] });
    // @ts-expect-error only secure defaults can be removed
    new Microservice(chart, 'e', { image, without: { readOnlyRootFileSystem: 'writes its cache' } });
    // @ts-expect-error a removal needs its reason
    new Microservice(chart, 'f', { image, without: { readOnlyRootFilesystem: true } });
    // @ts-expect-error a probe is of one kind
    new Microservice(chart, 'g', { image, health: { ready: { udp: 53 } } });
    // @ts-expect-error a budget says one of the two
    new Microservice(chart, 'h', { image, disruption: { maxUnavailable: 1, minAvailable: 1 } });
    // @ts-expect-error a capability is asked by when(...), never placed
    new Microservice(chart, 'i', { image, env: { GATEWAY: facts<EnvironmentContract>(chart).capabilities.gateway } });
  };
  expect(types).toBeInstanceOf(Function);
});
