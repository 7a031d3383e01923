import { Construct, type IConstruct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { engineOf } from '../../environment/engines';
import { everyTarget } from '../../environment/every-target';
import { facts, isAnswered } from '../../environment/facts';
import { sessionOf } from '../../environment/session';
import { when } from '../../environment/when';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { CLOUDS, type Cloud, type CloudName } from './clouds';
import { createIdentityPolicy } from './identity-policy';
import type { ServiceLabels } from '../labels';

/** Says on a ServiceAccount that it is no identity of a cloud here, for whoever looks for one. */
export const WORKLOAD_IDENTITY_ANNOTATION = 'cdk8s-parity.dev/workload-identity';

const LACKING = 'none: this environment gives pods no identity of a cloud';
/** The annotation is not there at all in the other branch's environments. */
const absent = () => undefined as unknown as string;

interface Identified {
  readonly scope: Construct;
  /** The service's name, and that of its ServiceAccount. */
  readonly name: string;
  /** Declared by the author: the name, or another one that the cloud has. */
  readonly workload: true | { readonly name: string };
  readonly labels: ServiceLabels;
  /** Whether only declared connections are possible, so that the way to the cloud's tokens has to be opened. */
  readonly isClosed: boolean;
}

/** What makes a cloud know a service's pods. */
export interface WorkloadIdentity {
  readonly annotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * The identity of a cloud's by which a service's pods call its APIs, without a key to keep: of the one engine that all
 * environments name.
 *
 * Where the capability `workloadIdentity` is lacking, the ServiceAccount is without, and says so: a counted
 * alternative.
 *
 * @throws PARITY_UNKNOWN_ENGINE when no environment names the engine, PARITY_BAD_IDENTITY when the cloud cannot have
 * the name
 */
export function createWorkloadIdentity(of: Identified): WorkloadIdentity {
  const { scope, workload } = of;
  const engine = findEngine(scope);
  const cloud = CLOUDS[engine];
  const cloudName = workload === true ? of.name : workload.name;
  if (!cloud.name.test(cloudName)) throw badName(scope, cloudName, cloud);
  identitiesIn(scope).set(scope, engine);
  const { workloadIdentity } = facts<EnvironmentContract>(scope).capabilities;
  const parts = cloud.partsOf(scope, cloudName);
  when(workloadIdentity, {
    true: () => {
      const at = new Construct(scope, 'workload-identity');
      everyTarget(at, parts, (values) => cloud.findProblems(values, cloudName));
      if (of.isClosed) createIdentityPolicy(at, of.name, of.labels, cloud);
    },
    false: () => undefined,
  });
  return {
    annotations: {
      [cloud.annotation]: when(workloadIdentity, {
        true: () => cloud.valueOf(parts, cloudName), false: absent,
      }),
      ...Object.fromEntries(Object.entries(cloud.further ?? {}).filter(([, part]) => parts[part] !== undefined)
        .map(([annotation, part]) => [annotation, when(workloadIdentity, { true: () => parts[part], false: absent })])),
      [WORKLOAD_IDENTITY_ANNOTATION]: when(workloadIdentity, { true: absent, false: () => LACKING }),
    },
    podLabels: cloud.podLabel === undefined ? {} : {
      [cloud.podLabel]: when(workloadIdentity, { true: () => 'true', false: () => 'false' }),
    },
  };
}

function findEngine(scope: Construct): CloudName {
  if (isAnswered(scope, ['engines', 'identity'])) return engineOf(scope, 'identity', ['gke', 'eks', 'azure']);
  throw new ParityError({
    code: 'PARITY_UNKNOWN_ENGINE', message: 'no environment names the engine of workload identities',
    where: authoredAt(scope),
    got: 'identity.workload without engines.identity', expected: "'gke', 'eks' or 'azure'",
    fix: 'name it in the facts of every environment, also where the capability workloadIdentity is false',
  });
}

/** Whose identity the ServiceAccount of a construct has, or of the one that it is a part of. @default - none */
export function cloudOf(scope: Construct): CloudName | undefined {
  const identities = identitiesIn(scope);
  return scope.node.scopes.map((each) => identities.get(each)).findLast((cloud) => cloud !== undefined);
}

const IDENTITIES = Symbol('identities of a cloud');

function identitiesIn(scope: Construct): Map<IConstruct, CloudName> {
  return sessionOf(scope).extension(IDENTITIES, () => new Map());
}

function badName(scope: Construct, cloudName: string, cloud: Cloud): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_IDENTITY', message: 'a cloud cannot have an identity of this name', where: authoredAt(scope),
    got: `'${sessionOf(scope).registry.explain(`${cloudName}`)}'`,
    expected: cloud.nameIs, fix: "give the name that the cloud has: workload: { name: '...' }",
  });
}
