import type { ExceptionRecord } from '../../synth/assembly/assembly';
import type { PatchOperation } from '../../environment/overlay';
import { type Json, type Path, isJsonObject } from '../../template/json';

/** A value of a written object, by where it was before its exceptions. */
export interface PatchedNode {
  /** Its path in the filled template. @default - an exception wrote it */
  readonly origin?: Path;
  /** The exception that wrote, moved or copied it. */
  readonly by?: ExceptionRecord;
  /** What stood at its place before: a path in the filled template. */
  readonly instead?: Path;
  /** By key or index; undefined for a value without parts. */
  children?: Map<string, PatchedNode> | PatchedNode[];
}

/** A value that an exception took away. */
export interface RemovedValue { readonly origin: Path; readonly by: ExceptionRecord }

/** A filled object after its exceptions, with what is known of every value's origin. */
export interface PatchedTree { readonly root: PatchedNode; readonly removed: readonly RemovedValue[] }

/**
 * Follows what exceptions do to a filled object: where each written value was before, and who changed it.
 *
 * The patches are known to apply: whoever reads an assembly has applied them before (`synth/exceptions.ts`).
 */
export function patchedTree(filled: Json, exceptions: readonly ExceptionRecord[]): PatchedTree {
  const tree = new Patching(treeOf(filled, []));
  for (const exception of exceptions) for (const operation of exception.patch) tree.apply(operation, exception);
  return { root: tree.root, removed: tree.removed };
}

/** The node at a path, and the nearest exception above or at it; the path may lead on inside a text. */
export function findPatched(root: PatchedNode, path: Path): {
  readonly node: PatchedNode; readonly by?: ExceptionRecord; readonly instead?: Path; readonly rest: Path;
} | undefined {
  let node = root;
  let { by, instead } = root;
  for (const [depth, step] of path.entries()) {
    if (node.children === undefined) return { node, by, instead, rest: path.slice(depth) };
    const child = childOf(node, String(step));
    if (child === undefined) return undefined;
    node = child;
    by = node.by ?? by;
    instead = node.instead ?? (instead === undefined ? undefined : [...instead, step]);
  }
  return { node, by, instead, rest: [] };
}

export function entriesOf(node: PatchedNode): (readonly [string | number, PatchedNode])[] {
  if (node.children === undefined) return [];
  return Array.isArray(node.children) ? [...node.children.entries()] : [...node.children];
}

class Patching {
  readonly removed: RemovedValue[] = [];

  constructor(public root: PatchedNode) {}

  apply(operation: PatchOperation, by: ExceptionRecord): void {
    switch (operation.op) {
      case 'test': return;
      case 'add': return this.put(operation.path, { ...treeOf(operation.value as Json), by });
      case 'replace': return this.put(operation.path, { ...treeOf(operation.value as Json), by }, true);
      case 'remove': {
        const gone = this.take(operation.path);
        if (gone?.origin !== undefined) this.removed.push({ origin: gone.origin, by });
        return;
      }
      case 'move': {
        const moved = this.take(operation.from);
        if (moved !== undefined) this.put(operation.path, { ...moved, by });
        return;
      }
      case 'copy': {
        const from = this.find(pointer(operation.from));
        if (from !== undefined) this.put(operation.path, { ...cloneOf(from), by });
        return;
      }
      default: throw new TypeError(`no operation is called '${String((operation as { op: unknown }).op)}'`);
    }
  }

  private put(path: string, node: PatchedNode, replaces = false): void {
    const steps = pointer(path);
    const former = this.find(steps);
    const parent = this.find(steps.slice(0, -1));
    const key = steps.at(-1);
    if (key === undefined) this.root = { ...node, instead: this.root.origin };
    else if (Array.isArray(parent?.children)) {
      const index = key === '-' ? parent.children.length : Number(key);
      const instead = replaces ? former?.origin ?? former?.instead : undefined;
      parent.children.splice(index, replaces ? 1 : 0, instead === undefined ? node : { ...node, instead });
    } else if (parent !== undefined) {
      const instead = former?.origin ?? former?.instead;
      parent.children ??= new Map();
      parent.children.set(key, instead === undefined ? node : { ...node, instead });
    }
  }

  private take(path: string): PatchedNode | undefined {
    const steps = pointer(path);
    const parent = this.find(steps.slice(0, -1));
    const key = steps.at(-1);
    const node = key === undefined ? undefined : this.find(steps);
    if (node === undefined || parent === undefined || key === undefined) return undefined;
    if (Array.isArray(parent.children)) parent.children.splice(Number(key), 1);
    else parent.children?.delete(key);
    return node;
  }

  private find(steps: readonly string[]): PatchedNode | undefined {
    return steps.reduce<PatchedNode | undefined>((node, step) => node && childOf(node, step), this.root);
  }
}

/** RFC 6901. */
function pointer(text: string): string[] {
  return text.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childOf({ children }: PatchedNode, step: string): PatchedNode | undefined {
  return Array.isArray(children) ? children[Number(step)] : children?.get(step);
}

/** @param path where the value stands in the filled template. @default - it does not */
function treeOf(value: Json, path?: Path): PatchedNode {
  const node: PatchedNode = path === undefined ? {} : { origin: path };
  const below = (child: Json, step: string | number) => treeOf(child, path === undefined ? undefined : [...path, step]);
  if (Array.isArray(value)) return { ...node, children: value.map(below) };
  if (!isJsonObject(value)) return node;
  return { ...node, children: new Map(Object.entries(value).map(([key, child]) => [key, below(child, key)])) };
}

function cloneOf(node: PatchedNode): PatchedNode {
  const { children } = node;
  if (children === undefined) return node;
  return {
    ...node,
    children: Array.isArray(children) ? children.map(cloneOf)
      : new Map([...children].map(([key, child]) => [key, cloneOf(child)])),
  };
}
