import type { Chart } from 'cdk8s';
import { canonicalJson } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import { type Json, isJsonObject } from '../template/json';
import { toValue } from './declare';
import { nearest } from './nearest';
import { type Overlay, classNameOf } from './overlay';
import type { Declaration } from './session';
import type { Target } from './targets';
import type { VariationSpec } from './variation';
import { findValueProblem } from './variation-rules';

/** A variation with its address in the chart: `replicas`, `api.memory`. */
export interface NamedVariation {
  readonly name: string;
  readonly spec: VariationSpec;
  readonly source: string | undefined;
  /** By which a plain run finds its value. */
  readonly key: string;
  /** What stands for it in templates: names are the same in many charts. */
  readonly leaf: Declaration['leaf'];
}

/** A variation's value in one target, and where it came from. */
export interface ResolvedValue {
  readonly value: Json;
  readonly from: 'default' | 'overlay';
  readonly source: string | undefined;
  /** True for a preview's value that its base gave: nobody chose it for the preview. */
  readonly isInherited?: boolean;
}

export interface ResolvedValues {
  readonly values: ReadonlyMap<string, ResolvedValue>;
  readonly failures: readonly ParityFailure[];
}

/** Later levels replace earlier ones, the narrower the wider; two values of one level contradict each other. */
const LEVELS = [
  'inherited', 'inherited instance', 'environment', 'environment instance', 'cluster', 'cluster instance',
] as const;

interface Entry {
  readonly value: unknown;
  readonly source: string | undefined;
  readonly level: (typeof LEVELS)[number];
}

/**
 * Finds the values of a chart's variations in one target: overlays over defaults, the narrower over the
 * wider: a cluster's over its environment's, an instance's over its class's.
 *
 * Strict: an unknown address, a value outside its bounds, one that changes nothing or stands in two places is a
 * failure, and so is a variation without any value.
 */
export function resolveValues(
  chart: Chart,
  variations: readonly NamedVariation[],
  target: Target,
  overlays: readonly Overlay[],
): ResolvedValues {
  const failures: ParityFailure[] = [];
  const fail = (failure: Omit<ParityFailure, 'where'>, source: string | undefined) => {
    failures.push({
      ...failure,
      where: [`${target.name}: ${chart.node.path}`, source].filter(Boolean).join(' '),
    } as ParityFailure);
  };
  const known = new Map(variations.map((variation) => [variation.name, variation]));
  const entries = new Map<string, Entry[]>();
  for (const overlay of overlays) {
    if (overlay.cluster !== undefined && overlay.cluster !== target.cluster) continue;
    for (const [name, entry] of flatten(overlay, known, fail)) entries.set(name, [...(entries.get(name) ?? []), entry]);
  }
  const values = new Map<string, ResolvedValue>();
  for (const variation of variations) {
    const value = resolveOne(variation, entries.get(variation.name) ?? [], fail);
    if (value !== undefined) values.set(variation.name, value);
  }
  return { values, failures };
}

type Fail = (failure: Omit<ParityFailure, 'where'>, source: string | undefined) => void;

/** The entries of an overlay by address; maps of a `map` variation are values, all others lead deeper. */
function flatten(overlay: Overlay, known: ReadonlyMap<string, NamedVariation>, fail: Fail): Map<string, Entry> {
  const found = new Map<string, Entry>();
  const walk = (values: Readonly<Record<string, unknown>>, prefix: string) => {
    for (const [key, value] of Object.entries(values)) {
      const name = prefix === '' ? key : `${prefix}.${key}`;
      const source = overlay.sources?.get(name) ?? overlay.source;
      if (known.has(name)) {
        if (value !== undefined) found.set(name, { value, source, level: levelOf(overlay) });
      } else if (isJsonObject(value) && [...known.keys()].some((other) => other.startsWith(`${name}.`))) {
        walk(value, name);
      } else {
        const suggestion = nearest(name, [...known.keys()]);
        fail(
          {
            code: 'PARITY_UNKNOWN_VARIATION',
            message: `${classNameOf(overlay.of)} has no such variation`,
            got: `'${name}'`,
            expected:
              suggestion === undefined ? [...known.keys()].join(', ') || 'no variation at all' : `'${suggestion}'`,
            fix: 'correct the name, or declare it in the class with vary',
          },
          source,
        );
      }
    }
  };
  walk(overlay.values, '');
  return found;
}

function levelOf({ isInherited, cluster, instance }: Overlay): Entry['level'] {
  const place = isInherited ? 'inherited' : cluster === undefined ? 'environment' : 'cluster';
  return instance === undefined ? place : `${place} instance`;
}

function resolveOne(variation: NamedVariation, entries: readonly Entry[], fail: Fail): ResolvedValue | undefined {
  const { spec, name } = variation;
  for (const level of LEVELS) {
    const same = entries.filter((entry) => entry.level === level);
    if (same.length > 1) {
      fail(
        {
          code: 'PARITY_VALUE_TWICE',
          message: `'${name}' is given a value in two places`,
          got: same.map((entry) => `${shown(toValue(entry.value))} at ${entry.source ?? 'unknown'}`).join(', '),
          fix: 'remove one of them',
        },
        same[1].source,
      );
    }
  }
  let resolved: ResolvedValue | undefined = spec.default === undefined
    ? undefined
    : { value: inOrder(spec.default), from: 'default', source: variation.source };
  for (const entry of [...entries].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))) {
    resolved = applyEntry(variation, entry, resolved, fail) ?? resolved;
  }
  if (resolved === undefined && entries.length === 0) {
    fail({
      code: 'PARITY_MISSING_VALUE', message: `'${name}' has no default, and no overlay gives it a value`,
      expected: `a value of type ${spec.type}`, fix: `add ${name} to the overlay, or declare a default`,
    }, variation.source);
  }
  return resolved;
}

function applyEntry(
  { spec, name }: NamedVariation,
  entry: Entry,
  before: ResolvedValue | undefined,
  fail: Fail,
): ResolvedValue | undefined {
  const value = inOrder(toValue(entry.value));
  const problem = findValueProblem(spec, value);
  if (problem !== undefined) {
    fail(
      {
        code: 'PARITY_BAD_VALUE',
        message: `the value of '${name}' ${problem}`,
        got: shown(value),
        fix: 'choose a value the variation allows, or widen its declaration with a reason',
      },
      entry.source,
    );
    return undefined;
  }
  if (entry.level.startsWith('inherited')) return { value, from: 'overlay', source: entry.source, isInherited: true };
  if (before !== undefined && canonicalJson(before.value) === canonicalJson(value)) {
    fail(
      {
        code: 'PARITY_OVERLAY_NO_CHANGE',
        message: `the value of '${name}' changes nothing`,
        got: JSON.stringify(value),
        fix: `remove it: ${before.from === 'default' ? 'it is the default' : 'the environment says the same'}`,
      },
      entry.source,
    );
  }
  return { value, from: 'overlay', source: entry.source };
}

/** A value in an error: short, and whatever it is, since overlays may come from plain JavaScript. */
function shown(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 200 ? `${text.slice(0, 200)}...` : text;
  } catch {
    return `a ${typeof value} that is no data`;
  }
}

/** A map's entries by key: the order in which somebody wrote them means nothing, and must not reach a manifest. */
function inOrder(value: Json): Json {
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
