import type { Identity } from './identity';
import { type LockedPlace, dependsOnValue, findLocked } from './locked';
import type { PortablePlace } from './node';

/**
 * Answers for many objects whether a place is locked.
 *
 * The same places recur in every chart, and most are not locked whatever fills them: those are looked up once.
 */
export class LockedTable {
  /** Places, by kind and path, that no row of the table touches. */
  private readonly open = new Set<string>();

  constructor(private readonly extra: readonly LockedPlace[] = []) {}

  find(object: Identity, place: PortablePlace): LockedPlace | undefined {
    const key = `${object.kind}\0${'value' in place ? 'v' : 'repeat' in place ? 'r' : 'm'}\0${place.path.join('\0')}`;
    if (this.open.has(key)) return undefined;
    const locked = findLocked(object, place, this.extra);
    if (locked === undefined && !dependsOnValue(place.path)) this.open.add(key);
    return locked;
  }
}
