import type { Note } from './access';
import type { Patches } from './patches';

/** Watches every way to ask what time it is, and every conversion that uses the machine's time zone. */
export function guardClock(patches: Patches, note: Note): void {
  const clock = (got: string) => () => note({ source: 'clock', got });
  patches.before(Date, 'now', clock('Date.now()'));
  patches.before(performance, 'now', clock('performance.now()'));
  patches.before(process.hrtime, 'bigint', clock('process.hrtime.bigint()'));
  patches.before(process, 'hrtime', clock('process.hrtime()'));
  guardTimeZone(patches, note);
  guardDateClass(patches, note);
}

/** Conversions between an instant and the machine's local time; the UTC forms of each are free. */
const localMethods = [
  'getDate', 'getDay', 'getFullYear', 'getHours', 'getMinutes', 'getMonth', 'getSeconds', 'getYear',
  'getTimezoneOffset',
  'setDate', 'setFullYear', 'setHours', 'setMinutes', 'setMonth', 'setSeconds', 'setYear',
  'toString', 'toDateString', 'toTimeString',
];

function guardTimeZone(patches: Patches, note: Note): void {
  for (const method of localMethods) {
    patches.before(Date.prototype, method, () => note({ source: 'time zone', got: `Date.prototype.${method}()` }));
  }
  patches.before(Date, 'parse', ([text]) => noteLocalText(text, 'Date.parse', note));
}

function guardDateClass(patches: Patches, note: Note): void {
  patches.wrapClass(globalThis, 'Date', {
    apply: (target, self, args) => {
      note({ source: 'clock', got: 'Date()' });
      return Reflect.apply(target as DateConstructor, self, args);
    },
    construct: (target, args, newTarget) => {
      if (args.length === 0) note({ source: 'clock', got: 'new Date()' });
      if (args.length > 1) note({ source: 'time zone', got: 'new Date(year, month, …)' });
      if (args.length === 1) noteLocalText(args[0], 'new Date', note);
      return Reflect.construct(target as DateConstructor, args, newTarget);
    },
  });
}

function noteLocalText(text: unknown, name: string, note: Note): void {
  if (typeof text === 'string' && !statesItsZone(text)) {
    note({ source: 'time zone', got: `${name}(text without a time zone)` });
  }
}

/** A date alone is UTC by ECMA-262; with a time of day the text must say its zone, else the machine's is taken. */
function statesItsZone(text: string): boolean {
  return /^\d{4}(?:-\d\d){0,2}$/.test(text) || /\d:\d\d.*(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/i.test(text);
}
