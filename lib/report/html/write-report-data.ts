import { standInTargets } from '../../check/choices';
import { SecretInputs } from '../../check/secret-inputs';
import type { AssemblyIndex, ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { chartOfService } from '../../synth/assembly/select-charts';
import { SECRET_VALUE } from '../../template/secret';
import { type Lifetime, SOON_DAYS, lifetimeOf } from '../lifetime';
import { nameOf } from '../summary';
import { ChartWriter, ReportTables } from './chart-data';
import { factRows } from './fact-rows';
import type {
  CallData, ChartData, ChoiceData, ExceptionData, ImageData, ReportData, ServiceData, StandInData,
} from './report-data';

/** An assembly's index as data of a report. Pure: the same index and day give the same data. Linear in the index. */
export function reportData(index: AssemblyIndex, today: string): ReportData {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const secrets = new SecretInputs(index);
  const tables = new ReportTables();
  const { texts, values } = tables;
  const rows = factRows(index, secrets);
  const writer = new ChartWriter(tables, targets, secrets, new Map(rows.map(({ key }, i) => [key, i])));
  const context = { index, targets, today, tables, secrets };
  const charts = index.charts.map((chart) => writer.write(chart));
  return {
    today,
    soonDays: SOON_DAYS,
    targets: targets.map(({ name }) => name),
    previewOf: index.environments.flatMap((environment) =>
      environment.targets.map(() => texts.add(environment.previewOf))),
    texts: texts.texts,
    values: values.values,
    declarations: tables.declarations,
    charts,
    facts: rows.map(({ path, values: all, display, charts }) => ({
      path: texts.add(path), values: all.map((value) => values.add(value, display)), charts,
    })),
    alternatives: choices(charts),
    standIns: index.charts.flatMap((chart, i) => standIns(context, chart, i)),
    exceptions: index.charts.flatMap((chart, i) => exceptions(context, chart, i)),
    images: images(context),
    removed: index.charts.flatMap(({ removedDefaults }, chart) => removedDefaults.map((removed) => ({
      chart, construct: texts.add(removed.construct), default: texts.add(removed.default),
      reason: texts.add(removed.reason), source: texts.add(removed.source),
    }))),
    ...callGraph(context),
  };
}

interface Context {
  readonly index: AssemblyIndex;
  readonly targets: readonly TargetRecord[];
  readonly today: string;
  readonly tables: ReportTables;
  readonly secrets: SecretInputs;
}

/** All alternatives, each choice once: that of a capability stands in many charts. */
function choices(charts: readonly ChartData[]): ChoiceData[] {
  const found = new Map<string, ChoiceData & { readonly uses: number[] }>();
  charts.forEach(({ alternatives }, chart) => alternatives.forEach(({ by, chosen }, i) => {
    const key = [by, ...chosen].join();
    const choice = found.get(key) ?? { by, chosen, uses: [] };
    found.set(key, choice);
    choice.uses.push(chart, i);
  }));
  return [...found.values()];
}

function standIns({ targets, today, tables: { texts } }: Context, chart: ChartRecord, i: number): StandInData[] {
  const indexes = new Map(targets.map(({ name }, target) => [name, target]));
  return chart.standIns.map((record) => ({
    chart: i,
    targets: standInTargets(record, chart, targets).map((name) => indexes.get(name) as number),
    by: texts.add(nameOf(record.of)), branch: texts.add(record.branch), for: texts.add(record.for),
    conformance: texts.add(record.conformance),
    reason: texts.add(record.reason), owner: texts.add(record.owner), source: texts.add(record.source),
    ...lifetime(record, today),
  }));
}

function exceptions(
  { targets, today, tables: { texts }, secrets }: Context, chart: ChartRecord, i: number,
): ExceptionData[] {
  if (chart.exceptions.length === 0) return [];
  const indexes = new Map(targets.map(({ name }, target) => [name, target]));
  return chart.exceptions.map((record) => ({
    chart: i,
    targets: indexes.has(record.target) ? [indexes.get(record.target) as number] : [],
    object: texts.add(record.object),
    patch: secrets.patchOf(chart, record).flatMap((operation) => {
      const operand = 'value' in operation
        ? (operation.value === SECRET_VALUE ? SECRET_VALUE : JSON.stringify(operation.value))
        : 'from' in operation ? `from ${operation.from}` : undefined;
      return [texts.add(operation.op), texts.add(operation.path), texts.add(operand)];
    }),
    reason: texts.add(record.reason), owner: texts.add(record.owner), source: texts.add(record.source),
    ...lifetime(record, today),
  }));
}

function lifetime(record: { since?: string; expires: string }, today: string) {
  const { ageDays = -1, daysLeft }: Lifetime = lifetimeOf(record, today);
  return { since: day(record.since ?? ''), expires: day(record.expires), age: ageDays, left: daysLeft };
}

/** Days are checked when they are written; an edited file could hold anything. */
function day(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : '';
}

function images({ index, tables: { texts } }: Context): ImageData[] {
  const found = new Map<string, { data: Omit<ImageData, 'uses'>; uses: number[] }>();
  index.charts.forEach((chart, i) => {
    for (const { repository, digest, artifact, object, container } of chart.images) {
      const key = JSON.stringify([repository, digest, artifact]);
      const data = { repository: texts.add(repository), digest: texts.add(digest), artifact: texts.add(artifact) };
      const image = found.get(key) ?? { data, uses: [] };
      found.set(key, image);
      image.uses.push(i, texts.add(object), texts.add(container));
    }
  });
  return [...found.values()].map(({ data, uses }) => ({ ...data, uses }));
}

function callGraph({ index, tables: { texts } }: Context): { services: ServiceData[]; calls: CallData[] } {
  const ids = new Set(index.charts.map(({ id }) => id));
  const charts = new Map(index.charts.map(({ id }, i) => [id, i]));
  const services: ServiceData[] = [];
  const known = new Map<string, number>();
  const service = (name: string) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, services.length);
    return services.push({ name: texts.add(name), chart: charts.get(chartOfService(name, ids) ?? '') ?? -1 }) - 1;
  };
  const calls = index.calls.map(({ from, to, port, source }): CallData =>
    [service(from), service(to), texts.add(port), texts.add(source)]);
  return { services, calls };
}
