import type { Construct } from 'constructs';
import { factWhereChosen, isAnswered } from '../../environment/facts';
import type { TargetProblem } from '../../environment/every-target';

/** The facts that an identity's name in the cloud is made of. */
export type IdentityParts = Readonly<Record<string, string>>;

/** How a cloud knows a ServiceAccount. */
export interface Cloud {
  /** The annotation of the ServiceAccount. */
  readonly annotation: string;
  /** What the ServiceAccount says besides where the facts are answered: annotations by a part of the identity. */
  readonly further?: Readonly<Record<string, string>>;
  /** The label of pods that get a token. @default - all pods of the ServiceAccount */
  readonly podLabel?: string;
  /** What an identity may be called. */
  readonly name: RegExp;
  readonly nameIs: string;
  /** Where pods get the cloud's tokens inside of a node; undefined where that is the cloud's own API, outside. */
  readonly metadata?: readonly { readonly cidr: string; readonly ports: readonly number[] }[];
  partsOf(scope: Construct, name: string): IdentityParts;
  valueOf(parts: IdentityParts, name: string): string;
  /** What is wrong with the facts of one environment. */
  findProblems(parts: Readonly<Record<string, unknown>>, name: string): readonly TargetProblem[];
}

/** The fact of the tenant that Microsoft's identities are in. */
export const TENANT = ['workloadIdentity', 'tenantId'];
export type CloudName = 'gke' | 'eks' | 'azure';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  /** Workload Identity Federation for GKE, by impersonation of a Google service account. */
  gke: {
    annotation: 'iam.gke.io/gcp-service-account',
    name: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    nameIs: 'the id of a Google service account: 6 to 30 lower-case letters, digits and dashes',
    // The node's metadata server, as GKE's Dataplane V2 sees it; the older one translates before policies are asked.
    metadata: [{ cidr: '169.254.169.254/32', ports: [80, 8080] }, { cidr: '169.254.169.252/32', ports: [987, 988] }],
    partsOf: (scope) => ({ project: factOf(scope, 'project') }),
    valueOf: ({ project }, name) => `${name}@${project}.iam.gserviceaccount.com`,
    findProblems: ({ project }) => unless(/^[a-z][a-z0-9-]{4,28}[a-z0-9](\.[a-z0-9.-]+)?$/, 'project', project,
      'the id of a Google Cloud project, as text'),
  },
  /** IAM roles for service accounts (IRSA). */
  eks: {
    annotation: 'eks.amazonaws.com/role-arn',
    name: /^[\w+=,.@-]{1,64}$/,
    nameIs: 'the name of an IAM role: at most 64 letters, digits and +=,.@_-',
    partsOf: (scope) => ({
      partition: isAnswered(scope, ['workloadIdentity', 'partition']) ? factOf(scope, 'partition') : 'aws',
      account: factOf(scope, 'account'),
      rolePrefix: isAnswered(scope, ['workloadIdentity', 'rolePrefix']) ? factOf(scope, 'rolePrefix') : '',
    }),
    valueOf: ({ partition, account, rolePrefix }, name) => `arn:${partition}:iam::${account}:role/${rolePrefix}${name}`,
    findProblems: ({ partition, account, rolePrefix }, name) => [
      ...unless(/^aws(-[a-z]+)*$/, 'partition', partition, "'aws', 'aws-cn' or 'aws-us-gov'"),
      ...unless(/^\d{12}$/, 'account', account, 'text of 12 digits: a number would lose its leading zeros'),
      ...unless(/^([\w+=,.@-]+\/)*[\w+=,.@-]{0,64}$/, 'rolePrefix', rolePrefix, 'a path and the start of a role name'),
      ...unless(/^.{1,64}$/, 'rolePrefix', `${String(rolePrefix).split('/').at(-1)}${name}`,
        'with the name at most 64 characters'),
    ],
  },
  /** Microsoft Entra Workload ID. */
  azure: {
    annotation: 'azure.workload.identity/client-id',
    // external-secrets asks for it; pods get the cluster's own tenant without.
    further: { 'azure.workload.identity/tenant-id': 'tenantId' },
    podLabel: 'azure.workload.identity/use',
    name: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
    nameIs: 'a key of the fact workloadIdentity.clientIds',
    partsOf: (scope, name) => ({
      clientId: factOf(scope, 'clientIds', name),
      ...(isAnswered(scope, TENANT) ? { tenantId: factOf(scope, 'tenantId') } : {}),
    }),
    valueOf: ({ clientId }) => clientId,
    findProblems: ({ clientId, tenantId }, name) => [
      ...unless(GUID, `clientIds.${name}`, clientId, 'a client id: a GUID'),
      ...(tenantId === undefined ? [] : unless(GUID, 'tenantId', tenantId, 'the id of a tenant: a GUID')),
    ],
  },
};

/** Only where the capability is there has it to be answered. */
function factOf(scope: Construct, ...path: readonly string[]): string {
  return factWhereChosen(scope, ['workloadIdentity', ...path]) as string;
}

function unless(pattern: RegExp, fact: string, value: unknown, expected: string): TargetProblem[] {
  if (typeof value === 'string' && pattern.test(value)) return [];
  return [{
    code: 'PARITY_BAD_IDENTITY', message: `the fact 'workloadIdentity.${fact}' makes no identity of a cloud`,
    got: typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : `the ${typeof value} ${String(value)}`,
    expected,
    fix: "mend it in the environment's facts",
  }];
}
