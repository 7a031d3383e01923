import type { SourceFile } from './parse-source';

/**
 * Finds files that load each other in a circle, each circle once.
 *
 * Imports that only name types do not count here: they are erased, so nothing is loaded too early, and types that
 * refer to each other (an expression holds a node, a node holds an expression) are sound. Nor do imports inside a
 * function, which wait until it runs. Across rooms both still obey the order of the rooms.
 */
export function findCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map(({ path, imports }) => [path, imports
    .filter(({ isType, isLazy }) => !isType && !isLazy).flatMap((each) => each.path ?? []).sort()]));
  const cycles = new Set<string>();
  const done = new Set<string>();
  for (const start of [...edges.keys()].sort()) {
    const trail: { readonly path: string; next: number }[] = [{ path: start, next: 0 }];
    while (trail.length > 0) {
      const top = trail[trail.length - 1];
      const path = done.has(top.path) ? undefined : edges.get(top.path)?.[top.next++];
      if (path === undefined) {
        done.add(top.path);
        trail.pop();
        continue;
      }
      const at = trail.findIndex((step) => step.path === path);
      if (at < 0) trail.push({ path, next: 0 });
      else cycles.add(describe(trail.slice(at).map((step) => step.path)));
    }
  }
  return [...cycles];
}

/** The same text wherever the circle was entered. */
function describe(circle: readonly string[]): string {
  const first = circle.indexOf([...circle].sort()[0]);
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  return `${turned[0]}: imports itself in a circle: ${[...turned.slice(1), turned[0]].join(' -> ')}`;
}
