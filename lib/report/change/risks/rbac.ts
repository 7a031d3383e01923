import { canonicalJson } from '../../../template/canonical';
import type { Json, JsonObject } from '../../../template/json';
import type { Finding, RiskRule } from '../risk';
import { Comparisons, NOT_COMPARED } from './comparisons';
import { fieldOf, groupOf, objectsIn, textsIn } from './fields';

/** Verbs by which who has them gets more. */
const ESCALATING: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate']);
const LISTS = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'] as const;
const RESOURCES = LISTS.indexOf('resources');
const URLS = LISTS.indexOf('nonResourceURLs');

/** Subjects that are many, or anybody. */
const ANYBODY: ReadonlyMap<Json, string> = new Map([
  ['system:unauthenticated', 'the role is given to everybody, without a login'],
  ['system:anonymous', 'the role is given to everybody, without a login'],
  ['system:authenticated', 'the role is given to everybody who can log in, and to every pod'],
  ['system:serviceaccounts', 'the role is given to every pod of the cluster'],
]);

/** A role that allows more, or a binding that gives it to more. */
export const rbac: RiskRule = {
  name: 'rbac',
  reason: 'whoever has the role can do more in the cluster',
  find({ before, after, kind, formerKind }) {
    if (after === undefined || groupOf(after) !== 'rbac.authorization.k8s.io') return [];
    const isRole = kind === 'Role' || kind === 'ClusterRole';
    if (!isRole && kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return [];
    const wider = formerKind !== undefined && kind.startsWith('Cluster') ? [widerFinding(isRole)] : [];
    return [...wider, ...(isRole ? roleFindings(before, after) : bindingFindings(before, after))];
  },
};

function widerFinding(isRole: boolean): Finding {
  return isRole
    ? { message: 'the role can be given in every namespace', severity: 'medium', path: 'kind' }
    : { message: 'the role is given in every namespace', severity: 'high', path: 'kind' };
}

/** Of a new role, only what no role should have without a second look. */
function roleFindings(before: JsonObject | undefined, after: JsonObject): Finding[] {
  const known = distinct(objectsIn(before?.rules));
  const former = new FormerRules([...known.values()]);
  const comparisons = new Comparisons();
  const findings: Finding[] = [];
  for (const [text, rule] of distinct(objectsIn(after.rules))) {
    if (known.has(text)) continue;
    const isWide = LISTS.some((list) => textsIn(rule[list]).includes('*'))
      || textsIn(rule.verbs).some((verb) => ESCALATING.has(verb));
    if (before === undefined && !isWide) continue;
    const isKnown = former.cover(rule, comparisons);
    if (isKnown === undefined) {
      findings.push({
        message: 'the role has too many changed rules to compare', severity: 'medium', reason: NOT_COMPARED,
        path: 'rules',
      });
      break;
    }
    if (isKnown) continue;
    findings.push({
      message: isWide ? 'the role allows all of something, or to gain rights' : 'the role allows more',
      severity: isWide ? 'high' : 'medium', path: 'rules', after: rule,
    });
  }
  return findings;
}

/** Rules by their texts, each once. */
function distinct(rules: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(rules.map((rule) => [canonicalJson(rule), rule]));
}

/** What a rule allows, ready to be asked. */
interface Allowed { readonly lists: readonly ReadonlySet<string>[]; readonly names: ReadonlySet<string> }

/** The rules before, found by any of their resources, so that few of them have to be looked at. */
class FormerRules {
  private readonly byItem = new Map<string, Allowed[]>();
  private readonly all: readonly Allowed[];

  constructor(rules: readonly JsonObject[]) {
    this.all = rules.map((rule) => {
      const lists = LISTS.map((list) => new Set(textsIn(rule[list])));
      const allowed = { lists, names: new Set(textsIn(rule.resourceNames)) };
      for (const item of new Set([...lists[RESOURCES]!, ...lists[URLS]!])) {
        const same = this.byItem.get(item);
        if (same === undefined) this.byItem.set(item, [allowed]);
        else same.push(allowed);
      }
      return allowed;
    });
  }

  /** Whether one of them allowed all that a rule does; undefined when there is too much to compare. */
  cover(rule: JsonObject, comparisons: Comparisons): boolean | undefined {
    const own = LISTS.map((list) => textsIn(rule[list]));
    const names = textsIn(rule.resourceNames);
    const allows = (all: ReadonlySet<string>) => (item: string) => comparisons.take(1) && all.has(item);
    for (const known of this.candidates(own[RESOURCES]![0] ?? own[URLS]![0])) {
      if (!comparisons.take(1)) return undefined;
      if (known.lists.every((all, i) => all.has('*') || own[i]!.every(allows(all)))
        && (known.names.size === 0 || (names.length > 0 && names.every(allows(known.names))))) return true;
    }
    return comparisons.isSpent ? undefined : false;
  }

  private *candidates(first: string | undefined): Iterable<Allowed> {
    if (first === undefined) return yield* this.all;
    yield* this.byItem.get(first) ?? [];
    if (first !== '*') yield* this.byItem.get('*') ?? [];
  }
}

function bindingFindings(before: JsonObject | undefined, after: JsonObject): Finding[] {
  const isAdmin = fieldOf(after, 'roleRef', 'name') === 'cluster-admin';
  const known = new Set(objectsIn(before?.subjects).map((subject) => canonicalJson(subject)));
  const added = objectsIn(after.subjects).filter((subject) => !known.has(canonicalJson(subject)));
  return added.flatMap((subject): Finding[] => {
    const many = ANYBODY.get(subject.name ?? null);
    if (many !== undefined) return [{ message: many, severity: 'high', path: 'subjects', after: subject }];
    if (before === undefined && !isAdmin) return [];
    return [{
      message: isAdmin ? 'someone becomes cluster-admin' : 'the role is given to another subject',
      severity: isAdmin ? 'high' : 'medium', path: 'subjects', after: subject,
    }];
  });
}
