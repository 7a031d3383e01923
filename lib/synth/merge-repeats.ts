import type { ParityFailure } from '../template/error';

/** What one line of an overlay makes wrong in every chart of its class and every cluster alike. */
const OF_ONE_LINE: ReadonlySet<string> =
  new Set(['PARITY_BAD_VALUE', 'PARITY_OVERLAY_NO_CHANGE', 'PARITY_UNKNOWN_VARIATION']);
/** `production/eu: checkout environments/production.yaml:2`. */
const WHERE = /^([^:/]+)(\S*: .+) (\S+:\d+)$/;

/** Says each mistake once: a wrong line of an overlay, a variation without a field, wherever else it shows. */
export function mergeRepeats(failures: readonly ParityFailure[]): ParityFailure[] {
  const unowned = new Set(failures.filter(({ code }) => code === 'PARITY_UNOWNED').flatMap(declaringChart));
  const groups = new Map<string, ParityFailure[]>();
  const unknown = new Set(failures.filter(({ code }) => code === 'PARITY_UNKNOWN_FACT').map(({ got }) => got));
  // What no environment answers is said once, not of each again.
  const isSaidOfAll = ({ code, got }: ParityFailure) => code === 'PARITY_MISSING_FACT' && unknown.has(got);
  for (const failure of failures.filter((one) => !isSaidOfDeclaration(one, unowned) && !isSaidOfAll(one))) {
    const place = OF_ONE_LINE.has(failure.code) ? WHERE.exec(failure.where ?? '') : null;
    const [, environment, , source] = place ?? [];
    const { code, message, got, expected, where } = failure;
    const key = JSON.stringify(place === null
      ? [code, message, got, expected, where, failure.fix]
      : [code, message, got, expected, environment, source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [failure]);
    else group.push(failure);
  }
  return [...groups.values()].map(([first, ...more]) => {
    const [, environment, rest, source] = WHERE.exec(first.where ?? '') ?? [];
    if (more.length === 0 || source === undefined) return first;
    return { ...first, where: `${environment}${rest} (and ${more.length} more) ${source}` };
  });
}

/** The chart of an unowned declaration, which has a line; of a place in an object, none. */
function declaringChart({ where = '' }: ParityFailure): string[] {
  const path = /^(\S+) \S+:\d+$/.exec(where)?.[1];
  return path === undefined ? [] : path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
}

/** Every place that a variation without a field fills would be noise beside its declaration. */
function isSaidOfDeclaration({ code, where = '', got }: ParityFailure, unowned: ReadonlySet<string>): boolean {
  const [chart, ...place] = where.split(' > ');
  return code === 'PARITY_UNOWNED' && got === undefined && place.length > 0 && unowned.has(chart);
}
