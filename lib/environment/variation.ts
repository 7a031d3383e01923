import type { Json } from '../template/json';

/** The types a variation can have; there is no boolean, since nothing may be tested (use `oneOf` or `when`). */
export type VariationType = 'integer' | 'number' | 'string' | 'hostname' | 'url' | 'cpu' | 'memory' | 'storage'
  | 'duration' | 'percent' | 'oneOf' | 'cidrs' | 'list' | 'map';

/** A declared point where environments may differ, as data: what `parity.json` and a release carry. */
export interface VariationSpec {
  readonly type: VariationType;
  /** Why environments may differ here, in the author's words. */
  readonly why: string;
  /** Who decides the value. */
  readonly owner?: string;
  readonly default?: Json;
  /** Lower bound, inclusive: a number, or a quantity such as `128Mi`, `100m`, `5s`. */
  readonly min?: number | string;
  /** Upper bound, inclusive. */
  readonly max?: number | string;
  /** A regular expression that the whole text (or each list element, or each map value) must match. */
  readonly pattern?: string;
  /** The values of a `oneOf`, or the allowed elements of a list. */
  readonly values?: readonly string[];
  /** The most elements of a list, or entries of a map. */
  readonly maxItems?: number;
}

/** What every `vary.*` function takes besides bounds of its type. */
export interface VaryOptions<T> {
  /** Why environments may differ here. Required: an unexplained difference is what this library exists against. */
  readonly why: string;
  /**
   * The value where no overlay gives one.
   * @default - every environment's overlay must give one
   */
  readonly default?: T;
  /**
   * The team that decides the value.
   * @default - the chart's owner
   */
  readonly owner?: string;
}
