import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import type { Expression } from '../../template/expression';
import { type Json, type Path, isJsonObject } from '../../template/json';
import type { Leaf } from '../../template/leaves';

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
 * Knows the variations and facts that are themselves the value of some Secret, and so are not shown anywhere.
 *
 * One that is only a part of a Secret's value (the domain in a connection's address) is shown where it is no Secret.
 */
export class SecretInputs {
  private readonly variations = new Map<ChartRecord, ReadonlySet<string>>();
  private facts: ReadonlySet<string> | undefined;

  constructor(private readonly index: AssemblyIndex) {}

  has(chart: ChartRecord, leaf: Leaf): boolean {
    return leaf.op === 'fact' ? this.hasFact(leaf.path) : this.variationsOf(chart).has(leaf.name);
  }

  hasFact(path: readonly string[]): boolean {
    this.facts ??= new Set(this.index.charts.flatMap((chart) => leavesOfSecrets(chart)
      .flatMap((leaf) => (leaf.op === 'fact' ? [leaf.path.join('\0')] : []))));
    return this.facts.has(path.join('\0'));
  }

  private variationsOf(chart: ChartRecord): ReadonlySet<string> {
    let names = this.variations.get(chart);
    if (names === undefined) {
      names = new Set(leavesOfSecrets(chart).flatMap((leaf) => (leaf.op === 'variation' ? [leaf.name] : [])));
      this.variations.set(chart, names);
    }
    return names;
  }
}

function leavesOfSecrets({ template }: ChartRecord): Leaf[] {
  return template.objects.flatMap(({ body, places }) => places.flatMap((place) => {
    if (!isSecretPlace(body, place.path)) return [];
    if ('value' in place) return wholeLeaf(place.value);
    return 'repeat' in place ? wholeLeaf(place.repeat) : place.merge.flatMap(wholeLeaf);
  }));
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
