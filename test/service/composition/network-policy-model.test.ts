import { NetworkPolicies, type Peer } from '../../../examples/online-boutique/network-policy-model';
import type { Json, JsonObject } from '../../../lib/template/json';

/** Sentences of https://kubernetes.io/docs/concepts/services-networking/network-policies/, each as a test. */

const pod = (app: string, namespace = 'shop', address?: string): Peer => ({
  namespace, labels: { app }, address,
  ports: [{ name: 'http', containerPort: 8080 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }],
});
const [a, b] = [pod('a'), pod('b')];
const TCP = { port: 8080, protocol: 'TCP' };

const policy = (app: string | undefined, spec: { readonly [field: string]: Json }, namespace = 'shop'): JsonObject => ({
  kind: 'NetworkPolicy', metadata: { name: 'x', namespace },
  spec: { podSelector: app === undefined ? {} : { matchLabels: { app } }, ...spec },
});
const ingress = (rule: JsonObject, app: string | undefined = 'b') =>
  policy(app, { policyTypes: ['Ingress'], ingress: [rule] });
const egress = (rule: JsonObject, app: string | undefined = 'a') =>
  policy(app, { policyTypes: ['Egress'], egress: [rule] });
const from = (...peers: readonly JsonObject[]) => ingress({ from: peers });
const named = (namespace: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });
const app = (name: string) => ({ matchLabels: { app: name } });

const cluster = (policies: readonly JsonObject[]) => new NetworkPolicies(policies, {
  namespace: 'shop', namespaceLabels: new Map([['tools', { team: 'platform' }]]),
});
const may = (policies: readonly JsonObject[], of: Peer = a, to: Peer = b, by = TCP) =>
  cluster(policies).allow(of, to, by);

describe('isolation', () => {
  test('a pod is open in both directions until a policy selects it', () => {
    expect(may([])).toBe(true);
    expect(may([policy('c', { policyTypes: ['Ingress', 'Egress'] })])).toBe(true);
    expect(may([policy('b', { policyTypes: ['Ingress'] }, 'elsewhere')])).toBe(true);
  });

  test('each direction is isolated by itself', () => {
    const closed = [policy('b', { policyTypes: ['Ingress'] })];
    expect(may(closed)).toBe(false);
    expect(may(closed, b, a)).toBe(true);
    expect(cluster(closed).isIsolated('ingress', b)).toBe(true);
    expect(cluster(closed).isIsolated('egress', b)).toBe(false);
  });

  test('both ends have to allow a connection', () => {
    const open = from({ podSelector: app('a') });
    expect(may([open])).toBe(true);
    expect(may([open, policy('a', { policyTypes: ['Egress'] })])).toBe(false);
    expect(may([open, egress({ to: [{ podSelector: app('b') }] })])).toBe(true);
    expect(may([policy('b', { policyTypes: ['Ingress'] }), egress({})])).toBe(false);
  });

  test('an empty selector selects every pod of the namespace', () => {
    expect(may([policy(undefined, { policyTypes: ['Ingress'] })])).toBe(false);
    expect(may([policy(undefined, { policyTypes: ['Ingress'] })], b, pod('a', 'elsewhere'))).toBe(true);
  });

  test('without types a policy is of ingress, and of egress when it has egress rules', () => {
    expect(may([policy('b', {})])).toBe(false);
    expect(may([policy('a', {})])).toBe(true);
    expect(may([policy('a', { egress: [{ to: [{ podSelector: app('c') }] }] })])).toBe(false);
  });

  test('policies add up, and their order does not matter', () => {
    const deny = policy(undefined, { policyTypes: ['Ingress'] });
    const open = from({ podSelector: app('a') });
    expect(may([deny, open])).toBe(true);
    expect(may([open, deny])).toBe(true);
    expect(may([deny, open], pod('c'))).toBe(false);
  });
});

describe('rules', () => {
  test('no rule allows nothing, and an empty one everything', () => {
    expect(may([policy('b', { policyTypes: ['Ingress'], ingress: [] })])).toBe(false);
    expect(may([ingress({})])).toBe(true);
    expect(may([ingress({ from: [], ports: [] })])).toBe(true);
  });

  test('a rule allows what both its peers and its ports allow, never one of one rule and one of another', () => {
    const apart = policy('b', {
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: app('a') }], ports: [{ port: 1 }] }, { from: [{ podSelector: app('c') }] }],
    });
    expect(may([apart])).toBe(false);
    expect(may([apart], a, b, { port: 1, protocol: 'TCP' })).toBe(true);
    expect(may([apart], pod('c'))).toBe(true);
  });
});

