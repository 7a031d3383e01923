import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { embeddedJson, escapeHtml } from '../../lib/report/html/escape';
import { htmlReport } from '../../lib/report/html/page';
import { PathNamer } from '../../lib/report/html/path-namer';
import type { ReportData } from '../../lib/report/html/report-data';
import { SCRIPT } from '../../lib/report/html/script';
import { STYLE } from '../../lib/report/html/style';
import { LONGEST_TEXT } from '../../lib/report/html/text-table';
import { reportData } from '../../lib/report/html/write-report-data';
import type { AssemblyIndex } from '../../lib/synth/assembly/assembly';
import { TODAY, reportIndex } from './report-app';

const index = reportIndex();
const page = htmlReport(index, [], TODAY);

/** The data that a page holds, as its own program reads it. */
function dataOf(html: string): ReportData {
  const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) as RegExpExecArray;
  return JSON.parse(json) as ReportData;
}

/** The same index with every reason, owner, name and value of its charts' texts replaced. */
function withTexts(replace: (text: string) => string): AssemblyIndex {
  const keys = new Set(['why', 'owner', 'reason', 'for', 'conformance', 'source', 'class', 'artifact', 'repository']);
  const walk = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return keys.has(key) || key === 'value' ? replace(value) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) =>
      [name, name === 'template' || name === 'derivations' ? item : walk(item, name)]));
  };
  const charts = (walk(index.charts) as AssemblyIndex['charts']).map((chart) => ({ ...chart, id: replace(chart.id) }));
  const notReleasable = index.notReleasable.map(replace);
  const calls = [['checkout', 'payment'], ['payment', 'unknown']].map(([from, to]) => ({
    from: `${replace(from)}/api`, to: to === 'unknown' ? replace(to) : `${replace(to)}/api`, port: replace('http'),
    source: replace('x.ts'),
  }));
  return { ...index, charts, notReleasable, calls };
}

const HOSTILE = [
  '</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<!--', ']]>', '"><svg onload=alert(1)>',
  '`${x}`',
  '\u2028\u2029', '\u202e\u001b[2J', '\ud800', '__proto__', "' onfocus='alert(1)", '&lt;b&gt;',
];

test('the same assembly on the same day gives the same bytes', () => {
  expect(htmlReport(reportIndex(), [], TODAY)).toBe(page);
  expect(htmlReport(index, [], '2026-11-22')).not.toBe(page);
});

test('nothing is loaded, and nothing runs but the program whose hash the policy names', () => {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) as RegExpExecArray;
  expect(policy).toBe(`default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(STYLE)}; `
    + "base-uri 'none'; form-action 'none'");
  expect(page).toContain(`<script>${SCRIPT}</script>`);
  expect(page).toContain(`<style>${STYLE}</style>`);
  expect(page).not.toMatch(/\s(src|style|on\w+)=/);
  expect(page.replace(SCRIPT, '')).not.toMatch(/(href|action)="(?!#)/);
});

test('neither program nor style can end its element', () => {
  expect(`${SCRIPT}${STYLE}`).not.toMatch(/<\/|<!--|\]\]>/);
});

test('the program never makes HTML of text', () => {
  expect(SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
});

describe('hostile texts', () => {
  /** All tags of a page but for those of its own, which are the same whatever the assembly says. */
  const tagsOf = (html: string) => html.replace(SCRIPT, '').replace(STYLE, '').match(/<[!/a-z][^>]*>/gi)?.map((tag) =>
    tag.replace(/\s(href|aria-label|d|data-\w+|viewBox|width|height|x|y)="[^"]*"/g, '')) ?? [];

  test.each(HOSTILE)('%j is no markup anywhere in the page', (text) => {
    const html = htmlReport(withTexts(() => text), [], TODAY);
    const once = htmlReport(withTexts(() => 'x'), [], TODAY);
    expect(tagsOf(html)).toEqual(tagsOf(once));
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
  });

  test('of any kind come back out of the embedded data as they went in', () => {
    fc.assert(fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
      const data = { [text]: JSON.parse(json), text };
      const embedded = embeddedJson(data);
      expect(JSON.stringify(JSON.parse(embedded))).toBe(JSON.stringify(data));
      expect(embedded).not.toMatch(/[<>&\u2028\u2029]/);
    }));
  });

  test('of any kind stay texts in content and in quoted attributes', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeHtml(text);
      expect(escaped).not.toMatch(/[<>"'`]|&(?!#\d+;)/);
      expect(escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))).toBe(text);
    }));
  });

  test('the data in a page is the data that was written', () => {
    for (const text of HOSTILE) {
      const hostile = withTexts((old) => `${old}${text}`);
      const data = JSON.parse(JSON.stringify(reportData(hostile, TODAY))) as ReportData;
      expect(dataOf(htmlReport(hostile, [], TODAY))).toEqual(data);
    }
  });
});

