import type { Dimension, Rounding, Unit } from './expression';

/** Each unit in the smallest one of its dimension: kibibytes, millicores, milliseconds. */
const UNITS: Readonly<Record<Unit, { readonly dimension: Dimension; readonly size: number }>> = {
  Ki: { dimension: 'memory', size: 1 },
  Mi: { dimension: 'memory', size: 1024 },
  Gi: { dimension: 'memory', size: 1024 ** 2 },
  Ti: { dimension: 'memory', size: 1024 ** 3 },
  Pi: { dimension: 'memory', size: 1024 ** 4 },
  m: { dimension: 'cpu', size: 1 },
  cores: { dimension: 'cpu', size: 1000 },
  ms: { dimension: 'time', size: 1 },
  s: { dimension: 'time', size: 1000 },
  min: { dimension: 'time', size: 60_000 },
  h: { dimension: 'time', size: 3_600_000 },
  d: { dimension: 'time', size: 86_400_000 },
};

const SUFFIXES: Readonly<Record<Dimension, Readonly<Record<string, Unit>>>> = {
  memory: { Ki: 'Ki', Mi: 'Mi', Gi: 'Gi', Ti: 'Ti', Pi: 'Pi' },
  cpu: { m: 'm', '': 'cores' },
  time: { ms: 'ms', s: 's', m: 'min', min: 'min', h: 'h', d: 'd' },
};

/** An amount of one unit: `{ amount: 256, unit: 'Mi' }`. */
export interface Quantity { readonly amount: number; readonly unit: Unit }

/**
 * Reads `256Mi`, `250m`, `0.5`, `30s`; undefined when the text is no quantity of that dimension.
 *
 * Only binary memory units are read: decimal ones (`256M`) look alike and differ by 5%.
 */
export function parseQuantity(text: string, dimension: Dimension): Quantity | undefined {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
  if (match === null || !Object.hasOwn(SUFFIXES[dimension], match[2])) return undefined;
  return { amount: Number(match[1]), unit: SUFFIXES[dimension][match[2]] };
}

/** The quantity as text in Kubernetes' own notation, as short as its unit allows. */
export function formatQuantity(quantity: Quantity): string {
  const suffix = quantity.unit === 'cores' ? '' : quantity.unit === 'min' ? 'm' : quantity.unit;
  return `${quantity.amount}${suffix}`;
}

/** The amount in the dimension's smallest unit (kibibytes, millicores, milliseconds), for comparing. */
export function baseAmount(quantity: Quantity): number {
  return quantity.amount * UNITS[quantity.unit].size;
}

/**
 * Converts to an amount of another unit of the same dimension.
 *
 * @throws RangeError when `round` is `exact` and the result is no whole number.
 */
export function convertQuantity(quantity: Quantity, to: Unit, round: Rounding): number {
  const from = UNITS[quantity.unit];
  if (from.dimension !== UNITS[to].dimension) throw new RangeError(`${formatQuantity(quantity)} has no ${to}`);
  // The factor is one division of powers, as cdk8s computes it, so that both round alike.
  const value = quantity.unit === to ? quantity.amount : quantity.amount * (from.size / UNITS[to].size);
  return roundTo(value, round, `${formatQuantity(quantity)} in ${to}`);
}

/** @throws RangeError when `round` is `exact` and the value is no whole number. */
export function roundTo(value: number, round: Rounding, what: string): number {
  switch (round) {
    case 'none': return value;
    case 'floor': return Math.floor(value);
    case 'ceil': return Math.ceil(value);
    case 'round': return Math.round(value);
    case 'exact':
      if (!Number.isInteger(value)) throw new RangeError(`${what} is ${value}, which is not a whole number`);
      return value;
    default: throw new RangeError(`no rounding is called '${String(round)}'`);
  }
}

export function dimensionOf(unit: Unit): Dimension {
  return UNITS[unit].dimension;
}
