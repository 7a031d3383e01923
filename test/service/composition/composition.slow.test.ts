import fc from 'fast-check';
import { BreakableApp, NEEDED_KINDS, objects, rules } from './breakable-app';
import { findInTarget, findProblems, renderComposed } from './find-problems';
import { TARGETS } from './platform';
import { recipesOf } from './recipe';
import { CLOSED, RICH } from './rich-recipe';
import { worldOf } from './world';

/** Every kind that the capabilities write: an app that never has one would prove nothing of it. */
const KINDS = [
  'BackendTLSPolicy', 'Certificate', 'Cluster', 'ConfigMap', 'Deployment', 'ExternalSecret', 'GRPCRoute', 'HTTPRoute',
  'HorizontalPodAutoscaler', 'Ingress', 'LimitRange', 'ListenerSet', 'Namespace', 'NetworkPolicy',
  'PersistentVolumeClaim', 'PodDisruptionBudget', 'ResourceQuota', 'Role', 'RoleBinding', 'ScaledObject', 'SecretStore',
  'Service', 'ServiceAccount', 'StatefulSet', 'TriggerAuthentication', 'VerticalPodAutoscaler',
];

/** Mostly small ones, of which there can be many. */
const APPS = fc.oneof(
  { weight: 4, arbitrary: recipesOf({ charts: 3, services: 2 }) },
  { weight: 1, arbitrary: recipesOf({ charts: 6, services: 3 }) },
);

test('hundreds of random apps of all capabilities are closed in every environment', () => {
  const kinds = new Set<string>();
  let runs = 0;
  fc.assert(fc.property(APPS, (recipe) => {
    const { rendered, problems } = renderComposed(recipe);
    const worlds = TARGETS.map((name) => worldOf(rendered, name));
    expect([...problems, ...worlds.flatMap((world, target) => findInTarget(recipe, target, world))]).toEqual([]);
    for (const { kind } of worlds.flatMap((world) => world.objects)) kinds.add(kind);
    runs += 1;
  }), { numRuns: 300, interruptAfterTimeLimit: 40_000 });
  // A busy machine has no time for all of them.
  expect(runs).toBeGreaterThanOrEqual(40);
  expect([...kinds].sort()).toEqual(KINDS.sort());
}, 120_000);

describe('in every environment', () => {
  const app = new BreakableApp(RICH);
  const all = TARGETS.map((_, target) => target);

  test('an app with a bit of everything is closed, also behind a baseline', () => {
    expect([...app.problems, ...findProblems(CLOSED)]).toEqual([]);
  });

  test('every rule of every policy is missed when it is dropped', () => {
    expect(app.findUnnoticed(all, rules((list, rule) => { list.splice(rule, 1); }))).toEqual([]);
  }, 60_000);

  test('every rule of every policy is noticed that is for anybody', () => {
    expect(app.findUnnoticed(all, rules((list, rule, direction) => {
      delete list[rule][direction === 'ingress' ? 'from' : 'to'];
    }))).toEqual([]);
  }, 60_000);

  test('every object is missed that others are made with', () => {
    expect(app.findUnnoticed(all, objects((list, i) => { list[i] = undefined; }, NEEDED_KINDS))).toEqual([]);
  }, 60_000);

  test('every object is noticed that is there twice', () => {
    expect(app.findUnnoticed(all, objects((list, i) => { list.push(list[i]); }))).toEqual([]);
  }, 60_000);
});
