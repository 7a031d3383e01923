import type { Construct } from 'constructs';
import { Microservice, SECURE_DEFAULTS, type SecureDefault, type Without } from '../../lib';
import { IMAGE, type Manifest, failuresOf, objectsIn, renderOne } from './shop';

const build = (without?: Without) => (chart: Construct) =>
  new Microservice(chart, 'api', {
    image: IMAGE,
    port: 8080,
    ...(without?.probes ? {} : { health: { ready: '/readyz' } }),
    without,
  });

type Objects = Readonly<Record<string, Manifest>>;
const pod = (objects: Objects) => objects['Deployment/checkout-api'].spec.template.spec;
const container = (objects: Objects) => pod(objects).containers[0];

/** What shows each default: present with it, gone without. */
const SHOWN: Readonly<Record<SecureDefault, (objects: Objects) => unknown>> = {
  readOnlyRootFilesystem: (objects) => container(objects).securityContext.readOnlyRootFilesystem === true,
  runAsNonRoot: (objects) =>
    pod(objects).securityContext.runAsNonRoot === true && pod(objects).securityContext.runAsUser === 1000,
  dropCapabilities: (objects) => container(objects).securityContext.capabilities?.drop.includes('ALL'),
  noPrivilegeEscalation: (objects) => container(objects).securityContext.allowPrivilegeEscalation === false,
  seccompProfile: (objects) => pod(objects).securityContext.seccompProfile?.type === 'RuntimeDefault',
  noServiceAccountToken: (objects) =>
    pod(objects).automountServiceAccountToken === false &&
    objects['ServiceAccount/checkout-api'].automountServiceAccountToken === false,
  noServiceLinks: (objects) => pod(objects).enableServiceLinks === false,
  networkPolicy: (objects) => objects['NetworkPolicy/checkout-api'],
  disruptionBudget: (objects) => objects['PodDisruptionBudget/checkout-api'],
  topologySpread: (objects) => pod(objects).topologySpreadConstraints?.length === 2,
  gracefulShutdown: (objects) => container(objects).lifecycle?.preStop.sleep.seconds === 5,
  probes: (objects) => container(objects).readinessProbe,
  memoryLimit: (objects) => container(objects).resources.limits.memory,
  cpuLimit: (objects) => container(objects).resources.limits.cpu,
};
const NAMES = Object.keys(SECURE_DEFAULTS) as SecureDefault[];

test.each(NAMES)('%s is there, and gone by itself with a reason that parity.json records', (name) => {
  const kept = renderOne(build());
  expect(SHOWN[name](objectsIn(kept, 'production'))).toBeTruthy();
  expect(kept.index.charts[0].removedDefaults).toEqual([]);

  const removed = renderOne(build({ [name]: 'it has to be' }));
  const objects = objectsIn(removed, 'production');
  expect(NAMES.filter((other) => !SHOWN[other](objects))).toEqual([name]);
  expect(removed.index.charts[0].removedDefaults).toEqual([{
    construct: 'checkout/api', default: name, reason: 'it has to be',
    source: expect.stringMatching(/^test\/service\/secure-defaults.test.ts:\d+$/),
  }]);
});

test('without noServiceAccountToken both the account and the pod say so', () => {
  const objects = objectsIn(renderOne(build({ noServiceAccountToken: 'reads leases' })), 'production');
  expect(pod(objects).automountServiceAccountToken).toBe(true);
  expect(objects['ServiceAccount/checkout-api'].automountServiceAccountToken).toBe(true);
});

test('without runAsNonRoot the image says who runs, unless the author does', () => {
  const security = (runAsUser?: number) => pod(objectsIn(renderOne((chart) => new Microservice(chart, 'api', {
    image: IMAGE, runAsUser, without: { runAsNonRoot: 'binds a low port' },
  })), 'local')).securityContext;
  expect(security()).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  expect(security(0)).toMatchObject({ runAsUser: 0 });
});

test.each([
  ['an empty reason', { cpuLimit: ' ' }, /PARITY_NO_REASON[^]*without\.cpuLimit/],
  ['a reason that is no text', { cpuLimit: true }, /PARITY_NO_REASON/],
  ['an unknown name', { cpuLimits: 'typing mistake' }, /PARITY_UNKNOWN_DEFAULT[^]*'cpuLimits'[^]*expected: +cpuLimit/],
  ['a name of every object', { constructor: 'x' }, /PARITY_UNKNOWN_DEFAULT/],
  ['a name from JSON', JSON.parse('{"__proto__":"x"}'), /PARITY_UNKNOWN_DEFAULT[^]*'__proto__'/],
])('refuses %s', (_, without, message) => {
  const failures = failuresOf(build(without as Without));
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(message);
});

test('refuses a service with ports that never says when it is ready', () => {
  expect(
    failuresOf((chart) => new Microservice(chart, 'api', { image: IMAGE, port: 8080, health: { live: '/livez' } })),
  ).toEqual([expect.stringMatching(/PARITY_NO_PROBE[^]*checkout\/api/)]);
});
