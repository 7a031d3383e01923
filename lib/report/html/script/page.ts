/** Starts the page: controls, keys, theme, printing. */
export const PAGE_SCRIPT = String.raw`
var status = document.getElementById('status');
function say(text) { status.textContent = text; }

var matrix = list('matrix', 'chart', charts, 'chart', matrixHeads, matrixRow);
matrix.drawn = walkGrid;
list('variations', 'variation', variations, 'variation', function () { return variationHeads(false); },
  function (row) { return variationRow(row, false); });
list('facts', 'fact', facts, 'fact', factHeads, factRow);
list('alternatives', 'alternative', alternatives, 'alternative', alternativeHeads, choiceRow);
list('expiring', 'stand-in or exception', expiring, 'expiring', function () { return expiringHeads(false); },
  function (row) { return expiringRow(row, false); });
list('images', 'image', images, 'image', imageHeads, imageRow);
list('removed', 'removed default', removed, 'removed', removedHeads, removedRow);
list('calls', 'call', calls, 'call', callHeads, callRow);

var search = document.getElementById('search'), differing = document.getElementById('differing');
var owner = document.getElementById('owner'), chartNamed = document.getElementById('chart-name');
var reset = document.getElementById('reset'), boxes = document.getElementById('targets');

var owned = D.declarations.concat(D.charts, D.standIns, D.exceptions);
Array.from(new Set(owned.map(function (it) { return T(it.owner); }))).filter(Boolean).sort()
  .forEach(function (name) { owner.appendChild(h('option', { value: name }, name)); });
D.targets.forEach(function (name, t) {
  var box = h('input', { type: 'checkbox', value: t });
  box.checked = true;
  var about = previewText(t);
  boxes.appendChild(h('label', { class: 'chip', title: about }, box, name + (about === '' ? '' : ' (preview)')));
});

var pick = document.getElementById('pick');
if (pick) {
  document.getElementById('uncheck').addEventListener('click', function () {
    boxes.querySelectorAll('input').forEach(function (box) { box.checked = false; });
    apply();
  });
  document.addEventListener('click', function (event) { if (!pick.contains(event.target)) pick.open = false; });
  pick.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    pick.open = false;
    pick.firstElementChild.focus();
  });
}

function apply() {
  var terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  var checked = [].slice.call(boxes.querySelectorAll('input:checked'))
    .map(function (box) { return Number(box.value); });
  filter = { terms: terms, differing: differing.checked, owner: owner.value,
    chart: chartNamed.value.trim().toLowerCase(), targets: checked.length === 0 ? everywhere : checked };
  lists.forEach(function (each) { each.filter(); each.draw(); });
  var isAll = terms.length === 0 && !filter.differing && !isLimited() && filter.targets.length === everywhere.length;
  if (pick) {
    var some = filter.targets.length === everywhere.length ? '' : filter.targets.length + ' of ';
    pick.firstElementChild.textContent = some + everywhere.length + ' environments';
  }
  reset.hidden = isAll;
  document.body.classList.toggle('filtered', !isAll);
  markGraph(isAll);
  say(isAll ? '' : plural(matrix.shown.length, 'chart') + ', ' + plural(lists[1].shown.length, 'variation'));
}
function markGraph(isAll) {
  var shown = new Set(matrix.shown.map(function (row) { return String(row.chart); }));
  document.querySelectorAll('#call-graph a.node').forEach(function (node) {
    node.classList.toggle('off', !isAll && !shown.has(node.dataset.chart));
  });
}
function clear() {
  search.value = '';
  differing.checked = false;
  owner.value = '';
  chartNamed.value = '';
  boxes.querySelectorAll('input').forEach(function (box) { box.checked = true; });
  apply();
}
var waiting;
function applySoon() {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 80);
}
search.addEventListener('input', applySoon);
chartNamed.addEventListener('input', applySoon);
[differing, owner, boxes].forEach(function (control) { control.addEventListener('change', apply); });
reset.addEventListener('click', function () { clear(); search.focus(); });

document.addEventListener('keydown', function (event) {
  var isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== 'checkbox';
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !dialog.open) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'Escape' && event.target === search) clear();
});

/* Whom a service calls and who calls it, while it is pointed at. */
var graph = document.getElementById('call-graph');
function point(service) {
  graph.classList.toggle('pointed', service !== undefined);
  graph.querySelectorAll('.edge').forEach(function (edge) {
    var isNear = edge.dataset.from === service || edge.dataset.to === service;
    edge.classList.toggle('on', service !== undefined && isNear);
  });
}
if (graph) {
  ['mouseover', 'focusin'].forEach(function (name) {
    graph.addEventListener(name, function (event) {
      var node = event.target.closest('.node');
      point(node ? node.dataset.service : undefined);
    });
  });
  ['mouseleave', 'focusout'].forEach(function (name) {
    graph.addEventListener(name, function () { point(undefined); });
  });
}

/* Light or dark as the system says, until the reader says otherwise; forgotten with the tab. */
var theme = document.getElementById('theme'), system = matchMedia('(prefers-color-scheme: dark)');
var chosen = null;
try { chosen = sessionStorage.getItem('parity-theme'); } catch (error) { /* a file may have no storage */ }
function paint() {
  var isDark = chosen === null ? system.matches : chosen === 'dark';
  if (chosen !== null) document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  theme.setAttribute('aria-pressed', String(isDark));
}
theme.addEventListener('click', function () {
  chosen = theme.getAttribute('aria-pressed') === 'true' ? 'light' : 'dark';
  try { sessionStorage.setItem('parity-theme', chosen); } catch (error) { /* then it holds for this page only */ }
  paint();
});
system.addEventListener('change', paint);

/* Paper has no pages to turn and nothing to unfold. */
var unfolded = [];
window.addEventListener('beforeprint', function () {
  lists.forEach(function (each) {
    if (each.shown.length <= each.size) return;
    each.size = PRINTED;
    each.page = 0;
    each.draw();
  });
  unfolded = [].slice.call(document.querySelectorAll('details:not([open])'));
  unfolded.forEach(function (each) {
    if (each.fillNow) each.fillNow();
    each.open = true;
  });
});
window.addEventListener('afterprint', function () {
  unfolded.forEach(function (each) { each.open = false; });
  lists.forEach(function (each) {
    if (each.size === PAGE) return;
    each.size = PAGE;
    each.draw();
  });
});

paint();
apply();
openFromAddress();
document.documentElement.dataset.ready = 'true';
`;
