import { canonicalJson } from '../../template/canonical';
import { type FieldDifference, differenceOf, pathDescriber } from '../../template/difference';
import type { Json } from '../../template/json';
import { type TemplateNode, fillNode } from '../../template/node';
import { fromPortable } from '../../template/portable';
import { type Cause, causeOf, causeOfException, choicesBetween, differsBetween, distinct } from './cause';
import type { ChartPair } from './chart-side';
import { expressionsAt } from './expressions-at';
import type { WrittenDifference, WrittenObject } from './written-objects';

/** Tells what explains each field of an object that is on both sides; no cause where nothing declared does. */
export function fieldCauses(
  { before, after }: WrittenDifference, pair: ChartPair,
): (field: FieldDifference) => readonly Cause[] {
  if (before === undefined || after === undefined) return () => [];
  const nodes = { before: fromPortable(before.template), after: fromPortable(after.template) };
  const choices = before.template === after.template ? []
    : choicesBetween([before.template, after.template], pair);
  const declared = (field: FieldDifference) => {
    const { former, latter } = expressionsOf(field, nodes, pair);
    // In two forms of one object a place may be fixed in one of them: then the alternative has made it differ.
    if (choices.length > 0 && (former?.length === 0 || latter?.length === 0)) return choices;
    const filled = [...former ?? [], ...latter ?? []].filter((expression) => differsBetween(expression, pair));
    return filled.length > 0 ? distinct(filled.map((expression) => causeOf(expression, pair))) : choices;
  };
  const exceptions = [...before.exceptions, ...after.exceptions];
  if (exceptions.length === 0) return declared;
  return exceptedCauses(before, after, nodes, pair, declared, distinct(exceptions.map(causeOfException)));
}

interface Nodes { readonly before: TemplateNode; readonly after: TemplateNode }

/** What fills the place, on the side or sides that have it. */
function expressionsOf({ kind, path, pathBefore }: FieldDifference, nodes: Nodes, { from, to }: ChartPair) {
  return {
    former: kind === 'added' ? undefined : expressionsAt(nodes.before, pathBefore ?? path, from.evaluate),
    latter: kind === 'removed' ? undefined : expressionsAt(nodes.after, path, to.evaluate),
  };
}

/**
 * Fields that would differ in the same way without the exceptions are explained as if there were none; the others by
 * the exceptions. Fields are told apart by names, since a patch may move the elements of a list.
 */
function exceptedCauses(
  before: WrittenObject, after: WrittenObject, nodes: Nodes, { from, to }: ChartPair,
  declared: (field: FieldDifference) => readonly Cause[], excepted: readonly Cause[],
): (field: FieldDifference) => readonly Cause[] {
  const plain = { before: fillNode(nodes.before, from.evaluate), after: fillNode(nodes.after, to.evaluate) };
  const keyed = keysOf(plain.before, plain.after);
  const known = new Map(differenceOf(plain.before, plain.after).map((field) => [keyed(field), field]));
  const key = keysOf(before.body, after.body);
  return (field) => {
    const without = known.get(key(field));
    return without === undefined ? excepted : declared(without);
  };
}

function keysOf(before: Json, after: Json): (field: FieldDifference) => string {
  const [former, latter] = [pathDescriber(before), pathDescriber(after)];
  return (field) => JSON.stringify([field.kind, (field.kind === 'removed' ? former : latter)(field.path),
    field.before === undefined ? null : canonicalJson(field.before),
    field.after === undefined ? null : canonicalJson(field.after)]);
}
