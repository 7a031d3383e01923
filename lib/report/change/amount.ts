/** What a suffix multiplies by: Kubernetes quantities, and durations of variations in seconds. */
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['', 1], ['n', 1e-9], ['u', 1e-6], ['m', 1e-3], ['k', 1e3], ['M', 1e6], ['G', 1e9], ['T', 1e12], ['P', 1e15],
  ['E', 1e18], ['Ki', 2 ** 10], ['Mi', 2 ** 20], ['Gi', 2 ** 30], ['Ti', 2 ** 40], ['Pi', 2 ** 50], ['Ei', 2 ** 60],
  ['ms', 1e-3], ['s', 1], ['min', 60], ['h', 3600], ['d', 86_400], ['%', 0.01],
]);

/**
 * A number, or a quantity as a number of its base unit, for comparing two of one kind: `512Mi`, `250m`, `1e3`, `25%`.
 *
 * Undefined for everything else. After https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([A-Za-z%]{0,3}))$/.exec(value);
  if (match === null) return undefined;
  const factor = match[2] === undefined ? SUFFIXES.get(match[3]!) : 10 ** Number(match[2]);
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
