import type { Json, Path } from '../template/json';

const HOST = /^(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/;

/** The `vary` function whose values a place could hold; undefined for what no variation holds: lists, maps, null. */
export function varyFor(path: Path, value: Json): string | undefined {
  switch (typeof value) {
    case 'number': return Number.isInteger(value) ? 'vary.integer' : 'vary.number';
    // There is no boolean variation, so that no code can branch on one.
    case 'boolean': return 'vary.oneOf with derive.lookup';
    case 'string': return varyForText(path, value);
    default: return undefined;
  }
}

function varyForText(path: Path, text: string): string {
  const key = String(path.at(-1));
  if (/^\d+(\.\d+)?[KMGTP]i$/.test(text)) return /storage/i.test(key) ? 'vary.storage' : 'vary.memory';
  if (key === 'cpu' && /^\d+(\.\d+)?m?$/.test(text)) return 'vary.cpu';
  if (/^\d+(ms|s|m|min|h|d)$/.test(text)) return 'vary.duration';
  if (/^\d{1,3}%$/.test(text)) return 'vary.percent';
  if (/^[a-z][a-z0-9+.-]{0,20}:\/\//.test(text)) return 'vary.url';
  return HOST.test(text) && /[a-z]/.test(text) ? 'vary.hostname' : 'vary.string';
}