describe('values of Secrets', () => {
  const secrets = ['hunter2', 'correct-horse', 'swordfish', 'tuna', 'xyzzy', 'postgres://'];
  test.each(secrets)('%s is not in the page', (secret) => {
    expect(JSON.stringify(index)).toContain(secret);
    expect(page).not.toContain(secret);
  });

  test('are said to be there, and to differ', () => {
    const data = dataOf(page);
    const shown = data.values.filter((value) => value === '(a value of a Secret)');
    expect(shown).toHaveLength(4);
    const password = data.charts[1].variations[1];
    expect(password.values.map((value) => data.values[value])).toEqual(Array(2).fill('(a value of a Secret)'));
    expect(new Set(password.values).size).toBe(2);
  });

  test('are not told by the list of those that were allowed', () => {
    const charts = index.charts.map((chart) => ({
      ...chart, variations: chart.variations.map((variation) => ({ ...variation, values: ['open-sesame', 'or-this'] })),
    }));
    const { texts, declarations } = reportData({ ...index, charts }, TODAY);
    const bounds = declarations.map((declaration) => [texts[declaration.name], texts[declaration.bounds]]);
    expect(bounds.filter(([, allowed]) => allowed?.includes('open-sesame')).map(([name]) => name))
      .toEqual(['replicas', 'replicas']);
  });

  test('a namespace that is also a Secret\'s is shown', () => {
    expect(dataOf(page).texts).toContain('metadata.namespace');
    const { texts, facts, values } = dataOf(page);
    const namespace = facts.find(({ path }) => texts[path] === 'namespace');
    expect(namespace?.values.map((value) => values[value])).toEqual(['shop', 'shop']);
  });
});

