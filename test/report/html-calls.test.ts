import fc from 'fast-check';
import { callGraphSvg } from '../../lib/report/html/call-graph-svg';
import { type Box, drawCalls } from '../../lib/report/html/draw-calls';
import { type Edge, layerGraph } from '../../lib/report/html/layer-graph';
import { reportData } from '../../lib/report/html/write-report-data';
import { TODAY, reportIndex } from './report-app';

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** With a little room around, so that neighbours can be told apart. */
const withRoom = ({ x, y, width, height }: Box): Box => ({ x: x - 3, y: y - 3, width: width + 6, height: height + 6 });

/** Any graph: circles, calls of oneself, several services a chart. */
const graphs = fc.integer({ min: 1, max: 40 }).chain((count) => fc.record({
  nodes: fc.array(fc.record({ group: fc.nat(12) }), { minLength: count, maxLength: count }),
  edges: fc.uniqueArray(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), {
    selector: (edge) => edge.join(), maxLength: 80,
  }),
}));

test('no service stands on another, none outside, and every call is drawn', () => {
  fc.assert(fc.property(graphs, ({ nodes, edges }) => {
    const drawing = drawCalls(nodes, edges as unknown as Edge[]);
    const overlaps = drawing.nodes.flatMap((box, i) =>
      drawing.nodes.slice(i + 1).filter((other) => overlap(withRoom(box), withRoom(other))));
    const outside = drawing.nodes.filter((box) =>
      box.x < 0 || box.y < 0 || box.x + box.width > drawing.width || box.y + box.height > drawing.height);
    const undrawn = drawing.paths.filter((path) => !/^M[-\d.]+,[-\d.]+([CL][-\d., ]+)+$/.test(path));
    expect({ overlaps, outside, undrawn, paths: drawing.paths.length })
      .toEqual({ overlaps: [], outside: [], undrawn: [], paths: edges.length });
  }));
});

test('the services of a chart stand in its frame, and no others', () => {
  fc.assert(fc.property(graphs, ({ nodes, edges }) => {
    const drawing = drawCalls(nodes, edges as unknown as Edge[]);
    const wrong = drawing.groups.flatMap((frame) =>
      drawing.nodes.filter((box, i) => overlap(frame, box) !== (nodes[i].group === frame.group)));
    expect(wrong).toEqual([]);
  }));
});

test('the same graph gives the same drawing', () => {
  fc.assert(fc.property(graphs, ({ nodes, edges }) => {
    expect(drawCalls(nodes, edges as unknown as Edge[])).toEqual(drawCalls(nodes, edges as unknown as Edge[]));
  }), { numRuns: 20 });
});

test('every call runs from a column to the next', () => {
  fc.assert(fc.property(graphs, ({ nodes, edges }) => {
    const different = (edges as unknown as Edge[]).filter(([from, to]) => from !== to);
    const { columns, chains } = layerGraph(nodes.length, different);
    const column = new Map(columns.flatMap((members, i) => members.map((member) => [member, i] as const)));
    const ends = chains.map((chain) => [chain[0], chain.at(-1) as number].sort((a, b) => a - b));
    expect(ends).toEqual(different.map((edge) => [...edge].sort((a, b) => a - b)));
    const steps = chains.flatMap((chain) => chain.slice(1).map((member, j) =>
      (column.get(member) as number) - (column.get(chain[j]) as number)));
    expect(steps.filter((step) => step !== 1)).toEqual([]);
  }));
});

test('the picture of a call is small enough to read', () => {
  expect(drawCalls([{ group: 0 }, { group: 1 }, { group: 1 }], [[0, 1], [1, 2]])).toEqual({
    width: 540, height: 122,
    nodes: [
      { x: 12, y: 46, width: 190, height: 30 }, { x: 300, y: 36, width: 190, height: 30 },
      { x: 300, y: 72, width: 190, height: 30 },
    ],
    groups: [{ group: 1, x: 292, y: 12, width: 206, height: 98 }],
    paths: ['M202,61C251,61 251,51 300,51', 'M490,51C524,51 524,87 490,87'],
  });
});

test('callers stand left of those they call', () => {
  const { nodes: [a, b, c] } = drawCalls([{ group: 0 }, { group: 1 }, { group: 2 }], [[2, 0], [0, 1], [2, 1]]);
  expect([c.x < a.x, a.x < b.x]).toEqual([true, true]);
});

test('without a circle every call runs to the right', () => {
  fc.assert(fc.property(graphs, ({ nodes, edges }) => {
    const acyclic = (edges as unknown as Edge[]).filter(([from, to]) => from < to);
    const { nodes: boxes } = drawCalls(nodes.map((_, group) => ({ group })), acyclic);
    expect(acyclic.filter(([from, to]) => boxes[from].x >= boxes[to].x)).toEqual([]);
  }));
});

test('a chain of ten thousand calls is no deep recursion', () => {
  const edges = Array.from({ length: 9_999 }, (_, i): Edge => [i, i + 1]);
  expect(layerGraph(10_000, edges).columns).toHaveLength(10_000);
});

describe('the picture', () => {
  const index = reportIndex();

  test('links each service to its chart, and says each call', () => {
    const { svg, shown, all } = callGraphSvg(reportData(index, TODAY));
    expect([shown, all]).toEqual([2, 2]);
    expect(svg).toContain('href="#chart-checkout"');
    expect(svg).toContain('<title>checkout/api calls payment/api (http)</title>');
  });

  test('of too many services shows those with the most calls, and counts all', () => {
    const calls = Array.from({ length: 300 }, (_, i) =>
      ({ from: `s${i}/api`, to: i % 2 === 0 ? 'hub/api' : 'other/api', port: 'http', source: undefined }));
    const { svg, shown, all } = callGraphSvg(reportData({ ...index, calls }, TODAY), 50);
    expect([shown, all]).toEqual([50, 302]);
    expect(svg.match(/class="node"/g)).toHaveLength(50);
    expect(svg).toContain('<title>hub/api</title>');
    expect(svg).toContain('<title>other/api</title>');
  });
});