describe('peers', () => {
  test('a pod selector alone is of the policy\'s own namespace', () => {
    expect(may([from({ podSelector: {} })])).toBe(true);
    expect(may([from({ podSelector: {} })], pod('a', 'elsewhere'))).toBe(false);
  });

  test('a namespace selector alone is of every pod there; an empty one of every pod', () => {
    expect(may([from({ namespaceSelector: named('tools') })], pod('x', 'tools'))).toBe(true);
    expect(may([from({ namespaceSelector: named('tools') })])).toBe(false);
    expect(may([from({ namespaceSelector: { matchLabels: { team: 'platform' } } })], pod('x', 'tools'))).toBe(true);
    expect(may([from({ namespaceSelector: {} })], pod('x', 'anything'))).toBe(true);
  });

  test('both in one item must match; in two items, either', () => {
    const both = from({ namespaceSelector: named('tools'), podSelector: app('a') });
    expect(may([both], pod('a', 'tools'))).toBe(true);
    expect(may([both], pod('b', 'tools'))).toBe(false);
    expect(may([both])).toBe(false);
    const either = from({ namespaceSelector: named('tools') }, { podSelector: app('a') });
    expect(may([either], pod('b', 'tools'))).toBe(true);
    expect(may([either])).toBe(true);
    expect(may([either], pod('c'))).toBe(false);
  });

  test('selectors are matched by every label and every expression', () => {
    const of = (key: string, operator: string, values?: readonly string[]) =>
      may([from({ podSelector: { matchExpressions: [{ key, operator, ...(values && { values }) }] } })]);
    expect([of('app', 'In', ['a', 'c']), of('app', 'In', ['c']), of('x', 'In', ['a'])]).toEqual([true, false, false]);
    expect([of('app', 'NotIn', ['a']), of('x', 'NotIn', ['a'])]).toEqual([false, true]);
    expect([of('app', 'Exists'), of('x', 'Exists'), of('x', 'DoesNotExist')]).toEqual([true, false, true]);
    expect(() => of('app', 'Like', ['a'])).toThrow(/operator "Like"/);
  });

  test('a range holds addresses, but not those that it excepts; what has no address known counts as held', () => {
    const rule = egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] });
    const host = (address?: string): Peer => ({ labels: {}, ports: [], address });
    expect(may([rule], a, host('10.2.0.1'))).toBe(true);
    expect(may([rule], a, host('10.1.0.1'))).toBe(false);
    expect(may([rule], a, host('192.0.2.1'))).toBe(false);
    expect(may([rule], a, host())).toBe(true);
    expect(may([rule], a, pod('b', 'shop', '10.244.0.1'))).toBe(true);
    expect(may([egress({ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] })], a, host('2001:db8::1'))).toBe(true);
    expect(may([egress({ to: [{ ipBlock: { cidr: '2001:db8::/32' } }] })], a, host('10.2.0.1'))).toBe(false);
  });

  test('an address is in no namespace', () => {
    const anyPod = from({ namespaceSelector: {} }, { podSelector: {} });
    expect(may([anyPod], { labels: {}, ports: [], address: '192.0.2.1' })).toBe(false);
  });
});

describe('ports', () => {
  const open = (port: JsonObject, by = TCP) => may([ingress({ ports: [port] })], a, b, by);

  test('are TCP unless they say otherwise, and all of a protocol without a number', () => {
    expect([open({ port: 8080 }), open({ port: 8081 })]).toEqual([true, false]);
    expect(open({ port: 8080, protocol: 'UDP' })).toBe(false);
    expect(open({ protocol: 'TCP' })).toBe(true);
    expect(open({ protocol: 'UDP' })).toBe(false);
  });

  test('may be a range, both ends included', () => {
    const range = { port: 8000, endPort: 8080 };
    const isOpen = (port: number) => open(range, { port, protocol: 'TCP' });
    expect([7999, 8000, 8080, 8081].map(isOpen)).toEqual([false, true, true, false]);
  });

  test('by name are those of the pod that is connected to, in either direction', () => {
    expect([open({ port: 'http' }), open({ port: 'grpc' })]).toEqual([true, false]);
    expect(open({ port: 'http', protocol: 'UDP' })).toBe(false);
    expect(open({ port: 'dns', protocol: 'UDP' }, { port: 53, protocol: 'UDP' })).toBe(true);
    expect(may([egress({ ports: [{ port: 'http' }] })], { ...a, ports: [] })).toBe(true);
    expect(may([egress({ ports: [{ port: 'http' }] })], a, { ...b, ports: [] })).toBe(false);
  });
});
