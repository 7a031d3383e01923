import type { BenchArguments, Tool } from './arguments';

/** Tools that are measured together, in turns, for one amount of work. */
export interface BenchCase {
  readonly services: number;
  readonly environments: number;
  readonly tools: readonly Tool[];
}

const DEFAULT_SIZES = [10, 100, 300, 1_000, 2_000];
const DEFAULT_ENVIRONMENTS = 3;

/** kustomize needs minutes beyond this size; it is measured there only when the sizes are asked for. */
const DEFAULT_MOST: ReadonlyMap<Tool, number> = new Map([['kustomize', 300]]);

/** What only our library is measured at: a large fleet, and many environments. */
const OURS_ALONE = [
  { services: 10_000, environments: 3 },
  { services: 1_000, environments: 30 },
];

/** The cases to run: exactly the sizes that were asked for, or the default plan. */
export function planCases({ sizes, environments, only }: BenchArguments): BenchCase[] {
  const cases = (sizes ?? DEFAULT_SIZES).map((services) => ({
    services,
    environments: environments ?? DEFAULT_ENVIRONMENTS,
    tools: only.filter((tool) => sizes !== undefined || services <= (DEFAULT_MOST.get(tool) ?? Infinity)),
  }));
  const alone = sizes === undefined && environments === undefined && only.includes('ours')
    ? OURS_ALONE.map((work) => ({ ...work, tools: ['ours'] as const }))
    : [];
  return [...cases, ...alone].filter(({ tools }) => tools.length > 0);
}
