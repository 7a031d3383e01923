import { equalJson } from '../../check/equal-json';
import type { ExceptionRecord, TargetRecord } from '../../synth/assembly/assembly';
import { pathDescriber } from '../../template/difference';
import type { Json, Path } from '../../template/json';
import { isSecretPlace } from '../../template/secret';
import { computationOf, isHiddenValue } from './computation';
import { openDocument } from './embedded-document';
import { type ExplainSession, exceptionOf } from './explain-session';
import type { ElementOf, OtherValue, PlaceExplanation } from './explanation';
import { type PatchedNode, entriesOf, findPatched } from './patched-tree';
import { valueAt } from './resolve-path';
import { type RepeatAt, type Trace, pathIn, trace } from './trace';
import { inputsOf, notationOf } from './words';
import type { WrittenObject } from './written-object';

/** What wrote one place of a written object. */
export interface PlaceOrigin {
  readonly from: PlaceExplanation['from'];
  /** Of the template's value: also of one that an exception replaced or took away. */
  readonly traced?: Trace;
  /** Where the template's value stands in the filled object. */
  readonly filledPath?: Path;
  /** Those that changed something at, above or below the place. */
  readonly exceptions: readonly ExceptionRecord[];
}

/** Finds what wrote a place, through the exceptions. */
export function originOf(written: WrittenObject, path: Path): PlaceOrigin {
  const { tree, node: template, file } = written;
  const found = findPatched(tree.root, path);
  if (found === undefined) return originOfRemoved(written, path);
  const filledPath = found.node.origin ?? found.instead;
  const full = filledPath === undefined ? undefined : [...filledPath, ...found.rest];
  const traced = full === undefined ? undefined : trace(template, full, file.evaluate);
  const exceptions = new Set([...(found.by === undefined ? [] : [found.by]), ...exceptionsBelow(found.node)]);
  if (full !== undefined) for (const { origin, by } of tree.removed) if (isBelow(origin, full)) exceptions.add(by);
  const isTemplates = found.node.origin !== undefined;
  return {
    from: !isTemplates ? 'exception' : traced?.expression === undefined ? 'template' : 'placeholder',
    ...(traced === undefined ? {} : { traced, filledPath: full }), exceptions: [...exceptions],
  };
}

/** A value that the template gives and an exception took away; or nothing of ours. */
function originOfRemoved({ tree, node, file }: WrittenObject, path: Path): PlaceOrigin {
  const gone = tree.removed.find(({ origin }) => isBelow(path, origin));
  const traced = gone === undefined ? undefined : trace(node, path, file.evaluate);
  if (gone === undefined || traced === undefined) return { from: 'nothing', exceptions: [] };
  return { from: 'exception', traced, filledPath: path, exceptions: [gone.by] };
}

/** Explains one value of a written object, or one value that should be there. */
export function explainPlace(session: ExplainSession, written: WrittenObject, path: Path): PlaceExplanation {
  const { file, body, expected, filled } = written;
  const origin = originOf(written, path);
  const { traced } = origin;
  const expression = traced?.expression;
  const isSecret = isSecretPlace(body ?? expected, path);
  const scope = { ...session.scopeOf(written, isSecret), elements: traced?.elements };
  const hidden = isSecret || (expression !== undefined && isHiddenValue(expression, scope));
  const [value, wanted] = [valueAt(body, path, openDocument), valueAt(expected, path, openDocument)];
  const agrees = value === undefined || wanted === undefined ? value === wanted : equalJson(value, wanted);
  const without = origin.from === 'exception' && origin.filledPath !== undefined
    ? valueAt(filled, origin.filledPath, openDocument) : undefined;
  const artifact = path.at(-1) === 'image' ? artifactOf(written, value) : undefined;
  const standIns = expression && session.standInsOf(file.chart, expression, file.evaluate);
  return {
    kind: 'place', ...session.headOf(written),
    path, at: pathDescriber(body ?? expected)(path),
    ...shown(value, hidden, 'value'),
    from: origin.from,
    ...(expression === undefined ? {} : { computation: computationOf(expression, scope) }),
    ...(traced !== undefined && expression !== undefined && traced.within.length > 0 && { within: traced.within }),
    ...(traced !== undefined && traced.repeats.length > 0 && { elements: traced.repeats.map(elementOf) }),
    inputs: expression === undefined ? [] : session.inputsOf(file.chart, file.target, expression),
    ...(artifact === undefined ? {} : { artifact }),
    exceptions: origin.exceptions.map(exceptionOf),
    ...(hidden ? {} : shown(without, false, 'without')),
    ...(standIns !== undefined && standIns.length > 0 && { standIns }),
    agrees: agrees && body !== undefined,
    ...(agrees || hidden ? {} : shown(wanted, false, 'expected')),
    others: [],
  };
}

