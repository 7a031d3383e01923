import type { Assembly } from '../synth/assembly/read-assembly';
import type { ChartRecord, ChartTargetRecord, ExceptionRecord, TargetRecord } from '../synth/assembly/assembly';
import { ParityError, type ParityFailure } from '../template/error';
import { EvaluationError, evaluator } from '../template/evaluate';
import type { Evaluate } from '../template/expression';
import type { Json, Path } from '../template/json';
import { SECRET_VALUE, isSecretPlace, withoutSecretsAt } from '../template/secret';
import { type TemplateObject } from '../template/template';
import { type ManifestDocument, type ManifestReader, UnreadableManifest } from './manifest-file';
import { SecretInputs } from './secret-inputs';

/** One chart's file in one target, with what should explain it. */
export interface ChartFile {
  readonly chart: ChartRecord;
  readonly target: TargetRecord;
  readonly record: ChartTargetRecord;
  readonly text: string;
  readonly documents: readonly ManifestDocument[];
  readonly evaluate: Evaluate;
  /** The template's objects that the target's values choose, in the order of the file. */
  readonly chosen: readonly TemplateObject[];
  readonly exceptions: readonly ExceptionRecord[];
  /** Which values no message may show. */
  readonly secrets: SecretInputs;
}

/** A failure, and the object of a target that it speaks of. */
export interface Finding {
  readonly target: string;
  /** The target that the object was compared with. @default - none: with its template */
  readonly against?: string;
  /** The object's logical identity. @default - it speaks of the whole file */
  readonly object?: string;
  readonly failure: ParityFailure;
}

/** Reads a chart's file in one target, or says why that is impossible. */
export function openChartFile(
  assembly: Assembly, chart: ChartRecord, target: TargetRecord, reader: ManifestReader,
  secrets = new SecretInputs(assembly.index),
): ChartFile | Finding {
  const record = Object.hasOwn(chart.targets, target.name) ? chart.targets[target.name] : undefined;
  const fail = (where: string, message: string, got?: string): Finding =>
    ({ target: target.name, failure: unexplained(where, message, got) });
  if (record === undefined) return fail(`parity.json > ${chart.id}`, `the chart has no file for '${target.name}'`);
  try {
    const text = assembly.readFile(record.file);
    const variations = new Map(Object.entries(record.values).map(([name, { value }]) => [name, value]));
    const evaluate = evaluator({ facts: target.facts, variations });
    return {
      chart, target, record, text, documents: reader.read(text), evaluate,
      chosen: chart.template.objects.filter(({ when }) =>
        (when ?? []).every(({ of, is }) => String(evaluate(of)) === is)),
      exceptions: chart.exceptions.filter((exception) => exception.target === target.name),
      secrets,
    };
  } catch (cause) {
    if (cause instanceof UnreadableManifest) return fail(record.file, 'a manifest cannot be read', cause.message);
    if (cause instanceof ParityError) return { target: target.name, failure: cause.failure };
    if (isFillProblem(cause)) {
      return fail(record.file, 'the values of parity.json do not fill the template', cause.message);
    }
    throw cause;
  }
}

/** What evaluating a template that was edited can throw; anything else is a mistake of ours. */
export function isFillProblem(cause: unknown): cause is Error {
  return cause instanceof EvaluationError || cause instanceof TypeError || cause instanceof RangeError;
}

export function unexplained(where: string, message: string, got?: string, expected?: string): ParityFailure {
  return {
    code: 'PARITY_UNEXPLAINED', message, where, got, expected,
    fix: 'change the program or an environment instead, and run parity synth',
  };
}

/** A value of an object of a file for people, by its path; those of secrets stay out of every message. */
export function show(
  value: Json | undefined, { chart, secrets }: ChartFile, { id, body }: { readonly id: string; readonly body: Json },
  path: Path,
): string {
  if (value === undefined) return 'nothing';
  return isSecretPlace(body, path) || secrets.meetsHidden(chart, id, path) ? SECRET_VALUE
    : cutJson(withoutSecretsAt(body, path, value));
}

/** JSON that is no longer than people read. */
export function cutJson(value: Json): string {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'symbol' ? '(explained)' : item));
  return text.length > 200 ? `${text.slice(0, 200)}... (${text.length} characters)` : text;
}
