import { nearest } from '../../environment/nearest';
import { ParityError } from '../../template/error';
import { type Json, isJsonObject, valueAt } from '../../template/json';
import type { Leaf } from '../../template/leaves';
import { type ExplainSession, declarationOf } from './explain-session';
import type { Explanation, FactExplanation, VariationExplanation } from './explanation';
import { filledPlaces } from './filled-places';
import { orUnexplained } from './or-unexplained';
import { someOf } from '../words';

/** The most names that an error lists. */
const MAX_NAMED = 12;

/**
 * Explains a variation by `Class.name`, or by the chart's id, in every chart that has it; a name alone means that of
 * every chart.
 *
 * @throws PARITY_NO_VARIATION when there is none, PARITY_UNEXPLAINED when a template cannot be filled
 */
export function explainVariation(session: ExplainSession, name: string): Explanation {
  const explanations = orUnexplained(() => session.index.charts.flatMap((chart) => {
    const meant = new Set([chart.class, chart.id].flatMap((prefix) =>
      (name.startsWith(`${prefix}.`) ? [name.slice(prefix.length + 1)] : [])).concat(name));
    return chart.variations.filter((variation) => meant.has(variation.name)).map((variation): VariationExplanation => {
      const leaf: Leaf = { op: 'variation', name: variation.name };
      const isHidden = session.secrets.has(chart, leaf);
      return {
        kind: 'variation', chart: chart.id, class: chart.class, name: variation.name,
        declaration: declarationOf(variation, isHidden),
        values: session.targets.map((target) =>
          ({ target: target.name, ...session.inputValue(chart, target, leaf) })),
        places: filledPlaces(session, chart, (each) => each.op === 'variation' && each.name === variation.name),
      };
    });
  }));
  if (explanations.length > 0) return { ok: true, explanations };
  const known = [...new Set(session.index.charts.flatMap((chart) =>
    chart.variations.map((variation) => `${chart.class}.${variation.name}`)))];
  throw new ParityError({
    code: 'PARITY_NO_VARIATION', message: 'no chart has such a variation', where: '--variation', got: `'${name}'`,
    expected: expectedName(name, known, 'a variation: there is none at all'),
    fix: "name it as Class.variation, or by a chart's id",
  });
}

/**
 * Explains a fact by its path, `domain` or `capabilities.gateway`; a group of facts means all that fill a place.
 *
 * @throws PARITY_BAD_ARGUMENT when no environment answers it
 */
export function explainFact(session: ExplainSession, name: string): Explanation {
  const asked = name.startsWith('env.') ? name.slice('env.'.length) : name;
  const used = new Map(session.index.charts.flatMap(({ facts }) => facts.map(({ path }) => [path.join('.'), path])));
  const exact = used.get(asked) ?? asked.split('.');
  const isAnswered = session.targets.some(({ facts }) => valueAt(facts, exact) !== undefined);
  const group = [...used].filter(([fact]) => fact.startsWith(`${asked}.`)).map(([, path]) => path);
  if (!isAnswered && group.length === 0) throw unknownFact(session, name, asked);
  const isGroup = group.length > 0 && !used.has(asked);
  return {
    ok: true,
    explanations: orUnexplained(() => (isGroup ? group : [exact]).map((path) => factExplanation(session, path))),
  };
}

function factExplanation(session: ExplainSession, path: readonly string[]): FactExplanation {
  const key = path.join('\0');
  const leaf: Leaf = { op: 'fact', path };
  const charts = session.index.charts.filter((chart) => chart.facts.some((fact) => fact.path.join('\0') === key));
  // No chart may use it; it is then told from the environments alone.
  const anyChart = charts[0] ?? session.index.charts[0];
  return {
    kind: 'fact', name: `env.${path.join('.')}`, path,
    values: session.targets.map((target) => ({ target: target.name, ...session.inputValue(anyChart, target, leaf) })),
    places: charts.flatMap((chart) =>
      filledPlaces(session, chart, (each) => each.op === 'fact' && each.path.join('\0') === key)),
  };
}

function unknownFact(session: ExplainSession, name: string, asked: string): ParityError {
  const known = [...new Set(session.targets.flatMap(({ facts }) => factNames(facts)))];
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'no environment answers such a fact', where: '--fact', got: `'${name}'`,
    expected: expectedName(asked, known, 'a fact: there is none at all'),
    fix: 'name it by its path in the environment contract: domain, capabilities.gateway',
  });
}

function factNames(facts: Json, prefix = ''): string[] {
  if (!isJsonObject(facts)) return [];
  return Object.keys(facts).flatMap((key) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return [name, ...factNames(facts[key], name)];
  });
}

function expectedName(name: string, known: readonly string[], none: string): string {
  const near = nearest(name, known);
  if (near !== undefined) return `'${near}'`;
  if (known.length === 0) return none;
  return `one of ${someOf(known, MAX_NAMED)}`;
}
