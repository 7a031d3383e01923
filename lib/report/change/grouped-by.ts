import { canonicalJson } from '../../template/canonical';
import type { Json } from '../../template/json';

/** What is the same said once, with all that it holds for, in the order in which it was first seen. */
export class GroupedBy<H, M> {
  private readonly groups = new Map<string, { readonly head: H; readonly members: M[] }>();

  add(head: H, member: M): void {
    const key = canonicalJson(plain(head));
    const group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, { head, members: [member] });
    else group.members.push(member);
  }

  entries<T>(entry: (group: { readonly head: H; readonly members: readonly M[] }) => T): T[] {
    return [...this.groups.values()].map(entry);
  }
}

/** Fields that are absent are no JSON. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
