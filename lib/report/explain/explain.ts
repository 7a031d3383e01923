import { selectTargets } from '../../synth/assembly/select-targets';
import { nearest } from '../../environment/nearest';
import { ParityError } from '../../template/error';
import { type Path, formatPath } from '../../template/json';
import { pathDescriber } from '../../template/difference';
import type { TargetRecord } from '../../synth/assembly/assembly';
import { openDocument } from './embedded-document';
import { explainFields } from './explain-fields';
import { explainKept } from './explain-kept';
import { explainObjects } from './explain-objects';
import { explainOthers, explainPlace, originOf } from './explain-place';
import { type ExplainSession, mergeTargets } from './explain-session';
import type { Explanation, FieldsExplanation, PlaceExplanation } from './explanation';
import { findObject } from './find-object';
import { orUnexplained } from './or-unexplained';
import { type PathStep, parsePath } from './path-text';
import { type Resolved, resolvePath, valueAt } from './resolve-path';
import { hasParts } from './trace';
import type { WrittenObject } from './written-object';

/** What to explain. */
export interface Question {
  /** An environment, or one of its clusters. */
  readonly environment: string;
  /** @default - all objects of the environment */
  readonly object?: string;
  /** @default - all placeholders of the object */
  readonly path?: string;
}

/**
 * Says where a value of a written file is from: of one place, of all below it, or which objects there are.
 *
 * Clusters of which the same is said are explained once.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT, PARITY_UNKNOWN_OBJECT, PARITY_UNKNOWN_PATH, PARITY_BAD_ARGUMENT
 * @throws PARITY_UNEXPLAINED when a file cannot be read as its template's
 */
export function explain(session: ExplainSession, { environment, object, path }: Question): Explanation {
  const targets = selectTargets(session.index, environment);
  const steps = parsePath(path ?? '');
  return orUnexplained(() => {
    if (object === undefined) {
      return { ok: true, explanations: mergeTargets(targets.map((target) => explainObjects(session, target))) };
    }
    const kept = explainKept(session, targets, object);
    // One cluster may still have what another one only keeps.
    const names = new Set(kept.flatMap((each) => each.targets));
    const others = kept.length === 0 ? targets : targets.filter((target) => hasObject(session, target, names, object));
    if (others.length === 0) return { ok: kept.every(({ agrees }) => agrees), explanations: mergeTargets(kept) };
    const written = findObject(session, others, object);
    const explanations = mergeTargets(explainEach(session, written, steps, path ?? '')).map((explanation) =>
      withOthers(session, written, explanation));
    const all = [...explanations, ...mergeTargets(kept)];
    return { ok: all.every(({ agrees }) => agrees), explanations: all };
  });
}

function hasObject(
  session: ExplainSession, target: TargetRecord, without: ReadonlySet<string>, object: string,
): boolean {
  if (without.has(target.name)) return false;
  try {
    return findObject(session, [target], object).length > 0;
  } catch (cause) {
    if (cause instanceof ParityError && cause.code === 'PARITY_UNKNOWN_OBJECT') return false;
    throw cause;
  }
}

/** Explains one place whose path is known: for whoever asks for many, with one session. */
export function explainAt(
  session: ExplainSession, written: WrittenObject, path: Path,
): PlaceExplanation | FieldsExplanation {
  const value = valueAt(written.body, path, openDocument) ?? valueAt(written.expected, path, openDocument);
  const origin = originOf(written, path);
  const isWhole = origin.traced?.expression !== undefined || origin.from === 'nothing';
  return hasParts(value) && !isWhole && origin.traced?.node !== undefined && origin.from !== 'exception'
    ? explainFields(session, written, path) : explainPlace(session, written, path);
}

/** One place may be in some clusters only, and a list shorter in one than in another. */
function explainEach(
  session: ExplainSession, objects: readonly WrittenObject[], steps: readonly PathStep[], typed: string,
): (PlaceExplanation | FieldsExplanation)[] {
  const found = objects.map((written) => [written, resolveIn(written, steps)] as const);
  if (found.every(([, resolved]) => !('path' in resolved))) throw unknownPath(session, found, steps, typed);
  return found.flatMap(([written, resolved]) =>
    ('path' in resolved ? [explainAt(session, written, resolved.path)] : []));
}

/** In the file; else in what it should hold, or held before an exception took it away. */
function resolveIn(written: WrittenObject, steps: readonly PathStep[]): Resolved {
  const { body, expected, filled } = written;
  const inFile = resolvePath(body ?? expected, steps, openDocument);
  if ('path' in inFile) return inFile;
  const inExpected = resolvePath(expected, steps, openDocument);
  if ('path' in inExpected) return inExpected;
  const before = resolvePath(filled, steps, openDocument);
  return 'path' in before && originOf(written, before.path).from !== 'nothing' ? before : inFile;
}

function withOthers<E extends PlaceExplanation | FieldsExplanation>(
  session: ExplainSession, objects: readonly WrittenObject[], explanation: E,
): E {
  if (explanation.kind === 'fields') return explanation;
  const written = objects.find(({ file }) => file.target.name === explanation.targets[0]) as WrittenObject;
  const others = session.targets.filter(({ name }) => !explanation.targets.includes(name));
  return { ...explanation, others: explainOthers(session, written, explanation.path, others) };
}

function unknownPath(
  session: ExplainSession, found: readonly (readonly [WrittenObject, Resolved])[], steps: readonly PathStep[],
  typed: string,
): ParityError {
  const [[written, resolved]] = found;
  const { prefix, missing, known } = resolved as Extract<Resolved, { prefix: Path }>;
  const { file, object, body, expected } = written;
  const at = pathDescriber(body ?? expected)(prefix);
  const near = nearest(missing, known.slice(0, 1000));
  const elsewhere = session.targets.filter((target) => {
    const other = target === file.target ? undefined : session.objects.open(file.chart, target).find(object.id);
    return other !== undefined && 'path' in resolvePath(other.body ?? other.expected, steps, openDocument);
  });
  return new ParityError({
    code: 'PARITY_UNKNOWN_PATH', message: 'the object has no such field',
    where: [file.record.file, object.id, at].filter(Boolean).join(' > '),
    got: `'${missing}'${missing === typed ? '' : ` in ${typed}`}`,
    expected: near !== undefined ? `'${formatPath([near])}'`
      : known.length === 0 ? 'nothing: it is a value without fields'
      : `one of ${known.slice(0, 20).join(', ')}${known.length > 20 ? ` and ${known.length - 20} more` : ''}`,
    fix: elsewhere.length > 0 ? `it is there in ${elsewhere.map(({ name }) => name).join(', ')}; here, correct the path`
      : 'correct the path; without one, all placeholders of the object are listed',
  });
}
