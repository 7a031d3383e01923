import type { Identity } from './identity';
import { type Json, type JsonObject, type Path, isJsonObject } from './json';
import { podSpecsOf } from './locked';
import type { PortablePlace } from './node';

/** What some objects select pods by: a label's value by its key, or null where any of several would do. */
export type Selector = ReadonlyMap<string, string | null>;

/** The selectors of some objects: the labels that they use are identity. */
export function selectorsOf(bodies: readonly Json[]): readonly Selector[] {
  const selectors: Selector[] = [];
  const collect = (value: Json | undefined) => {
    if (!isJsonObject(value)) return;
    const selector = new Map<string, string | null>();
    for (const [key, label] of Object.entries(isJsonObject(value.matchLabels) ? value.matchLabels : value)) {
      if (typeof label === 'string' || label === null) selector.set(key, label);
    }
    for (const expression of listOf(value.matchExpressions)) {
      if (isJsonObject(expression) && typeof expression.key === 'string') selector.set(expression.key, null);
    }
    if (selector.size > 0) selectors.push(selector);
  };
  for (const body of bodies) {
    if (!isJsonObject(body) || !isJsonObject(body.spec)) continue;
    collect(body.spec.selector);
    collect(body.spec.podSelector);
    const rules = [...listOf(body.spec.ingress), ...listOf(body.spec.egress)].filter(isJsonObject);
    for (const peer of rules.flatMap(({ from, to }) => [...listOf(from), ...listOf(to)])) {
      if (isJsonObject(peer)) collect(peer.podSelector);
    }
  }
  return selectors;
}

/** Whether a place could fill a pod's label that a selector uses: the label, all labels, or a map merged into them. */
export function isSelectedLabel(
  object: Identity, place: PortablePlace, body: Json, selectors: readonly Selector[],
): boolean {
  const labels = podSpecsOf(object.kind, place.path)
    .map((pod) => [...pod.slice(0, -1), 'metadata', 'labels'])
    .find((path) => path.every((step, i) => place.path[i] === step));
  if (labels === undefined) return false;
  if ('merge' in place) return selectors.some((selector) => mayDecide(ownLabels(body, labels), selector));
  return place.path.length === labels.length
    ? selectors.length > 0
    : place.path.length === labels.length + 1
      && selectors.some((selector) => selector.has(String(place.path.at(-1))));
}

/**
 * Whether what a map adds to fixed labels could decide if a selector finds them. A map cannot replace a fixed label,
 * so that a selector that one of them contradicts, or that they satisfy, is out of its reach.
 */
function mayDecide(own: JsonObject, selector: Selector): boolean {
  let isMissing = false;
  for (const [key, value] of selector) {
    if (!Object.hasOwn(own, key)) isMissing = true;
    else if (value !== null && own[key] !== null && own[key] !== value) return false;
  }
  return isMissing;
}

function ownLabels(body: Json, path: Path): JsonObject {
  let value: Json | undefined = body;
  for (const step of path) value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return isJsonObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
