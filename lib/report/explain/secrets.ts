import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import type { Expression } from '../../template/expression';
import { type Json, type Path, isJsonObject } from '../../template/json';
import { type Leaf, leavesOf } from '../../template/leaves';

/** What is said in place of a Secret's value. */
export const SECRET = '(a value of a Secret)';

/** What a Secret is called is no secret: it stands in its id. */
const NAMES: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'type', 'metadata.name', 'metadata.namespace']);

/** Whether the value at a path of an object must not be shown. */
export function isSecretPlace(body: Json | undefined, path: Path): boolean {
  return isJsonObject(body) && Object.hasOwn(body, 'kind') && body.kind === 'Secret'
    && !NAMES.has(path.slice(0, 2).join('.'));
}

/**
 * Knows the variations and facts that are not shown anywhere: those that are themselves the value of a Secret, and
 * those that fill nothing but Secrets.
 *
 * One that is a part of a Secret's value and stands elsewhere too (the domain in an address) is no secret.
 */
export class SecretInputs {
  private readonly variations = new Map<ChartRecord, ReadonlySet<string>>();
  private facts: ReadonlySet<string> | undefined;

  constructor(private readonly index: AssemblyIndex) {}

  has(chart: ChartRecord, leaf: Leaf): boolean {
    return leaf.op === 'fact' ? this.hasFact(leaf.path) : this.variationsOf(chart).has(leaf.name);
  }

  private hasFact(path: readonly string[]): boolean {
    this.facts ??= secretKeys(this.index.charts, (leaf) => (leaf.op === 'fact' ? leaf.path.join('\0') : undefined));
    return this.facts.has(path.join('\0'));
  }

  private variationsOf(chart: ChartRecord): ReadonlySet<string> {
    let names = this.variations.get(chart);
    if (names === undefined) {
      names = secretKeys([chart], (leaf) => (leaf.op === 'variation' ? leaf.name : undefined));
      this.variations.set(chart, names);
    }
    return names;
  }
}

function secretKeys(charts: readonly ChartRecord[], keyOf: (leaf: Leaf) => string | undefined): ReadonlySet<string> {
  const [whole, inside, outside] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const note = (keys: Set<string>, leaves: readonly Leaf[]) => {
    for (const leaf of leaves) {
      const key = keyOf(leaf);
      if (key !== undefined) keys.add(key);
    }
  };
  for (const { body, places } of charts.flatMap(({ template }) => template.objects)) {
    for (const place of places) {
      const expressions = 'value' in place ? [place.value] : 'repeat' in place ? [place.repeat] : place.merge;
      if (!isSecretPlace(body, place.path)) note(outside, expressions.flatMap(readableLeaves));
      else {
        note(whole, expressions.flatMap(wholeLeaf));
        note(inside, expressions.flatMap(leavesOf));
      }
    }
  }
  return new Set([...whole, ...[...inside].filter((key) => !outside.has(key))]);
}

/** The leaf that an expression is nothing more than, in whatever form. */
function wholeLeaf(expression: Expression): Leaf[] {
  switch (expression.op) {
    case 'variation': case 'fact': return [expression];
    case 'element': return wholeLeaf(expression.list);
    case 'join': return wholeLeaf(expression.of);
    case 'interpolate': {
      const [part] = expression.parts;
      return expression.parts.length === 1 && typeof part === 'object' ? wholeLeaf(part.value) : [];
    }
    default: return [];
  }
}

/** The leaves that can be read off a value: a hash tells nothing. */
function readableLeaves(expression: Expression): Leaf[] {
  if (expression.op === 'hash') return [];
  if (expression.op !== 'interpolate') return leavesOf(expression);
  return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : readableLeaves(part.value)));
}
