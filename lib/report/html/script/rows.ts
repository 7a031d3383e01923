/** The rows of every list but the matrix. */
export const ROWS_SCRIPT = String.raw`
/* A preview will be gone soon, and is not to be taken for an environment that stays. */
function previewText(t) { return D.previewOf[t] < 0 ? '' : 'preview of ' + T(D.previewOf[t]); }
function targetHeads() {
  return filter.targets.map(function (t) { return { text: D.targets[t], more: previewText(t), class: 'value' }; });
}
function placeList(places) {
  var items = [];
  for (var i = 0; i < places.length; i += 3) {
    items.push(h('li', {}, h('span', { class: 'object' }, T(places[i])), ' ', h('code', {}, T(places[i + 1])),
      places[i + 2] < 0 ? '' : dim(' = ' + T(places[i + 2]))));
  }
  return h('ul', { class: 'places' }, items);
}
function fills(places) {
  if (places.length === 0) return dim('fills nothing');
  return folded('fills ' + plural(places.length / 3, 'place'), function () { return placeList(places); });
}
/* A variation's value is marked where an overlay sets it; a fact's, where it is not the most common one. */
function valueCells(values, set) {
  var isSame = !differs(values), common = set ? -2 : mostCommon(values);
  return filter.targets.map(function (t) {
    var isSet = set && set[t] >= 0;
    var kind = values[t] < 0 ? ' none' : set ? (isSet ? (isSame ? '' : ' differs') : ' quiet')
      : isSame || values[t] === common ? '' : ' differs';
    var title = isSet ? 'set in ' + T(set[t]) : set ? 'the default' : '';
    return h('td', { class: 'value' + kind, title: title }, valueText(V(values[t])));
  });
}
/* A value that would fill the screen shows its beginning, and the rest when it is asked for. */
function valueText(text) {
  if (text.length <= 200) return text;
  return folded(text.slice(0, 80).replace(/\s+/g, ' ') + '…', function () { return h('div', {}, text); });
}
function mostCommon(values) {
  var counts = new Map(), best = -2;
  filter.targets.forEach(function (t) { counts.set(values[t], (counts.get(values[t]) || 0) + 1); });
  counts.forEach(function (n, value) { if (n > 1 && n > (counts.get(best) || 0)) best = value; });
  return best;
}
function sourceLine(parts) {
  return dim(parts.filter(function (part) { return part !== ''; }).join(' · '));
}

function variationHeads(isInChart) {
  return [{ text: 'Variation' }].concat(targetHeads(), [{ text: 'Default', class: 'value' }, { text: 'Bounds', class: 'bounds' },
    { text: isInChart ? 'Why' : 'Why, owner, places', class: 'why' }]);
}
function variationRow(row, isInChart) {
  var d = D.declarations[row.it.of];
  return h('tr', {},
    h('th', { scope: 'row' }, isInChart ? '' : chartLink(row.chart), isInChart ? '' : ' ',
      h('span', { class: 'name' }, T(d.name)), dim(T(d.type))),
    valueCells(row.it.values, row.it.set),
    h('td', { class: d.default < 0 ? 'value none' : 'value quiet' }, d.default < 0 ? 'none' : valueText(V(d.default))),
    h('td', { class: 'quiet bounds' }, T(d.bounds)),
    h('td', { class: 'why' }, T(d.why), sourceLine([T(d.owner), T(d.source)]), fills(row.it.places)));
}

function factHeads() { return [{ text: 'Fact, used by' }].concat(targetHeads()); }
function chartList(charts) {
  var unique = Array.from(new Set(charts));
  if (unique.length === 0) return dim('in no manifest');
  if (unique.length <= 3) {
    return unique.map(function (c, i) { return [i === 0 ? '' : ', ', chartLink(c)]; });
  }
  return folded(plural(unique.length, 'chart'), function () {
    var shown = unique.slice(0, 200);
    return h('ul', { class: 'places' }, shown.map(function (c) { return h('li', {}, chartLink(c)); }),
      unique.length > shown.length ? h('li', {}, dim(plural(unique.length - shown.length, 'more chart'))) : '');
  });
}
function factRow(row) {
  return h('tr', { class: row.charts.length === 0 ? 'unused' : '' },
    h('th', { scope: 'row' }, h('span', { class: 'name' }, T(row.it.path)),
      h('div', { class: 'users' }, chartList(row.charts))),
    valueCells(row.it.values));
}

function alternativeHeads() {
  return [{ text: 'Chosen by, in' }].concat(targetHeads(), [{ text: 'Branches', class: 'why' }]);
}
var MOST_OBJECTS = 200;
function branchObjects(name, objects) {
  var n = objects.length / 2;
  if (n === 0) return h('div', {}, name, dim('no object of its own'));
  return folded(name + ': ' + plural(n, 'object'), function () {
    var items = [];
    for (var i = 0; i < objects.length && items.length < MOST_OBJECTS; i += 2) {
      items.push(h('li', {}, chartLink(objects[i]), ' ', h('span', { class: 'object' }, T(objects[i + 1]))));
    }
    return h('ul', { class: 'places' }, items,
      n > items.length ? h('li', {}, dim(plural(n - items.length, 'more object'))) : '');
  });
}
function choiceRow(row) {
  var it = row.it, common = mostCommon(it.chosen), isSame = !differs(it.chosen);
  return h('tr', {},
    h('th', { scope: 'row' }, h('span', { class: 'name' }, T(it.by)), h('div', { class: 'users' }, chartList(row.charts))),
    filter.targets.map(function (t) {
      return h('td', { class: isSame || it.chosen[t] === common ? 'value' : 'value differs' }, T(it.chosen[t]) || '–');
    }),
    h('td', { class: 'why' }, branchesOf(it).map(function (branch) { return branchObjects(T(branch[0]), branch[1]); })));
}

function ending(it) {
  var state = it.left < 0 ? 'bad' : it.left <= D.soonDays ? 'warn' : 'good';
  var text = it.left < 0 ? 'expired ' + plural(-it.left, 'day') + ' ago' : it.left === 0 ? 'last day'
    : plural(it.left, 'day') + ' left';
  return [h('span', { class: 'state ' + state }, text), dim('until ' + (it.expires || 'an unknown day'))];
}
function expiringHeads(isInChart) {
  return [{ text: isInChart ? 'What' : 'Chart' }, { text: 'In' }, { text: 'Expires' }, { text: 'Age' },
    { text: 'Reason', class: 'why' }];
}
function patchList(it) {
  var items = [];
  for (var i = 0; i < it.patch.length; i += 3) {
    items.push(h('li', {}, T(it.patch[i]), ' ', h('code', {}, T(it.patch[i + 1])), ' ', T(it.patch[i + 2])));
  }
  return folded(plural(items.length, 'operation'), function () { return h('ul', { class: 'places' }, items); });
}
function expiringRow(row, isInChart) {
  var it = row.it, isException = row.kind === 'exception';
  var what = isException ? T(it.object) : T(it.by) + ' ' + T(it.branch);
  return h('tr', {},
    h('th', { scope: 'row' }, isInChart ? '' : [chartLink(row.chart), ' '], h('span', { class: 'name' }, what),
      dim(isException ? 'exception' : 'stand-in for ' + T(it.for))),
    h('td', {}, it.targets.length === 0 ? dim(isException ? 'no environment' : 'runs nowhere')
      : it.targets.map(function (t) { return D.targets[t]; }).join(', ')),
    h('td', {}, ending(it)),
    h('td', { class: 'quiet' }, it.since === '' ? 'unknown' : it.age < 0 ? 'not begun' : plural(it.age, 'day'),
      it.since === '' ? '' : dim('since ' + it.since)),
    h('td', { class: 'why' }, T(it.reason), sourceLine([T(it.owner), T(it.source)]),
      isException ? patchList(it) : dim('conformance: ' + T(it.conformance))));
}

function imageHeads() { return [{ text: 'Image' }, { text: 'Digest' }, { text: 'Artifact' }, { text: 'Runs in' }]; }
function imageRow(row) {
  var it = row.it, uses = [];
  for (var i = 0; i < it.uses.length; i += 3) uses.push(T(it.uses[i + 1]) + ' ' + T(it.uses[i + 2]));
  return h('tr', {}, h('th', { scope: 'row' }, h('span', { class: 'name' }, T(it.repository))),
    h('td', {}, it.digest < 0 ? h('span', { class: 'state bad' }, 'no digest')
      : h('code', { class: 'digest' }, T(it.digest))),
    h('td', { class: it.artifact < 0 ? 'none' : '' }, it.artifact < 0 ? '–' : T(it.artifact)),
    h('td', {}, chartList(row.charts),
      dim(uses.slice(0, 3).join(', ') + (uses.length > 3 ? ' and ' + (uses.length - 3) + ' more' : ''))));
}

function removedHeads() { return [{ text: 'Construct' }, { text: 'Default' }, { text: 'Reason', class: 'why' }]; }
function removedRow(row) {
  var it = row.it;
  return h('tr', {}, h('th', { scope: 'row' }, h('a', { href: chartHref(row.chart) }, T(it.construct))),
    h('td', {}, h('code', {}, T(it.default))), h('td', { class: 'why' }, T(it.reason), sourceLine([T(it.source)])));
}

function serviceLink(service) {
  var name = T(D.services[service].name), c = D.services[service].chart;
  return c < 0 ? name : h('a', { href: chartHref(c) }, name);
}
function callHeads() { return [{ text: 'From' }, { text: 'To' }, { text: 'Port' }, { text: 'Declared in' }]; }
function callRow(row) {
  return h('tr', {}, h('th', { scope: 'row' }, serviceLink(row.it[0])), h('td', {}, serviceLink(row.it[1])),
    h('td', {}, T(row.it[2])), h('td', { class: 'quiet' }, T(row.it[3])));
}
`;
