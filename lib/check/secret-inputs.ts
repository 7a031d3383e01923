import type { PatchOperation } from '../environment/overlay';
import type { AssemblyIndex, ChartRecord, ExceptionRecord, Place } from '../synth/assembly/assembly';
import { wholeOf } from '../synth/assembly/select-charts';
import type { Expression } from '../template/expression';
import type { Json, Path } from '../template/json';
import { type Leaf, leavesOf } from '../template/leaves';
import type { PortablePlace } from '../template/node';
import { describeExpression, describeInputs } from '../template/notation';
import { SECRET_VALUE, holdsSecret, isSecretPlace } from '../template/secret';
import type { TemplateObject } from '../template/template';
import { pointerSteps } from './pointer';

/**
 * Knows the variations and facts whose values no output shows: those that are themselves the whole value of a Secret's
 * place, and those that fill nothing readable outside of Secrets.
 *
 * One that is a part of a Secret's value and also stands readable elsewhere, as the domain in an address, is no secret.
 * What is secret in one chart is so in all: also the charts that an assembly was narrowed away from are looked at.
 * Linear in the index; charts without a Secret cost one look at their objects.
 */
export class SecretInputs {
  private readonly charts: readonly ChartRecord[];
  private readonly secrets = new Map<ChartRecord, ReadonlyMap<string, Json>>();
  private readonly variations = new Map<string, ReadonlySet<string>>();
  private facts: HiddenFacts | undefined;

  constructor(index: AssemblyIndex) {
    this.charts = wholeOf(index).charts;
  }

  /** Whether the values of a variation are hidden. */
  hasVariation(chart: ChartRecord, name: string): boolean {
    let names = this.variations.get(chart.id);
    if (names === undefined) {
      const objects = chart.template.objects;
      names = hiddenKeys(objects, this.objectsOf([chart]), (leaf) => (leaf.op === 'variation' ? leaf.name : undefined));
      this.variations.set(chart.id, names);
    }
    return names.has(name);
  }

  /** Whether the value of a fact is hidden: also that of a map which holds a hidden fact, and of all that is in one. */
  hasFact(path: readonly string[]): boolean {
    this.facts ??= new HiddenFacts(hiddenKeys(this.charts.flatMap(({ template }) => template.objects),
      this.objectsOf(this.charts), (leaf) => (leaf.op === 'fact' ? factKey(leaf.path) : undefined)));
    return this.facts.has(path);
  }

  has(chart: ChartRecord, leaf: Leaf): boolean {
    return leaf.op === 'fact' ? this.hasFact(leaf.path) : this.hasVariation(chart, leaf.name);
  }

  /** Whether an expression's value could tell a hidden one; a hash tells nothing. */
  hides(chart: ChartRecord, expression: Expression): boolean {
    return expression.op !== 'hash' && leavesOf(expression).some((leaf) => this.has(chart, leaf));
  }

  /** Whether what fills a place of a chart's template could tell a hidden value. */
  hidesPlace(chart: ChartRecord, place: PortablePlace): boolean {
    return expressionsOf(place).some((expression) => this.hides(chart, expression));
  }

  /** How the value of a place is computed, for people: of what is hidden, only from what. */
  describe(chart: ChartRecord, { object, path }: Place, expression: Expression): string {
    const body = this.secretsOf(chart).get(object);
    const isHidden = (body !== undefined && isSecretPlace(body, path)) || this.hides(chart, expression);
    return isHidden ? describeInputs(expression) : describeExpression(expression);
  }

  /** An exception's patch; what it writes into a Secret, or in place of what is hidden, is not shown. */
  patchOf(chart: ChartRecord, { object: id, patch }: Pick<ExceptionRecord, 'object' | 'patch'>): PatchOperation[] {
    const isWhole = this.secretsOf(chart).has(id);
    return patch.map((operation) => {
      if (!('value' in operation)) return operation;
      const isHidden = isWhole || this.meetsHidden(chart, id, pointerSteps(operation.path));
      return isHidden ? { ...operation, value: SECRET_VALUE } : operation;
    });
  }

