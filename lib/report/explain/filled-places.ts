import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { pathDescriber } from '../../template/difference';
import type { Expression } from '../../template/expression';
import type { Json, Path } from '../../template/json';
import { type Leaf, leavesOfPlace } from '../../template/leaves';
import type { PortablePlace } from '../../template/node';
import { isSecretPlace } from '../../template/secret';
import { describeInputs } from '../../template/notation';
import type { TemplateObject } from '../../template/template';
import { isHiddenValue } from './computation';
import { openDocument } from './embedded-document';
import { isBelow, originOf, writtenPathOf } from './explain-place';
import { type ExplainSession, unmetConditions } from './explain-session';
import type { FilledPlace, PlaceValue } from './explanation';
import { valueAt } from './resolve-path';
import { inputsOf, notationOf, wordsOf } from './words';

/**
 * Every place of a chart that a variation or a fact fills, computed or not, and every object that it chooses.
 *
 * Values are what the template and the values give; files are read only where an exception may say something else.
 */
export function filledPlaces(
  session: ExplainSession, chart: ChartRecord, isMeant: (leaf: Leaf) => boolean,
): FilledPlace[] {
  return chart.template.objects.flatMap((object) => {
    const base = { chart: chart.id, object: object.id, construct: object.construct };
    const present = session.targets.filter((target) =>
      unmetConditions(object, session.evaluateIn(chart, target)).length === 0);
    const meant = (object.when ?? []).filter(({ of }) => inputsOf(of).some(isMeant));
    const choices = meant.map(({ of, is }): FilledPlace => ({
      ...base, path: [], at: '', how: 'choice', notation: `${notationOf(of)} is ${is}`,
      values: present.map(({ name }) => ({ target: name })),
    }));
    const describe = pathDescriber(object.body);
    const filled = object.places.filter((place) => leavesOfPlace(place).some(isMeant) && !isElement(place, object))
      .map((place): FilledPlace => {
        const expression = expressionOf(place, isMeant);
        const isSecret = isSecretPlace(object.body, place.path) || session.secrets.hides(chart, expression);
        const words = wordsOf(expression);
        return {
          ...base, path: place.path, at: describe(place.path), how: howOf(place, expression),
          notation: isSecret ? describeInputs(expression) : notationOf(expression),
          ...(words === undefined || isSecret ? {} : { words }),
          values: present.map((target) => valueIn(session, chart, target, object, place, expression)),
        };
      });
    return [...choices, ...filled];
  });
}

function howOf(place: PortablePlace, expression: Expression): FilledPlace['how'] {
  if ('repeat' in place) return 'repeat';
  if ('merge' in place) return 'merge';
  return expression.op === 'variation' || expression.op === 'fact' ? 'value' : 'derivation';
}

function expressionOf(place: PortablePlace, isMeant: (leaf: Leaf) => boolean): Expression {
  if ('value' in place) return place.value;
  if ('repeat' in place) return place.repeat;
  return place.merge.find((map) => inputsOf(map).some(isMeant)) ?? place.merge[0];
}

/** What is filled from the element of a list is told with the list. */
function isElement(place: PortablePlace, { places }: TemplateObject): boolean {
  return 'value' in place && hasElement(place.value)
    && places.some((other) => 'repeat' in other && isBelow(place.path, other.path));
}

function hasElement(expression: Expression): boolean {
  switch (expression.op) {
    case 'element': return true;
    case 'interpolate': return expression.parts.some((part) => typeof part !== 'string' && hasElement(part.value));
    case 'scale': case 'unit': case 'join': return hasElement(expression.of);
    case 'lookup': return hasElement(expression.of) || Object.values(expression.table).some(hasElement);
    case 'min': case 'max': return expression.of.some(hasElement);
    case 'hash': case 'json': case 'yaml':
      return expression.of.places.some((place) => 'value' in place && hasElement(place.value));
    default: return false;
  }
}

function valueIn(
  session: ExplainSession, chart: ChartRecord, target: TargetRecord, object: TemplateObject, place: PortablePlace,
  expression: Expression,
): PlaceValue {
  const evaluate = session.evaluateIn(chart, target);
  const isSecret = isSecretPlace(object.body, place.path);
  const scope = { evaluate, isSecret, isHidden: (leaf: Leaf) => session.secrets.has(chart, leaf) };
  if (isHiddenValue(expression, scope)) return { target: target.name, hidden: true };
  const patched = 'value' in place ? patchedValue(session, chart, target, object, place.path) : undefined;
  if (patched !== undefined) return { target: target.name, ...patched, exception: true };
  return { target: target.name, value: evaluate(expression) };
}

/** What an exception made of a place; undefined where none did. */
function patchedValue(
  session: ExplainSession, chart: ChartRecord, target: TargetRecord, object: TemplateObject, path: Path,
): { readonly value?: Json } | undefined {
  if (!chart.exceptions.some((each) => each.target === target.name && each.object === object.id)) return undefined;
  const written = session.objects.open(chart, target).of(object);
  const at = writtenPathOf(written, path);
  if (at === undefined) return {};
  if (originOf(written, at).exceptions.length === 0) return undefined;
  const value = valueAt(written.body, at, openDocument);
  return value === undefined ? {} : { value };
}
