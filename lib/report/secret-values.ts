import type { ChartRecord, Place } from '../synth/assembly/assembly';
import { isJsonObject } from '../template/json';

/** What stands in a report where a Secret's value would. */
export const SECRET_VALUE = '(a value of a Secret)';

/** Placeholders whose value reaches the data of a Secret. */
export interface SecretNames {
  /** By chart and variation, as `secretKey` joins them. */
  readonly variations: ReadonlySet<string>;
  /** Fact paths joined by dots. */
  readonly facts: ReadonlySet<string>;
}

/**
 * The variations and facts that fill the data of a Secret, alone or within a derivation: no report shows their values.
 *
 * A host inside a Secret's URL is hidden as well: what is secret in it, nobody but the author can tell.
 */
export function secretNames(charts: readonly ChartRecord[]): SecretNames {
  const variations = new Set<string>();
  const facts = new Set<string>();
  for (const chart of charts) {
    const secrets = secretObjects(chart);
    if (secrets.size === 0) continue;
    const isInside = (place: Place) => secrets.has(place.object) && isData(place);
    for (const { name, places } of chart.variations) {
      if (places.some(isInside)) variations.add(secretKey(chart.id, name));
    }
    for (const { path, places } of chart.facts) if (places.some(isInside)) facts.add(path.join('.'));
  }
  return { variations, facts };
}

export function secretKey(chart: string, variation: string): string {
  return JSON.stringify([chart, variation]);
}

/** The ids of a chart's Secrets. */
export function secretObjects({ template }: ChartRecord): ReadonlySet<string> {
  return new Set(template.objects.filter(({ body }) => isJsonObject(body) && body.kind === 'Secret').map(({ id }) => id));
}

/** A namespace or a label of a Secret is no secret, nor is the choice whether there is one. */
function isData({ path }: Place): boolean {
  return path.length > 0 && (path[0] !== 'metadata' || path[1] === 'annotations');
}
