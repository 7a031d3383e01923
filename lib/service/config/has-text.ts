import { isPlaceholder } from '../../template/placeholder';

/** Whether a value has a text form that somebody meant; a placeholder says itself whether it has one. */
export function hasText(value: unknown): boolean {
  return isPlaceholder(value) || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}
