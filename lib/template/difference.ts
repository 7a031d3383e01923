import { identityKey, identityOf } from './identity';
import { type Json, type JsonObject, type Path, isJsonObject } from './json';
import { type ListRule, findListRule, labelLists } from './merge-keys';

// Longer than most files: the walk, the matching of elements and the naming of places stand on the same rules, and
// reading them apart hides that a path, a match and a label always speak of the same element.

/** One place in which two values differ. A list of them is exact: `applyDifference` makes the other value of it. */
export interface FieldDifference {
  readonly kind: 'changed' | 'added' | 'removed' | 'reordered';
  /** Where: list elements by their index in `after`, or in `before` for what was removed. */
  readonly path: Path;
  /** The same place by the indices of `before`. @default - the same as `path` */
  readonly pathBefore?: Path;
  /** The former value; of a reordered list the keys of the elements both lists have, in the former order. */
  readonly before?: Json;
  /** The new value; of a reordered list the same keys in the new order. */
  readonly after?: Json;
  /** True for a list whose order says nothing to a cluster (ports, tolerations). @default - the order has meaning */
  readonly incidental?: true;
}

export interface DifferenceOptions {
  /** Where the two values stand in their object; finds the merge keys of their lists. @default - they are objects */
  readonly at?: Path;
  /** `meaningful` leaves out reordered lists whose order says nothing, and is then not exact. @default 'all' */
  readonly order?: 'all' | 'meaningful';
}

/** One object in which two lists of objects differ. */
export interface ObjectDifference {
  readonly identity: string;
  /** Counts objects of one identity in a list, from 1. @default - it is the first */
  readonly occurrence?: number;
  /** `reordered` when nothing but the order inside its lists differs. */
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** Empty for an added or removed object, which differs as a whole. */
  readonly fields: readonly FieldDifference[];
  readonly before?: Json;
  readonly after?: Json;
  readonly indexBefore?: number;
  readonly indexAfter?: number;
}

/**
 * The differences between two values, in the order of their sorted keys; none exactly when they are equal as JSON.
 *
 * List elements are matched by Kubernetes merge keys. Lists without unique keys are matched by position, counted
 * from both ends, unless one holds exactly the distinct elements of the other in another order.
 */
export function differenceOf(before: Json, after: Json, options: DifferenceOptions = {}): FieldDifference[] {
  const at = options.at ?? [];
  const found: FieldDifference[] = [];
  compare(before, after, {
    before: [...at], after: [...at], root: at.length, found, numbers: new ValueNumbers(),
    incidental: options.order !== 'meaningful',
  });
  return found;
}

/**
 * The differences between two lists of objects, sorted by identity; the order of the lists is not compared.
 *
 * Objects that share an identity are paired by occurrence. `identify` may give another identity than that of
 * the object itself, such as the one it has in its template.
 */
export function differenceOfObjects(
  before: readonly Json[],
  after: readonly Json[],
  identify: (object: Json, index: number) => string = (object) => identityKey(identityOf(object)),
  options: Pick<DifferenceOptions, 'order'> = {},
): ObjectDifference[] {
  const former = indexObjects(before, identify);
  const latter = indexObjects(after, identify);
  const differences: ObjectDifference[] = [];
  for (const identity of [...new Set([...former.keys(), ...latter.keys()])].sort()) {
    const left = former.get(identity) ?? [];
    const right = latter.get(identity) ?? [];
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const name = { identity, ...(i === 0 ? {} : { occurrence: i + 1 }) };
      const was = left[i] === undefined ? {} : { before: before[left[i]], indexBefore: left[i] };
      const is = right[i] === undefined ? {} : { after: after[right[i]], indexAfter: right[i] };
      if (was.before === undefined) differences.push({ ...name, kind: 'added', fields: [], ...is });
      else if (is.after === undefined) differences.push({ ...name, kind: 'removed', fields: [], ...was });
      else {
        const fields = differenceOf(was.before, is.after, options);
        if (fields.length === 0) continue;
        const kind = fields.every((field) => field.kind === 'reordered') ? 'reordered' : 'changed';
        differences.push({ ...name, kind, fields, ...was, ...is });
      }
    }
  }
  return differences;
}

/** Renders a path for people by the keys that its object holds: `spec.containers[api].env[PORT].value`. */
export function describePath(path: Path, object: Json): string {
  return pathDescriber(object)(path);
}

