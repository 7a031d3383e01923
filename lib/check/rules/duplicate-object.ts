import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { evaluator } from '../../template/evaluate';
import type { Evaluate, Expression } from '../../template/expression';
import { type Identity, identityOf } from '../../template/identity';
import { CompiledTemplate, type TemplateObject, metadataOf } from '../../template/template';
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

interface Written { readonly chart: ChartRecord; readonly object: TemplateObject }

/** An object by what tells those of a cluster apart: versions of one group are the same. */
interface Named {
  readonly object: TemplateObject;
  readonly identity: Identity;
  readonly rest: string;
  readonly name: Expression | undefined;
  readonly namespace: Expression | undefined;
}

function* findDuplicates({ assembly, charts }: RuleContext): Generator<CheckFinding> {
  const asked = new Set(charts);
  // The later one by id is told, whatever the order of the index.
  const all = [...assembly.index.charts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const targets = assembly.index.environments.flatMap((environment) => environment.targets);
  const written = new Map(targets.map((target) => [target, new Map<string, Written>()]));
  for (const chart of all) {
    const named = chart.template.objects.map(namedOf).filter(({ identity }) => !identity.generated);
    for (const [target, first] of written) {
      for (const [key, object] of keysOf(named, chart, target)) {
        const other = first.get(key);
        if (other === undefined) first.set(key, { chart, object });
        else if (other.chart !== chart && asked.has(chart)) yield duplicate(target, { chart, object }, other);
      }
    }
  }
}

function duplicate(target: TargetRecord, written: Written, other: Written): CheckFinding {
  const [one, two] = [written, other].map((each) => contentOf(each, target));
  const isSame = one !== undefined && one === two;
  return finding(duplicateObjectRule, {
    code: 'PARITY_DUPLICATE_OBJECT', message: 'two charts write one object',
    where: `${target.name}: ${written.chart.id} > ${written.object.id}`,
    got: `${isSame ? 'the same' : 'other contents'} in chart '${other.chart.id}'`, fix: duplicateObjectRule.fix,
  }, undefined, isSame ? 'warning' : 'error');
}

function namedOf(object: TemplateObject): Named {
  const identity = identityOf(object.body);
  const { apiVersion, kind } = identity;
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  return {
    object, identity, rest: `${group}\0${kind}`,
    name: metadataOf(object, 'name'), namespace: metadataOf(object, 'namespace'),
  };
}

/** What a chart writes for a target. */
function* keysOf(
  named: readonly Named[], chart: ChartRecord, target: TargetRecord,
): Generator<readonly [string, TemplateObject]> {
  if (!Object.hasOwn(chart.targets, target.name)) return;
  const evaluate = evaluatorOf(chart, target);
  for (const { object, identity, rest, name, namespace } of named) {
    if (object.when !== undefined && !object.when.every(({ of, is }) => choiceOf(of, evaluate) === is)) continue;
    const home = namespace === undefined ? identity.namespace ?? '' : choiceOf(namespace, evaluate);
    yield [`${rest}\0${home}\0${name === undefined ? identity.name : choiceOf(name, evaluate)}`, object];
  }
}

function evaluatorOf(chart: ChartRecord, { name, facts }: TargetRecord): Evaluate {
  const values = Object.entries(chart.targets[name].values).map(([key, { value }]) => [key, value] as const);
  return evaluator({ facts, variations: new Map(values) });
}

/** The object as text, whoever wrote it; undefined where it cannot be filled, which another rule says. */
function contentOf({ chart, object }: Written, target: TargetRecord): string | undefined {
  try {
    const alone = new CompiledTemplate({ objects: [{ ...object, when: undefined }] });
    const [{ body }] = alone.fill(evaluatorOf(chart, target));
    return canonicalJson(body);
  } catch (cause) {
    if (isFillProblem(cause)) return undefined;
    throw cause;
  }
}
