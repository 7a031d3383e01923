import { choiceOf } from '../../check/choices';
import { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { canonicalJson } from '../../template/canonical';
import { type Json, valueAt } from '../../template/json';
import { describeExpression } from '../../template/notation';
import { SECRET_VALUE } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import { type Preview, previewsOf } from '../preview';
import { type ChartSide, ChartSides } from './chart-side';
import { PlaceReader } from './filled-places';
import { sharedClasses } from './shared-classes';

/** One thing that is not the same in all targets. */
export interface SideBySideRow {
  readonly kind: 'variation' | 'fact' | 'alternative' | 'stand-in' | 'exception';
  /** `replicas`, `domain`, what chooses, what is stood in for, or the object that is patched. */
  readonly name: string;
  /** @default - it is the same for all charts */
  readonly chart?: string;
  readonly class?: string;
  /** Whether other charts are of this class, too. @default - it is the only one */
  readonly sharesClass?: true;
  readonly why?: string;
  readonly owner?: string;
  /** The value, the branch, or the last day on which it may hold, by target; absent where there is none. */
  readonly values: Readonly<Record<string, Json>>;
}

/** All environments and clusters side by side. Plain data; also the JSON form. */
export interface SideBySide {
  /** Whether nothing that reaches a manifest differs, and no file does. */
  readonly same: boolean;
  /** In promotion order. */
  readonly targets: readonly string[];
  /** Which of the environments were made from another one for a while. */
  readonly previews: readonly Preview[];
  /** Each has one template for all targets. */
  readonly charts: number;
  readonly rows: readonly SideBySideRow[];
  /** How many exceptions are declared, whether they differ or not. */
  readonly exceptionsDeclared: number;
  /** Of files only their digests are compared: what differs inside of one is not looked at. */
  readonly lookedAt: 'digests';
  /** Charts whose files differ though nothing declared does; `parity check` says where. */
  readonly unexplained: readonly string[];
}

type Values = ReadonlyMap<string, Json>;

/** What differs between any of an assembly's targets. Reads the index only, and is linear in it. */
export function sideBySide({ index }: Pick<Assembly, 'index'>): SideBySide {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const secrets = new SecretInputs(index);
  const rows: SideBySideRow[] = [];
  const facts = new FactRows(targets, secrets);
  const alternatives = new Map<string, SideBySideRow>();
  const unexplained: string[] = [];
  const shared = sharedClasses(index.charts);
  for (const chart of index.charts) {
    const known = new ChartSides(chart);
    const sides = targets.map((target) => known.in(target));
    const hasFacts = facts.add(chart, known.present);
    const own = [...variationRows(chart, sides, secrets), ...standInRows(chart, sides), ...exceptionRows(chart, sides)];
    rows.push(...own);
    for (const [key, row] of alternativeRows(chart, sides)) alternatives.set(key, row);
    const areEqual = new Set(sides.map(({ file }) => file?.digest)).size <= 1;
    const isDeclared = hasFacts || own.some(({ kind }) => kind !== 'stand-in');
    if (!areEqual && !isDeclared) unexplained.push(chart.id);
  }
  const of = (kind: SideBySideRow['kind']) => rows.filter((row) => row.kind === kind);
  const found = [...of('variation'), ...facts.rows(), ...alternatives.values(), ...of('stand-in'), ...of('exception')];
  const all = found.map((row): SideBySideRow =>
    (row.class !== undefined && shared.has(row.class) ? { ...row, sharesClass: true } : row));
  return {
    same: all.length === 0 && unexplained.length === 0, targets: targets.map(({ name }) => name),
    previews: previewsOf(index), charts: index.charts.length, rows: all,
    exceptionsDeclared: index.charts.reduce((sum, { exceptions }) => sum + exceptions.length, 0),
    lookedAt: 'digests', unexplained,
  };
}

function variationRows(chart: ChartRecord, sides: readonly ChartSide[], secrets: SecretInputs): SideBySideRow[] {
  return chart.variations.flatMap(({ name, why, owner }): SideBySideRow[] => {
    const values = gather(sides, (side) => side.values.get(name)?.value);
    if (isSame(values, sides)) return [];
    return [{
      kind: 'variation', name, chart: chart.id, class: chart.class, why, ...(owner === undefined ? {} : { owner }),
      values: shown(values, secrets.hasVariation(chart, name)),
    }];
  });
}

function* alternativeRows(chart: ChartRecord, sides: readonly ChartSide[]): Generator<[string, SideBySideRow]> {
  for (const { of } of chart.alternatives) {
    const values = gather(sides, ({ evaluate }) => choiceOf(of, evaluate));
    if (isSame(values, sides)) continue;
    const own = of.op === 'fact' ? {} : { chart: chart.id, class: chart.class };
    const name = describeExpression(of);
    yield [JSON.stringify([name, own]), { kind: 'alternative', name, ...own, values: shown(values, false) }];
  }
}

function standInRows(chart: ChartRecord, sides: readonly ChartSide[]): SideBySideRow[] {
  return chart.standIns.flatMap(({ of, branch, for: name, reason, owner, expires }): SideBySideRow[] => {
    const values = gather(sides, ({ evaluate }) =>
      (choiceOf(of, evaluate) === branch ? expires : undefined));
    if (isSame(values, sides)) return [];
    return [{
      kind: 'stand-in', name, chart: chart.id, class: chart.class, why: reason, owner, values: shown(values, false),
    }];
  });
}

function exceptionRows(chart: ChartRecord, sides: readonly ChartSide[]): SideBySideRow[] {
  const byPatch = new Map<string, { first: ChartRecord['exceptions'][number]; until: Map<string, string> }>();
  for (const exception of chart.exceptions) {
    const key = canonicalJson([exception.object, exception.patch] as unknown as Json);
    const same = byPatch.get(key) ?? { first: exception, until: new Map<string, string>() };
    byPatch.set(key, same);
    same.until.set(exception.target, exception.expires);
  }
  return [...byPatch.values()].flatMap(({ first, until }): SideBySideRow[] => {
    const values = gather(sides, ({ target }) => until.get(target.name));
    if (isSame(values, sides)) return [];
    const { object, reason, owner } = first;
    return [{
      kind: 'exception', name: object, chart: chart.id, class: chart.class, why: reason, owner,
      values: shown(values, false),
    }];
  });
}

/** Facts that reach a manifest of some chart; each is compared once for all charts. */
class FactRows {
  private readonly values = new Map<string, Values | undefined>();
  /** Paths by name. */
  private readonly reaching = new Map<string, readonly string[]>();

  constructor(private readonly targets: readonly TargetRecord[], private readonly secrets: SecretInputs) {}

  /** Whether a fact differs that reaches a manifest of the chart. */
  add(chart: ChartRecord, present: ReadonlySet<TemplateObject>): boolean {
    let reader: PlaceReader | undefined;
    let hasAny = false;
    for (const { path, places } of chart.facts) {
      const name = path.join('.');
      if (!this.values.has(name)) this.values.set(name, this.valuesOf(path));
      if (this.values.get(name) === undefined) continue;
      reader ??= new PlaceReader(chart, present, this.secrets);
      if (!places.some((place) => (reader as PlaceReader).isFilled(place))) continue;
      this.reaching.set(name, path);
      hasAny = true;
    }
    return hasAny;
  }

  rows(): SideBySideRow[] {
    return [...this.reaching].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, path]) =>
      ({ kind: 'fact', name, values: shown(this.values.get(name) as Values, this.secrets.hasFact(path)) }));
  }

  private valuesOf(path: readonly string[]): Values | undefined {
    const values = new Map(this.targets.flatMap(({ name, facts }) => {
      const value = valueAt(facts, path);
      return value === undefined ? [] : [[name, value] as const];
    }));
    const texts = new Set([...values.values()].map(canonicalJson));
    return texts.size <= 1 && values.size === this.targets.length ? undefined : values;
  }
}

function gather(sides: readonly ChartSide[], look: (side: ChartSide) => Json | undefined): Values {
  return new Map(sides.flatMap((side) => {
    const value = look(side);
    return value === undefined ? [] : [[side.target.name, value] as const];
  }));
}

function isSame(values: Values, sides: readonly ChartSide[]): boolean {
  if (values.size === 0) return true;
  return values.size === sides.length && new Set([...values.values()].map(canonicalJson)).size === 1;
}

function shown(values: Values, isSecret: boolean): Readonly<Record<string, Json>> {
  return Object.fromEntries([...values].map(([target, value]) => [target, isSecret ? SECRET_VALUE : value]));
}
