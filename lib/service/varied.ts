import { splitMarkers } from '../template/marker';
import { isPlaceholder } from '../template/placeholder';

/** Whether a value, or a part of a text, differs between environments. */
export function isVaried(value: unknown): boolean {
  if (isPlaceholder(value)) return true;
  return typeof value === 'string' && splitMarkers(value).some((part) => typeof part !== 'string');
}
