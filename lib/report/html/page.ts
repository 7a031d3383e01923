import { createHash } from 'node:crypto';
import type { AssemblyIndex } from '../../synth/assembly/assembly';
import type { ParityFailure } from '../../template/error';
import { summarize } from '../summary';
import { type CallGraphSvg, callGraphSvg } from './call-graph-svg';
import { embeddedJson, escapeHtml } from './escape';
import type { ReportData } from './report-data';
import { SCRIPT } from './script';
import { summaryHtml, withoutScriptHtml } from './static-parts';
import { STYLE } from './style';
import { unexplainedHtml } from './unexplained-html';
import { reportData } from './write-report-data';
import { numberText, plural } from '../words';

/**
 * An assembly as one page that needs nothing else: no network, no server.
 *
 * Its policy lets nothing be loaded, and nothing run but its own program; what comes from the assembly is text or JSON,
 * never HTML. The same index and day give the same bytes. Linear in the index.
 *
 * @param unexplained the differences that nothing explains
 * @param today `YYYY-MM-DD`: age and expiry are seen from it
 */
export function htmlReport(index: AssemblyIndex, unexplained: readonly ParityFailure[], today: string): string {
  const data = reportData(index, today);
  const summary = summarize(index, unexplained, today);
  const running = summary.standIns.filter(({ targets }) => targets.length > 0).length;
  const policy = `default-src 'none'; script-src '${hashOf(SCRIPT)}'; style-src '${hashOf(STYLE)}'; `
    + "base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Parity report: ${escapeHtml(titleOf(data))}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top">
<h1>Parity report</h1>
<p>seen on ${escapeHtml(today)} · ${escapeHtml(index.generator)}</p>
<button type="button" id="theme" aria-pressed="false">Dark</button>
</header>
<div class="bar">
${controls(data)}
${navigation(data)}
</div>
<main id="main" tabindex="-1">
<section id="summary" aria-label="Summary"><div class="verdict-card">${summaryHtml(summary, running)}</div></section>
${unexplainedHtml(unexplained)}${withoutScriptHtml(summary)}
${SECTIONS.map(([id, title, hint]) => section(id, title, hint)).join('\n')}
${calls(callGraphSvg(data), data)}
</main>
<footer><p>${unexplained.length === 0
    ? 'One template for every environment: what is not listed here is the same everywhere.'
    : 'The lists tell what was declared; the files say something else in the places named on top.'}</p></footer>
<dialog id="chart" aria-labelledby="chart-title">
<header><h2 id="chart-title"></h2><button type="button" class="close">Close</button></header>
<div class="content"></div>
</dialog>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const ENVIRONMENTS = '<fieldset id="targets"><legend class="hidden">Environments</legend></fieldset>';
/** More than that would push everything else off the screen: they are folded. */
const MOST_OPEN_ENVIRONMENTS = 6;

const controls = ({ targets }: ReportData) => `<div class="controls" role="search">
<label class="hidden" for="search">Search everything</label>
<input type="search" id="search" placeholder="Search everything  ( / )" autocomplete="off" spellcheck="false">
<label class="chip"><input type="checkbox" id="differing">only what differs</label>
${targets.length <= MOST_OPEN_ENVIRONMENTS ? ENVIRONMENTS
    : `<details id="pick"><summary>${targets.length} environments</summary><div>${ENVIRONMENTS}`
      + '<button type="button" id="uncheck">Uncheck all</button></div></details>'}
<label class="hidden" for="owner">Owner</label>
<select id="owner"><option value="">every owner</option></select>
<label class="hidden" for="chart-name">Chart or class</label>
<input type="search" id="chart-name" placeholder="chart or class" autocomplete="off" spellcheck="false">
<button type="button" id="reset" hidden>Show all</button>
<span id="status" role="status"></span>
</div>`;

const SECTIONS = [
  ['matrix', 'Charts', 'How many of its variations each environment sets by an overlay. Arrow keys walk the table, '
    + 'Enter opens a chart.'],
  ['variations', 'Variations', 'Where environments may differ, and why. Marked values are set by an overlay, grey ones '
    + 'are the default.'],
  ['facts', 'Facts', 'What every environment answers; marked where it departs from the others. What no chart uses '
    + 'reaches no manifest.'],
  ['alternatives', 'Alternatives', 'What a fact or a variation chooses between. All branches are in the template; what '
    + 'an environment lacks is its branch here, and nothing else.'],
  ['expiring', 'Stand-ins and exceptions', 'What departs from the rule, until when, and who answers for it.'],
  ['images', 'Images', 'The same bytes everywhere; the registry that serves them is a fact.'],
  ['removed', 'Removed defaults', 'Secure defaults that were taken away.'],
] as const;

function navigation(data: ReportData): string {
  const links = [...SECTIONS, ['calls', 'Calls'] as const].map(([id, title]) => {
    const count = numberText(countOf(data, id));
    return `<li><a href="#${id}">${title} <span class="n" data-count="${id}">${count}</span></a></li>`;
  });
  return `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`;
}

function countOf(data: ReportData, id: (typeof SECTIONS)[number][0] | 'calls'): number {
  switch (id) {
    case 'matrix': return data.charts.length;
    case 'variations': return data.charts.reduce((sum, { variations }) => sum + variations.length, 0);
    case 'expiring': return data.standIns.length + data.exceptions.length;
    default: return data[id].length;
  }
}

function section(id: string, title: string, hint: string): string {
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title} `
    + `<span class="n" data-count="${id}"></span></h2><p class="hint">${hint}</p><div class="list"></div></section>`;
}

function calls({ svg, shown, all }: CallGraphSvg, data: ReportData): string {
  const hint = all === 0 ? 'No service declares whom it calls.'
    : shown < all ? `The ${shown} services with the most calls, of ${all}. Open a chart to see its own neighbours; `
      + 'the list below has every call.'
    : 'Who declares to call whom, from left to right.';
  const graph = data.calls.length === 0 ? ''
    : `<div class="scroll graph" tabindex="0" role="region" aria-label="Call graph">${svg}</div>`;
  return `<section id="calls" aria-labelledby="calls-title"><h2 id="calls-title">Calls `
    + `<span class="n" data-count="calls"></span></h2><p class="hint">${hint}</p>${graph}`
    + '<div class="list"></div></section>';
}

function titleOf({ targets, charts }: ReportData): string {
  const names = targets.length <= 4 ? targets.join(', ') : `${targets.length} environments`;
  return `${plural(charts.length, 'chart')}, ${names}`;
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
