/** Edges as pairs of node indexes. */
export type Edge = readonly [from: number, to: number];

/** Nodes in columns, every edge from a column to the next. */
export interface LayeredGraph {
  /** By column, from top to bottom: nodes of the graph, then bends of long edges (from `nodes` on). */
  readonly columns: readonly (readonly number[])[];
  /** For each edge that was given: what it passes, from end to end; an edge of a circle runs against its direction. */
  readonly chains: readonly (readonly number[])[];
  /** Nodes and bends. */
  readonly count: number;
}

const SWEEPS = 12;

/**
 * Puts a graph's nodes into columns so that edges run from left to right and cross rarely.
 *
 * The usual four steps of layered drawing (Sugiyama): turn round the edges that close a circle, layer by the longest
 * path, bend long edges at each column they pass, and order columns by barycentres. The same input gives the same.
 *
 * @param edges between different nodes, each once
 * @param mostBends more than that, and long edges run straight. In bends
 */
export function layerGraph(nodes: number, edges: readonly Edge[], mostBends = 4000): LayeredGraph {
  const forward = withoutCircles(nodes, edges);
  const layers = longestPaths(nodes, forward);
  const bends = forward.reduce((sum, [from, to]) => sum + layers[to] - layers[from] - 1, 0);
  let count = nodes;
  const chains = forward.map(([from, to]) => {
    const between = bends > mostBends ? 0 : layers[to] - layers[from] - 1;
    const passed = Array.from({ length: between }, (_, i) => {
      layers.push(layers[from] + 1 + i);
      return count++;
    });
    return [from, ...passed, to];
  });
  return { columns: order(layers, chains), chains, count };
}

/** The edges, each so turned that no circle is left. Iterative: a chain of calls may be longer than the stack. */
function withoutCircles(nodes: number, edges: readonly Edge[]): Edge[] {
  const out = Array.from({ length: nodes }, (): number[] => []);
  edges.forEach(([from], i) => out[from].push(i));
  const state = new Uint8Array(nodes);
  const turned = new Set<number>();
  for (let root = 0; root < nodes; root++) {
    if (state[root] !== 0) continue;
    const stack: { node: number; next: number }[] = [{ node: root, next: 0 }];
    state[root] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top.next >= out[top.node].length) {
        state[top.node] = 2;
        stack.pop();
        continue;
      }
      const edge = out[top.node][top.next++];
      const to = edges[edge][1];
      if (state[to] === 1) turned.add(edge);
      else if (state[to] === 0) {
        state[to] = 1;
        stack.push({ node: to, next: 0 });
      }
    }
  }
  return edges.map(([from, to], i) => (turned.has(i) ? [to, from] : [from, to]));
}

function longestPaths(nodes: number, edges: readonly Edge[]): number[] {
  const layers = Array.from({ length: nodes }, () => 0);
  const waiting = Array.from({ length: nodes }, () => 0);
  const out = Array.from({ length: nodes }, (): number[] => []);
  for (const [from, to] of edges) {
    waiting[to] += 1;
    out[from].push(to);
  }
  const ready = waiting.flatMap((n, node) => (n === 0 ? [node] : []));
  for (let i = 0; i < ready.length; i++) {
    for (const to of out[ready[i]]) {
      layers[to] = Math.max(layers[to], layers[ready[i]] + 1);
      if (--waiting[to] === 0) ready.push(to);
    }
  }
  return layers;
}

/** Columns whose members stand near the middle of what they are connected to. */
function order(layers: readonly number[], chains: readonly (readonly number[])[]): number[][] {
  const columns: number[][] = [];
  layers.forEach((layer, node) => { (columns[layer] ??= []).push(node); });
  const before = layers.map((): number[] => []);
  const after = layers.map((): number[] => []);
  for (const chain of chains) {
    for (let i = 1; i < chain.length; i++) {
      after[chain[i - 1]].push(chain[i]);
      before[chain[i]].push(chain[i - 1]);
    }
  }
  const place = Float64Array.from(layers, () => 0);
  const number = (column: readonly number[]) =>
    column.forEach((node, i) => { place[node] = (i + 0.5) / column.length; });
  columns.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const column of isDown ? columns : [...columns].reverse()) {
      const near = isDown ? before : after;
      const wanted = new Map(column.map((node) => [node, mean(near[node], place, place[node])]));
      column.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number) || place[a] - place[b] || a - b);
      number(column);
    }
  }
  return columns;
}

function mean(nodes: readonly number[], place: Float64Array, otherwise: number): number {
  return nodes.length === 0 ? otherwise : nodes.reduce((sum, node) => sum + place[node], 0) / nodes.length;
}