  /** Whether a hidden value fills something at, above or below a place, wherever in a list it stands. */
  meetsHidden(chart: ChartRecord, id: string, steps: Path): boolean {
    return chart.template.objects.some((object) => object.id === id && object.places.some((place) =>
      steps.every((step, i) => i >= place.path.length || typeof place.path[i] === 'number' || place.path[i] === step)
      && this.hidesPlace(chart, place)));
  }

  /** A chart's objects that are Secrets, or hold some, by id. */
  secretsOf(chart: ChartRecord): ReadonlyMap<string, Json> {
    let secrets = this.secrets.get(chart);
    if (secrets === undefined) {
      const holders = chart.template.objects.filter(({ body }) => holdsSecret(body));
      secrets = new Map(holders.map(({ id, body }) => [id, body]));
      this.secrets.set(chart, secrets);
    }
    return secrets;
  }

  private objectsOf(charts: readonly ChartRecord[]): TemplateObject[] {
    return charts.flatMap((chart) => {
      const secrets = this.secretsOf(chart);
      return secrets.size === 0 ? [] : chart.template.objects.filter(({ id }) => secrets.has(id));
    });
  }
}

/** Fact paths, with those above and below them. */
class HiddenFacts {
  private readonly above: ReadonlySet<string>;

  constructor(private readonly keys: ReadonlySet<string>) {
    this.above = new Set([...keys].flatMap((key) => prefixesOf(JSON.parse(key) as string[])));
  }

  has(path: readonly string[]): boolean {
    return this.keys.size > 0 && (this.above.has(factKey(path)) || prefixesOf(path).some((key) => this.keys.has(key)));
  }
}

/** Tells paths from others, also where a key holds a dot. */
export function factKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

function prefixesOf(path: readonly string[]): string[] {
  return path.map((_, i) => factKey(path.slice(0, i + 1)));
}

/** The leaves that are hidden, by key: `holders` are those of the objects that are or hold Secrets. */
function hiddenKeys(
  objects: readonly TemplateObject[], holders: readonly TemplateObject[], keyOf: (leaf: Leaf) => string | undefined,
): ReadonlySet<string> {
  const keysOf = (leaves: readonly Leaf[]) => leaves.flatMap((leaf) => keyOf(leaf) ?? []);
  const [whole, inside] = [new Set<string>(), new Set<string>()];
  for (const { body, places } of holders) {
    for (const place of places.filter(({ path }) => isSecretPlace(body, path))) {
      for (const expression of expressionsOf(place)) {
        for (const key of keysOf(wholeLeaves(expression))) whole.add(key);
        for (const key of keysOf(leavesOf(expression))) inside.add(key);
      }
    }
  }
  if (inside.size === 0) return whole;
  const held = new Set(holders);
  for (const object of objects) {
    for (const place of object.places) {
      if (held.has(object) && isSecretPlace(object.body, place.path)) continue;
      for (const key of keysOf(expressionsOf(place).flatMap(readableLeaves))) inside.delete(key);
    }
  }
  for (const key of whole) inside.add(key);
  return inside;
}

function expressionsOf(place: PortablePlace): readonly Expression[] {
  return 'value' in place ? [place.value] : 'repeat' in place ? [place.repeat] : place.merge;
}

/** The leaves that an expression may be nothing more than, in whatever form. */
function wholeLeaves(expression: Expression): Leaf[] {
  switch (expression.op) {
    case 'variation': case 'fact': return [expression];
    case 'element': return wholeLeaves(expression.list);
    case 'join': return wholeLeaves(expression.of);
    case 'min': case 'max': return expression.of.flatMap(wholeLeaves);
    case 'lookup': return Object.values(expression.table).flatMap(wholeLeaves);
    case 'interpolate': {
      const [part] = expression.parts;
      return expression.parts.length === 1 && typeof part === 'object' ? wholeLeaves(part.value) : [];
    }
    default: return [];
  }
}

/** The leaves that can be read off a value: a hash tells nothing. */
function readableLeaves(expression: Expression): Leaf[] {
  switch (expression.op) {
    case 'hash': return [];
    case 'interpolate':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : readableLeaves(part.value)));
    case 'json': case 'yaml': return expression.of.places.flatMap(expressionsOf).flatMap(readableLeaves);
    default: return leavesOf(expression);
  }
}