describe('the data', () => {
  const data = dataOf(page);
  const text = (i: number) => data.texts[i];

  test('tells a variation with its declaration, values, where they are set and what they fill', () => {
    const [payment] = data.charts;
    const [replicas] = payment.variations;
    const declared = data.declarations[replicas.of];
    expect([text(declared.name), text(declared.type), text(declared.why), text(declared.owner), text(declared.bounds)])
      .toEqual(['replicas', 'integer', 'customers <b>pay</b> together', 'payments', '1 to 9']);
    expect(replicas.values.map((value) => data.values[value])).toEqual(['1', '3']);
    expect(replicas.set.map((at) => at < 0)).toEqual([true, false]);
    expect(replicas.places.map(text)).toEqual(['Deployment/payment-api', 'spec.replicas', undefined]);
  });

  test('tells where a stand-in runs, and how long what expires has held and may hold', () => {
    expect(data.standIns.map(({ targets, age, left }) => ({ targets, age, left })))
      .toEqual([{ targets: [0], age: 20, left: 10 }]);
    expect(data.exceptions.map(({ targets, age, left, since }) => ({ targets, age, left, since }))).toEqual([
      { targets: [1], age: 324, left: -1, since: '2026-01-01' }, { targets: [1], age: -1, left: 221, since: '' },
    ]);
  });

  test('tells what chooses between branches once, with the choice of each environment and where it is made', () => {
    const of = { op: 'fact' as const, path: ['capabilities', 'mesh'] };
    const charts = index.charts.map((chart, i) => ({
      ...chart, alternatives: [{ of, branches: { true: ['Sidecar/a'], false: i === 0 ? [] : ['Proxy/a', 'Proxy/b'] } }],
    }));
    const html = htmlReport({ ...index, charts }, [], TODAY);
    const { texts, alternatives, ...rest } = dataOf(html);
    const branches = ([chart, i]: readonly number[]) => rest.charts[chart].alternatives[i].branches
      .map(([branch, objects]) => `${texts[branch]} ${objects.length}`);
    expect(alternatives.map(({ by, chosen, uses }) =>
      [texts[by], chosen.map((i) => texts[i]), branches(uses.slice(0, 2)), branches(uses.slice(2))])).toEqual([
      ['capabilities.mesh', ['false', 'true'], ['true 1', 'false 0'], ['true 1', 'false 2']],
    ]);
    expect(html).toContain('<a href="#alternatives"><b>1</b> alternatives</a>');
  });

  test('tells facts that charts use before those that none does', () => {
    const used = data.facts.map(({ charts }) => charts.length > 0);
    expect(used).toEqual([...used].sort().reverse());
    expect(data.facts.filter(({ charts }) => charts.length > 0).map(({ path }) => text(path)))
      .toEqual(['capabilities.mesh', 'databasePassword', 'domain', 'namespace', 'paymentUrl']);
    expect(data.facts.map(({ path }) => text(path))).toContain('telemetry.endpoint');
  });

  test('tells no fact that no environment answers: only branches that none chooses ask for it', () => {
    const environments = index.environments.map(({ targets, ...environment }) => ({
      ...environment, targets: targets.map(({ facts: { paymentUrl: _, ...facts }, ...target }) => ({ ...target, facts })),
    }));
    const { facts, texts } = dataOf(htmlReport({ ...index, environments }, [], TODAY));
    expect(facts.filter(({ charts }) => charts.length > 0).map(({ path }) => texts[path]))
      .toEqual(['capabilities.mesh', 'databasePassword', 'domain', 'namespace']);
  });

  test('tells images, removed defaults and calls', () => {
    expect(data.images.map(({ repository, uses }) => [text(repository), uses[0]]))
      .toEqual([['shop/payment', 0], ['shop/checkout', 1]]);
    expect(data.removed.map(({ reason, chart }) => [chart, text(reason)]))
      .toEqual([[0, 'the driver writes beside itself']]);
    expect(data.calls.map(([from, to]) => [from, to].map((i) => text(data.services[i].name))))
      .toEqual([['checkout/api', 'payment/api']]);
  });

  test('names places by merge keys, as all other output does', () => {
    const [[, places]] = data.charts[1].facts.filter(([fact]) => text(data.facts[fact].path) === 'domain');
    expect(places.map(text)).toContain('spec.template.spec.containers[main].envFrom[0].configMapRef.name');
  });

  test('does not name the elements of a Secret\'s lists, which are made of values', () => {
    const body = { kind: 'Secret', spec: { containers: [{ name: 'hidden', image: null }] } };
    const place = { object: 'Secret/x', path: ['spec', 'containers', 0, 'image'] };
    const namer = (kind: string) => new PathNamer([
      { id: 'Secret/x', construct: 'x', body: { ...body, kind }, places: [] },
    ]);
    expect([namer('Secret').describe(place), namer('Pod').describe(place)])
      .toEqual(['spec.containers[0].image', 'spec.containers[hidden].image']);
  });

  test('names a place by the form of its object that has it', () => {
    const form = (name: string, at: number) => ({
      id: 'Pod/x', construct: 'x', body: { kind: 'Pod', spec: { containers: [{ name: 'first' }, { name }] } },
      places: [{ path: ['spec', 'containers', at, 'image'], value: { op: 'fact' as const, path: ['image'] } }],
    });
    const namer = new PathNamer([form('a', 0), form('b', 1)]);
    const at = (i: number) => namer.describe({ object: 'Pod/x', path: ['spec', 'containers', i, 'image'] });
    expect([at(0), at(1)]).toEqual(['spec.containers[first].image', 'spec.containers[b].image']);
  });

  test('keeps facts apart whose keys hold dots', () => {
    const environments = index.environments.map((environment) => ({
      ...environment,
      targets: environment.targets.map((target) => ({ ...target, facts: { a: { b: 'inner' }, 'a.b': 'outer' } })),
    }));
    const [chart] = index.charts;
    const facts = [['a', 'b'], ['a.b']].map((path) => ({ path, places: [] }));
    const { facts: rows, charts, values } = reportData({ ...index, environments, charts: [{ ...chart, facts }] }, TODAY);
    expect(charts[0].facts.map(([row]) => values[rows[row].values[0]])).toEqual(['inner', 'outer']);
  });

  test('holds a value of megabytes only in part, and says how long it is', () => {
    const long = withTexts(() => 'y'.repeat(1_000_000));
    expect(dataOf(htmlReport(long, [], TODAY)).texts).toContain(`${'y'.repeat(LONGEST_TEXT)} … (1000000 characters)`);
  });

  test('keeps values apart that look the same', () => {
    const charts = index.charts.map((chart, i) => (i > 0 ? chart : {
      ...chart,
      targets: {
        local: { ...chart.targets.local, values: { replicas: { value: '3', from: 'default' as const } } },
        production: { ...chart.targets.production, values: { replicas: { value: 3, from: 'default' as const } } },
      },
    }));
    const [{ variations: [{ values }] }] = reportData({ ...index, charts }, TODAY).charts;
    expect(values[0]).not.toBe(values[1]);
  });
});

