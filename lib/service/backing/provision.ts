import { Construct } from 'constructs';
import { type ArtifactRef, imageOf } from '../../environment/artifacts';
import type { BackingFacts, EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { factWhereChosen, facts, isAnswered } from '../../environment/facts';
import { when } from '../../environment/when';
import { findRangeProblems } from '../identity/ranges';
import { createServiceAccount } from '../identity/service-account';
import { createWorkloadIdentity } from '../identity/workload-identity';
import type { ServiceLabels } from '../labels';
import { rangePeers } from '../network-rules';
import { createDisruptionBudget } from '../scaling/disruption-budget';
import { createSecretObjects } from '../secrets/secret-objects';
import { fixedNumber } from './bad-backing';
import type { BackingProps, BackingStorage, CloudNativePgOptions } from './backing-props';
import { type PolicyParts, createClusterPolicy, createServerPolicy, createUsersPolicy } from './backing-policies';
import { clusterPods, createCluster } from './cloudnative-pg';
import { type BackingEngine, ENGINES, defaultMemory, managedPort } from './engines';
import { computedKeys } from './further-keys';
import type { OtherClients } from './other-clients';
import type { PostgresOptions } from './postgres-server';
import type { Server } from './server';
import { createStatefulSet } from './stateful-set';

type Provisioner = BackingFacts['provisioner'];
/** Why a provisioner cannot provide it; one that can is not in it. */
export type Impossible = Readonly<Partial<Record<Provisioner, string>>>;

/** What an engine adds to what all have in common. */
export interface EngineParts {
  /** What is part of the interface besides the connection, for `parity.json`. */
  readonly options: object;
  readonly server: Server;
  /** For CloudNativePG, which provides postgres alone. */
  readonly cluster?: { readonly options: PostgresOptions; readonly cloudNativePg: CloudNativePgOptions | undefined };
}

/** A backing service whose interface is settled. */
export interface Provided {
  readonly scope: Construct;
  readonly name: string;
  readonly secret: string;
  readonly labels: ServiceLabels;
  readonly engine: BackingEngine;
  readonly major: number;
  readonly props: BackingProps;
  readonly parts: EngineParts;
  readonly impossible: Impossible;
  readonly others: OtherClients;
}

/** What is missing for a provisioner is an error of the environments that name it, and of no other. */
export function impossibleOf(
  engine: BackingEngine, { image, storage, keys = {} }: BackingProps, { server, cluster }: EngineParts,
): Impossible {
  const noStorage = 'no storage is declared for its data';
  const further = Object.keys(keys).join(', ');
  return {
    ...(image === undefined && { 'stateful-set': 'no image is declared for its server' }),
    ...(storage === undefined && server.keepsNothing !== true && {
      'stateful-set': noStorage, 'cloudnative-pg': noStorage,
    }),
    ...(cluster?.cloudNativePg === undefined && { 'cloudnative-pg': 'no image is declared for it: cloudNativePg' }),
    ...(further !== '' && { 'cloudnative-pg': `CloudNativePG writes the Secret, without further keys: ${further}` }),
    ...(cluster === undefined && { 'cloudnative-pg': `CloudNativePG provides postgres, not ${engine}` }),
  };
}

/** Renders all branches; the fact `backings.<name>.provisioner` chooses one in each environment. */
export function provide(provided: Provided): void {
  const { scope, name, impossible } = provided;
  const branch = (provisioner: Provisioner, create: (scope: Construct) => void) => () => {
    if (impossible[provisioner] === undefined) create(new Construct(scope, provisioner));
  };
  when(facts<EnvironmentContract>(scope).backings[name].provisioner, {
    'stateful-set': branch('stateful-set', (scope) => runServer(scope, provided)),
    'cloudnative-pg': branch('cloudnative-pg', (scope) => askOperator(scope, provided)),
    managed: branch('managed', (scope) => connect(scope, provided)),
  });
}

/** A StatefulSet with a claim, in the cluster. */
function runServer(scope: Construct, provided: Provided): void {
  const { name, labels, engine, props, parts } = provided;
  const image = props.image as ArtifactRef | string;
  createAccount(scope, provided);
  const { keys } = parts.server;
  createSecret(scope, provided, [...keys, ...computedKeys(props.keys ?? {}, keys)]);
  createStatefulSet(scope, {
    name, labels, server: parts.server,
    image: typeof image === 'string' ? image : imageOf(scope, image),
    storage: parts.server.keepsNothing === true ? undefined : props.storage,
    resources: { memory: defaultMemory(engine), ...props },
    port: { name: engine, port: ENGINES[engine].port },
  });
  createDisruptionBudget(scope, name, labels, 1);
  const policies = policiesIn(scope, provided, ENGINES[engine].port);
  createServerPolicy(policies, labels.selector);
  createUsersPolicy(policies, [{ podSelector: { matchLabels: labels.selector } }]);
}

/** CloudNativePG makes the rest, the Secret among it. */
function askOperator(scope: Construct, provided: Provided): void {
  const { name, labels, engine, major, props, parts } = provided;
  const { options, cloudNativePg } = parts.cluster as NonNullable<EngineParts['cluster']>;
  createCluster(scope, {
    name, labels, major, options, storage: props.storage as BackingStorage,
    resources: { memory: defaultMemory(engine), ...props }, cloudNativePg: cloudNativePg as CloudNativePgOptions,
  });
  checkInstances(scope, name, cloudNativePg?.instances ?? 3);
  const policies = policiesIn(scope, provided, ENGINES[engine].port);
  const operator = ['backings', name, 'operatorNamespace'];
  const apiServer = factWhereChosen(scope, ['apiServer', 'cidrs'], 'list') as readonly string[];
  createClusterPolicy(policies, {
    operatorNamespace: isAnswered(scope, operator) ? factWhereChosen(scope, operator) as string : 'cnpg-system',
    apiServer,
  });
  everyTarget(scope, apiServer, (ranges) =>
    findRangeProblems('apiServer.cidrs', ranges, 'its pods cannot say how they are'));
  createUsersPolicy(policies, [{ podSelector: { matchLabels: clusterPods(name) } }]);
}

/** Their number may vary: only in an environment is it known whether there is any. */
function checkInstances(scope: Construct, name: string, instances: number): void {
  everyTarget(scope, instances, (number) => (Number.isInteger(number) && number >= 1 ? [] : [{
    code: 'PARITY_BAD_BACKING', message: `the backing service '${name}' has no number of instances`,
    got: `instances: ${number}`, expected: 'a whole number, 1 at least',
    fix: 'mend cloudNativePg.instances, or the overlay of this environment',
  }]));
}

/** Somebody else keeps it: the store has the connection, and its ranges are the only ones that can be reached. */
function connect(scope: Construct, provided: Provided): void {
  const { name, secret, engine, props } = provided;
  createAccount(scope, provided);
  const keys = [...ENGINES[engine].keys, ...Object.keys(props.keys ?? {})];
  createSecret(scope, provided, keys.map((key) => ({ name: key, remote: { key: secret, property: key } })));
  const port = fixedNumber(scope, 'managedPort', props.managedPort ?? managedPort(engine), 65_535);
  const cidrs = factWhereChosen(scope, ['backings', name, 'cidrs'], 'list') as readonly string[];
  createUsersPolicy(policiesIn(scope, provided, port), rangePeers(cidrs));
}

/** As whom its store of secrets is read. */
function createAccount(scope: Construct, { name, labels, props }: Provided): void {
  const workload = props.identity?.workload;
  // Its pods are let nowhere, so no way to the cloud's tokens is opened.
  const identity = workload && createWorkloadIdentity({ scope, name, workload, labels, isClosed: false });
  createServiceAccount(scope, name, labels, { token: false, annotations: identity?.annotations });
}

function createSecret(scope: Construct, { name, secret, labels }: Provided, keys: Server['keys']): void {
  createSecretObjects(scope, { owner: name, serviceAccount: name, labels: labels.object, name: secret, keys });
}

function policiesIn(scope: Construct, provided: Provided, port: number): PolicyParts {
  const { name, labels, others } = provided;
  return { scope, id: provided.scope.node.path, name, labels: labels.object, port, others };
}
