/** Makes elements, tables and pages of tables. */
export const ELEMENTS_SCRIPT = String.raw`
function h(name, attributes) {
  var element = document.createElement(name);
  fill(element, attributes, [].slice.call(arguments, 2));
  return element;
}
function s(name, attributes) {
  var element = document.createElementNS('http://www.w3.org/2000/svg', name);
  fill(element, attributes, [].slice.call(arguments, 2));
  return element;
}
function fill(element, attributes, children) {
  Object.keys(attributes || {}).forEach(function (key) {
    if (attributes[key] !== undefined && attributes[key] !== '') element.setAttribute(key, attributes[key]);
  });
  children.forEach(function append(child) {
    if (Array.isArray(child)) child.forEach(append);
    else if (child !== undefined && child !== null && child !== '') {
      element.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
    }
  });
}
function plural(n, noun) { return n.toLocaleString('en') + ' ' + noun + (n === 1 ? '' : 's'); }
function dim(text) { return text === '' ? '' : h('small', {}, text); }
function chartHref(c) { return '#chart-' + encodeURIComponent(chartName(c)); }
function chartLink(c) { return h('a', { href: chartHref(c) }, chartName(c)); }

/* A closed list that is filled when it is first opened, so that a thousand rows stay light. */
function folded(summary, content) {
  var details = h('details', {}, h('summary', {}, summary));
  details.fillNow = function () {
    if (details.childNodes.length === 1) details.appendChild(content());
  };
  details.addEventListener('toggle', function () { if (details.open) details.fillNow(); });
  return details;
}

function table(label, head, rows) {
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h('table', {},
      h('thead', {}, h('tr', {}, head.map(function (cell) {
        return h('th', { scope: 'col', class: cell.class, title: cell.title }, cell.text, dim(cell.more || ''));
      }))),
      h('tbody', {}, rows)));
}

/* Lists by section; each shows one page of its rows. */
var PAGE = 50, PRINTED = 500;
var lists = [];
function list(id, noun, rows, kind, head, row) {
  var state = { id: id, page: 0, size: PAGE, shown: rows, all: rows };
  var place = document.querySelector('#' + id + ' .list');
  var number = document.querySelectorAll('[data-count="' + id + '"]');
  state.filter = function () {
    state.page = 0;
    state.shown = rows.filter(shows[kind]);
  };
  state.draw = function () {
    var pages = Math.max(1, Math.ceil(state.shown.length / state.size));
    state.page = Math.min(state.page, pages - 1);
    var from = state.page * state.size;
    var page = state.shown.slice(from, from + state.size);
    var content = page.length === 0
      ? h('p', { class: 'empty' }, rows.length === 0 ? 'No ' + noun + 's.' : 'No ' + noun + ' matches. ')
      : table(noun + 's', head(), page.map(row));
    place.replaceChildren(content, pages > 1 ? pager(state, pages, from, page.length) : '');
    number.forEach(function (each) {
      each.textContent = state.shown.length === rows.length ? rows.length.toLocaleString('en')
        : state.shown.length.toLocaleString('en') + ' of ' + rows.length.toLocaleString('en');
    });
    if (state.drawn) state.drawn(place);
  };
  lists.push(state);
  return state;
}
function pager(state, pages, from, count) {
  function turn(by, text, name) {
    var button = h('button', { type: 'button', 'aria-label': name }, text);
    button.disabled = state.page + by < 0 || state.page + by >= pages;
    button.addEventListener('click', function () {
      state.page += by;
      state.draw();
      var again = document.querySelector('#' + state.id + ' .pager button[aria-label="' + name + '"]');
      if (again && !again.disabled) again.focus();
      var section = document.getElementById(state.id);
      if (section.getBoundingClientRect().top < 0) section.scrollIntoView();
    });
    return button;
  }
  return h('p', { class: 'pager' }, turn(-1, '‹ Previous', 'Previous page'),
    h('span', {}, (from + 1).toLocaleString('en') + '–' + (from + count).toLocaleString('en') + ' of '
      + state.shown.length.toLocaleString('en')),
    turn(1, 'Next ›', 'Next page'));
}
`;