/** The same place in other targets: where the template has it there, as their files have it. */
export function explainOthers(
  session: ExplainSession, written: WrittenObject, path: Path, targets: readonly TargetRecord[],
): OtherValue[] {
  const { traced } = originOf(written, path);
  return targets.map((target): OtherValue => {
    const other = session.objects.open(written.file.chart, target).find(written.object.id);
    if (other === undefined) return { target: target.name, absent: 'object', inputs: [] };
    // An alternative's other branch is another object of the template, which may still have such a field.
    const there = other.object === written.object && traced !== undefined
      ? pathIn(other.node, traced, other.file.evaluate) : path;
    const otherPath = there && writtenPathOf(other, there);
    const value = otherPath && valueAt(other.body, otherPath, openDocument);
    if (otherPath === undefined || value === undefined) return { target: target.name, absent: 'field', inputs: [] };
    const origin = originOf(other, otherPath);
    const isSecret = isSecretPlace(other.body, otherPath);
    const expression = origin.traced?.expression;
    const hidden = isSecret
      || (expression !== undefined && isHiddenValue(expression, session.scopeOf(other, isSecret)));
    return {
      target: target.name, ...shown(value, hidden, 'value'),
      inputs: expression === undefined || origin.from === 'exception' ? []
        : inputsOf(expression).map((leaf) => session.inputValue(other.file.chart, target, leaf)),
      ...(origin.exceptions.length > 0 && { exception: true as const }),
    };
  });
}

/** Where a value of the filled object stands after the exceptions; undefined when they took it away. */
export function writtenPathOf({ tree, exceptions }: WrittenObject, path: Path): Path | undefined {
  if (exceptions.length === 0) return path;
  const key = JSON.stringify(path);
  const search = (node: PatchedNode, at: Path): Path | undefined => {
    if (JSON.stringify(node.origin ?? node.instead) === key) return at;
    for (const [step, child] of entriesOf(node)) {
      const found = search(child, [...at, step]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(tree.root, []) ?? (findPatched(tree.root, path)?.rest.length ? path : undefined);
}

function artifactOf({ file, object }: WrittenObject, value: Json | undefined): string | undefined {
  return file.chart.images.find((image) => image.object === object.id && image.digest !== undefined
    && typeof value === 'string' && value.endsWith(`${image.repository}@${image.digest}`))?.artifact;
}

function elementOf({ list, element, count }: RepeatAt): ElementOf {
  return { of: notationOf(list), index: element, count };
}

function exceptionsBelow(node: PatchedNode): ExceptionRecord[] {
  return entriesOf(node).flatMap(([, child]) =>
    [...(child.by === undefined ? [] : [child.by]), ...exceptionsBelow(child)]);
}

export function isBelow(path: Path, above: Path): boolean {
  return above.length <= path.length && above.every((step, i) => step === path[i]);
}

function shown<K extends string>(value: Json | undefined, hidden: boolean, key: K): { readonly [_ in K]?: Json } {
  if (hidden) return { hidden: true } as never;
  return value === undefined ? {} : { [key]: value } as never;
}
