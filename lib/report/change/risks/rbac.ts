import { canonicalJson } from '../../../template/canonical';
import type { JsonObject } from '../../../template/json';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, groupOf, objectsIn, textsIn } from './fields';

/** Verbs by which who has them gets more. */
const ESCALATING: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);
const LISTS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'] as const;

/** A role that allows more, or a binding that gives it to more. */
export const rbac: RiskRule = {
  name: 'rbac',
  reason: 'whoever has the role can do more in the cluster',
  find({ before, after, kind }) {
    if (after === undefined || groupOf(after) !== 'rbac.authorization.k8s.io') return [];
    if (kind === 'Role' || kind === 'ClusterRole') return roleFindings(before, after);
    return kind === 'RoleBinding' || kind === 'ClusterRoleBinding' ? bindingFindings(before, after) : [];
  },
};

/** Of a new role, only what no role should have without a second look. */
function roleFindings(before: JsonObject | undefined, after: JsonObject): Finding[] {
  const former = objectsIn(before?.rules);
  const added = objectsIn(after.rules).filter((rule) => !former.some((known) => covers(known, rule)));
  return added.flatMap((rule): Finding[] => {
    const isWide = LISTS.some((list) => textsIn(rule[list]).includes('*'))
      || textsIn(rule.verbs).some((verb) => ESCALATING.has(verb));
    if (before === undefined && !isWide) return [];
    return [{
      message: isWide ? 'the role allows all of something, or to gain rights' : 'the role allows more',
      severity: isWide ? 'high' : 'medium', path: 'rules', after: rule,
    }];
  });
}

/** Whether a rule allows nothing that another did not. */
function covers(known: JsonObject, rule: JsonObject): boolean {
  const names = textsIn(known.resourceNames);
  const own = textsIn(rule.resourceNames);
  return LISTS.every((list) => {
    const all = new Set(textsIn(known[list]));
    return all.has('*') || textsIn(rule[list]).every((item) => all.has(item));
  }) && (names.length === 0 || (own.length > 0 && own.every((name) => names.includes(name))));
}

function bindingFindings(before: JsonObject | undefined, after: JsonObject): Finding[] {
  const isAdmin = fieldOf(after, 'roleRef', 'name') === 'cluster-admin';
  if (before === undefined && !isAdmin) return [];
  const known = new Set(objectsIn(before?.subjects).map((subject) => canonicalJson(subject)));
  return objectsIn(after.subjects).filter((subject) => !known.has(canonicalJson(subject))).map((subject): Finding => ({
    message: isAdmin ? 'someone becomes cluster-admin' : 'the role is given to another subject',
    severity: isAdmin ? 'high' : 'medium', path: 'subjects', after: subject,
  }));
}
