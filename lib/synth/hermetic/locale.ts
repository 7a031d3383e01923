import type { Note } from './access';
import type { Patches } from './patches';

/** The locale that stands in wherever code states none. */
const pinned = 'en-US';

/** Methods that fall back to the machine's locale, and which of their arguments states one. */
const methods: readonly [object, string, number][] = [
  [String.prototype, 'localeCompare', 1],
  [String.prototype, 'toLocaleLowerCase', 0],
  [String.prototype, 'toLocaleUpperCase', 0],
  [Number.prototype, 'toLocaleString', 0],
  [BigInt.prototype, 'toLocaleString', 0],
];

/**
 * Pins the locale where code states none, instead of reporting it.
 *
 * cdk8s-plus sorts Ingress paths in the machine's locale (Czech puts `/ch` after `/h`), which no author could mend; and
 * a pinned locale costs no stack, in comparisons that sorting calls often.
 * Dates also need a time zone, which is reported when it is missing.
 */
export function guardLocale(patches: Patches, note: Note): void {
  for (const [owner, key, index] of methods) {
    patches.intercept(owner, key, (target, self, args) => Reflect.apply(target, self, withLocale(args, index)));
  }
  for (const key of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    patches.intercept(Date.prototype, key, (target, self, args) => {
      noteZone(args, `Date.prototype.${key}()`, note);
      return Reflect.apply(target, self, withLocale(args, 0));
    });
  }
  for (const name of Object.getOwnPropertyNames(Intl)) {
    if ('supportedLocalesOf' in Object(Reflect.get(Intl, name))) guardFormatter(patches, name, note);
  }
}

function guardFormatter(patches: Patches, name: string, note: Note): void {
  const before = (args: unknown[]) => {
    if (name === 'DateTimeFormat') noteZone(args, 'Intl.DateTimeFormat()', note);
    return withLocale(args, 0);
  };
  patches.wrapClass(Intl, name, {
    apply: (target, self, args) => Reflect.apply(target as () => unknown, self, before(args)),
    construct: (target, args, newTarget) => Reflect.construct(target as () => unknown, before(args), newTarget),
  });
}

/** An empty list of locales means the machine's, like none at all. */
function withLocale(args: unknown[], index: number): unknown[] {
  const stated = args[index];
  if (stated !== undefined && !(Array.isArray(stated) && stated.length === 0)) return args;
  const changed = [...args];
  changed[index] = pinned;
  return changed;
}

function noteZone(args: unknown[], got: string, note: Note): void {
  const options = args[1] as { timeZone?: unknown } | null | undefined;
  if (options?.timeZone === undefined) note({ source: 'time zone', got: `${got} without timeZone` });
}
