import { type Edge, layerGraph } from './layer-graph';
import { placeColumns } from './place-columns';

/** A service to draw, and the group (its chart) within which it stands. */
export interface DrawnNode { readonly group: number }

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Where everything of a call graph stands. In pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** By node. */
  readonly nodes: readonly Box[];
  /** The frames of groups with several nodes. */
  readonly groups: readonly (Box & { readonly group: number })[];
  /** By edge, as the `d` of an SVG path from the caller to the called. */
  readonly paths: readonly string[];
}

const NODE = { width: 190, height: 30 };
const INNER_GAP = 6;
const FRAME = { side: 8, head: 24, foot: 8 };
const GAP = 16;
const BETWEEN_COLUMNS = 90;
const MARGIN = 12;

/** Draws who calls whom from left to right, the services of a chart together. The same input gives the same drawing. */
export function drawCalls(nodes: readonly DrawnNode[], edges: readonly Edge[]): Drawing {
  const groups = groupsOf(nodes);
  const indexes = new Map(groups.map(({ group }, i) => [group, i]));
  const groupOf = nodes.map(({ group }) => indexes.get(group) as number);
  const between = new Map<string, number>();
  const groupEdges: Edge[] = [];
  for (const [from, to] of edges) {
    const pair: Edge = [groupOf[from], groupOf[to]];
    if (pair[0] === pair[1] || between.has(pair.join())) continue;
    between.set(pair.join(), groupEdges.length);
    groupEdges.push(pair);
  }
  const { columns, chains, count } = layerGraph(groups.length, groupEdges);
  const heights = Array.from({ length: count }, (_, i) => (i < groups.length ? heightOf(groups[i].members.length) : 2));
  const links = chains.flatMap((chain) => chain.slice(1).map((to, i) => [chain[i], to] as const));
  const middles = placeColumns(columns, heights, links, GAP);
  const left = leftsOf(columns, groups, count);
  const boxes = groups.map((_, i): Box => ({
    x: left[i], y: MARGIN + middles[i] - heights[i] / 2, width: widthOf(groups[i].members.length), height: heights[i],
  }));
  const placed = placeNodes(nodes.length, groups, boxes);
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)) + MARGIN + 30,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height), ...middles.map((y) => y + MARGIN)) + MARGIN,
    nodes: placed,
    groups: groups.flatMap(({ group, members }, i) => (members.length > 1 ? [{ group, ...boxes[i] }] : [])),
    paths: edges.map(([from, to]) => {
      const [a, b] = [groupOf[from], groupOf[to]];
      if (a === b) return loop(placed[from], placed[to]);
      const chain = chains[between.get([a, b].join()) as number];
      const bends = chain.slice(1, -1).map((bend) => ({ x: left[bend], y: MARGIN + middles[bend] }));
      return chain[0] === a ? curve(placed[from], bends, placed[to]) : curveBack(placed[from], bends, placed[to]);
    }),
  };
}

interface Group { readonly group: number; readonly members: number[] }

function groupsOf(nodes: readonly DrawnNode[]): Group[] {
  const groups = new Map<number, Group>();
  nodes.forEach(({ group }, node) => {
    const found = groups.get(group) ?? { group, members: [] };
    groups.set(group, found);
    found.members.push(node);
  });
  return [...groups.values()];
}

function heightOf(members: number): number {
  if (members === 1) return NODE.height;
  return FRAME.head + members * (NODE.height + INNER_GAP) - INNER_GAP + FRAME.foot;
}

function widthOf(members: number): number {
  return members === 1 ? NODE.width : NODE.width + 2 * FRAME.side;
}

/** The left edge of groups and bends; a bend stands where its column's nodes begin. */
function leftsOf(columns: readonly (readonly number[])[], groups: readonly Group[], count: number): number[] {
  const lefts = Array.from({ length: count }, () => 0);
  let x = MARGIN;
  for (const column of columns) {
    const width = Math.max(...column.map((i) => (i < groups.length ? widthOf(groups[i].members.length) : NODE.width)));
    for (const i of column) {
      lefts[i] = x + (i < groups.length ? Math.round((width - widthOf(groups[i].members.length)) / 2) : 0);
    }
    x += width + BETWEEN_COLUMNS;
  }
  return lefts;
}

function placeNodes(count: number, groups: readonly Group[], boxes: readonly Box[]): Box[] {
  const placed = Array.from({ length: count }, (): Box => ({ x: 0, y: 0, ...NODE }));
  groups.forEach(({ members }, i) => {
    const { x, y } = boxes[i];
    const isFramed = members.length > 1;
    members.forEach((node, nth) => {
      placed[node] = {
        x: isFramed ? x + FRAME.side : x,
        y: isFramed ? y + FRAME.head + nth * (NODE.height + INNER_GAP) : y,
        ...NODE,
      };
    });
  });
  return placed;
}

interface Point { readonly x: number; readonly y: number }

const rightOf = ({ x, y, width, height }: Box): Point => ({ x: x + width, y: y + height / 2 });
const leftOf = ({ x, y, height }: Box): Point => ({ x, y: y + height / 2 });

function curve(from: Box, bends: readonly Point[], to: Box): string {
  return through(rightOf(from), bends.map(({ x, y }) => [{ x, y }, { x: x + NODE.width, y }]), leftOf(to));
}

/** Against the columns: an edge that closes a circle. */
function curveBack(from: Box, bends: readonly Point[], to: Box): string {
  const passed = [...bends].reverse().map(({ x, y }) => [{ x: x + NODE.width, y }, { x, y }]);
  return through(leftOf(from), passed, rightOf(to));
}

/** Within a group: out on the right side, and in again. */
function loop(from: Box, to: Box): string {
  const [a, b] = [rightOf(from), rightOf(to)];
  const [y, z] = from === to ? [a.y - 6, b.y + 6] : [a.y, b.y];
  return `M${a.x},${y}C${a.x + 34},${y} ${b.x + 34},${z} ${b.x},${z}`;
}

function through(start: Point, passed: readonly (readonly Point[])[], end: Point): string {
  let path = `M${start.x},${start.y}`;
  let last = start;
  for (const [enter, leave] of passed) {
    path += bow(last, enter) + `L${leave.x},${leave.y}`;
    last = leave;
  }
  return path + bow(last, end);
}

function bow(from: Point, to: Point): string {
  const middle = Math.round((from.x + to.x) / 2);
  return `C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
}
