import type { Chart } from 'cdk8s';
import type { ArtifactSource } from '../environment/artifacts';
import { hintOf } from '../environment/optional-facts';
import { removedDefaultsOf } from '../environment/records';
import { serviceRecordsOf } from '../environment/service-records';
import { standInsOf } from '../environment/stand-in';
import type { Session } from '../environment/session';
import type { Target } from '../environment/targets';
import { type NamedVariation, resolveValues } from '../environment/values';
import { digestJson } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import { EvaluationError, evaluator } from '../template/evaluate';
import type { Evaluate } from '../template/expression';
import { type Json, formatPath } from '../template/json';
import type { LockedTable } from '../template/locked-table';
import { CompiledTemplate, FillError, type FilledObject, assembleTemplate, digestTemplate } from '../template/template';
import { emitYaml } from '../template/yaml';
import type { ChartRecord, ChartTargetRecord, ExceptionRecord, KeptFileRecord } from './assembly/assembly';
import { chartRecordOf } from './chart-record';
import { checkTemplate } from './check-template';
import { Collisions } from './collisions';
import { applyExceptions } from './exceptions';
import { type ConfigKeeper, keptFileOf } from './kept-configs';
import type { OverlayBook } from './overlay-book';
import { imagesOf } from './images';
import type { PlaceholderResolver } from './placeholder-resolver';
import { renderChart } from './render-chart';
import { OWNER_LABEL } from './parity-chart';
import { ChartRules, type TargetMemory } from './target-rules';

/** What the synthesis of each chart needs of the app. */
export interface SynthesisContext {
  readonly session: Session;
  readonly resolver: PlaceholderResolver;
  readonly targets: readonly Target[];
  /** What environments say of charts. */
  readonly book: OverlayBook;
  readonly locked: LockedTable;
  readonly artifacts: ArtifactSource | undefined;
  readonly requireDigests: boolean;
  readonly memory: TargetMemory;
  /** The ConfigMaps of former releases. @default - the app keeps none */
  readonly keeper?: ConfigKeeper;
  /** The chart's file name. */
  fileOf(chart: Chart): string;
  /** Takes one file and gives its digest. */
  emit(path: string, text: string): string;
}

export interface SynthesizedChart {
  readonly record: ChartRecord;
  readonly failures: readonly ParityFailure[];
  /** The filled objects of a target, before its exceptions: what the witness must give. */
  fill(target: Target): readonly FilledObject[];
  /** A variation's value in a target by its address. */
  valuesOf(target: Target): ReadonlyMap<string, Json>;
}

