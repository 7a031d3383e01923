import type { Json } from './json';
import type { PortableNode } from './node';

/**
 * How a placeholder's value is computed: data, never a closure, so that whoever holds a template can fill it.
 *
 * `variation` and `fact` are the leaves; everything else is a derivation.
 */
export type Expression =
  | { readonly op: 'literal'; readonly value: Json }
  /** A declared variation of the chart, by its address: `replicas`, or `api.memory` when nested. */
  | { readonly op: 'variation'; readonly name: string }
  /** A fact of the environment contract, by its path of keys. */
  | { readonly op: 'fact'; readonly path: readonly string[] }
  /** The current element of the list that an enclosing repeat walks. */
  | { readonly op: 'element'; readonly list: Expression }
  /** Text put together from literal pieces and values; each value becomes its text form. */
  | { readonly op: 'interpolate'; readonly parts: readonly InterpolatePart[] }
  /** A number or unit quantity times a factor. */
  | {
    readonly op: 'scale'; readonly of: Expression; readonly by: number; readonly round: Rounding;
    readonly dimension?: Dimension;
  }
  | { readonly op: 'min' | 'max'; readonly of: readonly Expression[]; readonly dimension?: Dimension }
  /** Chooses by the text of a value: a `oneOf`, a boolean fact. */
  | { readonly op: 'lookup'; readonly of: Expression; readonly table: { readonly [key: string]: Expression } }
  /** A quantity (`512Mi`, `250m`, `30s`) as a number of `to` units. */
  | { readonly op: 'unit'; readonly of: Expression; readonly to: Unit; readonly round: Rounding }
  | { readonly op: 'join'; readonly of: Expression; readonly separator: string }
  /** The first `length` hex digits of the sha256 of the canonical JSON of filled content. */
  | { readonly op: 'hash'; readonly of: PortableNode; readonly length: number }
  /** An embedded document, serialized at fill so that every value is escaped as its format needs. */
  | { readonly op: 'json'; readonly of: PortableNode; readonly indent: number }
  | { readonly op: 'yaml'; readonly of: PortableNode };

/** `text` places the value's text; `json` places it as a JSON value (a number stays bare, text is quoted). */
export type InterpolatePart = string | { readonly value: Expression; readonly as: 'text' | 'json' };

export type Rounding = 'exact' | 'floor' | 'ceil' | 'round' | 'none';

/** What a quantity measures; `5m` is five minutes or five millicores, so derivations of quantities name it. */
export type Dimension = 'memory' | 'cpu' | 'time';

/** Memory units in binary multiples of bytes, cpu in cores or millicores, time in milliseconds to days. */
export type Unit = 'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi' | 'cores' | 'm' | 'ms' | 's' | 'min' | 'h' | 'd';

/** Gives an expression its value, or throws a `TemplateError` that says why it has none. */
export type Evaluate = (expression: Expression, elements?: Elements) => Json;

/** The current element of each list being repeated, by the list expression's canonical text. */
export type Elements = ReadonlyMap<string, Json>;
