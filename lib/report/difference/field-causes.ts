import type { SecretInputs } from '../../check/secret-inputs';
import type { ExceptionRecord } from '../../synth/assembly/assembly';
import { patch } from '../../synth/exceptions';
import { canonicalJson } from '../../template/canonical';
import { type FieldDifference, differenceOf, pathDescriber } from '../../template/difference';
import type { Expression } from '../../template/expression';
import { type Json, valueAt } from '../../template/json';
import { type TemplateNode, fillNode } from '../../template/node';
import { fromPortable } from '../../template/portable';
import { type Cause, causeOf, causeOfException, choicesBetween, differsBetween, distinct } from './cause';
import { sameValue } from './change';
import type { ChartPair } from './chart-side';
import { expressionsAt } from './expressions-at';
import type { WrittenDifference, WrittenObject } from './written-objects';

/** Tells what explains each field of an object that is on both sides; no cause where nothing declared does. */
export function fieldCauses(
  { before, after }: WrittenDifference, pair: ChartPair, secrets: SecretInputs,
): (field: FieldDifference) => readonly Cause[] {
  if (before === undefined || after === undefined) return () => [];
  const nodes = { before: fromPortable(before.template), after: fromPortable(after.template) };
  const filled = {
    before: fillNode(nodes.before, pair.from.evaluate), after: fillNode(nodes.after, pair.to.evaluate),
  };
  const choices = before.template === after.template ? []
    : choicesBetween([before.template, after.template], pair);
  const declared = (field: FieldDifference) => {
    // What stands in a place and is not what the values give was put there by somebody else.
    if (!isAsFilled(field, filled)) return [];
    const { former, latter } = expressionsOf(field, nodes, pair);
    // In two forms of one object a place may be fixed in one of them: then the alternative has made it differ.
    if (choices.length > 0 && (former?.length === 0 || latter?.length === 0)) return choices;
    const found = [...former ?? [], ...latter ?? []].filter((expression) => differsBetween(expression, pair));
    const describe = (expression: Expression) =>
      secrets.describe(pair.chart, { object: after.template.id, path: field.path }, expression);
    return found.length > 0 ? distinct(found.map((expression) => causeOf(expression, pair, describe))) : choices;
  };
  const exceptions = [...before.exceptions, ...after.exceptions];
  if (exceptions.length === 0) return declared;
  return exceptedCauses(before, after, filled, declared, distinct(exceptions.map(causeOfException)));
}

/** Whether the values that a field speaks of are those that the template gives on each side. */
function isAsFilled({ kind, path, pathBefore, before, after }: FieldDifference, filled: Filled): boolean {
  if (kind === 'reordered') return true;
  const [former, latter] = [valueAt(filled.before, pathBefore ?? path), valueAt(filled.after, path)];
  return (kind === 'added' || isSame(former, before)) && (kind === 'removed' || isSame(latter, after));
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && sameValue(one, other);
}

interface Filled { readonly before: Json; readonly after: Json }
interface Nodes { readonly before: TemplateNode; readonly after: TemplateNode }

/** What fills the place, on the side or sides that have it. */
function expressionsOf({ kind, path, pathBefore }: FieldDifference, nodes: Nodes, { from, to }: ChartPair) {
  return {
    former: kind === 'added' ? undefined : expressionsAt(nodes.before, pathBefore ?? path, from.evaluate),
    latter: kind === 'removed' ? undefined : expressionsAt(nodes.after, path, to.evaluate),
  };
}

/**
 * Fields that would differ in the same way without the exceptions are explained as if there were none, and those that
 * the exceptions alone make differ by these. Fields are told apart by names, since a patch may move a list's elements.
 */
function exceptedCauses(
  before: WrittenObject, after: WrittenObject, filled: Filled,
  declared: (field: FieldDifference) => readonly Cause[], excepted: readonly Cause[],
): (field: FieldDifference) => readonly Cause[] {
  const without = differencesByKey(filled.before, filled.after);
  const given = differencesByKey(patched(filled.before, before.exceptions), patched(filled.after, after.exceptions));
  const key = keysOf(before.body, after.body);
  return (field) => {
    const name = key(field);
    const same = without.get(name);
    if (same !== undefined) return declared(same);
    return given.has(name) ? excepted : [];
  };
}

function patched(body: Json, exceptions: readonly ExceptionRecord[]): Json {
  return exceptions.reduce((object: Json, exception) => {
    const result = patch(object, exception.patch);
    return 'body' in result ? result.body : object;
  }, body);
}

function differencesByKey(before: Json, after: Json): ReadonlyMap<string, FieldDifference> {
  const key = keysOf(before, after);
  return new Map(differenceOf(before, after).map((field) => [key(field), field]));
}

function keysOf(before: Json, after: Json): (field: FieldDifference) => string {
  const [former, latter] = [pathDescriber(before), pathDescriber(after)];
  return (field) => JSON.stringify([field.kind, (field.kind === 'removed' ? former : latter)(field.path),
    field.before === undefined ? null : canonicalJson(field.before),
    field.after === undefined ? null : canonicalJson(field.after)]);
}
