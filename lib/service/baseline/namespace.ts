import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ChartRecords } from '../../environment/chart-records';
import type { EnvironmentContract } from '../../environment/contract';
import { type AtTarget, type TargetProblem, everyTarget } from '../../environment/every-target';
import { facts } from '../../environment/facts';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { createObject } from '../manifest';

type Labels = Readonly<Record<string, string>>;

const LEVELS = ['privileged', 'baseline', 'restricted'];

/**
 * Creates the Namespace that the chart's objects live in.
 *
 * What its pods may do is the contract's: enforced, and also audited and warned of, so that whoever applies something
 * else hears of it. The version is the contract's, so that an upgrade of the cluster does not change what is admitted
 * before the contract says so.
 *
 * @param further the author's labels
 * @throws PARITY_NO_NAMESPACE when the chart has none, PARITY_DUPLICATE_OBJECT when it has a baseline already
 * @throws PARITY_LOCKED when a label of the author's would replace one of the baseline's
 */
export function createNamespace(scope: Construct, labels: Labels, further: Labels): void {
  const { namespace } = Chart.of(scope);
  if (namespace === undefined) throw noNamespace(scope);
  claimChart(scope);
  const { podSecurity: level, kubernetes } = facts<EnvironmentContract>(scope);
  const version = `v${kubernetes}`;
  const security = Object.fromEntries(['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ]));
  checkLabels(scope, further, { ...labels, ...security });
  const object = createObject(scope, 'namespace', 'Namespace', {
    metadata: { name: namespace, labels: { ...further, ...labels, ...security } },
  });
  everyTarget(object, { namespace, level, version }, (value, at) => [
    ...findSecondClaim(object, value.namespace, at), ...findBadFacts(value),
  ]);
}

const baselines = new ChartRecords<Construct>('baselines');

/** Otherwise each of the ten objects would be said to be there twice. Branches of an alternative may have one each. */
function claimChart(scope: Construct): void {
  const session = sessionOf(scope);
  const other = baselines.of(session, Chart.of(scope))
    .find(({ node }) => node.scopes.every((construct) => !session.guards.has(construct)));
  baselines.add(scope, scope, session);
  if (other === undefined) return;
  throw new ParityError({
    code: 'PARITY_DUPLICATE_OBJECT', message: 'two baselines of one namespace', where: authoredAt(scope),
    got: `${other.node.path} and ${scope.node.path}`,
    fix: 'keep one of them, or give one a chart and namespace of its own',
  });
}

const CLAIMS = 'namespaces with a baseline';

/** Two baselines of one namespace would overwrite each other's quota, limits and roles at each deployment. */
function findSecondClaim(object: ApiObject, namespace: string, { memory }: AtTarget): TargetProblem[] {
  const claims = (memory.get(CLAIMS) ?? new Map()) as Map<string, string>;
  memory.set(CLAIMS, claims);
  const claimant = object.node.scope?.node.path ?? object.node.path;
  const other = claims.get(namespace);
  claims.set(namespace, claimant);
  return other === undefined ? [] : [{
    code: 'PARITY_DUPLICATE_OBJECT', message: 'two baselines of one namespace in one environment',
    got: `${other} and ${claimant}, both of namespace '${namespace}'`,
    fix: 'keep one of them, or give one of the charts another namespace',
  }];
}

/** The API server refuses a namespace whose labels it cannot read, and with it everything that should be in it. */
function findBadFacts({ level, version }: { readonly level: string; readonly version: string }): TargetProblem[] {
  const bad = (fact: string, got: string, expected: string): TargetProblem => ({
    code: 'PARITY_BAD_FACT', message: `the fact '${fact}' cannot be used`, got, expected,
    fix: "mend it in the environment's facts",
  });
  return [
    ...(LEVELS.includes(level) ? [] : [bad('podSecurity', JSON.stringify(level), LEVELS.join(', '))]),
    ...(/^v1\.(0|[1-9]\d*)$/.test(version) ? [] : [bad('kubernetes', version.slice(1), 'the minor version: 1.34')]),
  ];
}

function checkLabels(scope: Construct, further: Labels, own: Labels): void {
  const replaced = Object.keys(further).find((label) => Object.hasOwn(own, label));
  if (replaced === undefined) return;
  throw new ParityError({
    code: 'PARITY_LOCKED', message: 'a label that the baseline itself gives cannot be given', where: authoredAt(scope),
    got: replaced, fix: 'leave it out: the team and the facts say what it is',
  });
}

function noNamespace(scope: Construct): ParityError {
  return new ParityError({
    code: 'PARITY_NO_NAMESPACE', message: 'a baseline stands in a chart without a namespace', where: authoredAt(scope),
    got: 'namespace: false', fix: 'let the chart have the namespace that the baseline is of',
  });
}
