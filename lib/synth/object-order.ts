import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ParityError } from '../template/error';

/**
 * A chart's objects in the order in which cdk8s writes them: dependencies first.
 *
 * The same depth-first order as cdk8s's DependencyGraph, which visits a node once per path to it (exponential on
 * diamonds) and recursively; here every node is visited once, with a stack of its own.
 *
 * @throws PARITY_DEPENDENCY_CYCLE
 */
export function objectsInOrder(chart: Chart): ApiObject[] {
  const nodes = chart.node.findAll();
  const edges = dependenciesWithin(nodes);
  const own = (construct: IConstruct): construct is ApiObject =>
    ApiObject.isApiObject(construct) && Chart.of(construct) === chart;
  if (edges.size === 0) return nodes.filter(own);
  const hasDependant = new Set([...edges.values()].flatMap((targets) => [...targets]));
  const order: IConstruct[] = [];
  const state = new Map<IConstruct, 'open' | 'done'>();
  for (const root of nodes) {
    if (!hasDependant.has(root)) visit(root, edges, state, order);
  }
  if (order.length < nodes.length) throw cycle(nodes.filter((node) => !state.has(node)));
  return order.filter(own);
}

/** Every dependency, and for each the pairs of objects below its two ends, as cdk8s expands them. */
function dependenciesWithin(nodes: readonly IConstruct[]): Map<IConstruct, Set<IConstruct>> {
  const inside = new Set(nodes);
  const edges = new Map<IConstruct, Set<IConstruct>>();
  const add = (source: IConstruct, target: IConstruct) => {
    const targets = edges.get(source) ?? new Set();
    edges.set(source, targets.add(target));
  };
  const pairs: [IConstruct, IConstruct][] = [];
  for (const source of nodes) {
    for (const target of source.node.dependencies) if (inside.has(target)) pairs.push([source, target]);
  }
  for (const [source, target] of pairs) add(source, target);
  const objects = new Map<IConstruct, ApiObject[]>();
  const objectsBelow = (construct: IConstruct) => {
    let found = objects.get(construct);
    if (found === undefined) {
      const home = Chart.of(construct);
      found = construct.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c) && Chart.of(c) === home);
      objects.set(construct, found);
    }
    return found;
  };
  for (const [source, target] of pairs) {
    for (const to of objectsBelow(target)) {
      for (const from of objectsBelow(source)) if (from !== to) add(from, to);
    }
  }
  return edges;
}

/** Post-order with a stack of its own: a chain of dependencies may be thousands long. */
function visit(
  root: IConstruct, edges: ReadonlyMap<IConstruct, ReadonlySet<IConstruct>>,
  state: Map<IConstruct, 'open' | 'done'>, order: IConstruct[],
): void {
  if (state.has(root)) return;
  state.set(root, 'open');
  const stack = [{ node: root, targets: (edges.get(root) ?? new Set<IConstruct>()).values() }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const next = top.targets.next();
    if (next.done) {
      stack.pop();
      state.set(top.node, 'done');
      order.push(top.node);
    } else if (state.get(next.value) === 'open') {
      const from = stack.findIndex(({ node }) => node === next.value);
      throw cycle(stack.slice(from).map(({ node }) => node));
    } else if (!state.has(next.value)) {
      state.set(next.value, 'open');
      stack.push({ node: next.value, targets: (edges.get(next.value) ?? new Set<IConstruct>()).values() });
    }
  }
}

function cycle(nodes: readonly IConstruct[]): ParityError {
  const paths = nodes.slice(0, 10).map((node) => node.node.path);
  return new ParityError({
    code: 'PARITY_DEPENDENCY_CYCLE', message: 'constructs depend on each other in a circle', where: paths[0],
    got: [...paths, paths[0]].join(' => '), fix: 'remove one of these addDependency calls',
  });
}
