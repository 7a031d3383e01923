import type { ChartRecord, Place } from '../../synth/assembly/assembly';
import type { Json, Path } from '../../template/json';
import { kindOf } from './pair-objects';

/** What is shown in place of what only a cluster should know. */
export const SECRET_VALUE = '(a value of a Secret)';

/** Whether a place of an object of this kind holds what must not be shown. */
export function isSecretPlace(kind: string, path: Path): boolean {
  return kind === 'Secret' && path[0] !== 'kind' && path[0] !== 'apiVersion' && path[0] !== 'type'
    && !(path[0] === 'metadata' && path[1] !== 'annotations');
}

/** The ids of a chart's Secrets. */
export function secretsOf(chart: ChartRecord): ReadonlySet<string> {
  return new Set(chart.template.objects.filter((object) => kindOf(object) === 'Secret').map(({ id }) => id));
}

/** Whether a value reaches a Secret in one of its places: it is then not shown anywhere. */
export function reachesSecret(places: readonly Place[], secrets: ReadonlySet<string>): boolean {
  return places.some(({ object, path }) => secrets.has(object) && isSecretPlace('Secret', path));
}

/** The same data with every value of a Secret's place hidden. */
export function withoutSecrets(kind: string, value: Json, path: Path): Json {
  if (kind !== 'Secret' || value === null) return value;
  if (isSecretPlace(kind, path)) return typeof value === 'object' ? hidden(value) : SECRET_VALUE;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json, i) => withoutSecrets(kind, item, [...path, i]));
  return Object.fromEntries(Object.entries(value).map(([key, item]) =>
    [key, withoutSecrets(kind, item as Json, [...path, key])]));
}

function hidden(value: Json): Json {
  if (typeof value !== 'object' || value === null) return SECRET_VALUE;
  if (Array.isArray(value)) return value.map(hidden);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item as Json)]));
}
