import type { HashedConfigMap } from '../template/hashed-config-map';

/** What the API server takes as the values of one ConfigMap, in bytes. */
export const MAX_BYTES = 1024 * 1024;
/** What a key of a ConfigMap, and so a file, may be called. cdk8s loses `__proto__`, and cannot write `constructor`. */
export const DATA_KEY = /^(?!__proto__$|constructor$|\.{1,2}$)(?!\.\.)[-._a-zA-Z0-9]{1,253}$/;
const LABEL_KEY = /^([a-z0-9][a-z0-9.-]{0,252}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** No YAML can hold half of a character. */
const HALF = /\p{Surrogate}/u;

/**
 * What a cluster would refuse a ConfigMap for, as a phrase; undefined when nothing. It can come from a file that
 * somebody wrote, and would stop the whole chart from being applied. No value is shown.
 */
export function findContentProblem(
  { labels, annotations = {}, data = {}, binaryData = {} }: Omit<HashedConfigMap, 'name' | 'namespace'>,
): string | undefined {
  const badKey = [...Object.keys(data), ...Object.keys(binaryData)].find((key) => !DATA_KEY.test(key));
  if (badKey !== undefined) return `${shown(badKey)} is no key of a ConfigMap`;
  const twice = Object.keys(data).find((key) => Object.hasOwn(binaryData, key));
  if (twice !== undefined) return `${shown(twice)} is a key of data and of binaryData`;
  const badLabel = [...Object.keys(labels), ...Object.keys(annotations)].find((key) => !LABEL_KEY.test(key))
    ?? Object.keys(labels).find((key) => !LABEL.test(labels[key]));
  if (badLabel !== undefined) return `${shown(badLabel)} is no label or annotation`;
  const broken = Object.entries(binaryData).find(([, value]) => !BASE64.test(value))
    ?? [...Object.entries(data), ...Object.entries(annotations)].find(([, value]) => HALF.test(value));
  if (broken !== undefined) return `what ${shown(broken[0])} holds can be in no manifest`;
  const bytes = Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    + Object.values(binaryData).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0);
  return bytes > MAX_BYTES ? 'a content larger than a ConfigMap can be' : undefined;
}

function shown(key: string): string {
  return JSON.stringify(key).slice(0, 120);
}
