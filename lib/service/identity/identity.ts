import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import type { ServiceLabels } from '../labels';
import type { ServicePolicy } from '../network-policy';
import type { SecureDefaults } from '../secure-defaults';
import { imagePullSecretsOf } from './image-pull-secrets';
import type { Permission } from './permission';
import { allowApiServer, createRole } from './role';
import { createServiceAccount } from './service-account';
import { createWorkloadIdentity } from './workload-identity';

/** Who a service is to its cloud, and what it may do in the cluster. Without: a ServiceAccount that may nothing. */
export interface Identity {
  /**
   * Pods call the cloud's APIs as an identity of its own, by the engine that the contract names (`engines.identity`);
   * `{ name }` where the cloud has another name for it.
   * @default - none
   */
  readonly workload?: true | { readonly name: string };
  /**
   * What the service may do through the Kubernetes API: exactly this, in its own namespace. Its pods then get a token,
   * and reach the API server in the ranges that the contract answers (`apiServer.cidrs`).
   * @default - nothing: its pods have no token
   */
  readonly permissions?: readonly Permission[];
}

interface Identified {
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly defaults: SecureDefaults;
  readonly policy: ServicePolicy;
}

/** What pods carry of their service's identity. */
export interface PodIdentity {
  readonly token: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly imagePullSecrets: readonly { readonly name: string }[] | undefined;
}

/**
 * Creates the ServiceAccount of a service, and what makes it more than a name: the cloud's annotation, and a Role of
 * what was declared. No token is mounted unless permissions are declared, or `without.noServiceAccountToken` says why.
 */
export function createIdentity(scope: Construct, of: Identified, identity: Identity = {}): PodIdentity {
  const { name, labels, defaults } = of;
  const { workload, permissions = [] } = identity;
  const isAllowed = permissions.length > 0;
  if (isAllowed && !defaults.has('noServiceAccountToken')) throw tokenTwice(scope);
  const cloud = !workload ? undefined : createWorkloadIdentity({
    scope, name, workload, labels, isClosed: defaults.has('networkPolicy'),
  });
  const token = isAllowed || !defaults.has('noServiceAccountToken');
  createServiceAccount(scope, name, labels, { token, annotations: cloud?.annotations });
  if (isAllowed) createRole(scope, name, labels, permissions);
  if (isAllowed && defaults.has('networkPolicy')) allowApiServer(scope, of.policy);
  return { token, labels: cloud?.podLabels ?? {}, imagePullSecrets: imagePullSecretsOf(scope) };
}

function tokenTwice(scope: Construct): ParityError {
  return new ParityError({
    code: 'PARITY_EXCLUSIVE_PROPS', message: 'two props exclude each other', where: authoredAt(scope),
    got: 'identity.permissions and without.noServiceAccountToken',
    fix: 'leave the removal out: declared permissions bring their token',
  });
}
