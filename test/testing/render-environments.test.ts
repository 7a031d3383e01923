import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, ParityError, environment, overlays, vary } from '../../lib';
import { type RenderedEnvironments, renderEnvironments } from '../../lib/testing';
import { Cart, Checkout, build, local, messageOf, production, regions } from './small-shop';

/** Before anything is rendered: the guard of an app that is left alone would stay in its place. */
const { now } = Date;
const deployment = { kind: 'Deployment', name: 'checkout' };

describe('renderEnvironments', () => {
  test('renders one chart for each environment, with its overlays, and gives the objects', () => {
    const checkout = renderEnvironments(Checkout, [local, production]);
    expect(checkout.targets.map(({ name }) => name)).toEqual(['local', 'production']);
    expect(checkout.get('local').object(deployment).spec).toEqual({
      replicas: 2, limit: '256Mi', payments: 'http://payment-stub',
    });
    expect(checkout.get(production).object(deployment).spec.replicas).toBe(6);
    expect(checkout.manifests(production).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Deployment', 'Secret']);
  });

  test('overlays and exceptions for other charts and other instances are left out', () => {
    expect(renderEnvironments(Cart, [local, production], { props: [{ port: 80 }] }).manifests('production')).toEqual([
      expect.objectContaining({ spec: { replicas: 3, port: 80, paused: true } }),
    ]);
    const other = renderEnvironments(Cart, [local, production], { id: 'other', props: [{ port: 80 }] });
    expect(messageOf(() => other)).toBe('no failure');
    const checkout = renderEnvironments(Checkout, [production]);
    expect(checkout.index.charts.map(({ id, exceptions }) => [id, exceptions])).toEqual([['checkout', []]]);
  });

  test('of overlays beside the service those are kept that speak of it and of an environment that is there', () => {
    const beside = [
      overlays(Checkout, { local: { memory: '1Gi' }, staging: { memory: '2Gi' } }),
      overlays(Cart, { local: { replicas: 9 } }),
    ];
    const { index } = renderEnvironments(Checkout, [local], { overlays: beside });
    expect(index.charts[0].targets.local.values.memory.value).toBe('1Gi');
  });

  test('a mistake in an overlay for the chart is still one', () => {
    const wrong = local.overlay(Checkout, { replicas: 99 });
    expect(() => renderEnvironments(Checkout, [wrong])).toThrow(/PARITY_BAD_VALUE/);
    const cluster = local.overlay(Checkout, { replicas: 9 }, { cluster: 'eu' });
    expect(() => renderEnvironments(Checkout, [cluster])).toThrow(/a cluster that it does not have/);
  });

  test('renders what a function adds, also deferred charts, and an app that a function builds', () => {
    const added = renderEnvironments((app) => {
      new Checkout(app, 'checkout');
      app.add(Cart, 'cart', { port: 80 });
    }, [local, production]);
    expect(added.index.charts.map(({ id }) => id)).toEqual(['checkout', 'cart']);
    expect(added.get('production').object({ kind: 'Deployment', name: 'cart' }).spec.paused).toBe(true);
    expect(renderEnvironments(build).index.charts.map(({ id }) => id)).toEqual(['checkout', 'cart']);
  });

  test('is an assembly: its files can be read by path', () => {
    const checkout = renderEnvironments(Checkout, [local, production]);
    expect(checkout.readFile('production/checkout.k8s.yaml')).toContain('  replicas: 6\n');
    expect(() => checkout.readFile('production/cart.k8s.yaml')).toThrow('PARITY_ASSEMBLY_FILE_MISSING');
  });

  test('an id is made of the class, or given', () => {
    class HTTPGatewayV2 extends Checkout {}
    const idOf = (rendered: RenderedEnvironments) => rendered.index.charts[0].id;
    expect(idOf(renderEnvironments(HTTPGatewayV2, [local]))).toBe('http-gateway-v2');
    expect(idOf(renderEnvironments(Checkout, [local], { id: 'till' }))).toBe('till');
  });

  test('nothing of an app that is not rendered in the end stays installed', () => {
    expect(renderEnvironments(Checkout, [production]).targets).toHaveLength(1);
    expect(Date.now).toBe(now);
    expect(() => renderEnvironments(build as () => void, [local])).toThrow('give it alone');
    expect(Date.now).toBe(now);
    class Broken extends Chart {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        throw new Error('broken');
      }
    }
    expect(() => renderEnvironments(Broken, [local])).toThrow('broken');
    expect(Date.now).toBe(now);
  });

  test('what environments share cannot be changed by a test', () => {
    const [config] = renderEnvironments(Checkout, [local]).manifests('local');
    expect(() => { (config.metadata as { name: string }).name = 'other'; }).toThrow(TypeError);
  });

  test.each([
    [undefined, [local]], [{}, undefined], [Checkout, undefined], [Checkout, local], [() => undefined, undefined],
    [Checkout, [{ name: 'local' }]],
  ])('%p with %p cannot be rendered', (...given: unknown[]) => {
    expect(() => (renderEnvironments as (...all: unknown[]) => unknown)(...given)).toThrow(TypeError);
  });
});

