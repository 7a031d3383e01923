import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Baseline, type BaselineProps, type EnvironmentContract, Microservice, ParityApp, ParityChart,
  environment, facts, vary, when,
} from '../../lib';
import '../../lib/testing';
import type { Path } from '../../lib/template/json';
import { emitYaml } from '../../lib/template/yaml';
import { build } from '../../examples/capabilities/baseline';
import {
  FACTS, IMAGE, type Manifest, chart, failuresOf, local, objectsIn, objectsOf, production, renderOne,
  staging,
} from './shop';
import { listedPlaces } from './may-vary';
import { mayIn } from './rbac';

const ROLES: BaselineProps['roles'] = {
  view: { groups: ['developers'] },
  operate: { groups: ['on-call'] },
  breakGlass: { groups: ['emergency'], why: 'an incident' },
};
const UDP = { port: 53, protocol: 'UDP' } as const;
const PROPS: BaselineProps = { team: 'orders', quota: { cpu: '4', memory: '8Gi' }, roles: ROLES };
const baseline = (props: Partial<BaselineProps> = {}) => (scope: Construct) =>
  new Baseline(scope, 'baseline', { ...PROPS, ...props });

/** An app of a usual environment and one that answers otherwise. */
function besides(answers: Partial<EnvironmentContract>, props: Partial<BaselineProps> = {}): ParityApp {
  const app = new ParityApp({ environments: [local, environment('other', { ...FACTS, ...answers })] });
  app.add(chart(baseline(props)), 'any');
  return app;
}

describe('the example', () => {
  const objects = objectsIn(build().render(), 'production');
  const golden = (...ids: string[]) => emitYaml(ids.map((id) => objects[id]));

  test('limits a namespace', () => {
    expect(golden('Namespace/shop', 'ResourceQuota/baseline', 'LimitRange/baseline')).toMatchSnapshot();
  });

  test('closes it but for names, telemetry and the mesh', () => {
    const { 'NetworkPolicy/default-deny': { metadata: _, ...deny }, ...others } = objects;
    expect(emitYaml([deny, others['NetworkPolicy/allow-mesh']])).toMatchSnapshot();
    expect(others['NetworkPolicy/allow-telemetry'].spec.policyTypes).toEqual(['Egress']);
  });

  test('lets each group do its own', () => {
    const rules = (role: string) => objects[`Role/orders-${role}`].rules.map(
      ({ apiGroups, resources, verbs }: Manifest) => `${verbs} ${apiGroups}/ ${resources.join(' ')}`,
    ).join('\n');
    expect(`view\n${rules('view')}\n\noperate\n${rules('operate')}\n\nbreak-glass\n${rules('break-glass')}`)
      .toMatchSnapshot();
  });

  test('is in parity, and differs by the declared amounts and the mesh alone', () => {
    expect(build).toBeInParity();
    expect(build).toDifferOnlyBy([
      'OrdersNamespace.cpu', 'OrdersNamespace.memory', 'OrdersNamespace.largest', 'OrdersNamespace.pods',
      'env.capabilities.mesh',
    ]);
  });

  test('opens the mesh only where there is one, as an alternative', () => {
    const { index, files } = build().render();
    expect(Object.keys(objectsIn({ index, files }, 'local'))).not.toContain('NetworkPolicy/allow-mesh');
    expect(Object.keys(objectsIn({ index, files }, 'staging'))).toContain('NetworkPolicy/allow-mesh');
    expect(index.charts[0].alternatives).toMatchObject([{ branches: { true: ['NetworkPolicy/allow-mesh'] } }]);
  });
});

/** What most baselines are. */
const usual = renderOne(baseline());

