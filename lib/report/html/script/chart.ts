/** One chart, opened over the page, by its link. */
export const CHART_SCRIPT = String.raw`
var dialog = document.getElementById('chart');
var indexOfChart = new Map();
D.charts.forEach(function (_, c) { indexOfChart.set(chartName(c), c); });

function part(title, rows, content) {
  if (rows.length === 0) return '';
  return h('section', {}, h('h3', {}, title, ' ', h('span', { class: 'n' }, rows.length)), content());
}
function chartView(c) {
  var row = charts[c], it = row.it;
  var variations = row.variations, ends = expiringOf(c), pictures = imagesOf(c), gone = removedOf(c);
  var facts = it.facts.map(function (fact) { return { it: D.facts[fact[0]], places: fact[1] }; });
  var hidden = D.targets.length - filter.targets.length;
  return [
    h('p', { class: 'about' }, [T(it.class), T(it.owner)].filter(Boolean).join(' · '),
      h('small', {}, 'template ', h('code', { class: 'digest' }, T(it.digest)), ', the same in every environment'),
      hidden > 0 ? h('small', {}, plural(hidden, 'environment') + ' not shown, as the filter says') : ''),
    part('Variations', variations, function () {
      return table('variations', variationHeads(true),
        variations.map(function (each) { return variationRow(each, true); }));
    }),
    part('Facts', facts, function () {
      return table('facts', [{ text: 'Fact' }].concat(targetHeads(), [{ text: 'Places' }]), facts.map(function (fact) {
        return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'name' }, T(fact.it.path))),
          valueCells(fact.it.values), h('td', {}, fills(fact.places)));
      }));
    }),
    part('Alternatives', it.alternatives, function () {
      return table('alternatives', [{ text: 'Chosen by' }].concat(targetHeads(), [{ text: 'Branches' }]),
        it.alternatives.map(alternativeRow));
    }),
    part('Stand-ins and exceptions', ends, function () {
      return table('stand-ins and exceptions', expiringHeads(true),
        ends.map(function (each) { return expiringRow(each, true); }));
    }),
    part('Images', pictures, function () { return table('images', imageHeads(), pictures.map(imageRow)); }),
    part('Removed defaults', gone, function () {
      return table('removed defaults', removedHeads(), gone.map(removedRow));
    }),
    part('Calls', callsOf(c), function () { return neighbourhood(c); }),
    part('Objects', it.objects, function () {
      return h('ul', { class: 'objects' }, it.objects.map(function (id) { return h('li', {}, T(id)); }));
    })
  ];
}
function alternativeRow(it) {
  return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'name' }, T(it.by))),
    filter.targets.map(function (t) {
      return h('td', { class: differs(it.chosen) ? 'value differs' : 'value' }, T(it.chosen[t]) || '–');
    }),
    h('td', {}, it.branches.map(function (branch) {
      return h('div', {}, T(branch[0]),
        dim(branch[1].length === 0 ? 'no object of its own' : branch[1].map(T).join(', ')));
    })));
}

/* Who calls the chart on the left, its services in the middle, whom they call on the right. */
var MOST_NEIGHBOURS = 20;
function neighbourhood(c) {
  var own = [], before = [], after = [], edges = [];
  function add(list, service) { if (list.indexOf(service) < 0) list.push(service); }
  callsOf(c).forEach(function (row) {
    var from = row.it[0], to = row.it[1];
    var isFrom = D.services[from].chart === c, isTo = D.services[to].chart === c;
    if (isFrom) add(own, from); else add(before, from);
    if (isTo) add(own, to); else add(after, to);
    edges.push([from, to, T(row.it[2])]);
  });
  var columns = [before, own, after].map(function (list) { return list.slice(0, MOST_NEIGHBOURS); });
  var tallest = Math.max.apply(null, columns.map(function (list) { return list.length; }));
  var hidden = before.length + own.length + after.length
    - columns.reduce(function (sum, list) { return sum + list.length; }, 0);
  var at = [new Map(), new Map(), new Map()], hasBefore = before.length === 0 ? 0 : 1;
  var nodes = columns.flatMap(function (list, x) {
    return list.map(function (service, y) {
      var point = { x: 12 + (x - 1 + hasBefore) * 290, y: 12 + (y + (tallest - list.length) / 2) * 40 };
      at[x].set(service, point);
      return node(service, point);
    });
  });
  function line(a, b, title) {
    var x = a.x + 190, y = a.y + 15, z = b.y + 15;
    var isLoop = a.x === b.x, end = isLoop ? x : b.x;
    var pull = isLoop ? [x + 34, x + 34] : [x + 50, b.x - 50];
    var d = 'M' + [x, y] + 'C' + [pull[0], y] + ' ' + [pull[1], z] + ' ' + [end, z];
    return s('path', { class: 'edge', d: d }, s('title', {}, title));
  }
  var paths = edges.flatMap(function (edge) {
    var isFrom = D.services[edge[0]].chart === c, isTo = D.services[edge[1]].chart === c;
    var a = at[isFrom ? 1 : 0].get(edge[0]), b = at[isTo ? 1 : 2].get(edge[1]);
    var title = T(D.services[edge[0]].name) + ' calls ' + T(D.services[edge[1]].name) + ' (' + edge[2] + ')';
    return a && b ? [line(a, b, title)] : [];
  });
  var height = tallest * 40 + 16, width = 240 + (hasBefore + (after.length === 0 ? 0 : 1)) * 290;
  return h('div', {},
    h('div', { class: 'scroll graph', tabindex: '0', role: 'region', 'aria-label': 'calls of ' + chartName(c) },
      s('svg', { viewBox: '0 0 ' + width + ' ' + height, width: width, height: height, role: 'group',
        'aria-label': plural(before.length, 'caller') + ', ' + after.length + ' called' }, paths, nodes)),
    hidden === 0 ? '' : h('p', { class: 'note' },
      plural(hidden, 'more service') + ' not drawn; the list of calls has all.'));
}
function node(service, point) {
  var name = T(D.services[service].name), c = D.services[service].chart;
  var label = c >= 0 && name.indexOf(chartName(c) + '/') === 0 && callsOf(c).length > 0 ? chartName(c) : name;
  var cut = Array.from(label).length > 25 ? Array.from(label).slice(0, 24).join('') + '…' : label;
  var content = [s('rect', { x: point.x, y: point.y, width: 190, height: 30, rx: 6 }),
    s('text', { x: point.x + 12, y: point.y + 20 }, cut), s('title', {}, name)];
  return c < 0 ? s('g', { class: 'node' }, content) : s('a', { class: 'node', href: chartHref(c) }, content);
}

/* The address says which chart is open, so that it can be sent to somebody. */
function openFromAddress() {
  var match = /^#chart-(.*)$/.exec(location.hash);
  if (!match) {
    if (dialog.open) dialog.close();
    return;
  }
  var id;
  try { id = decodeURIComponent(match[1]); } catch (error) { id = match[1]; }
  var c = indexOfChart.get(id);
  if (c === undefined) {
    say('This report has no chart ' + id.slice(0, 80) + '.');
    return;
  }
  dialog.querySelector('h2').textContent = id;
  dialog.querySelector('.content').replaceChildren.apply(dialog.querySelector('.content'), chartView(c).flat());
  dialog.querySelector('.content').scrollTop = 0;
  if (!dialog.open) dialog.showModal();
}
dialog.addEventListener('close', function () {
  if (!/^#chart-/.test(location.hash)) return;
  try { history.replaceState(null, '', location.href.split('#')[0]); } catch (error) { location.hash = ''; }
});
dialog.querySelector('.close').addEventListener('click', function () { dialog.close(); });
dialog.addEventListener('click', function (event) { if (event.target === dialog) dialog.close(); });
window.addEventListener('hashchange', openFromAddress);
`;
