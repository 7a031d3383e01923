/**
 * How many runs of a property: fewer while somebody waits for `npm test`, all of them in the slow suite, where a file
 * beside the quick one imports `all-runs` and then the quick one itself.
 */
export function runs(all: number, quick: number): number {
  return process.env.PARITY_ALL_RUNS === '1' ? all : quick;
}