describe('the namespace', () => {
  test('is the one that the other objects are in, in each environment, and in none itself', () => {
    for (const [target, namespace] of [['local', 'shop'], ['production', 'shop-production']]) {
      const { [`Namespace/${namespace}`]: own, ...others } = objectsIn(usual, target);
      expect(own.metadata).not.toHaveProperty('namespace');
      expect(new Set(Object.values(others).map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace]));
    }
  });

  test('may be the same everywhere', () => {
    const { index, files } = renderOne(baseline(), { namespace: 'orders' });
    expect(objectsIn({ index, files }, 'staging')['Namespace/orders']).toBeDefined();
    expect(index.charts[0].template.objects[0].id).toBe('Namespace/orders');
  });

  test('is known by the name of the fact, beside others of the chart', () => {
    const build = (name: string) => (chart: ParityChart) => {
      baseline()(chart);
      new ApiObject(chart, 'tools', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    };
    const { index } = renderOne(build('tools'), {});
    expect(index.charts[0].template.objects.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['Namespace/namespace', 'Namespace/tools']),
    );
    expect(failuresOf(build('shop-staging'))).toEqual([expect.stringMatching(
      /^PARITY_DUPLICATE_OBJECT[^]*staging: [^]*\/baseline\/namespace and checkout\/tools, both Namespace 'shop-s/,
    )]);
  });

  test('has the pod security of the contract, pinned to its Kubernetes', () => {
    const build = () => besides({ podSecurity: 'baseline', kubernetes: '1.33' }, { labels: { mesh: 'stable' } });
    expect(objectsIn(build().render(), 'other')['Namespace/shop'].metadata.labels).toMatchObject({
      mesh: 'stable', 'pod-security.kubernetes.io/warn': 'baseline', 'pod-security.kubernetes.io/warn-version': 'v1.33',
    });
    expect(build).toBeInParity();
    expect(build).toDifferOnlyBy(['env.podSecurity', 'env.kubernetes']);
  });
});

describe('the roles', () => {
  const roles = objectsIn(usual, 'production');
  const groupsOf = (role: string) => roles[`RoleBinding/orders-${role}`].subjects.map(({ name }: Manifest) => name);

  test('are bound to groups, who may more also to what lets them see', () => {
    expect([groupsOf('view'), groupsOf('operate'), groupsOf('break-glass')]).toEqual([
      ['developers', 'on-call', 'emergency'], ['on-call', 'emergency'], ['emergency'],
    ]);
    expect(roles['RoleBinding/orders-break-glass'].metadata.annotations).toEqual({
      'cdk8s-parity.dev/why': 'an incident',
    });
  });

  test.each<[group: string, verb: string, resource: string, may: boolean]>([
    ['developers', 'get', 'pods/log', true],
    ['developers', 'list', 'httproutes.gateway.networking.k8s.io', true],
    ['developers', 'get', 'secrets', false],
    ['developers', 'get', 'secretstores.external-secrets.io', false],
    ['developers', 'delete', 'pods', false],
    ['developers', 'get', 'pods/exec', false],
    ['developers', 'get', 'pods/portforward', false],
    ['developers', 'get', 'services/proxy', false],
    ['on-call', 'list', 'pods', true],
    ['on-call', 'patch', 'deployments/scale.apps', true],
    ['on-call', 'create', 'pods/eviction', true],
    ['on-call', 'delete', 'pods', true],
    ['on-call', 'patch', 'deployments.apps', false],
    ['on-call', 'create', 'pods', false],
    ['on-call', 'create', 'pods/exec', false],
    ['on-call', 'get', 'secrets', false],
    ['on-call', 'patch', 'configmaps', false],
    ['emergency', 'create', 'pods/exec', true],
    ['emergency', 'get', 'secrets', true],
    ['emergency', 'patch', 'deployments.apps', true],
    ['emergency', 'update', 'networkpolicies.networking.k8s.io', true],
    ['emergency', 'create', 'rolebindings.rbac.authorization.k8s.io', false],
    ['emergency', 'bind', 'roles.rbac.authorization.k8s.io', false],
    ['emergency', 'patch', 'resourcequotas', false],
    ['emergency', 'create', 'serviceaccounts/token', false],
    ['emergency', 'impersonate', 'users', false],
    ['emergency', 'deletecollection', 'pods', false],
  ])('%s: %s %s is %s', (group, verb, resource, may) => {
    expect(mayIn(Object.values(roles), group, verb, resource)).toBe(may);
  });

  test('let operators patch Deployments where the declaration says why', () => {
    const operate = { groups: ['on-call'], rollout: 'releases are restarted by hand until they reload' };
    const objects = Object.values(objectsOf(baseline({ roles: { ...ROLES, operate } })));
    expect(mayIn(objects, 'on-call', 'patch', 'deployments.apps')).toBe(true);
    expect(mayIn(objects, 'on-call', 'delete', 'deployments.apps')).toBe(false);
    expect(objects).toContainObject({ kind: 'Role', name: 'orders-operate' }, {
      metadata: { annotations: { 'cdk8s-parity.dev/why': operate.rollout } },
    });
  });
});

