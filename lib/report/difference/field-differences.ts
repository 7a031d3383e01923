import { isFillProblem, unexplained } from '../../check/chart-files';
import { SecretInputs } from '../../check/secret-inputs';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { type FieldDifference, pathDescriber } from '../../template/difference';
import { ParityError } from '../../template/error';
import { type Json, type Path, formatPath } from '../../template/json';
import { holdsSecret } from '../../template/secret';
import { type Cause, choicesBetween } from './cause';
import { type ChartPair, ChartSides } from './chart-side';
import { type TargetPair, chartPairs } from './environment-difference';
import { fieldCauses } from './field-causes';
import { HiddenPlaces } from './hidden-places';
import { pairTargets } from './target-pairs';
import { WrittenComparison, type WrittenDifference, type WrittenObject } from './written-objects';

/** One field of an object that differs, and what explains it. */
export interface ExplainedField extends FieldDifference {
  /** The path as people write it, by the keys of its lists: `spec.containers[api].image`. */
  readonly field: string;
  /** Empty when nothing declared explains it: `parity check` fails then. */
  readonly causes: readonly Cause[];
}

/** One object that is not the same in two targets. */
export interface ObjectFields {
  readonly chart: string;
  readonly class: string;
  /** The logical identity: that of the template. */
  readonly object: string;
  readonly kind: WrittenDifference['kind'];
  /** Values of Secrets are not shown. */
  readonly fields: readonly ExplainedField[];
  /** What chooses an object that is on one side only. @default - it is on both */
  readonly causes?: readonly Cause[];
  /** The object, when it is on one side only. */
  readonly before?: Json;
  /** The object, when it is on one side only. */
  readonly after?: Json;
}

/** The fields that differ between two targets, by the files that were written. */
export interface PairFields extends TargetPair { readonly objects: readonly ObjectFields[] }

/**
 * The fields in which the written files of two environments differ, for each pair of targets. Linear in the files that
 * differ; others are not read.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT when a name means none
 * @throws PARITY_UNEXPLAINED when a file is not what its template could give
 */
export function fieldDifferences(assembly: Assembly, from: string, to: string): PairFields[] {
  const targets = pairTargets(assembly.index, from, to);
  const written = new WrittenComparison(assembly);
  const secrets = new SecretInputs(assembly.index);
  const objects = targets.map((): ObjectFields[] => []);
  for (const chart of assembly.index.charts) {
    chartPairs(new ChartSides(chart), targets).forEach((pair, i) => {
      for (const difference of written.compare(pair)) objects[i].push(explain(difference, pair, secrets));
    });
  }
  return targets.map((pair, i) => ({ from: pair.from.name, to: pair.to.name, objects: objects[i] }));
}

/** An index that was edited may lack what its template asks for; that is no mistake of this program. */
function explain(difference: WrittenDifference, pair: ChartPair, secrets: SecretInputs): ObjectFields {
  try {
    return objectFields(difference, pair, secrets);
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    throw new ParityError(unexplained(`parity.json > ${pair.chart.id} > ${difference.id}`,
      'the values of parity.json do not fill the template', cause.message));
  }
}

function objectFields(difference: WrittenDifference, pair: ChartPair, secrets: SecretInputs): ObjectFields {
  const { id, kind, before, after, fields } = difference;
  const named = { chart: pair.chart.id, class: pair.chart.class, object: id, kind };
  if (before === undefined || after === undefined) {
    const causes = choicesBetween([before?.template, after?.template], pair);
    const { template, body } = (before ?? after) as WrittenObject;
    const hidden = new HiddenPlaces(pair.chart, template, before === undefined ? pair.to : pair.from, secrets);
    return { ...named, fields: [], causes, [before === undefined ? 'after' : 'before']: hidden.shown(body, [], body) };
  }
  const causes = fieldCauses(difference, pair, secrets);
  const hidden = {
    before: new HiddenPlaces(pair.chart, before.template, pair.from, secrets),
    after: new HiddenPlaces(pair.chart, after.template, pair.to, secrets),
  };
  // What is hidden on one side is hidden on both.
  const show = ({ path, pathBefore = path }: FieldDifference, value: Json) => {
    const former = hidden.before.shown(before.body, pathBefore, value);
    return hidden.after.shown(after.body, path, former);
  };
  const [former, latter] = [describer(before.body), describer(after.body)];
  return {
    ...named,
    fields: fields.map((field) => ({
      ...field, ...(field.before === undefined ? {} : { before: show(field, field.before) }),
      ...(field.after === undefined ? {} : { after: show(field, field.after) }),
      field: (field.kind === 'removed' ? former : latter)(field.path), causes: causes(field),
    })),
  };
}

/** The elements of a Secret's lists are not named, because names are made of values. */
function describer(body: Json): (path: Path) => string {
  return holdsSecret(body) ? formatPath : pathDescriber(body);
}

