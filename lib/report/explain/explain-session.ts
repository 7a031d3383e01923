import { SecretInputs } from '../../check/secret-inputs';
import type {
  AssemblyIndex, ChartRecord, EnvironmentRecord, ExceptionRecord, TargetRecord,
} from '../../synth/assembly/assembly';
import type { StandInRecord } from '../../environment/stand-in';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { canonicalJson } from '../../template/canonical';
import { EvaluationError, evaluator } from '../../template/evaluate';
import type { Evaluate, Expression } from '../../template/expression';
import { formatIdentity, identityOf } from '../../template/identity';
import { type Json, type Path, valueAt } from '../../template/json';
import type { Leaf } from '../../template/leaves';
import { describeExpression } from '../../template/notation';
import type { TemplateObject } from '../../template/template';
import type {
  ConditionExplanation, ExceptionExplanation, Input, InputValue, ObjectHead, VariationDeclaration,
} from './explanation';
import type { ComputationScope } from './computation';
import { inputName, inputsOf } from './words';
import { type WrittenObject, WrittenObjects } from './written-object';

/** What explaining many places of one assembly shares: its files, read once, and where its values are from. */
export class ExplainSession {
  readonly index: AssemblyIndex;
  readonly objects: WrittenObjects;
  readonly secrets: SecretInputs;
  readonly targets: readonly TargetRecord[];
  private readonly environments: ReadonlyMap<string, EnvironmentRecord>;
  private readonly evaluates = new Map<ChartRecord, Map<string, Evaluate>>();

  constructor(readonly assembly: Assembly) {
    this.index = assembly.index;
    this.objects = new WrittenObjects(assembly);
    this.secrets = new SecretInputs(this.index);
    this.targets = this.index.environments.flatMap(({ targets }) => targets);
    this.environments = new Map(this.index.environments.flatMap((environment) =>
      environment.targets.map(({ name }) => [name, environment] as const)));
  }

  /** What is said of an object in one target, before any of its places is looked at. */
  headOf({ file, object, body, expected }: WrittenObject): ObjectHead {
    const { chart, target, record } = file;
    const written = formatIdentity(identityOf(body ?? expected));
    return {
      targets: [target.name], files: [record.file], chart: chart.id, class: chart.class,
      ...(chart.owner === undefined ? {} : { owner: chart.owner }),
      object: object.id, ...(written === object.id ? {} : { written }), construct: object.construct,
      ...(object.when === undefined ? {} : { when: object.when.map(({ of, is }) =>
        this.conditionOf(chart, target, of, is)) }),
    };
  }

  scopeOf({ file }: WrittenObject, isSecret: boolean): ComputationScope {
    return { evaluate: file.evaluate, isSecret, isHidden: (leaf) => this.secrets.has(file.chart, leaf) };
  }

  /** The inputs of an expression, with what was declared of them. */
  inputsOf(chart: ChartRecord, target: TargetRecord, expression: Expression): Input[] {
    return inputsOf(expression).map((leaf) => {
      const value = this.inputValue(chart, target, leaf);
      const declared = leaf.op === 'variation' ? chart.variations.find(({ name }) => name === leaf.name) : undefined;
      if (declared === undefined) return value;
      return { ...value, variation: declarationOf(declared, value.hidden === true) };
    });
  }

  /** One input's value in a target, and where it is from. */
  inputValue(chart: ChartRecord, target: TargetRecord, leaf: Leaf): InputValue {
    const name = inputName(leaf);
    const shown = (value: Json | undefined) =>
      (this.secrets.has(chart, leaf) ? { hidden: true as const } : value === undefined ? {} : { value });
    if (leaf.op === 'fact') {
      const source = this.environments.get(target.name)?.source;
      const value = valueAt(target.facts, leaf.path);
      return { name, ...shown(value), from: 'environment', ...(source === undefined ? {} : { source }) };
    }
    const record = own(own(chart.targets, target.name)?.values, leaf.name);
    const source = record?.source;
    return { name, ...shown(record?.value), from: record?.from ?? 'default', ...(source && { source }) };
  }

