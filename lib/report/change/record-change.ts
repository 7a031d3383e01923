import { equalJson } from '../../check/equal-json';
import type { Json } from '../../template/json';
import type { RecordChange } from './change';
import { GroupedBy } from './grouped-by';
import { keyOf } from './value-change';

/** Something that is listed in an index, and how to tell it from others. */
export interface Listed {
  /** What it is, for people. */
  readonly name: string;
  /** Two records of one key are the same thing, changed or not; more exact keys first. */
  readonly keys: readonly string[];
  readonly content: Readonly<Record<string, Json | undefined>>;
  /** The same with what is hidden, to be compared: that it changed is told. @default - nothing in it is hidden */
  readonly exact?: Listed['content'];
}

/** Compares lists of one chart, or of the whole, and says what is new, gone and changed; equal changes once. */
export class RecordChanges {
  private readonly groups = new GroupedBy<Omit<RecordChange, 'charts'>, string>();

  compare(before: readonly Listed[], after: readonly Listed[], chart?: string): void {
    for (const [was, is] of paired(before, after)) {
      const name = (is ?? was)!.name;
      if (was === undefined) this.add({ kind: 'added', name, after: plain(is!.content) }, chart);
      else if (is === undefined) this.add({ kind: 'removed', name, before: plain(was.content) }, chart);
      else {
        const fields = [...new Set([...Object.keys(was.content), ...Object.keys(is.content)])]
          .filter((field) => !equalJson(exactOf(was)[field], exactOf(is)[field]));
        if (fields.length === 0) continue;
        this.add({ kind: 'changed', name, before: picked(was, fields), after: picked(is, fields) }, chart);
      }
    }
  }

  entries(): RecordChange[] {
    return this.groups.entries(({ head, members }) => ({ ...head, charts: members.filter((chart) => chart !== '') }));
  }

  private add(change: Omit<RecordChange, 'charts'>, chart = ''): void {
    this.groups.add(change, chart);
  }
}

/** Equal records first, then by each key; among records of one key by their order. */
function paired(before: readonly Listed[], after: readonly Listed[]): (readonly [Listed?, Listed?])[] {
  const pairs: (readonly [Listed?, Listed?])[] = [];
  let left = before;
  let right = after;
  const most = Math.max(0, ...[...before, ...after].map(({ keys }) => keys.length));
  const keyAt = (step: number) => (listed: Listed) =>
    (step < 0 ? keyOf([listed.name, exactOf(listed)]) : listed.keys[Math.min(step, listed.keys.length - 1)]!);
  for (let step = -1; step < most && left.length > 0 && right.length > 0; step++) {
    const open = new Map<string, Listed[]>();
    for (const listed of right) {
      const key = keyAt(step)(listed);
      const same = open.get(key);
      if (same === undefined) open.set(key, [listed]);
      else same.push(listed);
    }
    const taken = new Set<Listed>();
    left = left.filter((listed) => {
      const partner = open.get(keyAt(step)(listed))?.shift();
      if (partner === undefined) return true;
      pairs.push([listed, partner]);
      taken.add(partner);
      return false;
    });
    right = right.filter((listed) => !taken.has(listed));
  }
  return [...pairs, ...left.map((was) => [was, undefined] as const), ...right.map((is) => [undefined, is] as const)];
}

function exactOf({ content, exact = content }: Listed): Listed['content'] {
  return exact;
}

function picked({ content }: Listed, fields: readonly string[]): Readonly<Record<string, Json>> {
  return plain(Object.fromEntries(fields.map((field) => [field, content[field]])));
}

function plain(content: Listed['content']): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(content)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
