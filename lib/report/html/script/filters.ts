/** What the reader asked for, and whether a row answers it. */
export const FILTERS_SCRIPT = String.raw`
var everywhere = D.targets.map(function (_, t) { return t; });
var filter = { terms: [], differing: false, owner: '', chart: '', targets: everywhere };
var isLimited = function () { return filter.owner !== '' || filter.chart !== ''; };

function differs(values) {
  for (var i = 1; i < filter.targets.length; i++) {
    if (values[filter.targets[i]] !== values[filter.targets[0]]) return true;
  }
  return false;
}
function touches(targets) {
  return targets.some(function (t) { return filter.targets.indexOf(t) >= 0; });
}
function hasTerms(kind, row) {
  if (filter.terms.length === 0) return true;
  var text = haystack(kind, row);
  return filter.terms.every(function (term) { return text.indexOf(term) >= 0; });
}
function isChart(c) {
  if (filter.chart === '') return true;
  if (c < 0) return false;
  return [D.charts[c].id, D.charts[c].class].some(function (name) {
    return T(name).toLowerCase().indexOf(filter.chart) >= 0;
  });
}
function isOwned(owner) { return filter.owner === '' || T(owner) === filter.owner; }
function isInAny(charts) {
  return !isLimited() || charts.some(function (c) {
    return isChart(c) && (c >= 0 ? isOwned(D.charts[c].owner) : filter.owner === '');
  });
}
function countDiffering(row) {
  return row.variations.filter(function (each) { return differs(each.it.values); }).length;
}

/* Whether a row of each list is to be shown. */
var shows = {
  chart: function (row) {
    if (!isChart(row.chart)) return false;
    if (!isOwned(row.it.owner)
      && !row.variations.some(function (each) { return isOwned(D.declarations[each.it.of].owner); })) return false;
    if (filter.differing && countDiffering(row) === 0
      && !expiringOf(row.chart).some(function (each) { return touches(each.it.targets); })
      && !row.it.alternatives.some(function (each) { return differs(each.chosen); })) return false;
    return hasTerms('chart', row);
  },
  variation: function (row) {
    return isChart(row.chart) && isOwned(D.declarations[row.it.of].owner)
      && (!filter.differing || differs(row.it.values)) && hasTerms('variation', row);
  },
  fact: function (row) {
    return isInAny(row.charts) && (!filter.differing || differs(row.it.values)) && hasTerms('fact', row);
  },
  alternative: function (row) {
    return isInAny(row.charts) && (!filter.differing || differs(row.it.chosen)) && hasTerms('alternative', row);
  },
  expiring: function (row) {
    var isAnywhere = filter.targets.length === everywhere.length;
    return isChart(row.chart) && isOwned(row.it.owner) && (isAnywhere || touches(row.it.targets))
      && hasTerms('expiring', row);
  },
  image: function (row) { return isInAny(row.charts) && hasTerms('image', row); },
  removed: function (row) {
    return isChart(row.chart) && isOwned(D.charts[row.chart].owner) && hasTerms('removed', row);
  },
  call: function (row) { return isInAny(row.charts) && hasTerms('call', row); }
};
`;
