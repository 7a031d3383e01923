/** Charts by environments, as a grid that arrow keys walk. */
export const MATRIX_SCRIPT = String.raw`
function matrixHeads() {
  var heads = filter.targets.map(function (t) { return { text: D.targets[t], more: previewText(t), class: 'cell' }; });
  var differ = { text: 'Differ', class: 'number', title: 'variations whose values are not the same' };
  return [{ text: 'Chart' }, differ].concat(heads);
}
function matrixRow(row) {
  var count = countDiffering(row);
  var cells = filter.targets.map(function (t) { return matrixCell(row, t); });
  var owner = T(row.it.owner), name = T(row.it.class);
  var tr = h('tr', {},
    h('th', { scope: 'row' }, chartLink(row.chart), dim([name, owner].filter(Boolean).join(' · '))),
    h('td', { class: 'number' + (count === 0 ? ' none' : '') },
      count === 0 ? 'none' : count + ' of ' + row.variations.length), cells);
  tr.dataset.chart = row.chart;
  return tr;
}
function matrixCell(row, t) {
  var set = row.variations.filter(function (each) { return each.it.set[t] >= 0; });
  var here = expiringOf(row.chart).filter(function (each) { return each.it.targets.indexOf(t) >= 0; });
  var share = row.variations.length === 0 ? 0 : Math.ceil(3 * set.length / row.variations.length);
  var values = row.variations.map(function (each) {
    return T(D.declarations[each.it.of].name) + ' ' + V(each.it.values[t]).slice(0, 60);
  });
  var more = values.length > 12 ? values.slice(0, 12).concat('…') : values;
  return h('td', { class: 'cell share' + share, title: more.join('\n') },
    h('span', {}, set.length === 0 ? 'defaults' : set.length + ' set'),
    marks(here, 'exception'), marks(here, 'stand-in'));
}
function marks(here, kind) {
  var found = here.filter(function (each) { return each.kind === kind; });
  if (found.length === 0) return '';
  var isBad = found.some(function (each) { return each.it.left < 0; });
  return h('span', { class: 'mark ' + (isBad ? 'bad' : 'warn') }, plural(found.length, kind));
}

/* One cell can be reached by Tab; arrows move from there, Enter opens the chart. */
function walkGrid(place) {
  var grid = place.querySelector('table');
  if (!grid) return;
  grid.setAttribute('role', 'grid');
  var rows = [].slice.call(grid.tBodies[0].rows);
  rows.forEach(function (tr) {
    [].slice.call(tr.cells).forEach(function (cell, i) {
      cell.setAttribute('role', i === 0 ? 'rowheader' : 'gridcell');
      cell.tabIndex = -1;
      var link = cell.querySelector('a');
      if (link) link.tabIndex = -1;
    });
  });
  rows[0].cells[0].tabIndex = 0;
  grid.addEventListener('keydown', function (event) {
    var cell = event.target.closest('td,th');
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    var x = cell.cellIndex, y = rows.indexOf(cell.parentNode);
    if (y < 0) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      location.hash = chartHref(Number(rows[y].dataset.chart));
      return;
    }
    var to = { ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1], ArrowUp: [y - 1, x], ArrowDown: [y + 1, x],
      Home: [y, 0], End: [y, rows[y].cells.length - 1], PageUp: [0, x], PageDown: [rows.length - 1, x] }[event.key];
    var next = to && rows[to[0]] && rows[to[0]].cells[to[1]];
    if (to) event.preventDefault();
    if (!next) return;
    grid.querySelectorAll('[tabindex="0"]').forEach(function (each) { each.tabIndex = -1; });
    next.tabIndex = 0;
    next.focus();
  });
  grid.addEventListener('click', function (event) {
    var tr = event.target.closest('tbody tr');
    if (tr && !event.target.closest('a')) location.hash = chartHref(Number(tr.dataset.chart));
  });
}
`;
