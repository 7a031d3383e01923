import type { SecretSetRecord } from '../../environment/service-records';
import { isPart } from '../../synth/assembly/select-charts';
import { type CheckFinding, type Rule, type RuleContext, whereOf } from '../rule';
import { finding } from '../rule-finding';

export const idleSecretRule: Rule = {
  id: 'idle-secret',
  severity: 'warning',
  what: 'no service reads a key that a set of secrets declares',
  why: 'somebody has to fill it, rotate it and guard it in every environment, for nobody',
  fix: 'remove the key from the set, or let a service read it',
  find: findIdle,
};

/** Who reads a key may be another chart than the one that is asked about; where charts are missing, nobody knows. */
function* findIdle({ assembly, charts }: RuleContext): Generator<CheckFinding> {
  if (isPart(assembly.index)) return;
  const read = new Map<string, Set<string>>();
  for (const { set, keys } of assembly.index.charts.flatMap(({ secrets = [] }) => secrets)) {
    if (set === undefined) continue;
    const names = read.get(set.name) ?? new Set();
    read.set(set.name, names);
    for (const { name } of keys) names.add(name);
  }
  for (const set of setsOf(charts)) {
    for (const key of set.keys.filter((name) => read.get(set.name)?.has(name) === false)) {
      yield finding(idleSecretRule, {
        code: 'PARITY_IDLE_SECRET', message: 'no service reads a declared key of a secret',
        where: whereOf([set.name, key], set.source), fix: idleSecretRule.fix,
      }, set.source);
    }
  }
}

/** Each set once, in the order of names. */
function setsOf(charts: RuleContext['charts']): SecretSetRecord[] {
  const sets = charts.flatMap(({ secrets = [] }) => secrets.flatMap(({ set }) => set ?? []));
  const byName = new Map([...sets].reverse().map((set) => [set.name, set]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
