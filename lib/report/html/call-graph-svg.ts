import { drawCalls } from './draw-calls';
import { escapeHtml } from './escape';
import type { Edge } from './layer-graph';
import type { ReportData } from './report-data';

/** More services than that nobody can follow with the eye. */
export const MOST_SERVICES = 100;

/** Up to this width the whole graph is shrunk to the page and stays readable; beyond, it is scrolled. In pixels. */
const WIDEST_TO_SHRINK = 1800;
const LONGEST_LABEL = 25;

/** The call graph, or its busiest part, as SVG; and what is left out, in words. */
export interface CallGraphSvg {
  readonly svg: string;
  readonly shown: number;
  readonly all: number;
}

/** Draws the services that call or are called; with too many of them, those with the most calls. */
export function callGraphSvg(data: ReportData, most = MOST_SERVICES): CallGraphSvg {
  const chosen = busiest(data, most);
  const index = new Map(chosen.map((service, i) => [service, i]));
  const ports = new Map<string, string[]>();
  const edges: Edge[] = [];
  for (const [from, to, port] of data.calls) {
    const [a, b] = [index.get(from), index.get(to)];
    if (a === undefined || b === undefined) continue;
    const known = ports.get(`${a},${b}`);
    if (known === undefined) {
      ports.set(`${a},${b}`, [data.texts[port]]);
      edges.push([a, b]);
    } else known.push(data.texts[port]);
  }
  // Services of no chart stand alone: each is a group of its own.
  const drawing = drawCalls(chosen.map((service) => {
    const { chart } = data.services[service];
    return { group: chart === -1 ? -1 - service : chart };
  }), edges);
  const label = (chart: number, service: number) => (chart === -1 ? nameOf(data, service) : chartName(data, chart));
  const framed = new Set(drawing.groups.map(({ group }) => group));
  const paths = edges.map(([a, b], i) => {
    const named = (ports.get(`${a},${b}`) ?? []).join(', ');
    const title = `${nameOf(data, chosen[a])} calls ${nameOf(data, chosen[b])} (${named})`;
    return `<path class="edge" data-from="${chosen[a]}" data-to="${chosen[b]}" d="${drawing.paths[i]}">`
      + `<title>${escapeHtml(title)}</title></path>`;
  });
  const frames = drawing.groups.map(({ group, x, y, width, height }) =>
    `<g class="frame"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`
    + `<text x="${x + 10}" y="${y + 16}">${escapeHtml(cut(chartName(data, group)))}</text></g>`);
  const nodes = chosen.map((service, i) => {
    const { x, y, width, height } = drawing.nodes[i];
    const { chart } = data.services[service];
    const text = framed.has(chart) ? within(nameOf(data, service), chartName(data, chart)) : label(chart, service);
    const box = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`
      + `<text x="${x + 12}" y="${y + 20}">${escapeHtml(cut(text))}</text>`
      + `<title>${escapeHtml(nameOf(data, service))}</title>`;
    const attributes = `class="node" data-service="${service}"`;
    if (chart === -1) return `<g ${attributes}>${box}</g>`;
    const target = escapeHtml(`#chart-${encodeURIComponent(chartName(data, chart))}`);
    return `<a ${attributes} data-chart="${chart}" href="${target}">${box}</a>`;
  });
  const { width, height } = drawing;
  const fits = width <= WIDEST_TO_SHRINK ? ' class="fits"' : '';
  const svg = `<svg id="call-graph"${fits} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" `
    + `role="group" aria-label="Call graph: ${chosen.length} services, ${edges.length} calls">`
    + '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    + '<path d="M0,0.8L7,4L0,7.2z"/></marker></defs>'
    + `${frames.join('')}${paths.join('')}${nodes.join('')}</svg>`;
  return { svg, shown: chosen.length, all: data.services.length };
}

/** The services with the most calls, in the order of the graph. */
function busiest({ services, calls }: ReportData, most: number): number[] {
  const calling = services.map(() => 0);
  for (const [from, to] of calls) {
    calling[from] += 1;
    calling[to] += 1;
  }
  const ranked = services.map((_, i) => i).sort((a, b) => calling[b] - calling[a] || a - b);
  return ranked.slice(0, most).sort((a, b) => a - b);
}

function nameOf({ services, texts }: ReportData, service: number): string {
  return texts[services[service].name];
}

function chartName({ charts, texts }: ReportData, chart: number): string {
  return texts[charts[chart].id];
}

/** A service's path without its chart's. */
function within(service: string, chart: string): string {
  return service.startsWith(`${chart}/`) ? service.slice(chart.length + 1) : service;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= LONGEST_LABEL ? text : `${characters.slice(0, LONGEST_LABEL - 1).join('')}…`;
}
