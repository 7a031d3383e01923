import type { Construct } from 'constructs';
import { type EnvironmentContract, Microservice, facts } from '../../lib';
import { IMAGE, failuresOf, objectsIn, renderOne } from './shop';

const build = (chart: Construct) => {
  const api = new Microservice(chart, 'api', {
    image: IMAGE, ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc', port: 9000 }],
    health: { ready: '/readyz' },
  });
  api.expose({ host: `checkout.${facts<EnvironmentContract>(chart).domain}`, port: 'http', tlsSecret: 'checkout-tls' });
  return api;
};

test('an environment with the Gateway API gets a route, one without gets an Ingress', () => {
  const rendered = renderOne(build);
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
  const { alternatives } = renderOne(build).index.charts[0];
  expect(alternatives).toEqual([{
    of: { op: 'fact', path: ['capabilities', 'gateway'] },
    branches: { true: ['HTTPRoute/checkout-api'], false: ['Ingress/checkout-api'] },
  }]);
});

test('only the proxies of the environment are let in, and only to the port that is exposed', () => {
  const policy = (target: string) => objectsIn(renderOne(build), target)['NetworkPolicy/checkout-api'];
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
  const rendered = renderOne((chart) =>
    build(chart).expose({
      host: `admin.${facts<EnvironmentContract>(chart).domain}`,
      path: '/admin',
      port: 'grpc',
      name: 'admin',
      proxyNamespace: 'admin',
    }),
  );
  expect(objectsIn(rendered, 'staging')['HTTPRoute/checkout-api-admin'].spec.rules[0]).toEqual({
    matches: [{ path: { type: 'PathPrefix', value: '/admin' } }], backendRefs: [{ name: 'checkout-api', port: 9000 }],
  });
  const { ingress } = objectsIn(rendered, 'staging')['NetworkPolicy/checkout-api'].spec;
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
