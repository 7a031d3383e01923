import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Expression, Rounding, Unit } from '../template/expression';
import { type Operand, contentOf, derived, operandOf } from './derived';

/** What can be scaled and compared: numbers and quantities, as values or as placeholders. */
export type Amount = number | Size | Duration | Cpu;

/** The plain type of an amount: a derivation of a variation is no variation. */
type Plain<T> = T extends number ? number : T extends Size ? Size : T extends Duration ? Duration : Cpu;

/** One signature a kind: a literal beside a variation would otherwise be taken for the only value there may be. */
interface Extreme {
  (...amounts: readonly [number, ...number[]]): number;
  (...amounts: readonly [Size, ...Size[]]): Size;
  (...amounts: readonly [Duration, ...Duration[]]): Duration;
  (...amounts: readonly [Cpu, ...Cpu[]]): Cpu;
}

/** How `derive.scale` makes a whole number: of the unit itself, or of the next smaller ones. */
export interface ScaleOptions {
  /** @default 'round' */
  readonly round?: Rounding;
}

/**
 * The only ways to compute with a value that differs between environments: data, evaluated when a template is filled.
 *
 * Joining texts needs none of them: `${a}.${b}` works.
 */
export const derive = {
  /** An amount times a factor: `derive.scale(this.memory, 0.75)`. A fraction moves to the next smaller unit. */
  scale<T extends Amount>(amount: T, by: number, options: ScaleOptions = {}): Plain<T> {
    const of = operandOf(amount);
    return derived(
      { op: 'scale', of: of.expression, by, round: options.round ?? 'round', ...dimensionOf(of) },
      of.kind,
      [of],
      unitOf(of),
    ) as Plain<T>;
  },

  /** The smallest of some amounts of one kind. */
  min: ((...amounts: readonly Amount[]) => extreme('min', amounts)) as Extreme,

  /** The largest of some amounts of one kind: `derive.max(1, this.replicas)`. */
  max: ((...amounts: readonly Amount[]) => extreme('max', amounts)) as Extreme,

  /** What a table has for a value of a `oneOf`, or of any text fact: `derive.lookup(this.size, { small: 1, large: 4 })`. */
  lookup<K extends string, V extends string | number>(
    key: K,
    table: Readonly<Record<K extends string ? Plainly<K> : never, V>>,
  ): V {
    const of = operandOf(key);
    const entries = Object.entries<V>(table as Readonly<Record<string, V>>).map(
      ([name, value]) => [name, operandOf(value)] as const,
    );
    const kind = entries.every(([, value]) => value.kind === 'number') ? 'number' : 'text';
    return derived(
      {
        op: 'lookup',
        of: of.expression,
        table: Object.fromEntries(entries.map(([name, value]) => [name, value.expression])),
      },
      kind,
      [of, ...entries.map(([, value]) => value)],
    ) as V;
  },

  /** A quantity as a bare number of a unit: `derive.unit(this.memory, 'Mi')`. */
  unit(quantity: Size | Duration | Cpu, to: Unit, round: Rounding = 'exact'): number {
    const of = operandOf(quantity);
    return derived({ op: 'unit', of: of.expression, to, round }, 'number', [of]) as number;
  },

  /** A list as one text. */
  join(list: readonly string[], separator: string): string {
    const of = operandOf(list);
    return derived({ op: 'join', of: of.expression, separator }, 'text', [of]) as string;
  },

  /** The first hex digits of the sha256 of data, whatever the order of its keys: for names and roll-out annotations. */
  contentHash(content: unknown, length = 10): string {
    return derived({ op: 'hash', of: contentOf(content), length }, 'text', []) as string;
  },
};

/** Embedded documents, serialized when the template is filled, so that each value is escaped as its format needs. */
export const text = {
  /** JSON text. `indent` is the number of spaces per level. */
  json(content: unknown, indent = 0): string {
    return derived({ op: 'json', of: contentOf(content), indent }, 'text', []) as string;
  },

  /** YAML text, in the style of the manifests themselves. */
  yaml(content: unknown): string {
    return derived({ op: 'yaml', of: contentOf(content) }, 'text', []) as string;
  },
};

type Plainly<K> = K extends `${infer T}` ? T : K;

function extreme(op: 'min' | 'max', amounts: readonly Amount[]): unknown {
  const operands = amounts.map(operandOf);
  const [first] = operands;
  const expression: Expression = { op, of: operands.map((operand) => operand.expression), ...dimensionOf(first) };
  return derived(expression, first.kind, operands, unitOf(first));
}

function unitOf(operand: Operand): Operand['dimension'] {
  return operand.isUnit ? operand.dimension : undefined;
}

/** Only quantities have one; absent rather than undefined, because expressions are digested as JSON. */
function dimensionOf({ dimension }: Operand): Pick<Operand, 'dimension'> {
  return dimension === undefined ? {} : { dimension };
}
