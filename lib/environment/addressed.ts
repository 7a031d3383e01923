import type { Chart } from 'cdk8s';
import type { ChartClass } from './overlay';

/** What speaks of charts: of a class (or its name, when it came as data), and of one instance or of all. */
export interface AddressedItem { readonly of: ChartClass | string; readonly instance?: string }

/**
 * Overlays or exceptions by the charts they speak of.
 *
 * Looked up by class and instance, because apps have thousands of both. Remembers what no chart has asked for.
 */
export class Addressed<T extends AddressedItem> {
  private readonly byClass = new Map<unknown, Map<string | undefined, T[]>>();
  private readonly order = new Map<T, number>();
  private readonly heard = new Set<T>();

  constructor(items: readonly T[]) {
    items.forEach((item, i) => {
      this.order.set(item, i);
      const key = typeof item.of === 'string' ? item.of : item.of.prototype;
      const byInstance = this.byClass.get(key) ?? new Map<string | undefined, T[]>();
      this.byClass.set(key, byInstance);
      const same = byInstance.get(item.instance);
      if (same === undefined) byInstance.set(item.instance, [item]);
      else same.push(item);
    });
  }

  /** What speaks of a chart, in the order in which it was declared: for its class, its bases, and its instance. */
  for(chart: Chart): readonly T[] {
    if (this.byClass.size === 0) return [];
    const found = new Set<T>();
    // By prototype: `instanceof` says of each chart that it is any class of charts, since cdk8s redefines it.
    for (let prototype = Object.getPrototypeOf(chart); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
      const name = (prototype as { constructor?: { name?: string } }).constructor?.name;
      for (const byInstance of [this.byClass.get(prototype), this.byClass.get(name)]) {
        for (const instance of [undefined, chart.node.id, chart.node.path]) {
          for (const item of byInstance?.get(instance) ?? []) found.add(item);
        }
      }
    }
    for (const item of found) this.heard.add(item);
    return [...found].sort((a, b) => (this.order.get(a) as number) - (this.order.get(b) as number));
  }

  /** What no chart has asked for so far. */
  get unheard(): readonly T[] {
    return [...this.order.keys()].filter((item) => !this.heard.has(item));
  }

  get items(): readonly T[] {
    return [...this.order.keys()];
  }
}