  /** The stand-ins that are what an expression chose in this target. */
  standInsOf(chart: ChartRecord, expression: Expression, evaluate: Evaluate): Omit<StandInRecord, 'of'>[] {
    if (chart.standIns.length === 0) return [];
    const choosers = new Set(lookupsOf(expression).map((of) => JSON.stringify(of)));
    return chart.standIns.filter(({ of, branch }) =>
      choosers.has(JSON.stringify(of)) && String(evaluate(of)) === branch).map(withoutChooser);
  }

  /** Gives expressions of a chart their values, without its file. */
  evaluateIn(chart: ChartRecord, target: TargetRecord): Evaluate {
    const known = this.evaluates.get(chart) ?? new Map<string, Evaluate>();
    this.evaluates.set(chart, known);
    let evaluate = known.get(target.name);
    if (evaluate === undefined) {
      const values = Object.entries(own(chart.targets, target.name)?.values ?? {});
      evaluate = evaluator({
        facts: target.facts, variations: new Map(values.map(([name, { value }]) => [name, value])),
      });
      known.set(target.name, evaluate);
    }
    return evaluate;
  }

  private conditionOf(chart: ChartRecord, target: TargetRecord, of: Expression, is: string): ConditionExplanation {
    const key = JSON.stringify(of);
    const standIn = chart.standIns.find((each) => each.branch === is && JSON.stringify(each.of) === key);
    return {
      of: describeExpression(of), is,
      inputs: inputsOf(of).map((leaf) => this.inputValue(chart, target, leaf)),
      ...(standIn === undefined ? {} : { standIn: withoutChooser(standIn) }),
    };
  }
}

export function declarationOf(
  { name: _, places: __, ...declaration }: ChartRecord['variations'][number], isHidden: boolean,
): VariationDeclaration {
  if (!isHidden) return declaration;
  const { default: _d, min: _n, max: _x, pattern: _p, values: _v, ...rest } = declaration;
  return rest;
}

export function exceptionOf(record: ExceptionRecord): ExceptionExplanation {
  const { patch: _, target: __, object: ___, ...exception } = record;
  return exception;
}

/**
 * Why an object is not chosen: the conditions that do not hold, in words.
 *
 * An alternative inside a branch that was not chosen may ask for what the environment does not answer: it is left out.
 */
export function unmetConditions({ when = [] }: TemplateObject, evaluate: Evaluate): string[] {
  const unmet: string[] = [];
  for (const { of, is } of when) {
    try {
      const value = String(evaluate(of));
      if (value !== is) unmet.push(`${describeExpression(of)} is ${value}, not ${is}`);
    } catch (cause) {
      if (unmet.length === 0 || !(cause instanceof EvaluationError)) throw cause;
    }
  }
  return unmet;
}

interface OfTargets {
  readonly targets: readonly string[];
  readonly files?: readonly string[];
  readonly path?: Path;
  readonly written?: string;
}

/**
 * Explanations that say the same of several targets, as one that names them all.
 *
 * Names as written are all named, and an index that an exception moved in one of them is that of the first.
 */
export function mergeTargets<E extends OfTargets>(explanations: readonly E[]): E[] {
  const groups = new Map<string, E>();
  for (const explanation of explanations) {
    const { targets, files = [], written = '', path: _, ...rest } = explanation;
    const key = canonicalJson(JSON.parse(JSON.stringify(rest)) as Json);
    const group = groups.get(key);
    groups.set(key, group === undefined ? explanation : {
      ...group, targets: [...group.targets, ...targets],
      ...(group.files === undefined ? {} : { files: [...group.files, ...files] }),
      ...(group.written === undefined ? {} : { written: [...new Set([group.written, written])].join(', ') }),
    });
  }
  return [...groups.values()];
}

function lookupsOf(expression: Expression): Expression[] {
  switch (expression.op) {
    case 'lookup': return [expression.of, ...Object.values(expression.table).flatMap(lookupsOf)];
    case 'interpolate': return expression.parts.flatMap((part) =>
      (typeof part === 'string' ? [] : lookupsOf(part.value)));
    case 'scale': case 'unit': case 'join': return lookupsOf(expression.of);
    case 'min': case 'max': return expression.of.flatMap(lookupsOf);
    case 'hash': case 'json': case 'yaml': return expression.of.places.flatMap((place) =>
      ('value' in place ? lookupsOf(place.value) : []));
    default: return [];
  }
}

function withoutChooser({ of: _, ...standIn }: StandInRecord): Omit<StandInRecord, 'of'> {
  return standIn;
}

function own<T>(record: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