describe('what is allowed besides', () => {
  test('may be in and out, and ranges that are empty in an environment stay closed', () => {
    class Allowed extends ParityChart {
      readonly ranges = vary.cidrs({ default: [], why: 'a collector of another network' });
      constructor(scope: Construct, id: string) {
        super(scope, id);
        baseline({
          allow: {
            collector: { why: 'traces', to: [{ cidrs: this.ranges, ports: [4317] }] },
            dns: { why: 'names are kept on each node', to: [{ cidrs: ['169.254.20.10/32'], ports: [UDP] }] },
            scrape: { why: 'metrics', from: [{ namespace: 'monitoring', pods: { app: 'prometheus' }, ports: [9090] }] },
          },
        })(this);
      }
    }
    const app = new ParityApp({ environments: [local, staging.overlay(Allowed, { ranges: ['10.0.0.0/8'] })] });
    app.add(Allowed, 'allowed');
    const objects = objectsIn(app.render(), 'local');
    expect(objects['NetworkPolicy/allow-collector'].spec).toEqual({
      podSelector: {}, policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/32' } }], ports: [{ port: 4317, protocol: 'TCP' }] }],
    });
    expect(objects['NetworkPolicy/allow-dns'].spec.egress[0].ports).toEqual([UDP]);
    expect(objects['NetworkPolicy/allow-scrape'].spec).toMatchObject({
      policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 9090, protocol: 'TCP' }] }],
    });
  });

  test('is refused as unsaid where an environment has a mesh, and not where it needs nothing', () => {
    const capabilities = { ...FACTS.capabilities, mesh: true };
    expect(() => besides({ capabilities }).render()).toThrow(
      /^PARITY_MESH_CUT_OFF[^]*other: any\/baseline(?![^]*PARITY_)/,
    );
    expect(() => besides({ capabilities }, { mesh: false }).render()).not.toThrow();
  });
});

