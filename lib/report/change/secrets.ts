import type { ChartRecord, Place } from '../../synth/assembly/assembly';
import { type Json, type Path, isJsonObject } from '../../template/json';
import { SECRET_VALUE } from '../secret-values';

export { SECRET_VALUE } from '../secret-values';

/** Whether a place holds what only a cluster should know: a Secret's, also of one that stands in a list of objects. */
export function isSecretPlace(body: Json, path: Path): boolean {
  let value: Json | undefined = body;
  for (let depth = 0; depth < path.length; depth++) {
    if (isJsonObject(value) && value.kind === 'Secret') return isHidden(path.slice(depth));
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, path[depth]!)
      ? (value as { readonly [key: string | number]: Json })[path[depth]!] : undefined;
  }
  return false;
}

/** What says which Secret it is stays; annotations may hold what was applied before, in full. */
function isHidden([first, second]: Path): boolean {
  if (first === 'metadata') return second === 'annotations';
  return !['apiVersion', 'kind', 'type', 'immutable'].includes(String(first));
}

/** The same object with every value of a Secret's place hidden; names of keys stay. */
export function withoutSecrets(value: Json, root: Json = value, path: Path = []): Json {
  const inner = (item: Json, step: string | number) => withoutSecrets(item, root, [...path, step]);
  if (Array.isArray(value)) return value.map(inner);
  if (isJsonObject(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, inner(value[key]!, key)]));
  return isSecretPlace(root, path) ? SECRET_VALUE : value;
}

/** A chart's objects that are Secrets, or hold some, by id. */
export function secretsOf(chart: ChartRecord): ReadonlyMap<string, Json> {
  return new Map(chart.template.objects.filter(({ body }) => holdsSecret(body)).map(({ id, body }) => [id, body]));
}

export function holdsSecret(body: Json): boolean {
  if (!isJsonObject(body)) return false;
  return body.kind === 'Secret' || (Array.isArray(body.items) && body.items.some(holdsSecret));
}

/** Whether a value reaches a Secret in one of its places: it is then not shown anywhere. */
export function reachesSecret(places: readonly Place[], secrets: ReadonlyMap<string, Json>): boolean {
  return places.some(({ object, path }) => {
    const body = secrets.get(object);
    return body !== undefined && isSecretPlace(body, path);
  });
}
