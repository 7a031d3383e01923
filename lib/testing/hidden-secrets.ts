import { type Json, type Path, isJsonObject, setOwn } from '../template/json';
import { SECRET_VALUE, isOpenInSecret } from '../template/secret';

const OTHER_VALUE = '(another value of a Secret)';

/** Whether a part of an object is what a test expects there. */
type Fits = (received: unknown, expected: unknown) => boolean;

/** The same place of an object and of what a test expects. */
interface Pair { readonly received: Json; readonly expected: unknown }

/** A Secret and what a test expects of it, for people: neither shows a value, and they differ where they differ. */
export function hiddenPair(received: Json, expected: unknown, fits: Fits, path: Path = []): Pair {
  if (isJsonObject(received) && (expected === undefined || isPlain(expected))) {
    const shown = { received: {} as Record<string, Json>, expected: {} as Record<string, Json> };
    for (const key of new Set([...Object.keys(received), ...Object.keys(expected ?? {})])) {
      const has = Object.hasOwn(received, key);
      const asks = Object.hasOwn(expected ?? {}, key);
      const pair = hiddenPair(has ? received[key] : null, asks ? expected?.[key] : undefined, fits, [...path, key]);
      if (has) setOwn(shown.received, key, pair.received);
      if (asks) setOwn(shown.expected, key, pair.expected as Json);
    }
    return { received: shown.received, expected: expected === undefined ? undefined : shown.expected };
  }
  if (isOpenInSecret(path)) return { received, expected };
  return { received: SECRET_VALUE, expected: fits(received, expected) ? SECRET_VALUE : OTHER_VALUE };
}

/** A plain object, not one of jest's asymmetric matchers. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('$$typeof' in value);
}
