import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { evaluator } from '../../template/evaluate';
import type { Evaluate, Expression } from '../../template/expression';
import { identityOf } from '../../template/identity';
import { CompiledTemplate, type TemplateObject } from '../../template/template';
import { isFillProblem } from '../chart-files';
import { choiceOf } from '../choices';
import type { CheckFinding, Rule, RuleContext } from '../rule';
import { finding } from '../rule-finding';

export const duplicateObjectRule: Rule = {
  id: 'duplicate-object',
  severity: 'error',
  what: 'two charts write one object, with other contents (error) or the same (warning)',
  why: 'whoever applies both gets the later one, without a word, and removing one chart removes it from both',
  fix: 'name one of them differently, or write it in one chart only',
  find: findDuplicates,
};

interface Written { readonly chart: ChartRecord; readonly object: TemplateObject; readonly evaluate: Evaluate }

function* findDuplicates({ assembly, charts }: RuleContext): Generator<CheckFinding> {
  const asked = new Set(charts);
  // The later one by id is told, whatever the order of the index.
  const all = [...assembly.index.charts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const targets = assembly.index.environments.flatMap((environment) => environment.targets);
  for (const target of targets) {
    const first = new Map<string, Written>();
    for (const chart of all) {
      for (const [key, written] of writtenBy(chart, target)) {
        const other = first.get(key);
        if (other === undefined) first.set(key, written);
        else if (other.chart !== chart && asked.has(chart)) yield duplicate(target.name, written, other);
      }
    }
  }
}

function duplicate(target: string, written: Written, other: Written): CheckFinding {
  const [one, two] = [written, other].map(contentOf);
  const isSame = one !== undefined && one === two;
  return finding(duplicateObjectRule, {
    code: 'PARITY_DUPLICATE_OBJECT', message: 'two charts write one object',
    where: `${target}: ${written.chart.id} > ${written.object.id}`,
    got: `${isSame ? 'the same' : 'other contents'} in chart '${other.chart.id}'`, fix: duplicateObjectRule.fix,
  }, undefined, isSame ? 'warning' : 'error');
}

/** What a chart writes for a target, by what tells objects of a cluster apart: versions of one group are the same. */
function* writtenBy(chart: ChartRecord, { name, facts }: TargetRecord): Generator<readonly [string, Written]> {
  if (!Object.hasOwn(chart.targets, name)) return;
  const values = Object.entries(chart.targets[name].values).map(([key, { value }]) => [key, value] as const);
  const evaluate = evaluator({ facts, variations: new Map(values) });
  for (const object of chart.template.objects) {
    if (!(object.when ?? []).every(({ of, is }) => choiceOf(of, evaluate) === is)) continue;
    const identity = identityOf(object.body);
    if (identity.generated) continue;
    const { apiVersion, kind } = identity;
    const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
    const filled = (field: 'name' | 'namespace') => {
      const of = expressionAt(object, field);
      return of === undefined ? identity[field] : choiceOf(of, evaluate);
    };
    yield [[group, kind, filled('namespace'), filled('name')].join('\0'), { chart, object, evaluate }];
  }
}

function expressionAt({ places }: TemplateObject, field: string): Expression | undefined {
  for (const place of places) {
    const { path } = place;
    if (path.length === 2 && path[1] === field && path[0] === 'metadata' && 'value' in place) return place.value;
  }
  return undefined;
}

/** The object as text, whoever wrote it; undefined where it cannot be filled, which another rule says. */
function contentOf({ object, evaluate }: Written): string | undefined {
  try {
    const [{ body }] = new CompiledTemplate({ objects: [{ ...object, when: undefined }] }).fill(evaluate);
    return canonicalJson(body);
  } catch (cause) {
    if (isFillProblem(cause)) return undefined;
    throw cause;
  }
}
