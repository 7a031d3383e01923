import type { Size } from 'cdk8s';
import { derive } from '../../environment/derive';
import { unitEntryOf } from '../../environment/units';
import { isPlaceholder } from '../../template/placeholder';
import { convertQuantity, parseQuantity } from '../../template/quantity';
import type { SizeAmount } from '../resources';

/** A part of a container's memory in whole mebibytes, for a server that must be told; it may be a variation. */
export function mebibytesOf(memory: SizeAmount, share: number): number {
  if (typeof memory !== 'string' || isPlaceholder(memory) || unitEntryOf(memory) !== undefined) {
    return derive.unit(derive.scale(memory as Size, share), 'Mi', 'floor');
  }
  const quantity = parseQuantity(memory, 'memory');
  // What is no quantity is refused where it becomes a limit.
  return quantity === undefined ? 0 : Math.floor(convertQuantity(quantity, 'Mi', 'none') * share);
}
