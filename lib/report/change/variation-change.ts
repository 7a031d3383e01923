import { equalJson } from '../../check/equal-json';
import type { VariationRecord } from '../../synth/assembly/assembly';
import type { Json } from '../../template/json';
import { SECRET_VALUE } from '../../template/secret';
import { amountOf } from './amount';
import type { VariationChange, VariationDeclaration } from './change';
import { GroupedBy } from './grouped-by';
import type { SecretsOfSides } from './secrets-of-sides';
import type { ChartPair } from './template-change';

const FIELDS = ['type', 'default', 'min', 'max', 'pattern', 'values', 'maxItems', 'why', 'owner'] as const;
/** What a hidden variation may be is as secret as what it is. */
const VALUES: ReadonlySet<string> = new Set(['default', 'min', 'max', 'pattern', 'values']);

/** Variations that are new, gone, or declared otherwise; charts with equal changes together. */
export function variationChanges(charts: readonly ChartPair[], secrets: SecretsOfSides): VariationChange[] {
  const groups = new GroupedBy<Omit<VariationChange, 'charts'>, string>();
  for (const { before, after } of charts) {
    const former = new Map(before.variations.map((variation) => [variation.name, variation]));
    const latter = new Map(after.variations.map((variation) => [variation.name, variation]));
    for (const name of new Set([...former.keys(), ...latter.keys()])) {
      const was = former.get(name);
      const is = latter.get(name);
      const head = { class: after.class, name };
      const isSecret = secrets.hasVariation({ before, after }, name);
      if (was === undefined) {
        groups.add({ kind: 'added', ...head, after: declared(is!, isSecret, FIELDS) }, after.id);
      } else if (is === undefined) {
        groups.add({ kind: 'removed', class: before.class, name, before: declared(was, isSecret, FIELDS) }, after.id);
      } else {
        const changed = FIELDS.filter((field) => !equalJson(was[field] as Json, is[field] as Json));
        if (changed.length === 0) continue;
        const bounds = boundsOf(was, is);
        groups.add({
          kind: 'changed', ...head, before: declared(was, isSecret, changed), after: declared(is, isSecret, changed),
          ...(bounds === undefined ? {} : { bounds }),
        }, after.id);
      }
    }
  }
  return groups.entries(({ head, members }) => ({ ...head, charts: members }));
}

function declared(
  variation: VariationRecord, isSecret: boolean, fields: readonly (typeof FIELDS)[number][],
): VariationDeclaration {
  return Object.fromEntries(fields.filter((field) => variation[field] !== undefined)
    .map((field) => [field, isSecret && VALUES.has(field) ? SECRET_VALUE : variation[field] as Json]));
}

/** Whether more values are allowed than before, or fewer; a pattern says neither. */
function boundsOf(before: VariationRecord, after: VariationRecord): VariationChange['bounds'] {
  const steps = [
    -compared(before.min, after.min, -Infinity),
    compared(before.max, after.max, Infinity),
    compared(before.maxItems, after.maxItems, Infinity),
    sizeOf(before.values, after.values),
  ];
  // Values are a set: some may be new while others are gone.
  const isBoth = Number.isNaN(steps[3]);
  const isWider = isBoth || steps.some((step) => step > 0);
  const isNarrower = isBoth || steps.some((step) => step < 0);
  if (isWider) return isNarrower ? 'both' : 'widened';
  return isNarrower ? 'narrowed' : undefined;
}

function compared(before: number | string | undefined, after: number | string | undefined, none: number): number {
  const [was, is] = [before, after].map((bound) => (bound === undefined ? none : amountOf(bound) ?? none));
  return is === was ? 0 : is! > was! ? 1 : -1;
}

function sizeOf(before: readonly string[] | undefined, after: readonly string[] | undefined): number {
  if (before === undefined || after === undefined) return before === after ? 0 : after === undefined ? 1 : -1;
  const [former, latter] = [new Set(before), new Set(after)];
  const isNew = after.some((value) => !former.has(value));
  const isGone = before.some((value) => !latter.has(value));
  if (isNew && isGone) return NaN;
  return isNew ? 1 : isGone ? -1 : 0;
}