describe('refused', () => {
  const roles = (change: object) => ({ roles: { ...ROLES, ...change } });
  test.each<[string, Partial<BaselineProps>, RegExp]>([
    ['a team that is no name', { team: 'Orders' }, /PARITY_BAD_NAME: a team/],
    ['a role that nobody has', roles({ view: { groups: [] } }), /PARITY_BAD_GROUP[^]*roles.view without a group/],
    ['a role that everybody has', roles({ operate: { groups: ['system:authenticated'] } }), /PARITY_BAD_GROUP/],
    ['break-glass for operators', roles({ breakGlass: { groups: ['on-call'], why: 'x' } }), /PARITY_BAD_GROUP[^]*own/],
    ['break-glass without a reason', roles({ breakGlass: { groups: ['e'], why: ' ' } }), /PARITY_NO_REASON/],
    ['patching without a reason', roles({ operate: { groups: ['o'], rollout: '' } }), /PARITY_NO_REASON/],
    ['something open without a reason', { allow: { a: { why: '', to: [] } } }, /PARITY_NO_REASON/],
    ['something open on every port',
      { allow: { a: { why: 'x', to: [{ namespace: 'b', ports: [] }] } } }, /PARITY_BAD_PORT/],
    ['something open by a name twice', { allow: { mesh: { why: 'x', to: [] } }, mesh: { why: 'x', to: [] } },
      /PARITY_DUPLICATE_OBJECT[^]*allow-mesh/],
    ['a kind that is none', { quota: { ...PROPS.quota, objects: { 'jobs.batch/v1': 1 } } }, /PARITY_BAD_NAME: a kind/],
    ['something open by no name', { allow: { 'a/b': { why: 'x', to: [] } } }, /PARITY_BAD_NAME: what is allowed/],
    ['memory in decimal units', { quota: { cpu: '4', memory: '8G' as '8Gi' } }, /PARITY_BAD_QUANTITY/],
    ['no default where a quota counts limits', { limits: { cpu: { limit: false } } }, /_EXCLUSIVE_PROPS[^]*quota/],
    ['a max that becomes the limit', { limits: { cpu: { limit: false, max: '2' } } }, /PARITY_EXCLUSIVE_PROPS/],
    ['pod security by a label', { labels: { 'pod-security.kubernetes.io/warn': 'baseline' } }, /PARITY_LOCKED/],
  ])('%s', (_, props, message) => {
    expect(failuresOf(baseline(props))).toEqual([expect.stringMatching(message)]);
  });

  test('a baseline of no namespace', () => {
    expect(() => renderOne(baseline(), { namespace: false })).toThrow(/^PARITY_NO_NAMESPACE/);
  });

  test('two baselines of one chart', () => {
    const failures = failuresOf((chart) => {
      baseline()(chart);
      new Baseline(chart, 'more', PROPS);
    });
    expect(failures).toEqual([expect.stringMatching(/^PARITY_DUPLICATE_OBJECT: two baselines of one namespace/)]);
  });

  test('two charts with baselines of one namespace, in the one environment where they have', () => {
    const app = new ParityApp({ environments: [local, staging, production] });
    app.add(chart(baseline()), 'own');
    app.add(chart(baseline(), { namespace: 'shop-staging' }), 'fixed');
    expect(() => app.render()).toThrow(
      /^PARITY_DUPLICATE_OBJECT: two[^]*staging: fixed\/baseline[^]*own\/baseline and fixed\/base(?![^]*PARITY_)/,
    );
  });

  test('two baselines in branches of one alternative are one', () => {
    expect(failuresOf((chart) => {
      when(facts<EnvironmentContract>(chart).capabilities.gateway, {
        true: () => { new Baseline(chart, 'one', PROPS); },
        false: () => { new Baseline(chart, 'other', { ...PROPS, team: 'shop' }); },
      });
    })).toEqual([]);
  });

  describe('a service without a policy, which nothing opens there', () => {
    const open = chart((scope) => {
      new Microservice(scope, 'api', { image: IMAGE, without: { networkPolicy: 'a test' } });
    });
    const failuresWith = (add: (app: ParityApp) => void): string => {
      const app = new ParityApp({ environments: [local, staging, production] });
      add(app);
      try {
        app.render();
        return '';
      } catch (cause) {
        return (cause as Error).message;
      }
    };
    test.each(['before', 'after'])('in every environment, when its chart comes %s the baseline', (order) => {
      const text = failuresWith((app) => {
        if (order === 'before') app.add(open, 'shop');
        app.add(chart(baseline()), 'namespace');
        if (order === 'after') app.add(open, 'shop');
      });
      expect(text.match(/PARITY_CUT_OFF[^]*?got: +shop\/api without networkPolicy/g)).toHaveLength(3);
    });

    test('in the one environment that is closed', () => {
      const text = failuresWith((app) => {
        app.add(open, 'shop');
        app.add(chart((scope) => {
          when(facts<EnvironmentContract>(scope).capabilities.gateway, {
            true: () => undefined, false: () => { baseline()(scope); },
          });
        }), 'namespace');
      });
      expect(text).toMatch(/^PARITY_CUT_OFF[^]*local: (?![^]*PARITY_)/);
    });

    test('but not where the baseline is of another namespace', () => {
      expect(failuresWith((app) => {
        app.add(open, 'shop');
        app.add(chart(baseline(), { namespace: 'others' }), 'namespace');
      })).toBe('');
    });
  });

  test('facts that no API server accepts as pod security', () => {
    expect(() => besides({ kubernetes: '1.34.2', podSecurity: 'strict' as 'restricted' }).render()).toThrow(
      /^PARITY_BAD_FACT: the fact 'kubernetes'[^]*other: any\/baseline[^]*PARITY_BAD_FACT: the fact 'podSecurity'/,
    );
  });
});