/**
 * A `describePath` for many paths of one object, which reads each of its lists once.
 *
 * Give removed places the former object, all others the new one: that is what their indices count.
 */
export function pathDescriber(object: Json): (path: Path) => string {
  const known = new Map<Json, readonly string[] | undefined>();
  return (path) => {
    let text = '';
    let value: Json | undefined = object;
    for (let depth = 0; depth < path.length; depth++) {
      const step = path[depth];
      if (typeof step === 'string') {
        text += /^[A-Za-z_][A-Za-z0-9_-]*$/.test(step) ? `${text === '' ? '' : '.'}${step}` : `[${quote(step)}]`;
        value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
      } else {
        const list: readonly Json[] | undefined = isList(value) ? value : undefined;
        if (list !== undefined && !known.has(list)) {
          known.set(list, labelLists(findListRule(path.slice(0, depth)), [list])?.[0]);
        }
        text += `[${describeElement(list && known.get(list)?.[step], step)}]`;
        value = list?.[step];
      }
    }
    return text;
  };
}

/** A label that reads like an index, or could break out of its brackets, is quoted. */
function describeElement(label: string | undefined, index: number): string {
  if (label === undefined || label === '') return String(index);
  return /^[A-Za-z0-9_./:-]+$/.test(label) && !/^[0-9]+$/.test(label) ? label : quote(label);
}

/** Quoted so that hostile text neither breaks a line nor steers a terminal. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/\p{C}|\p{Zl}|\p{Zp}/gu, (character) =>
    `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

function indexObjects(
  objects: readonly Json[], identify: (object: Json, index: number) => string,
): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  objects.forEach((object, index) => {
    const identity = identify(object, index);
    const same = indices.get(identity);
    if (same === undefined) indices.set(identity, [index]);
    else same.push(index);
  });
  return indices;
}

/** Where a comparison stands; the two paths are stacks, copied only into what is found. */
interface Walk {
  readonly before: (string | number)[];
  readonly after: (string | number)[];
  /** How many steps of the paths lead to the compared values themselves. */
  readonly root: number;
  readonly found: FieldDifference[];
  readonly numbers: ValueNumbers;
  readonly incidental: boolean;
}

/** Two values that stand one step below those being compared. */
interface Pair {
  readonly before: Json;
  readonly after: Json;
  readonly from: string | number;
  readonly to: string | number;
}

/** Goes depth first over open comparisons instead of calling itself: input may be nested deeper than the stack. */
function compare(before: Json, after: Json, walk: Walk): void {
  const open = [compareValues(before, after, walk)];
  while (open.length > 0) {
    const next = open.at(-1)!.next();
    if (next.done) {
      open.pop();
      walk.before.pop();
      walk.after.pop();
    } else {
      walk.before.push(next.value.from);
      walk.after.push(next.value.to);
      open.push(compareValues(next.value.before, next.value.after, walk));
    }
  }
}

function* compareValues(before: Json, after: Json, walk: Walk): Generator<Pair, void> {
  if (isList(before) && isList(after)) yield* compareLists(before, after, walk);
  else if (isJsonObject(before) && isJsonObject(after)) yield* compareObjects(before, after, walk);
  else if (before !== after) walk.found.push({ kind: 'changed', ...placeOf(walk), before, after });
}

function* compareObjects(before: JsonObject, after: JsonObject, walk: Walk): Generator<Pair, void> {
  const keys = new Set(Object.keys(before));
  for (const key of Object.keys(after)) keys.add(key);
  for (const key of [...keys].sort()) {
    if (!Object.hasOwn(after, key)) {
      walk.found.push({ kind: 'removed', path: [...walk.before.slice(walk.root), key], before: before[key] });
    } else if (!Object.hasOwn(before, key)) {
      walk.found.push({ kind: 'added', path: [...walk.after.slice(walk.root), key], after: after[key] });
    } else if (before[key] !== after[key]) {
      yield { before: before[key], after: after[key], from: key, to: key };
    }
  }
}