/** Renders one chart into its template and fills it for every target. */
export function synthesizeChart(
  chart: Chart,
  variations: readonly NamedVariation[],
  context: SynthesisContext,
): SynthesizedChart {
  const { session, targets } = context;
  const rendered = renderChart(chart, session, context.resolver);
  const template = assembleTemplate(rendered.objects);
  const failures: ParityFailure[] = [...rendered.failures];
  const found = rendered.objects.flatMap((object, i) => imagesOf(object, template.objects[i].id, context.artifacts));
  const undigested = context.requireDigests ? found.filter(({ record }) => record.digest === undefined) : [];
  // What an object that could not be rendered would have placed nobody knows.
  failures.push(...checkTemplate(chart, rendered.objects, template, variations, context.locked, undigested)
    .filter(({ code }) => rendered.isWhole || code !== 'PARITY_UNUSED_VARIATION'));
  for (const { record, reference } of undigested) {
    failures.push({
      code: 'PARITY_IMAGE_WITHOUT_DIGEST',
      message: 'an image is named without its digest',
      where: `${chart.node.path} > ${record.object} > ${record.container}`,
      got: reference,
      expected: 'repository@sha256:...',
      fix: "use artifact('name'), or write the digest; a tag can be moved",
    });
  }
  const compiled = new CompiledTemplate(
    template,
    rendered.objects.map(({ node }) => node),
  );
  const byTarget: Record<string, ChartTargetRecord> = {};
  const keptBy: Record<string, KeptFileRecord> = {};
  const evaluators = new Map<Target, Evaluate>();
  const values = new Map<Target, ReadonlyMap<string, Json>>();
  const exceptions: ExceptionRecord[] = [];
  const collisions = new Collisions(chart, rendered.objects, template);
  const rules = new ChartRules(chart, session, context.memory);
  const isBroken = failures.length > 0;
  for (const target of targets) {
    const declared = context.book.exceptionsFor(target, chart);
    const resolved = resolveValues(chart, variations, target, context.book.overlaysFor(target, chart));
    failures.push(...resolved.failures);
    const plain = new Map([...resolved.values].map(([name, { value }]) => [name, value]));
    values.set(target, plain);
    // What is wrong with the template is wrong everywhere; what is wrong with one target's values is said for each.
    if (isBroken || resolved.failures.length > 0) continue;
    const read = new Set<string>();
    const evaluate = evaluator({ facts: target.facts, variations: plain }, (leaf) => {
      if (leaf.op === 'variation') read.add(leaf.name);
    });
    evaluators.set(target, evaluate);
    failures.push(...collisions.in(target.name, evaluate), ...rules.in(target, plain));
    const file = `${target.name}/${context.fileOf(chart)}`;
    const text = collect(failures, chart, target, () => {
      if (declared.length === 0) return compiled.renderYaml(evaluate);
      const patched = applyExceptions(chart, target, declared, compiled.fill(evaluate));
      failures.push(...patched.failures);
      exceptions.push(...patched.records);
      return emitYaml(patched.objects.map(({ body }) => body));
    });
    for (const [name, { from, source, isInherited }] of resolved.values) {
      if (from === 'overlay' && !isInherited && !read.has(name) && text !== undefined) {
        failures.push({
          code: 'PARITY_OVERLAY_FILLS_NOTHING',
          message: 'an overlay gives a value that fills nothing here',
          where: [`${target.name}: ${chart.node.path}`, source].filter(Boolean).join(' '),
          got: `'${name}'`,
          fix: 'remove it: the alternative that uses it is not chosen in this environment',
        });
      }
    }
    const keeping = text === undefined ? undefined : context.keeper?.keep(chart, template, target, evaluate);
    failures.push(...keeping?.failures ?? []);
    if (failures.length > 0 || text === undefined) continue;
    if (keeping?.kept !== undefined) {
      const { text: kept, objects } = keeping.kept;
      keptBy[target.name] = { file: keptFileOf(file), digest: context.emit(keptFileOf(file), kept), objects };
    }
    byTarget[target.name] = {
      file,
      digest: context.emit(file, text),
      valuesDigest: digestJson(Object.fromEntries(plain)),
      values: Object.fromEntries(
        [...resolved.values].map(([name, { value, from, source }]) => [
          name,
          { value, from, ...(source === undefined ? {} : { source }) },
        ]),
      ),
    };
  }
  const record = chartRecordOf({
    chart,
    owner: chart.labels[OWNER_LABEL],
    template,
    templateDigest: digestTemplate(template),
    variations,
    exceptions,
    standIns: standInsOf(session, chart),
    removedDefaults: removedDefaultsOf(session, chart),
    ...serviceRecordsOf(session, chart),
    images: found.map(({ record }) => record),
    targets: byTarget,
    kept: keptBy,
  });
  return {
    record,
    failures,
    fill: (target) => compiled.fill(evaluators.get(target) as Evaluate),
    valuesOf: (target) => values.get(target) as ReadonlyMap<string, Json>,
  };
}

/** Turns what a template cannot be filled with into a failure of the run. */
function collect<T>(failures: ParityFailure[], chart: Chart, target: Target, work: () => T): T | undefined {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof FillError)) throw cause;
    const inner = cause.cause;
    failures.push({
      code: inner instanceof EvaluationError ? inner.code : 'PARITY_FILL',
      message: inner.message,
      where: `${target.name}: ${[chart.node.path, cause.object.id, formatPath(cause.path ?? [])].filter(Boolean).join(' > ')}`,
      ...(inner instanceof EvaluationError && inner.fact !== undefined
        ? { got: `'${inner.fact.join('.')}'`, expected: hintOf(inner.fact) } : {}),
      fix: inner instanceof EvaluationError ? inner.fix : 'choose a value that can stand there',
    });
    return undefined;
  }
}