/** Values that differ, of each form that a baseline takes. */
class Values extends ParityChart {
  readonly cpu = vary.cpu({ default: '1', max: '8', why: 'test' });
  readonly size = vary.memory({ default: '1Gi', max: '8Gi', why: 'test' });
  readonly count = vary.integer({ default: 1, max: 8, why: 'test' });
  readonly ranges = vary.cidrs({ default: [], why: 'test' });
  readonly word = vary.string({ default: 'a', pattern: /[a-z]+/, why: 'test' });
}

/** A baseline in which everything varies that may. */
class Varied extends Values {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { cpu, size, count, ranges } = this;
    const all = <T>(amount: T) => ({ min: amount, request: amount, limit: amount, max: amount });
    const peers = [{ cidrs: ranges, ports: [1] }, { namespace: facts<EnvironmentContract>(this).domain, ports: [1] }];
    new Baseline(this, 'baseline', {
      team: 'orders', roles: ROLES, labels: { tier: this.word },
      quota: {
        cpu, memory: size, storage: size, pods: count, claims: count, loadBalancers: count, nodePorts: count,
        objects: { 'jobs.batch': count },
      },
      limits: { cpu: all(cpu), memory: all(size), claim: { min: size, max: size } },
      mesh: { why: 'test', to: peers, from: peers },
    });
  }
}

/** A place as the page writes it: `*` for an index, and for what the author names. */
function placeOf(kind: string, path: Path): string {
  const isNamed = ['ResourceQuota', 'LimitRange'].includes(kind) || path[1] === 'labels';
  const steps = path.map((step, i) => (typeof step === 'number' || (isNamed && i === path.length - 1) ? '*' : step));
  if (path[1] === 'namespace') return 'metadata.namespace';
  const isSecurity = String(path.at(-1)).startsWith('pod-security.kubernetes.io/');
  return `${kind} ${isSecurity ? 'metadata.labels.pod-security.kubernetes.io/*' : steps.join('.')}`;
}

test('what may vary is what the page says', () => {
  const app = new ParityApp({ environments: [local, staging, production] });
  app.add(Varied, 'varied');
  const { objects } = app.render().index.charts[0].template;
  const places = objects.flatMap(({ id, body, places: filled, when: by = [] }) => [
    ...by.map(() => id),
    ...filled.map(({ path }) => placeOf((body as Manifest).kind, path)),
  ]);
  expect([...new Set(places)].sort()).toEqual(listedPlaces('baseline').sort());
});

describe('what must not vary', () => {
  class Refused extends Values {
    readonly map = vary.map({ default: {}, values: /[a-z]+/, why: 'test' });
  }
  type Wrong = (values: Refused) => Partial<BaselineProps>;
  const to = (peer: object): Partial<BaselineProps> =>
    ({ allow: { a: { why: 'x', to: [{ namespace: 'b', ports: [1], ...peer }] } } });
  test.each<[string, Wrong, RegExp]>([
    ['a group', ({ word }) => ({ roles: { ...ROLES, view: { groups: [word] } } }), /PARITY_LOCKED: an RBAC rule/],
    ['how many groups', ({ ranges }) => ({ roles: { ...ROLES, view: { groups: ranges } } }), /PARITY_COMPUTED/],
    ['the team', ({ word }) => ({ team: word }), /PARITY_BAD_NAME[^]*differs between environments/],
    ['which labels the namespace has', ({ map }) => ({ labels: { ...map } }), /PARITY_LOCKED: pod security/],
    ['which kinds are counted', ({ map }) => ({ quota: { ...PROPS.quota, objects: { ...map } as never } }), /_LOST/],
    ['a port', ({ count }) => to({ ports: [count] }), /PARITY_LOCKED: a port/],
    ['which pods are asked', ({ word }) => to({ pods: { app: word } }), /PARITY_LOCKED: a selector/],
    ['the reason', ({ word }) => ({ roles: { ...ROLES, breakGlass: { groups: ['e'], why: word } } }), /NO_REASON/],
  ])('%s', (_, props, message) => {
    class One extends Refused {
      constructor(scope: Construct, id: string) {
        super(scope, id);
        baseline(props(this))(this);
      }
    }
    const app = new ParityApp({ environments: [local, staging] });
    app.add(One, 'one');
    expect(() => app.render()).toThrow(message);
  });
});