function* compareLists(before: readonly Json[], after: readonly Json[], walk: Walk): Generator<Pair, void> {
  const rule = findListRule(walk.after);
  const { origin, labels } = matchElements(rule, before, after, walk.numbers);
  const kept = origin.filter((index) => index !== undefined);
  const ordered = rule?.ordered ?? true;
  if ((ordered || walk.incidental) && kept.some((index, i) => i > 0 && index < kept[i - 1])) {
    const former = [...kept].sort((a, b) => a - b);
    const keysOf = (indices: readonly number[]) => indices.map((index) => labels[index]);
    walk.found.push({
      kind: 'reordered', ...placeOf(walk), before: keysOf(former), after: keysOf(kept),
      ...(ordered ? {} : { incidental: true as const }),
    });
  }
  const stays = new Set(kept);
  for (const [index, element] of before.entries()) {
    if (stays.has(index)) continue;
    walk.found.push({ kind: 'removed', path: [...walk.before.slice(walk.root), index], before: element });
  }
  for (const [index, element] of after.entries()) {
    const from = origin[index];
    if (from === undefined) {
      walk.found.push({ kind: 'added', path: [...walk.after.slice(walk.root), index], after: element });
    } else if (before[from] !== element) yield { before: before[from], after: element, from, to: index };
  }
}

function placeOf(walk: Walk): Pick<FieldDifference, 'path' | 'pathBefore'> {
  const path = walk.after.slice(walk.root);
  const moved = walk.before.some((step, i) => step !== walk.after[i]);
  return moved ? { path, pathBefore: walk.before.slice(walk.root) } : { path };
}

interface Match {
  /** For each element of `after` the index of its partner in `before`. */
  readonly origin: readonly (number | undefined)[];
  /** What stands for the elements of `before` where their order is reported; unique among the matched. */
  readonly labels: readonly Json[];
}

function matchElements(
  rule: ListRule | undefined, before: readonly Json[], after: readonly Json[], numbers: ValueNumbers,
): Match {
  const labels = labelLists(rule, [before, after]);
  if (labels === undefined) return { origin: matchByValue(before, after, numbers), labels: before };
  const indices = new Map(labels[0].map((label, index) => [label, index]));
  return { origin: labels[1].map((label) => indices.get(label)), labels: labels[0] };
}

function matchByValue(before: readonly Json[], after: readonly Json[], numbers: ValueNumbers): Match['origin'] {
  if (before.length === 1 && after.length === 1) return [0];
  const former = before.map((element) => numbers.of(element));
  const latter = after.map((element) => numbers.of(element));
  const permuted = matchPermutation(former, latter);
  if (permuted !== undefined) return permuted;
  const shorter = Math.min(former.length, latter.length);
  let start = 0;
  while (start < shorter && former[start] === latter[start]) start++;
  let end = 0;
  while (end < shorter - start && former.at(-1 - end) === latter.at(-1 - end)) end++;
  return latter.map((_, index) => {
    if (index >= latter.length - end) return index - latter.length + former.length;
    return index < former.length - end ? index : undefined;
  });
}

function matchPermutation(former: readonly number[], latter: readonly number[]): number[] | undefined {
  if (former.length !== latter.length || new Set(latter).size !== latter.length) return undefined;
  const indices = new Map(former.map((number, index) => [number, index]));
  const origin = latter.map((number) => indices.get(number)).filter((index) => index !== undefined);
  return origin.length === latter.length ? origin : undefined;
}

/**
 * Gives equal values equal numbers.
 *
 * Each list and object is read once, so that comparing the elements of nested lists stays linear.
 */
class ValueNumbers {
  private readonly scalars = new Map<Json, number>();
  private readonly shapes = new Map<string, number>();
  private readonly known = new Map<Json, number>();

  of(value: Json): number {
    if (!isContainer(value)) return this.number(this.scalars, value);
    const pending: (readonly Json[] | JsonObject)[] = [value];
    while (pending.length > 0) {
      const next = pending.at(-1)!;
      const count = pending.length;
      for (const child of Object.values(next)) if (isContainer(child) && !this.known.has(child)) pending.push(child);
      if (pending.length > count) continue;
      this.known.set(next, this.number(this.shapes, this.shapeOf(next)));
      pending.pop();
    }
    return this.known.get(value)!;
  }

  private shapeOf(value: readonly Json[] | JsonObject): string {
    const numberOf = (child: Json) => this.known.get(child) ?? this.number(this.scalars, child);
    if (isList(value)) return `[${value.map(numberOf).join()}]`;
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${numberOf(value[key])}`).join()}}`;
  }

  private number<K>(numbers: Map<K, number>, key: K): number {
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.scalars.size + this.shapes.size;
      numbers.set(key, number);
    }
    return number;
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isContainer(value: Json): value is readonly Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