describe('an environment of what was rendered', () => {
  const rendered = renderEnvironments(Checkout, [local, regions]);

  test('is found by its name, by that of a cluster, or by itself', () => {
    expect(rendered.get('production/eu')).toMatchObject({ environment: 'production', cluster: 'eu' });
    expect(rendered.get('production/eu').facts.domain).toBe('eu.example.com');
    expect(rendered.get(local).name).toBe('local');
  });

  test('a name that means none, or several clusters, is refused', () => {
    expect(() => rendered.get('prodution')).toThrow(expect.objectContaining({ code: 'PARITY_UNKNOWN_ENVIRONMENT' }));
    expect(() => rendered.get('prodution')).toThrow("'production'");
    expect(messageOf(() => rendered.get(regions))).toBe(`\
PARITY_UNKNOWN_ENVIRONMENT: the environment has several clusters
  got:      'production'
  expected: 'production/eu' or 'production/us'
  fix:      name one of them`);
  });

  test('an object is found by kind and name, with or without the content hash', () => {
    const target = rendered.get('local');
    const config = target.object({ kind: 'ConfigMap', name: 'checkout-config' });
    expect(config.metadata.name).toMatch(/^checkout-config-[0-9a-f]{10}$/);
    expect(target.object({ kind: 'ConfigMap', name: config.metadata.name })).toBe(config);
    expect(messageOf(() => target.object({ kind: 'ConfigMap', name: 'checkout-confi' }))).toContain(
      `expected: ConfigMap/${config.metadata.name}`,
    );
  });

  test('an object that is not there is an error that names the nearest', () => {
    const find = () => rendered.get('local').object({ kind: 'Deployment', name: 'chekout' });
    expect(find).toThrow(ParityError);
    expect(messageOf(find)).toBe(`\
PARITY_UNKNOWN_OBJECT: the environment has no such object
  where:    local
  got:      Deployment/chekout
  expected: Deployment/checkout
  fix:      correct the kind or the name`);
  });
});

describe('the witness of what was rendered', () => {
  class Branching extends ParityChart {
    readonly size = vary.oneOf(['small', 'large'], { default: 'small', why: 'the catalogue differs' });
    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: false });
      const mode = (this.size as string) === 'large' ? 'fast' : 'slow';
      const spec = { mode, size: this.size };
      new ApiObject(this, 'o', { apiVersion: 'v1', kind: 'Thing', metadata: { name: id }, spec });
    }
  }
  const large = environment<object>('large', {}).overlay(Branching, { size: 'large' });

  test('is empty for honest code, and says where code branched', () => {
    expect(renderEnvironments(Checkout, [local, production]).witness()).toEqual([]);
    expect(renderEnvironments(Branching, [large]).witness()).toEqual([
      expect.objectContaining({
        code: 'PARITY_WITNESS', where: 'large: branching > Thing/branching > spec.mode (branching/o)',
      }),
    ]);
  });

  test('toBeInParity asks it', () => {
    expect(renderEnvironments(Checkout, [local, production])).toBeInParity();
    expect(renderEnvironments(build)).toBeInParity();
    expect(renderEnvironments(Branching, [large])).not.toBeInParity();
  });
});

test('what does not fit is refused by the compiler', () => {
  const wrong = () => [
    // @ts-expect-error -- Cart takes a port
    renderEnvironments(Cart, [local]),
    // @ts-expect-error -- a port is a number
    renderEnvironments(Cart, [local], { props: [{ port: 'http' }] }),
    // @ts-expect-error -- a chart needs environments
    renderEnvironments(Checkout),
    // @ts-expect-error -- Checkout takes no props
    renderEnvironments(Checkout, [local], { props: [1] }),
    // @ts-expect-error -- environments, not their names
    renderEnvironments(Checkout, ['local']),
    // @ts-expect-error -- an app is rendered by itself, or built by a function
    renderEnvironments(new ParityApp({ environments: [local] })),
    // @ts-expect-error -- an object has a kind
    renderEnvironments(Checkout, [local]).get(local).object({ name: 'checkout' }),
    // @ts-expect-error -- what was rendered cannot be changed
    renderEnvironments(Checkout, [local]).get(local).manifests.push(),
  ];
  expect(wrong).toBeInstanceOf(Function);
});