describe('a page of environments that are not in parity', () => {
  const failure = (i: number) => ({
    code: 'PARITY_UNEXPLAINED' as const, message: 'a value differs', where: `local/shop.k8s.yaml > <b>${i}</b>`,
    got: '"a"', expected: '"b"', fix: 'run parity synth again',
  });
  const failures = Array.from({ length: 60 }, (_, i) => failure(i));
  const html = htmlReport({ ...index, witnessed: true, releasable: true, notReleasable: [] }, failures, TODAY);
  const [, section] = /<section id="unexplained"(.*?)<\/section>/s.exec(html) as RegExpExecArray;

  test('names the first fifty differences right below the verdict, and counts the rest', () => {
    expect(section.match(/<li>/g)).toHaveLength(50);
    expect(section).toContain('<li><b>a value differs</b> <small>PARITY_UNEXPLAINED</small><dl><dt>Where</dt><dd><code>'
      + 'local/shop.k8s.yaml &#62; &#60;b&#62;0&#60;/b&#62;</code></dd><dt>Got</dt><dd><code>&#34;a&#34;</code></dd>'
      + '<dt>Expected</dt><dd><code>&#34;b&#34;</code></dd><dt>Fix</dt><dd>run parity synth again</dd></dl></li>');
    expect(section).toContain('10 more differences than shown');
    expect(html.indexOf('id="unexplained"')).toBeLessThan(html.indexOf('id="matrix"'));
  });

  test('claims neither that a release may be made nor that all else is the same', () => {
    expect(html).toContain('<span class="state bad">Not releasable</span> not while it is not in parity');
    expect(html).not.toContain('a release may be made of it');
    expect(html).not.toContain('gives the same manifests');
    expect(html).not.toContain('is the same everywhere');
    expect(page).toContain('what is not listed here is the same everywhere');
  });

  test('is not what others are told', () => {
    expect(page).not.toContain('id="unexplained"');
  });
});

test('a preview is marked in the verdict and in the data', () => {
  const [local, production] = index.environments;
  const targets = [{ ...production.targets[0], name: 'pr-1' }];
  const preview = { ...production, name: 'pr-1', previewOf: 'production', targets };
  const html = htmlReport({ ...index, environments: [local, production, preview] }, [], TODAY);
  expect(html).toContain('one template each for local, production and the preview pr-1 of production.');
  const { previewOf, texts } = dataOf(html);
  expect(previewOf.map((i) => texts[i])).toEqual([undefined, undefined, 'production']);
});

test('without JavaScript a reader gets the verdict, what differs and what expires', () => {
  expect(page).toContain('In parity, but for 2 exceptions');
  const [, without] = /<noscript>(.*)<\/noscript>/s.exec(page) as RegExpExecArray;
  for (const part of ['payment.replicas', 'domain', 'shop.example', 'the old balancer is slow', 'expired 1 day ago']) {
    expect(without).toContain(part);
  }
});

test('a chart more costs what it holds, and its class is said once', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => ({ ...index.charts[0], id: `payment-${i}` }));
  const size = (n: number) => embeddedJson(reportData({ ...index, charts: many(n), calls: [] }, TODAY)).length;
  const [few, more, most] = [size(100), size(200), size(400)];
  expect((most - more) / (more - few)).toBeCloseTo(2, 0);
  expect(reportData({ ...index, charts: many(100), calls: [] }, TODAY).declarations).toHaveLength(1);
});
