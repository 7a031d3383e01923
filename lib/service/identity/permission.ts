import type { Construct } from 'constructs';
import { nearest } from '../../environment/nearest';
import { ParityError } from '../../template/error';
import { mayHoldMarker } from '../../template/marker';
import { authoredAt } from '../authored-at';
import { noReason } from '../secure-defaults';
import { CLUSTER_SCOPED, CORE_RESOURCES, powerOf } from './api-resources';

/** What may be done with a resource (RBAC): the verbs that Kubernetes itself knows. */
export const VERBS = [
  'get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', 'use', 'bind', 'escalate',
  'impersonate',
] as const;
export type Verb = (typeof VERBS)[number];

/** What a service may do through the Kubernetes API, in its own namespace. The same in every environment. */
export interface Permission {
  /** The API group: `apps`, `coordination.k8s.io`. @default '' - the core group, of pods and ConfigMaps */
  readonly apiGroup?: string;
  /** The plural names of the resources: `configmaps`, `pods/log`. */
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** The names of the objects; needed for reading Secrets, useless for creating. @default - any object */
  readonly names?: readonly string[];
  /** What the service does with it, for whoever reads the Role in the cluster. */
  readonly why: string;
  /**
   * Why it is accepted that the service could give itself more: needed by what lets it run pods, ask for tokens, or
   * change roles.
   * @default - such a permission is refused
   */
  readonly risk?: string;
}

const FIELDS: ReadonlySet<string> = new Set(['apiGroup', 'resources', 'verbs', 'names', 'why', 'risk']);
const GROUP = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)?$/;
const RESOURCE = /^[a-z][a-z0-9-]*(\/[a-z]+)?$/;
const NAME = /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/;

/**
 * Refuses what grants more than it says, or nothing at all.
 *
 * @throws PARITY_BAD_PERMISSION, PARITY_NO_REASON without `why`, PARITY_LOCKED when a part differs between environments
 */
export function checkPermission(scope: Construct, permission: Permission): void {
  const { apiGroup = '', resources, verbs, names, why, risk } = permission;
  const refuse = (got: string, fix: string, expected?: string) => { throw badPermission(scope, got, fix, expected); };
  const unknown = Object.keys(permission).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) refuse(`'${unknown}'`, CLUSTER_ADVICE, [...FIELDS].join(', '));
  if (typeof why !== 'string' || why.trim() === '') throw noReason(scope, 'identity.permissions without why');
  for (const list of [resources, verbs, names ?? ['any']]) if (list.length === 0) refuse('an empty list', EMPTY_ADVICE);
  for (const text of [apiGroup, ...resources, ...verbs, ...names ?? []]) checkText(scope, text);

  if (!GROUP.test(apiGroup)) refuse(`apiGroup '${apiGroup}'`, "name the group without its version: 'apps'");
  for (const resource of resources) checkResource(scope, apiGroup, resource);
  for (const verb of verbs) {
    if (!VERBS.includes(verb)) refuse(`verb '${verb}'`, 'name a verb', nearest(verb, VERBS) ?? VERBS.join(', '));
  }
  for (const name of names ?? []) if (!NAME.test(name)) refuse(`name '${name}'`, 'name an object');
  if (names !== undefined && verbs.some((verb) => verb === 'create' || verb === 'deletecollection')) {
    refuse(`${verbs.join(', ')} with names`,
      'give it apart, without names: no request for it carries one, so it would never be allowed');
  }
  if (isReadOfAnySecret(permission)) {
    refuse(`${verbs.join(', ')} any Secret`,
      "name the Secrets: names: ['...']; what the service itself uses needs no permission: env, volumes");
  }
  const power = powerOf(apiGroup, resources, verbs);
  if (power === undefined || (typeof risk === 'string' && risk.trim() !== '')) return;
  refuse(`${power}: with it a service can give itself more than that`,
    'do without it, or say why it is accepted: risk');
}

const CLUSTER_ADVICE = 'ask for what is in the namespace; rights over the whole cluster are given by the platform, '
  + 'in a ClusterRole and a ClusterRoleBinding of its own for this ServiceAccount';
const EMPTY_ADVICE = 'name something, or leave the permission out: an empty list allows nothing, '
  + 'and without names everything';

function checkText(scope: Construct, text: unknown): void {
  if (typeof text !== 'string' || mayHoldMarker(text)) {
    throw new ParityError({
      code: 'PARITY_LOCKED', message: 'an RBAC rule cannot differ between environments', where: authoredAt(scope),
      got: 'a placeholder in identity.permissions', fix: 'choose one value for all environments',
    });
  }
  if (text.includes('*')) throw badPermission(scope, `'${text}'`, 'name each one: a wildcard grows with the cluster');
}

function checkResource(scope: Construct, apiGroup: string, resource: string): void {
  const [base] = resource.split('/');
  if (!RESOURCE.test(resource)) {
    throw badPermission(
      scope, `resource '${resource}'`, 'name it in the plural, in lower-case letters', "'configmaps'");
  }
  if (CLUSTER_SCOPED.has(base))
    throw badPermission(scope, `'${resource}', which stands in no namespace`, CLUSTER_ADVICE);
  if (apiGroup !== '' || CORE_RESOURCES.has(base)) return;
  const near = nearest(base, [...CORE_RESOURCES]);
  throw badPermission(
    scope, `'${resource}' of the core group, which has none`, "correct the name, or give the group: apiGroup: 'apps'",
    near === undefined ? undefined : `'${near}'`,
  );
}

function isReadOfAnySecret({ apiGroup = '', resources, verbs, names }: Permission): boolean {
  return apiGroup === '' && resources.includes('secrets') && names === undefined
    && verbs.some((verb) => ['get', 'list', 'watch'].includes(verb));
}

function badPermission(scope: Construct, got: string, fix: string, expected?: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_PERMISSION', message: 'a permission cannot be given', where: authoredAt(scope),
    got, expected, fix,
  });
}
