import { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Dimension, Expression, Rounding, Unit } from '../template/expression';
import { createPlaceholder, entryOf, refuse } from '../template/placeholder';
import { parseQuantity } from '../template/quantity';
import type { PlaceholderEntry, PlaceholderRegistry } from '../template/registry';

type Described = Pick<PlaceholderEntry, 'describe' | 'locate' | 'home'>;

/** What cdk8s-plus's `Cpu` is for those who read one: loading that package for it takes longer than a small synth. */
class CpuAmount {
  constructor(readonly amount: unknown) {}
}
Object.defineProperty(CpuAmount, 'name', { value: 'Cpu' });

const SIZE_UNITS: Readonly<Record<string, Unit>> = {
  toKibibytes: 'Ki', toMebibytes: 'Mi', toGibibytes: 'Gi', toTebibytes: 'Ti', toPebibytes: 'Pi',
};
const TIME_UNITS: Readonly<Record<string, Unit>> = {
  toMilliseconds: 'ms', toSeconds: 's', toMinutes: 'min', toHours: 'h', toDays: 'd',
};

/**
 * Makes a placeholder that passes for cdk8s's `Size`, `Duration` or cdk8s-plus's `Cpu`.
 *
 * The classes' own factories compare their amount with 0, which a placeholder refuses; so the library builds the
 * object, and each conversion returns a derived placeholder.
 */
export function createUnit(
  registry: PlaceholderRegistry,
  dimension: Dimension,
  expression: Expression,
  of: Described,
): object {
  const asText = () => createPlaceholder(registry, registry.register({ kind: 'text', expression, dimension, ...of }));
  if (dimension === 'cpu') return new CpuAmount(asText());
  const units = dimension === 'memory' ? SIZE_UNITS : TIME_UNITS;
  const entry = registry.register({
    kind: 'unit',
    expression,
    dimension,
    ...of,
    property: (key) => {
      if (key === 'asString' && dimension === 'memory') return asText;
      if (!Object.hasOwn(units, key)) return refuse(entry, `calling ${key}() of it`);
      return (options?: ConversionOptions) =>
        createPlaceholder(
          registry,
          registry.register({
            kind: 'number',
            expression: { op: 'unit', of: expression, to: units[key], round: roundingOf(dimension, options) },
            ...of,
          }),
        );
    },
  });
  return createPlaceholder(registry, entry);
}

/** The options of cdk8s's conversions: `SizeRoundingBehavior` FAIL 0, FLOOR 1, NONE 2; or `integral` for durations. */
interface ConversionOptions { readonly rounding?: number; readonly integral?: boolean }

function roundingOf(dimension: Dimension, options: ConversionOptions = {}): Rounding {
  if (dimension === 'time') return options.integral === false ? 'none' : 'exact';
  return options.rounding === 1 ? 'floor' : options.rounding === 2 ? 'none' : 'exact';
}

/** The plain object of a quantity's text, as an author would have built it. */
export function plainUnit(dimension: Dimension, text: string): Size | Duration | Cpu {
  const quantity = parseQuantity(text, dimension);
  if (quantity === undefined) throw new RangeError(`'${text}' is no quantity of ${dimension}`);
  const { amount, unit } = quantity;
  switch (unit) {
    case 'Ki': return Size.kibibytes(amount);
    case 'Mi': return Size.mebibytes(amount);
    case 'Gi': return Size.gibibytes(amount);
    case 'Ti': return Size.tebibytes(amount);
    case 'Pi': return Size.pebibyte(amount);
    case 'ms': return Duration.millis(amount);
    case 's': return Duration.seconds(amount);
    case 'min': return Duration.minutes(amount);
    case 'h': return Duration.hours(amount);
    case 'd': return Duration.days(amount);
    case 'm': return new CpuAmount(`${amount}m`) as unknown as Cpu;
    default: return new CpuAmount(String(amount)) as unknown as Cpu;
  }
}

/** The dimension and text of a plain `Size`, `Duration` or `Cpu`, or undefined for anything else. */
export function textOfUnit(value: unknown): { dimension: Dimension; text: string } | undefined {
  if (value instanceof Size) return { dimension: 'memory', text: value.asString() };
  if (value instanceof Duration) {
    const suffix = { millis: 'ms', seconds: 's', minutes: 'min', hours: 'h', days: 'd' }[value.unitLabel()];
    return { dimension: 'time', text: `${(value as unknown as { amount: number }).amount}${suffix}` };
  }
  if (isCpu(value)) return { dimension: 'cpu', text: String(value.amount) };
  return undefined;
}

/** The entry of a quantity's placeholder, whichever of the three classes it passes for. */
export function unitEntryOf(value: unknown): PlaceholderEntry | undefined {
  return entryOf(value) ?? (isCpu(value) ? entryOf(value.amount) : undefined);
}

function isCpu(value: unknown): value is { amount: unknown } {
  return typeof value === 'object' && value !== null && entryOf(value) === undefined
    && value.constructor?.name === 'Cpu' && 'amount' in value;
}
