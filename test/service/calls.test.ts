import type { Construct } from 'constructs';
import {
  type EnvironmentContract, Microservice, type MicroserviceProps, ParityApp, ParityChart, type RenderedAssembly, facts,
  serviceOf, when,
} from '../../lib';
import '../../lib/testing';
import { connectionsOf } from './connections';
import { IMAGE, chart, failuresOf, local, objectsIn, objectsOf, renderOne, shop } from './shop';

const serve = (chart: Construct, id: string, props: Partial<MicroserviceProps> = {}) =>
  new Microservice(chart, id, {
    image: IMAGE,
    port: 8080,
    health: { ready: '/readyz' },
    ...props,
  } as MicroserviceProps);
const envOf = (objects: ReturnType<typeof objectsOf>, name: string) =>
  objects[`Deployment/${name}`].spec.template.spec.containers[0].env;

class Cart extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    serve(this, 'api', { name: 'cartservice', port: { name: 'grpc', port: 7070 } });
  }
}
class Frontend extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    serve(this, 'web').calls(serviceOf(Cart, 'cart'));
  }
}
class Load extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Microservice(this, 'load', { image: IMAGE }).calls(serviceOf(Frontend, 'frontend'), {
      env: 'FRONTEND_URL',
      scheme: 'http',
    });
  }
}
const EDGES = ['frontend-web -> cartservice:7070', 'load -> frontend-web:8080'];

function check(rendered: RenderedAssembly) {
  for (const target of ['local', 'staging', 'production']) {
    const objects = objectsIn(rendered, target);
    expect(connectionsOf(Object.values(objects))).toEqual(EDGES);
    expect(envOf(objects, 'frontend-web')).toEqual([{ name: 'CARTSERVICE_ADDR', value: 'cartservice:7070' }]);
    expect(envOf(objects, 'load')).toEqual([{ name: 'FRONTEND_URL', value: 'http://frontend-web:8080' }]);
  }
}

describe('calls between charts are the same whatever comes first', () => {
  const charts = { cart: Cart, frontend: Frontend, load: Load };
  const orders = [
    ['cart', 'frontend', 'load'],
    ['load', 'frontend', 'cart'],
    ['frontend', 'load', 'cart'],
    ['cart', 'load', 'frontend'],
  ] as const;

  test.each(orders)('deferred: %s, %s, %s', (...order) => {
    const app = shop();
    for (const id of order) app.add(charts[id], id);
    check(app.render());
  });

  test.each(orders)('made at once: %s, %s, %s', (...order) => {
    const app = shop();
    for (const id of order) new charts[id](app, id);
    check(app.render());
  });

  test.each(orders)('one at once, the others deferred: %s, %s, %s', (first, ...others) => {
    const app = shop();
    new charts[first](app, first);
    for (const id of others) app.add(charts[id], id);
    check(app.render());
  });

  test('parity.json lists them with the lines that declare them', () => {
    const app = shop();
    new Load(app, 'load');
    app.add(Frontend, 'frontend');
    app.add(Cart, 'cart');
    expect(app.render().index.calls).toEqual([
      {
        from: 'frontend/web',
        to: 'cart/api',
        port: 'grpc',
        source: expect.stringMatching(/^test\/service\/calls\.test\.ts:\d+$/),
      },
      {
        from: 'load/load',
        to: 'frontend/web',
        port: 'http',
        source: expect.stringMatching(/^test\/service\/calls\.test\.ts:\d+$/),
      },
    ]);
  });
});

test('a call to what is added later is seen also by a policy that is rendered before everything else', () => {
  class Below extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      const { deployment, node } = serve(this, 'api', { name: 'cartservice', port: { name: 'grpc', port: 7070 } });
      deployment.addDependency(node.findChild('network-policy'));
    }
  }
  const app = shop();
  const parent = new ParityChart(app, 'parent');
  serve(new ParityChart(app, 'caller'), 'api').calls(serveLater);
  new Below(parent, 'cart');
  expect(connectionsOf(Object.values(objectsIn(app.render(), 'local')))).toEqual(['caller-api -> cartservice:7070']);
});
const serveLater = { chartClass: 'Below', chartId: 'parent/cart' };

