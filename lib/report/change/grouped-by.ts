import { canonicalJson } from '../../template/canonical';
import type { Json } from '../../template/json';

/**
 * What is the same said once, with all that it holds for, in the order in which it was first seen.
 *
 * A head is JSON: what is absent in it is left out, not undefined.
 */
export class GroupedBy<H, M> {
  private readonly groups = new Map<string, { readonly head: H; readonly members: M[] }>();

  add(head: H, member: M): void {
    const key = canonicalJson(head as unknown as Json);
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, { head, members: [member] });
    else group.members.push(member);
  }

  entries<T>(entry: (group: { readonly head: H; readonly members: readonly M[] }) => T): T[] {
    return [...this.groups.values()].map(entry);
  }
}
