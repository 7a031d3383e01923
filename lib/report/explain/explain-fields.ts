import { equalJson } from '../../check/equal-json';
import type { ExceptionRecord } from '../../synth/assembly/assembly';
import { differenceOf, pathDescriber } from '../../template/difference';
import type { Elements, Expression } from '../../template/expression';
import { type Json, type Path, isJsonObject } from '../../template/json';
import type { TemplateNode } from '../../template/node';
import { describeInputs } from '../../template/notation';
import { isSecretPlace } from '../../template/secret';
import { isHiddenValue } from './computation';
import { openDocument } from './embedded-document';
import { type ExplainSession, exceptionOf } from './explain-session';
import type { Field, FieldsExplanation } from './explanation';
import { type PatchedNode, entriesOf, findPatched } from './patched-tree';
import { valueAt } from './resolve-path';
import { type Trace, trace, visitPlaces } from './trace';
import { inputName, inputsOf, notationOf } from './words';
import type { WrittenObject } from './written-object';

/** The most disagreements that are named; one is as bad as many. */
const MAX_DISAGREEMENTS = 20;

interface Place { readonly expression: Expression; readonly elements: Elements | undefined }

/** Explains all placeholders of a written object, or those below one of its fields. Linear in the object's size. */
export function explainFields(session: ExplainSession, written: WrittenObject, path: Path = []): FieldsExplanation {
  const { body, expected, tree } = written;
  const describe = pathDescriber(body ?? expected);
  const places = placesOf(written);
  const fields: Field[] = [];
  const exceptions = new Set<ExceptionRecord>();
  let fixed = 0;
  const add = (at: Path, from: Field['from'], place: Place | undefined) =>
    fields.push(fieldOf(session, written, { path: at, at: describe(at), from, place,
      value: valueAt(body, at, openDocument) }));
  const walk = (node: PatchedNode, at: Path): void => {
    if (node.by !== undefined) exceptions.add(node.by);
    if (node.origin === undefined) {
      add(at, 'exception', node.instead && places.get(JSON.stringify(node.instead)));
      return;
    }
    const place = places.get(JSON.stringify(node.origin));
    if (place !== undefined) {
      add(at, 'placeholder', place);
      // A placeholder's value is a field as a whole, but for what exceptions did to parts of it.
      for (const [step, child] of entriesOf(node)) walkPatched(child, [...at, step]);
      return;
    }
    const children = entriesOf(node);
    if (children.length === 0) fixed += 1;
    for (const [step, child] of children) walk(child, [...at, step]);
  };
  const walkPatched = (node: PatchedNode, at: Path): void => {
    if (node.by !== undefined) walk(node, at);
    else for (const [step, child] of entriesOf(node)) walkPatched(child, [...at, step]);
  };
  const start = findPatched(tree.root, path);
  if (start !== undefined && start.rest.length === 0) {
    if (start.by !== undefined) exceptions.add(start.by);
    walk(start.node, path);
  } else if (start !== undefined) {
    // Inside an embedded document, which exceptions replace as a whole or not at all.
    const { node, elements: outer } = trace(written.node, [...start.node.origin ?? [], ...start.rest],
      written.file.evaluate) as Trace;
    const value = valueAt(body, path, openDocument);
    visitPlaces(node as TemplateNode, written.file.evaluate, (below, expression, elements) => {
      if (expression === undefined) fixed += 1;
      else {
        const at = [...path, ...below];
        fields.push(fieldOf(session, written, { path: at, at: describe(at), from: 'placeholder',
          place: { expression, elements }, value: valueAt(value, below, openDocument) }));
      }
    }, outer);
  }
  const above = start?.node.origin ?? start?.instead;
  for (const { origin, by } of tree.removed) {
    if (above === undefined || !above.every((step, i) => step === origin[i])) continue;
    exceptions.add(by);
    fields.push({ path: origin, at: pathDescriber(written.filled)(origin), from: 'removed', inputs: [] });
  }
  const disagreements = disagreementsOf(written, path);
  return {
    kind: 'fields', ...session.headOf(written), path, at: describe(path), fields, fixed,
    exceptions: [...exceptions].map(exceptionOf), agrees: disagreements.length === 0, disagreements,
  };
}

function placesOf({ node, file }: WrittenObject): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  visitPlaces(node, file.evaluate, (path, expression, elements) => {
    if (expression !== undefined) places.set(JSON.stringify(path), { expression, elements });
  });
  return places;
}

interface FoundField extends Pick<Field, 'path' | 'at' | 'from' | 'value'> { readonly place: Place | undefined }

function fieldOf(
  session: ExplainSession, written: WrittenObject, { path, at, from, value, place }: FoundField,
): Field {
  const isSecret = isSecretPlace(written.body ?? written.expected, path);
  const expression = place?.expression;
  const hidden = isSecret
    || (expression !== undefined && isHiddenValue(expression, session.scopeOf(written, isSecret)));
  const notation = expression && (hidden ? describeInputs(expression) : notationOf(expression));
  return {
    path, at, ...(hidden ? { hidden: true as const } : value === undefined ? {} : { value }), from,
    ...(notation === undefined ? {} : { notation }),
    inputs: expression === undefined ? [] : inputsOf(expression).map(inputName),
  };
}

/** Where the file says something else than the template and the values give; values stay out of it. */
function disagreementsOf({ body, expected, file, object }: WrittenObject, path: Path): string[] {
  if (body === undefined) return [`${file.record.file} does not hold ${object.id}`];
  const [got, wanted] = [valueAt(body, path, openDocument), valueAt(expected, path, openDocument)];
  if (got !== undefined && wanted !== undefined && equalJson(got, wanted)) return [];
  if (got === undefined || wanted === undefined || !isParted(got) || !isParted(wanted)) {
    return [pathDescriber(body)(path) || object.id];
  }
  const differences = differenceOf(wanted, got, { at: path }).map(({ kind, path: below }) =>
    pathDescriber(kind === 'removed' ? expected : body)([...path, ...below]));
  const cut = differences.slice(0, MAX_DISAGREEMENTS);
  return cut.length === differences.length ? cut : [...cut, `${differences.length - cut.length} more`];
}

function isParted(value: Json): boolean {
  return Array.isArray(value) || isJsonObject(value);
}