describe('a policy', () => {
  test('allows the port behind the Service, of exactly the port that is called', () => {
    const objects = objectsOf((chart) => {
      const b = serve(chart, 'b', {
        port: undefined,
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'admin', port: 81, targetPort: 8081 },
        ],
      });
      serve(chart, 'a').calls(b, { port: 'http' });
      serve(chart, 'c');
    });
    expect(connectionsOf(Object.values(objects))).toEqual(['checkout-a -> checkout-b:8080']);
    expect(envOf(objects, 'checkout-a')).toEqual([{ name: 'CHECKOUT_B_ADDR', value: 'checkout-b:80' }]);
  });

  test('allows names to be resolved and nothing else when nothing is declared', () => {
    const { spec } = objectsOf((chart) => serve(chart, 'api'))['NetworkPolicy/checkout-api'];
    expect(spec).toEqual({
      podSelector: {
        matchLabels: { 'app.kubernetes.io/name': 'checkout-api', 'app.kubernetes.io/instance': 'checkout' },
      },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    });
  });

  test('without one on the called side, its pods are open; the calling side is still closed', () => {
    const objects = objectsOf((chart) => {
      const b = serve(chart, 'b', { without: { networkPolicy: 'behind a mesh' } });
      serve(chart, 'a').calls(b);
      serve(chart, 'c');
    });
    expect(objects).not.toHaveProperty('NetworkPolicy/checkout-b');
    expect(connectionsOf(Object.values(objects))).toEqual([
      'checkout-a -> checkout-b:8080',
      'checkout-b -> checkout-b:8080',
      'checkout-b -> checkout-b:9999',
    ]);
  });

  test('lists its callers in the order of their ids', () => {
    const rules = (order: readonly string[]) => objectsOf((chart) => {
      const b = serve(chart, 'b');
      for (const id of order) serve(chart, id).calls(b);
    })['NetworkPolicy/checkout-b'].spec.ingress;
    expect(rules(['z', 'm', 'a'])).toEqual(rules(['a', 'm', 'z']));
    expect(rules(['z', 'm', 'a'])).toHaveLength(3);
  });

  test('lets declared pods of other namespaces in, and says why', () => {
    const policy = objectsOf((chart) =>
      serve(chart, 'api').allowFrom({
        namespace: 'monitoring',
        pods: { app: 'prometheus' },
        why: 'metrics are scraped',
      }),
    )['NetworkPolicy/checkout-api'];
    expect(policy.spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { app: 'prometheus' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
    expect(policy.metadata.annotations).toEqual({ 'cdk8s-parity.dev/why': 'called by: metrics are scraped' });
  });
});

describe('an address', () => {
  test('can be left out', () => {
    const objects = objectsOf((chart) => serve(chart, 'a').calls(serve(chart, 'b'), { env: false }));
    expect(envOf(objects, 'checkout-a')).toBeUndefined();
    expect(connectionsOf(Object.values(objects))).toHaveLength(1);
  });

  test('is in a variable named after the service', () => {
    const objects = objectsOf((chart) => serve(chart, 'a').calls(serve(chart, 'b', { name: 'my-cart-service' })));
    expect(envOf(objects, 'checkout-a')).toEqual([{ name: 'MY_CART_SERVICE_ADDR', value: 'my-cart-service:8080' }]);
  });

  test('is the same beside an alternative, for which the object is rendered twice', () => {
    const objects = objectsOf((chart) => {
      const args = when(facts<EnvironmentContract>(chart).capabilities.gateway, {
        true: () => ['--proxied'] as string[],
        false: () => [],
      }) as string[];
      serve(chart, 'a', { args }).calls(serve(chart, 'b'), { env: 'B' });
    });
    expect(objects['Deployment/checkout-a'].spec.template.spec.containers[0].args).toEqual(['--proxied']);
    expect(envOf(objects, 'checkout-a')).toEqual([{ name: 'B', value: 'checkout-b:8080' }]);
  });

  test('comes after the author\'s variables', () => {
    const objects = objectsOf((chart) => serve(chart, 'a', { env: { Z: '1' } }).calls(serve(chart, 'b'), { env: 'B' }));
    expect(envOf(objects, 'checkout-a')).toEqual([{ name: 'Z', value: '1' }, { name: 'B', value: 'checkout-b:8080' }]);
  });
});

