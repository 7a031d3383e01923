import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';
import { type Manifest, createObject } from '../manifest';
import { WHY_ANNOTATION } from '../network-policy';
import { noReason } from '../secure-defaults';
import { BREAK_GLASS, OPERATE, ROLLOUT, VIEW } from './role-rules';

/** Groups of the identity provider: the same in every environment. */
interface Members { readonly groups: readonly string[] }

/** Who may do what in a namespace. Each role holds those before it: who operates also sees. */
export interface TeamRoles {
  /** See objects, events and logs; no Secrets. */
  readonly view: Members;
  /** Restart pods and change how many there are. */
  readonly operate: Members & {
    /**
     * Why it may also patch Deployments and StatefulSets, as `kubectl rollout restart` does. That is as much as running
     * any image with any Secret of the namespace.
     * @default - it may not; pods are restarted by deleting or evicting them
     */
    readonly rollout?: string;
  };
  /** Go into pods, read Secrets, change what services are made of. Its members join for as long as it is needed. */
  readonly breakGlass: Members & {
    /** When it is used, and who lets whom in. */
    readonly why: string;
  };
}

const RBAC = 'rbac.authorization.k8s.io';

type Labels = Readonly<Record<string, string>>;
type Rules = readonly Manifest<k8s.PolicyRule>[];

/**
 * Creates the roles of a team and binds its groups to them; in the namespace, so that they reach no other.
 *
 * @throws PARITY_BAD_GROUP when a role has no group, or one that everybody is in, or break-glass has one of the others'
 * @throws PARITY_NO_REASON when break-glass, or patching, says no why
 */
export function createRoles(scope: Construct, team: string, labels: Labels, roles: TeamRoles): void {
  const { view, operate, breakGlass } = roles;
  for (const [role, { groups }] of Object.entries({ view, operate, breakGlass })) checkGroups(scope, role, groups);
  checkOwnGroup(scope, breakGlass.groups, [...view.groups, ...operate.groups]);
  const role = (id: string, groups: readonly string[], rules: Rules, why?: string) =>
    createRole(scope, id, { name: `${team}-${id}`, groups, rules, labels, why });
  role('view', [...view.groups, ...operate.groups, ...breakGlass.groups], VIEW);
  role('operate', [...operate.groups, ...breakGlass.groups],
    operate.rollout === undefined ? OPERATE : [...OPERATE, ...ROLLOUT],
    operate.rollout === undefined ? undefined : reasoned(scope, 'roles.operate.rollout', operate.rollout));
  role('break-glass', breakGlass.groups, BREAK_GLASS, reasoned(scope, 'roles.breakGlass', breakGlass.why));
}

interface RoleParts {
  readonly name: string;
  readonly groups: readonly string[];
  readonly rules: Rules;
  readonly labels: Labels;
  readonly why: string | undefined;
}

function createRole(scope: Construct, id: string, { name, groups, rules, labels, why }: RoleParts): void {
  const metadata = { name, labels, ...(why === undefined ? {} : { annotations: { [WHY_ANNOTATION]: why } }) };
  createObject(scope, `role-${id}`, 'Role', { metadata, rules });
  createObject(scope, `binding-${id}`, 'RoleBinding', {
    metadata,
    roleRef: { apiGroup: RBAC, kind: 'Role', name },
    subjects: [...new Set(groups)].map((group) => ({ apiGroup: RBAC, kind: 'Group', name: group })),
  });
}

function checkGroups(scope: Construct, role: string, groups: readonly string[]): void {
  if (groups.length === 0) throw badGroup(scope, `roles.${role} without a group`, 'name who may');
  for (const group of groups) {
    // Whoever is logged in, whoever is not, every service account, every administrator.
    if (typeof group !== 'string' || (!group.startsWith('system:') && group.trim() !== '')) continue;
    throw badGroup(scope, `roles.${role} for ${JSON.stringify(group)}`, "name a group of the team's own");
  }
}

/** Who is in both has for ever what is meant for an emergency. */
function checkOwnGroup(scope: Construct, own: readonly string[], others: readonly string[]): void {
  const shared = own.find((group) => others.includes(group));
  if (shared === undefined) return;
  throw badGroup(scope, `roles.breakGlass for '${shared}', which has another role`, 'give it a group of its own');
}

function badGroup(scope: Construct, got: string, fix: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_GROUP', message: 'a role cannot be for these groups', where: authoredAt(scope), got, fix,
  });
}

function reasoned(scope: Construct, what: string, why: unknown): string {
  if (typeof why === 'string' && why.trim() !== '') return why;
  throw noReason(scope, `${what} without why`);
}
