/** The page's style: calm, light and dark by one table of colours, and fit for paper. */
export const STYLE = String.raw`
:root {
  color-scheme: light dark;
  --page: light-dark(#f7f7f5, #15171b);
  --card: light-dark(#ffffff, #1c1f25);
  --soft: light-dark(#f1f1ee, #242830);
  --line: light-dark(#e2e2dd, #30353f);
  --text: light-dark(#1d2126, #e4e6ea);
  --quiet: light-dark(#5b626c, #a0a7b3);
  --accent: light-dark(#0b57a4, #7db8f5);
  --differs: light-dark(#fdf3d7, #3a3117);
  --good: light-dark(#17663a, #7fd6a0);
  --good-soft: light-dark(#e2f3e8, #18352a);
  --warn: light-dark(#80500a, #edc26d);
  --warn-soft: light-dark(#fbeed3, #3b2f14);
  --bad: light-dark(#a3221b, #ff9c92);
  --bad-soft: light-dark(#fbe5e3, #432220);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 8.5rem; }
body {
  margin: 0; background: var(--page); color: var(--text); overflow-wrap: break-word;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1, h2, h3, p, ul { margin: 0; }
h1 { font-size: 1.15rem; font-weight: 650; }
h2 { font-size: 1.1rem; font-weight: 650; }
h3 { font-size: .95rem; font-weight: 650; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
small { display: block; color: var(--quiet); font-size: .82rem; font-weight: 400; }
code, .name, .value, .object { font-family: var(--mono); font-size: .87em; }
ul { padding: 0; list-style: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; top: .5rem; z-index: 9; padding: .4rem .8rem; background: var(--card); }
.skip:focus { left: .5rem; }

.top, main, footer { max-width: 90rem; margin: 0 auto; padding: 0 1.5rem; }
.top { display: flex; align-items: baseline; gap: 1rem; padding-top: 1.1rem; }
.top p { color: var(--quiet); font-size: .85rem; flex: 1; }
footer { color: var(--quiet); font-size: .85rem; padding-bottom: 3rem; }
button, input, select {
  font: inherit; font-size: .88rem; color: var(--text); background: var(--card); border: 1px solid var(--line);
  border-radius: 6px; padding: .3rem .65rem;
}
button { cursor: pointer; }
button[aria-pressed=true] { background: var(--soft); border-color: var(--quiet); }
button:hover:not(:disabled) { border-color: var(--quiet); }
button:disabled { opacity: .45; cursor: default; }

.bar {
  position: sticky; top: 0; z-index: 2; background: color-mix(in srgb, var(--page) 94%, transparent);
  backdrop-filter: blur(6px); border-bottom: 1px solid var(--line); margin-top: .6rem;
}
.bar > div, .bar > nav { max-width: 90rem; margin: 0 auto; padding: .55rem 1.5rem .1rem; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem .7rem; align-items: center; }
.controls label { font-size: .88rem; color: var(--quiet); }
#search { flex: 1 1 16rem; min-width: 10rem; }
#chart-name { width: 11rem; }
#owner { max-width: 13rem; }
#pick { position: relative; }
#pick > summary {
  padding: .3rem .65rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); font-size: .88rem;
}
#pick > div {
  position: absolute; z-index: 3; top: calc(100% + .3rem); right: 0; width: min(40rem, 90vw); padding: .8rem;
  border: 1px solid var(--line); border-radius: 8px; background: var(--card); box-shadow: 0 6px 24px rgb(0 0 0 / .18);
}
#pick #targets { max-height: 50vh; margin-bottom: .6rem; }
#targets {
  border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem; max-height: 4.6rem;
  overflow-y: auto;
}
.chip {
  display: inline-flex; gap: .35rem; align-items: center; border: 1px solid var(--line); border-radius: 99px;
  padding: .12rem .65rem; background: var(--card); cursor: pointer;
}
.controls .chip:has(:checked) { color: var(--text); }
.chip input { margin: 0; accent-color: var(--accent); }
.bar nav ul {
  display: flex; gap: 1.2rem; overflow-x: auto; padding-bottom: .45rem; white-space: nowrap; font-size: .88rem;
}
.bar nav a { color: var(--text); }
.n { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#status { font-size: .85rem; color: var(--quiet); }

main { padding-top: 1.2rem; }
main > section, main > noscript { display: block; margin-bottom: 2.4rem; }
main > section > h2 { margin-bottom: .2rem; }
.hint { color: var(--quiet); font-size: .88rem; margin-bottom: .6rem; max-width: 60rem; }
.note, .empty { color: var(--quiet); padding: .6rem 0; }
.list, .verdict-card { margin-top: .6rem; }
.verdict-card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.3rem 1.5rem; }
.verdict { font-size: 1.12rem; line-height: 1.7; }
.verdict .state { font-size: 1.12rem; padding: .18rem .7rem; margin-right: .3rem; }
.state {
  display: inline-block; border-radius: 5px; padding: .04rem .5rem; font-size: .86rem; font-weight: 600;
  white-space: nowrap;
}
.good { color: var(--good); background: var(--good-soft); }
.warn { color: var(--warn); background: var(--warn-soft); }
.bad { color: var(--bad); background: var(--bad-soft); }
.states { margin-top: .8rem; display: grid; gap: .4rem; color: var(--quiet); }
.states .state { min-width: 7.5rem; text-align: center; margin-right: .4rem; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem; margin-top: 1.1rem; }
.counts a {
  display: block; height: 100%; padding: .55rem .8rem; border-radius: 8px; background: var(--soft);
  color: var(--text);
}
.counts b {
  display: block; font-size: 1.5rem; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums;
}

.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td {
  text-align: left; vertical-align: baseline; padding: .45rem .8rem; border-bottom: 1px solid var(--line);
  max-width: 30rem;
}
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: .82rem; font-weight: 600; color: var(--quiet); white-space: nowrap; background: var(--soft); }
tbody th { font-weight: 500; min-width: 11rem; }
tr > :first-child { position: sticky; left: 0; z-index: 1; background: var(--card); }
thead tr > :first-child { background: var(--soft); }
.value, .bounds { max-width: 16rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.name { overflow-wrap: anywhere; }
.users { font-size: .86rem; font-weight: 400; }
td.value { min-width: 5.5rem; }
td.bounds { min-width: 6rem; }
.value, .bounds { padding-left: .6rem; padding-right: .6rem; }
thead .value { font-family: inherit; font-size: .82rem; white-space: normal; overflow-wrap: normal; }
thead .cell { white-space: normal; }
.differs { background: var(--differs); }
.quiet, .value.quiet { color: var(--quiet); }
.none { color: var(--quiet); }
.unused > * { color: var(--quiet); }
.why { min-width: 13rem; }
td.why { width: 26%; overflow-wrap: anywhere; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.failures { margin: .6rem 0 0; padding: 0; list-style: none; display: grid; gap: .6rem; }
.failures > li {
  background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 8px;
  padding: .7rem 1rem;
}
.failures small { display: inline; margin-left: .5rem; }
.failures dl {
  display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .4rem 0 0; font-size: .92rem;
}
.failures dt { color: var(--quiet); }
.failures dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.digest { font-size: .74rem; color: var(--quiet); word-break: break-all; }
.cell { cursor: pointer; white-space: nowrap; font-variant-numeric: tabular-nums; }
.share0 { color: var(--quiet); }
.share1 { background: color-mix(in srgb, var(--accent) 6%, transparent); }
.share2 { background: color-mix(in srgb, var(--accent) 11%, transparent); }
.share3 { background: color-mix(in srgb, var(--accent) 17%, transparent); }
#matrix tbody tr:hover > * { background-color: var(--soft); }
#matrix :focus-visible { outline-offset: -2px; }
.mark { display: inline-block; margin-left: .5rem; padding: 0 .45rem; border-radius: 5px; font-size: .8rem; }
details > summary { cursor: pointer; color: var(--quiet); font-size: .82rem; width: fit-content; }
.places { padding: .25rem 0 .25rem .9rem; font-size: .86rem; color: var(--quiet); }
.places code { word-break: break-all; }
.pager { display: flex; gap: .8rem; align-items: center; margin-top: .6rem; color: var(--quiet); font-size: .88rem; }

.graph { padding: .6rem; margin-top: .6rem; max-height: 46rem; overflow: auto; }
.graph .fits { max-width: 100%; height: auto; }
.graph svg { display: block; margin: 0 auto; font-size: 12.5px; }
.node rect { fill: var(--soft); stroke: var(--line); }
.node text { fill: var(--text); }
a.node:hover rect, a.node:focus-visible rect { stroke: var(--accent); stroke-width: 2; }
a.node:focus-visible { outline: none; }
a.node.off { opacity: .25; }
.frame rect { fill: none; stroke: var(--line); stroke-dasharray: 4 3; }
.frame text { fill: var(--quiet); font-size: 11.5px; }
.edge { fill: none; stroke: light-dark(#9aa1ab, #626b79); stroke-width: 1.2; marker-end: url(#arrow); }
#arrow path { fill: light-dark(#868e99, #747e8d); }
.pointed .edge { opacity: .15; }
.pointed .edge.on { opacity: 1; stroke: var(--accent); stroke-width: 1.8; }

dialog {
  width: min(72rem, 94vw); max-width: none; height: 100dvh; max-height: none; margin: 0 0 0 auto; padding: 0;
  border: 0; border-left: 1px solid var(--line); background: var(--page); color: var(--text);
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / .38); }
dialog header {
  display: flex; gap: 1rem; align-items: center; padding: 1rem 1.5rem .6rem;
  border-bottom: 1px solid var(--line);
}
dialog h2 { flex: 1; min-width: 0; }
dialog .content { overflow-y: auto; padding: .8rem 1.5rem 3rem; }
.objects { columns: 18rem; font-family: var(--mono); font-size: .84rem; color: var(--quiet); }

@media (max-width: 46rem) {
  .top, main, footer, .bar > div, .bar > nav, dialog .content, dialog header {
    padding-left: .9rem; padding-right: .9rem;
  }
  html { scroll-padding-top: 1rem; }
  .bar { position: static; }
  tbody th { min-width: 8.5rem; }
  dialog { width: 100vw; }
}
@media print {
  @page { margin: 14mm 12mm; size: landscape; }
  :root, :root[data-theme] { color-scheme: light; }
  html { font-size: 12px; }
  body { background: #fff; font-size: 1rem; }
  .bar, .skip, #theme, .close, .pager button, .counts small, #matrix .hint { display: none !important; }
  .top, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .scroll, .graph { overflow: visible; max-height: none; border-color: #ccc; }
  .graph svg { max-width: 100%; max-height: 165mm; width: auto; height: auto; }
  th, td { padding: .25rem .5rem; }
  tr, .verdict-card, .graph, h2 { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  .state, .mark, .differs, .share1, .share2, .share3, thead th {
    print-color-adjust: exact; -webkit-print-color-adjust: exact;
  }
  a { color: inherit; }
  main > section { margin-bottom: 1.4rem; }
  body:has(dialog[open]) > :not(dialog) { display: none; }
  dialog[open] { position: static; display: block; width: auto; height: auto; border: 0; }
  dialog .content { overflow: visible; }
}
`;
