/*
 * The page's own program is plain JavaScript in these files, embedded as it stands: no step of a build comes between
 * what is reviewed and what runs. It puts text into the page as text only, never as HTML.
 */

/** Reads the embedded data, and answers what the page asks of it. */
export const DATA_SCRIPT = String.raw`
var D = JSON.parse(document.getElementById('data').textContent);
var T = function (i) { return i < 0 ? '' : D.texts[i]; };
var V = function (i) { return i < 0 ? '–' : D.values[i]; };

/* Every variation as one row: its chart, and itself. */
var variations = [];
D.charts.forEach(function (chart, c) {
  chart.variations.forEach(function (variation) { variations.push({ chart: c, it: variation }); });
});
var expiring = D.standIns.map(function (it) { return { kind: 'stand-in', chart: it.chart, it: it }; })
  .concat(D.exceptions.map(function (it) { return { kind: 'exception', chart: it.chart, it: it }; }));
var removed = D.removed.map(function (it) { return { chart: it.chart, it: it }; });
var images = D.images.map(function (it) {
  var charts = [];
  for (var i = 0; i < it.uses.length; i += 3) charts.push(it.uses[i]);
  return { charts: charts, it: it };
});
var facts = D.facts.map(function (it, f) { return { charts: it.charts, it: it, fact: f }; });
var alternatives = D.alternatives.map(function (it) {
  var charts = [];
  for (var i = 0; i < it.uses.length; i += 2) charts.push(it.uses[i]);
  return { charts: charts, it: it };
});
/* The objects of each branch, as chart and object one after another. */
function branchesOf(it) {
  var found = new Map();
  for (var i = 0; i < it.uses.length; i += 2) {
    D.charts[it.uses[i]].alternatives[it.uses[i + 1]].branches.forEach(function (branch) {
      if (!found.has(branch[0])) found.set(branch[0], []);
      branch[1].forEach(function (object) { found.get(branch[0]).push(it.uses[i], object); });
    });
  }
  return Array.from(found);
}
var calls = D.calls.map(function (it) {
  return { charts: [D.services[it[0]].chart, D.services[it[1]].chart], it: it };
});

/* What stands elsewhere but belongs to a chart. */
function byChart(rows) {
  var found = new Map();
  rows.forEach(function (row) {
    var charts = row.charts || [row.chart];
    charts.forEach(function (c) {
      if (!found.has(c)) found.set(c, []);
      var list = found.get(c);
      if (list[list.length - 1] !== row) list.push(row);
    });
  });
  return function (c) { return found.get(c) || []; };
}
var expiringOf = byChart(expiring), removedOf = byChart(removed), imagesOf = byChart(images), callsOf = byChart(calls);

function placesText(places) {
  var parts = [];
  for (var i = 0; i < places.length; i += 3) parts.push(T(places[i]), T(places[i + 1]), T(places[i + 2]));
  return parts.join(' ');
}
/* The words of all places that a fact fills, each once: charts of a class fill the same ones. */
var factPlaces;
function factPlacesText(fact) {
  if (factPlaces === undefined) {
    factPlaces = D.facts.map(function () { return new Set(); });
    D.charts.forEach(function (chart) {
      chart.facts.forEach(function (used) {
        used[1].forEach(function (text) { factPlaces[used[0]].add(text); });
      });
    });
  }
  return Array.from(factPlaces[fact]).map(T).join(' ');
}
function chartName(c) { return c < 0 ? '' : T(D.charts[c].id); }

/*
 * All the words of a row, in lower case; made when somebody first searches. Variations also by the names that
 * parity explain takes.
 */
var words = {
  variation: function (row) {
    var d = D.declarations[row.it.of], chart = D.charts[row.chart];
    return [T(chart.id) + '.' + T(d.name), T(chart.class) + '.' + T(d.name), T(d.type), T(d.why), T(d.owner), T(d.bounds), T(d.source),
      V(d.default), row.it.values.map(V).join(' '), row.it.set.map(T).join(' '), placesText(row.it.places)];
  },
  expiring: function (row) {
    var it = row.it;
    return [row.kind, chartName(row.chart), T(it.reason), T(it.owner), T(it.source), it.since, it.expires,
      it.targets.map(function (t) { return D.targets[t]; }).join(' ')].concat(row.kind === 'exception'
      ? [T(it.object), it.patch.map(T).join(' ')] : [T(it.by), T(it.branch), T(it.for), T(it.conformance)]);
  },
  removed: function (row) {
    return [chartName(row.chart), T(row.it.construct), T(row.it.default), T(row.it.reason), T(row.it.source)];
  },
  image: function (row) {
    var it = row.it;
    return [T(it.repository), T(it.digest), T(it.artifact), it.uses.map(function (use, i) {
      return i % 3 === 0 ? chartName(use) : T(use);
    }).join(' ')];
  },
  alternative: function (row) {
    return [T(row.it.by), row.it.chosen.map(T).join(' '), row.charts.map(chartName).join(' ')]
      .concat(branchesOf(row.it).map(function (branch) {
        return T(branch[0]) + ' ' + branch[1].map(function (object, i) { return i % 2 === 0 ? '' : T(object); }).join(' ');
      }));
  },
  fact: function (row) {
    return [T(row.it.path), row.it.values.map(V).join(' '), factPlacesText(row.fact),
      row.charts.length === 0 ? 'in no manifest' : row.charts.map(chartName).join(' ')];
  },
  call: function (row) {
    return [T(D.services[row.it[0]].name), T(D.services[row.it[1]].name), T(row.it[2]), T(row.it[3])];
  },
  chart: function (row) {
    var chart = D.charts[row.chart];
    return [T(chart.id), T(chart.class), T(chart.owner), T(chart.digest), chart.objects.map(T).join(' ')]
      .concat(row.variations.map(function (each) { return haystack('variation', each); }))
      .concat(chart.facts.map(function (fact) { return T(D.facts[fact[0]].path) + ' ' + placesText(fact[1]); }))
      .concat(chart.alternatives.map(function (each) {
        return T(each.by) + ' ' + each.branches.map(function (branch) { return T(branch[0]); }).join(' ');
      }))
      .concat(expiringOf(row.chart).map(function (each) { return haystack('expiring', each); }))
      .concat(removedOf(row.chart).map(function (each) { return haystack('removed', each); }))
      .concat(imagesOf(row.chart).map(function (each) {
        return T(each.it.repository) + ' ' + T(each.it.digest) + ' ' + T(each.it.artifact);
      }));
  }
};
function haystack(kind, row) {
  if (row.words === undefined) row.words = words[kind](row).join('\n').toLowerCase();
  return row.words;
}
var variationsOf = byChart(variations);
var charts = D.charts.map(function (chart, c) { return { chart: c, it: chart, variations: variationsOf(c) }; });
`;
