import { type Json, type Path, isJsonObject } from '../template/json';

/** The steps of a JSON Pointer (RFC 6901), as text. */
export function pointerSteps(text: string): string[] {
  return text.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The place that a JSON Pointer means in a body, list indexes as numbers; undefined when there is none. */
export function pathOfPointer(pointer: string, body: Json): Path | undefined {
  const path: (string | number)[] = [];
  let value: Json = body;
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(value) && /^(?:0|[1-9]\d*)$/.test(step) && Number(step) < value.length) {
      path.push(Number(step));
      value = (value as readonly Json[])[Number(step)];
    } else if (isJsonObject(value) && Object.hasOwn(value, step)) {
      path.push(step);
      value = value[step];
    } else return undefined;
  }
  return path.length === 0 ? undefined : path;
}