describe('refused', () => {
  test.each([
    [
      'a variable of env and config',
      (chart: Construct) => serve(chart, 'a', { env: { X: '1' }, config: { X: '2' } }),
      /PARITY_DUPLICATE_ENV.*[^]*'X' by config and by env/,
    ],
    [
      'a variable of env and a call',
      (chart: Construct) => serve(chart, 'a', { env: { X: '1' } }).calls(serve(chart, 'b'), { env: 'X' }),
      /PARITY_DUPLICATE_ENV[^]*'X' by env and by the call of 'checkout\/b'/,
    ],
    [
      'two calls that give one variable',
      (chart: Construct) => {
        const a = serve(chart, 'a');
        a.calls(serve(chart, 'b'), { env: 'X' });
        a.calls(serve(chart, 'c'), { env: 'X' });
      },
      /PARITY_DUPLICATE_ENV[^]*'X' by the call of 'checkout\/b' and by the call of 'checkout\/c'/,
    ],
    [
      'a port that does not exist',
      (chart: Construct) => serve(chart, 'a').calls(serve(chart, 'b'), { port: 'grpc' }),
      /PARITY_NO_PORT[^]*checkout\/a test\/service\/calls.test.ts:\d+[^]*port 'grpc' of 'checkout\/b'; its ports: http/,
    ],
    [
      'one of several ports that is not named',
      (chart: Construct) =>
        serve(chart, 'a').calls(
          serve(chart, 'b', {
            port: undefined,
            ports: [
              { name: 'x', port: 1 },
              { name: 'y', port: 2 },
            ],
          }),
        ),
      /PARITY_NO_PORT: a port must be named/,
    ],
    [
      'a service without ports',
      (chart: Construct) => serve(chart, 'a').calls(new Microservice(chart, 'b', { image: IMAGE })),
      /PARITY_NO_PORT/,
    ],
    [
      'a service that does not exist',
      (chart: Construct) => serve(chart, 'a').calls(serviceOf(Cart, 'cart')),
      /PARITY_NO_SERVICE[^]*Cart 'cart'/,
    ],
    [
      'a variable that is no name',
      (chart: Construct) => serve(chart, 'a').calls(serve(chart, 'b'), { env: 'B-ADDR' }),
      /PARITY_BAD_ENV_NAME/,
    ],
    [
      'a call out without a reason',
      (chart: Construct) => serve(chart, 'a').callsExternal({ cidrs: ['10.0.0.0/8'], ports: [443], why: ' ' }),
      /PARITY_NO_REASON/,
    ],
    [
      'a call out on every port',
      (chart: Construct) => serve(chart, 'a').callsExternal({ cidrs: ['10.0.0.0/8'], ports: [], why: 'bank' }),
      /PARITY_BAD_PORT/,
    ],
    [
      'a caller of a service without ports',
      (chart: Construct) => new Microservice(chart, 'a', { image: IMAGE }).allowFrom({ namespace: 'x', why: 'y' }),
      /PARITY_NO_PORT/,
    ],
  ])('%s', (_, build, message) => {
    const failures = failuresOf(build);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(message);
  });

  test('a service that no chart made at once or later has, with the line of the call', () => {
    const app = new ParityApp({ environments: [local] });
    new Frontend(app, 'frontend');
    expect(() => app.render()).toThrow(/PARITY_NO_SERVICE[^]*frontend\/web test\/service\/calls.test.ts:\d+/);
  });
});

describe('calls between charts of different namespaces', () => {
  class Tools extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id, { namespace: 'tools' });
      serve(this, 'probe').calls(serviceOf(Shop, 'shop'), { scheme: 'http', env: 'SHOP_URL' });
      serve(this, 'log', { name: 'log' });
    }
  }
  class Shop extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      serve(this, 'api').calls(serviceOf(Tools, 'tools', 'log'));
    }
  }
  const build = (isEager: boolean) => {
    const app = shop();
    for (const [of, id] of [[Tools, 'tools'], [Shop, 'shop']] as const) {
      if (isEager) new of(app, id);
      else app.add(of, id);
    }
    return app;
  };

  test.each([true, false])('name them in addresses and policies (at once: %s)', (isEager) => {
    const objects = objectsIn(build(isEager).render(), 'production');
    expect(envOf(objects, 'tools-probe')).toEqual([
      { name: 'SHOP_URL', value: 'http://shop-api.shop-production:8080' },
    ]);
    expect(envOf(objects, 'shop-api')).toEqual([{ name: 'LOG_ADDR', value: 'log.tools:8080' }]);
    expect(connectionsOf(Object.values(objects))).toEqual(['shop-api -> log:8080', 'tools-probe -> shop-api:8080']);
  });

  test('are proved by the witness', () => {
    expect(() => build(true)).toBeInParity();
    expect(() => build(false)).toBeInParity();
  });

  test('in one namespace of their own are as any', () => {
    const [callee, caller] = ['b', 'a'].map((id) => chart((scope) => {
      const built = serve(scope, id);
      if (id === 'a') built.calls(serviceOf(callee, 'b'));
    }, { namespace: 'tools' }));
    const app = shop();
    app.add(callee, 'b');
    app.add(caller, 'a');
    const objects = objectsIn(app.render(), 'local');
    expect(envOf(objects, 'a')).toEqual([{ name: 'B_ADDR', value: 'b:8080' }]);
    expect(connectionsOf(Object.values(objects))).toEqual(['a -> b:8080']);
  });
});

test('a service that calls itself may', () => {
  const objects = objectsIn(renderOne((chart) => {
    const a = serve(chart, 'a');
    a.calls(a, { env: 'PEERS' });
  }), 'local');
  expect(connectionsOf(Object.values(objects))).toEqual(['checkout-a -> checkout-a:8080']);
});
