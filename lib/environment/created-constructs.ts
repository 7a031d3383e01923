import type { IConstruct } from 'constructs';

/** `addChild` is internal to constructs, but every construct of any library is born through it. */
interface TreeNode { addChild(child: IConstruct, name: string): void }

const watched = new WeakSet<object>();
let created: IConstruct[] | undefined;

/**
 * The constructs that some work creates, wherever in the tree: also in a chart that it was merely handed.
 *
 * Comparing trees before and after would miss those, or cost the size of the app each time.
 */
export function createdDuring<T>(scope: IConstruct, work: () => T): { readonly value: T; readonly created: IConstruct[] } {
  watch(Object.getPrototypeOf(scope.node) as TreeNode);
  const outer = created;
  const own: IConstruct[] = [];
  created = own;
  try {
    return { value: work(), created: own };
  } finally {
    created = outer;
    for (const construct of own) outer?.push(construct);
  }
}

function watch(nodes: TreeNode): void {
  if (watched.has(nodes)) return;
  watched.add(nodes);
  const original = nodes.addChild;
  nodes.addChild = function (child, name) {
    original.call(this, child, name);
    created?.push(child);
  };
}
