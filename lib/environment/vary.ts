import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Json } from '../template/json';
import { declareVariation, toValue } from './declare';
import type { Nested } from './parity-construct';
import type { VariationSpec, VaryOptions } from './variation';

declare const variation: unique symbol;

/**
 * The type of a variation's field: what the code sees (`T`), and what an overlay gives (`V`).
 *
 * `Need` is `optional` when there is a default.
 */
export type Variation<T, V, Need extends 'required' | 'optional'> = T & {
  readonly [variation]: { readonly value: V; readonly need: Need };
};

type NeedOf<O> = O extends { readonly default: infer D } ? (undefined extends D ? 'required' : 'optional') : 'required';

/** A memory or storage quantity in binary units: `256Mi`. */
export type SizeText = `${number}${'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi'}`;
/** A cpu quantity in cores or millicores: `250m`, `0.5`. */
export type CpuText = `${number}m` | `${number}`;
/** A time span: `500ms`, `30s`, `5m`, `2h`, `1d`. */
export type DurationText = `${number}${'ms' | 's' | 'm' | 'min' | 'h' | 'd'}`;
/** A whole percentage: `25%`. */
export type PercentText = `${number}%`;

/** Inclusive bounds; one of them at least is required. */
export type Bounds<T> = { readonly min: T; readonly max?: T } | { readonly min?: T; readonly max: T };

interface PatternOptions { readonly pattern: RegExp }
interface ListOptions { readonly items: RegExp | readonly string[]; readonly maxItems?: number }
interface MapOptions { readonly values: RegExp; readonly maxItems?: number }

/**
 * Declares the points where environments may differ, as public readonly fields of a ParityChart or ParityConstruct.
 *
 * Every variation says `why` and has bounds or a pattern; values are checked for every environment at synth.
 *
 * @throws PARITY_UNOWNED when called outside a class body
 */
export const vary = {
  /** A whole number. */
  integer: <const O extends VaryOptions<number> & Bounds<number>>(options: O) =>
    declare<number, number, O>('integer', options),
  /** A number. */
  number: <const O extends VaryOptions<number> & Bounds<number>>(options: O) =>
    declare<number, number, O>('number', options),
  /** A text that the pattern matches as a whole. */
  string: <const O extends VaryOptions<string> & PatternOptions>(options: O) =>
    declare<string, string, O>('string', options),
  /** A host name (RFC 1123), optionally with a leading wildcard label. */
  hostname: <const O extends VaryOptions<string> & Partial<PatternOptions>>(options: O) =>
    declare<string, string, O>('hostname', options),
  /** An absolute URL. */
  url: <const O extends VaryOptions<string> & Partial<PatternOptions>>(options: O) =>
    declare<string, string, O>('url', options),
  /** A cpu quantity, seen by code as cdk8s-plus's `Cpu`. */
  cpu: <const O extends VaryOptions<CpuText | Cpu> & Bounds<CpuText | Cpu>>(options: O) =>
    declare<Cpu, CpuText | Cpu, O>('cpu', options),
  /** A memory quantity in binary units, seen by code as cdk8s's `Size`. */
  memory: <const O extends VaryOptions<SizeText | Size> & Bounds<SizeText | Size>>(options: O) =>
    declare<Size, SizeText | Size, O>('memory', options),
  /** A disk quantity in binary units, seen by code as cdk8s's `Size`. */
  storage: <const O extends VaryOptions<SizeText | Size> & Bounds<SizeText | Size>>(options: O) =>
    declare<Size, SizeText | Size, O>('storage', options),
  /** A time span, seen by code as cdk8s's `Duration`. */
  duration: <const O extends VaryOptions<DurationText | Duration> & Bounds<DurationText | Duration>>(options: O) =>
    declare<Duration, DurationText | Duration, O>('duration', options),
  /** A whole percentage from 0% to 100%, seen by code as text. */
  percent: <const O extends VaryOptions<PercentText> & Partial<Bounds<PercentText>>>(options: O) =>
    declare<string, PercentText, O>('percent', options),
  /** One of a few texts. Code cannot test it: use `derive.lookup` or `when`. */
  oneOf: <const V extends readonly [string, string, ...string[]], const O extends VaryOptions<V[number]>>(
    values: V,
    options: O,
  ) => declare<V[number], V[number], O>('oneOf', options, { values }),
  /** IP ranges (RFC 4632). Only whole, spread, or mapped: code cannot see how many there are. */
  cidrs: <const O extends VaryOptions<readonly string[]> & { readonly maxItems?: number }>(options: O) =>
    declare<string[], readonly string[], O>('cidrs', options),
  /** Texts that match a pattern or come from a set. */
  list: <const O extends VaryOptions<readonly string[]> & ListOptions>({ items, ...options }: O) =>
    declare<string[], readonly string[], O>(
      'list',
      options as unknown as O,
      items instanceof RegExp ? { pattern: items.source } : { values: items as readonly string[] },
      items,
    ),
  /** Texts by key; every text matches the pattern. Only as a whole, or spread into an object. */
  map: <const O extends VaryOptions<Readonly<Record<string, string>>> & MapOptions>({ values, ...options }: O) =>
    declare<Record<string, string>, Readonly<Record<string, string>>, O>(
      'map',
      options as unknown as O,
      { pattern: values.source },
      values,
    ),
};

