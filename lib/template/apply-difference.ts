import type { FieldDifference } from './difference';
import { canonicalJson } from './canonical';
import { ParityError } from './error';
import { type Json, type JsonObject, formatPath, isJsonObject, setOwn } from './json';

/**
 * Makes `after` of `before` and the differences between them, the order of list elements included.
 *
 * Subtrees in which nothing differs are shared with `before`: never mutate what this returns.
 *
 * @throws PARITY_DIFFERENCE when the differences were not taken from this value.
 */
export function applyDifference(before: Json, differences: readonly FieldDifference[]): Json {
  // Goes depth first over open values instead of calling itself: they may be nested deeper than the stack.
  const open = [applyAt({ value: before, differences, depth: 0 })];
  let made: Json = before;
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = last.next(made);
    if (next.done) {
      open.pop();
      made = next.value;
    } else open.push(applyAt(next.value));
  }
  return made;
}

/** A value that stands `depth` steps from the root, and differences that all lie at or below it. */
interface Part { readonly value: Json; readonly differences: readonly FieldDifference[]; readonly depth: number }

/** Makes a value anew; asks for each part of it in which something differs. */
type Making = Generator<Part, Json, Json>;

function* applyAt({ value, differences, depth }: Part): Making {
  if (differences.length === 0) return value;
  const whole = differences.find(({ path, kind }) => path.length === depth && kind !== 'reordered');
  if (whole !== undefined) {
    if (whole.kind !== 'changed' || differences.length > 1) throw misfit(whole);
    return afterOf(whole);
  }
  if (Array.isArray(value)) return yield* applyToList(value, differences, depth);
  if (isJsonObject(value)) return yield* applyToObject(value, differences, depth);
  throw misfit(differences[0]);
}

function* applyToObject(value: JsonObject, differences: readonly FieldDifference[], depth: number): Making {
  const below = new Map<string, FieldDifference[]>();
  for (const difference of differences) {
    const step = difference.path[depth];
    if (typeof step !== 'string') throw misfit(difference);
    collect(below, step, difference);
  }
  const applied: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const here = below.get(key) ?? [];
    below.delete(key);
    const own = here.find(({ path, kind }) => path.length === depth + 1 && (kind === 'added' || kind === 'removed'));
    if (own === undefined) {
      const inner = { value: value[key], differences: here, depth: depth + 1 };
      setOwn(applied, key, here.length === 0 ? value[key] : yield inner);
    } else if (own.kind === 'added' || here.length > 1) throw misfit(own);
  }
  for (const [key, here] of below) {
    const [own] = here;
    if (own.kind !== 'added' || own.path.length !== depth + 1 || here.length > 1) throw misfit(own);
    setOwn(applied, key, afterOf(own));
  }
  return applied;
}

/** What the differences say about a list's own elements, and about what lies below them. */
interface ListEdit {
  readonly removed: Set<number>;
  readonly added: Map<number, FieldDifference>;
  readonly belowBefore: Map<number, FieldDifference[]>;
  readonly belowAfter: Map<number, FieldDifference[]>;
  order?: FieldDifference;
}

function* applyToList(list: readonly Json[], differences: readonly FieldDifference[], depth: number): Making {
  const edit = readListEdit(differences, depth);
  const kept = reorder([...list.keys()].filter((index) => !edit.removed.has(index)), edit.order);
  if (kept.length + edit.removed.size !== list.length) throw misfit(differences[0]);
  const applied: Json[] = [];
  let next = 0;
  for (let index = 0; index < kept.length + edit.added.size; index++) {
    const added = edit.added.get(index);
    if (added !== undefined) {
      applied.push(afterOf(added));
      continue;
    }
    if (next === kept.length) throw misfit(differences[0]);
    const from = kept[next++];
    const below = [...take(edit.belowBefore, from), ...take(edit.belowAfter, index)];
    applied.push(below.length === 0 ? list[from] : yield { value: list[from], differences: below, depth: depth + 1 });
  }
  for (const [lost] of [...edit.belowBefore.values(), ...edit.belowAfter.values()]) throw misfit(lost);
  return applied;
}

function readListEdit(differences: readonly FieldDifference[], depth: number): ListEdit {
  const edit: ListEdit = { removed: new Set(), added: new Map(), belowBefore: new Map(), belowAfter: new Map() };
  for (const difference of differences) {
    const { path, kind } = difference;
    const step = path[depth];
    if (path.length === depth && edit.order === undefined) edit.order = difference;
    else if (typeof step !== 'number') throw misfit(difference);
    else if (path.length > depth + 1 || kind === 'changed' || kind === 'reordered') {
      collect(kind === 'removed' ? edit.belowBefore : edit.belowAfter, step, difference);
    } else if (kind === 'removed' && !edit.removed.has(step)) edit.removed.add(step);
    else if (kind === 'added' && !edit.added.has(step)) edit.added.set(step, difference);
    else throw misfit(difference);
  }
  return edit;
}

/** The keys of a reordered list name, in the former order, exactly the elements that stay. */
function reorder(kept: readonly number[], order: FieldDifference | undefined): readonly number[] {
  if (order === undefined) return kept;
  const { before, after } = order;
  if (!Array.isArray(before) || !Array.isArray(after)) throw misfit(order);
  const indices = new Map<string, number>(before.map((key, i) => [canonicalJson(key), kept[i]]));
  const reordered = after.map((key: Json) => indices.get(canonicalJson(key)));
  if (before.length !== kept.length || new Set(reordered).size !== kept.length || reordered.includes(undefined)) {
    throw misfit(order);
  }
  return reordered as number[];
}

function collect<K>(groups: Map<K, FieldDifference[]>, key: K, difference: FieldDifference): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [difference]);
  else group.push(difference);
}

function take(groups: Map<number, FieldDifference[]>, key: number): FieldDifference[] {
  const group = groups.get(key) ?? [];
  groups.delete(key);
  return group;
}

function afterOf(difference: FieldDifference): Json {
  if (difference.after === undefined) throw misfit(difference);
  return difference.after;
}

/** Values stay out of the message: they may be secret. */
function misfit({ kind, path }: FieldDifference): ParityError {
  return new ParityError({
    code: 'PARITY_DIFFERENCE',
    message: 'the difference was not taken from the value it is applied to',
    where: formatPath(path) || '(the whole value)',
    got: `a place that is '${kind}' there`,
    fix: 'apply a difference to the value that was its `before`',
  });
}
