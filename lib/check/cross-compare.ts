import type { PatchOperation } from '../environment/overlay';
import { differenceOf, pathDescriber } from '../template/difference';
import { type Json, type Path, formatPath } from '../template/json';
import type { TemplateNode } from '../template/node';
import { fromPortable } from '../template/portable';
import type { TemplateObject } from '../template/template';
import { type ChartFile, type Finding, show, unexplained } from './chart-files';
import { FILLED, equalJson } from './equal-json';
import { pointerSteps } from './pointer';
import { type WrongPlace, maskPaths, maskPlaces } from './mask';

/** One written object, and the template's object that it comes from. */
interface Written {
  readonly file: ChartFile;
  readonly body: Json;
  /** What the target's exceptions may have changed in it. */
  readonly patched: readonly Path[];
}

/**
 * Compares what was written for the environments with each other: what differs must be a filled place, an object that
 * an alternative chose, or below a path that an exception patches.
 *
 * Equality is transitive, so that each target is compared with one that has no exception, not with all others.
 */
export function findUnexplainedDifferences(files: readonly ChartFile[]): Finding[] {
  const findings: Finding[] = [];
  const byObject = new Map<TemplateObject, Written[]>();
  for (const file of files) {
    if (file.documents.length !== file.chosen.length) {
      findings.push(otherCount(file));
      continue;
    }
    file.chosen.forEach((object, i) => {
      const written = byObject.get(object) ?? [];
      byObject.set(object, written);
      const { body } = file.documents[i];
      written.push({ file, body, patched: patchedPaths(file, object.id, body) });
    });
  }
  for (const [object, written] of byObject) findings.push(...compareOne(object, written));
  return findings;
}

function compareOne(object: TemplateObject, written: readonly Written[]): Finding[] {
  const node = fromPortable(object);
  const findings: Finding[] = [];
  const rest: Json[] = [];
  for (const one of written) {
    const wrong: WrongPlace[] = [];
    rest.push(maskPlaces(node, maskPaths(one.body, one.patched), one.file.evaluate, wrong));
    findings.push(...wrong.map(({ path, got, expected }) => finding(one.file, object,
      unexplained(whereOf(one.file, object, formatPath(path)),
        'a value that may differ is not the one that is declared',
        shown(got, one, object, path), shown(expected, one, object, path)))));
  }
  const reference = written.findIndex(({ patched }) => patched.length === 0);
  for (let i = 0; i < written.length; i++) {
    const others = reference >= 0 ? [reference] : [...written.keys()].filter((other) => other < i);
    for (const j of others) {
      if (i !== j) findings.push(...comparePair(object, node, [written[j], written[i]], [rest[j], rest[i]]));
    }
  }
  return findings;
}

function comparePair(
  object: TemplateObject, node: TemplateNode, [one, other]: readonly [Written, Written], rest: readonly [Json, Json],
): Finding[] {
  const mask = (written: Written, own: Json) => {
    const paths = [...one.patched, ...other.patched];
    return paths.length === 0 ? own : maskPlaces(node, maskPaths(written.body, paths), written.file.evaluate, []);
  };
  const [before, after] = [mask(one, rest[0]), mask(other, rest[1])];
  if (equalJson(before, after)) return [];
  return describeDifferences(readable(before), readable(after), object, one, other);
}

function shown(value: Json | undefined, { file, body }: Written, { id }: TemplateObject, path: Path): string {
  return show(value, file, { id, body }, path);
}

function describeDifferences(
  before: Json, after: Json, object: TemplateObject, one: Written, other: Written,
): Finding[] {
  const [former, latter] = [pathDescriber(before), pathDescriber(after)];
  return differenceOf(before, after).map(({ kind, path, pathBefore = path, before: was, after: is }) => ({
    against: one.file.target.name,
    ...finding(other.file, object, unexplained(
      whereOf(other.file, object, kind === 'removed' ? former(path) : latter(path)),
      'two environments differ where no placeholder, alternative or exception explains it',
      `${other.file.target.name}: ${shown(is, other, object, path)}`,
      `${one.file.target.name}: ${shown(was, one, object, pathBefore)}`,
    )),
  }));
}

/** The engine of differences makes labels of values, which it cannot of a symbol. */
function readable(masked: Json): Json {
  return JSON.parse(JSON.stringify(masked, (_, value: unknown) => (value === FILLED ? '(explained)' : value))) as Json;
}

/** The places that a target's exceptions patch; of a list that gains, loses or moves an element, the whole list. */
function patchedPaths(file: ChartFile, id: string, body: Json): Path[] {
  return file.exceptions.filter(({ object }) => object === id)
    .flatMap(({ patch }) => patch.flatMap((operation) => pathsOf(operation, body)));
}

function pathsOf(operation: PatchOperation, body: Json): Path[] {
  switch (operation.op) {
    case 'test': return [];
    case 'replace': return [pointerSteps(operation.path)];
    case 'add': case 'remove': return [listOr(pointerSteps(operation.path), body)];
    default: return [operation.from, operation.path].map((path) => listOr(pointerSteps(path), body));
  }
}

function listOr(path: Path, body: Json): Path {
  const parent = path.slice(0, -1);
  let value: unknown = body;
  for (const step of parent) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? (value as never)[step] : undefined;
  }
  return path.length > 0 && Array.isArray(value) ? parent : path;
}

function otherCount(file: ChartFile): Finding {
  return {
    target: file.target.name,
    failure: unexplained(
      file.record.file, 'the file does not hold the objects that its values choose from the template',
      `${file.documents.length} objects`, `${file.chosen.length}: ${file.chosen.map(({ id }) => id).join(', ')}`),
  };
}

function finding(file: ChartFile, object: TemplateObject, failure: Finding['failure']): Finding {
  return { target: file.target.name, object: object.id, failure };
}

function whereOf(file: ChartFile, object: TemplateObject, path: string): string {
  return [file.record.file, object.id, path].filter(Boolean).join(' > ');
}