function declare<T, V, O>(
  type: VariationSpec['type'], options: O, extra: Partial<VariationSpec> = {}, items?: unknown,
): Variation<T, V, NeedOf<O>> {
  const given = options as VaryOptions<unknown> & { min?: unknown; max?: unknown; pattern?: RegExp; maxItems?: number };
  const spec: Record<string, Json | undefined> = {
    type,
    why: given.why,
    owner: given.owner,
    default: given.default === undefined ? undefined : toValue(given.default),
    min: given.min === undefined ? undefined : toValue(given.min),
    max: given.max === undefined ? undefined : toValue(given.max),
    pattern: given.pattern?.source,
    maxItems: given.maxItems,
    ...extra as Record<string, Json>,
  };
  for (const key of Object.keys(spec)) if (spec[key] === undefined) delete spec[key];
  return declareVariation(spec as unknown as VariationSpec, findFlagProblem(given.pattern ?? items)) as Variation<
    T,
    V,
    NeedOf<O>
  >;
}

/** A pattern travels as its source, so a flag that changes what it matches would be lost. */
function findFlagProblem(pattern: unknown): string | undefined {
  if (!(pattern instanceof RegExp) || /^[dgu]*$/.test(pattern.flags)) return undefined;
  return `its pattern ${pattern} has flags, which data cannot carry`;
}

/** The fields of a class that are variations, and what an overlay may give them. */
export type OverlayOf<C> =
  & { readonly [K in VariationKeys<C, 'required'>]: ValueOf<C[K]> }
  & { readonly [K in VariationKeys<C, 'optional'>]?: ValueOf<C[K]> }
  & { readonly [K in NestedKeys<C, 'required'>]: OverlayOf<C[K]> & object }
  & { readonly [K in NestedKeys<C, 'optional'>]?: OverlayOf<C[K]> & object }
  // Without any key TypeScript would take every object.
  & (NeedOfConstruct<C> extends 'none' ? { readonly [key: string]: never } : unknown);

type ValueOf<F> = F extends { readonly [variation]: { readonly value: infer V } } ? V : never;
type VariationKeys<C, N> = {
  [K in keyof C]-?: C[K] extends { readonly [variation]: { readonly need: infer Need } }
    ? Need extends N
      ? K
      : never
    : never;
}[keyof C];

/** Fields that hold a construct with variations of its own; required when one of those is. */
type NestedKeys<C, N> = {
  [K in keyof C]-?: C[K] extends Nested ? (NeedOfConstruct<C[K]> extends N ? K : never) : never;
}[keyof C];
type NeedOfConstruct<C> = [VariationKeys<C, 'required'> | NestedKeys<C, 'required'>] extends [never]
  ? ([VariationKeys<C, 'optional'> | NestedKeys<C, 'optional'>] extends [never] ? 'none' : 'optional')
  : 'required';
