import { changeOf } from '../../lib/report/change/change-of';
import { type SmallChart, deployment, fact, small, variation, withPlaces } from './fixtures/small-assembly';

const chart = (shop: SmallChart) => small({ charts: { shop } });
const change = (before: SmallChart, after: SmallChart) => changeOf(chart(before), chart(after));
const config = (data: Record<string, string>, name = 'shop') =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

test('an assembly compared with itself changes nothing', () => {
  const same = () => chart({ objects: [deployment('shop')], variations: { replicas: { default: 2 } } });
  expect(changeOf(same(), same())).toMatchObject({ same: true, risks: [], templates: [], values: [] });
});

test('a template change is said once, with placeholders by name', () => {
  const at = ['spec', 'replicas'];
  const before = withPlaces(deployment('shop', {}, {}, { replicas: null }), [[at, variation('replicas')]]);
  const { templates } = change({ objects: [before] }, { objects: [deployment('shop', {}, {}, { replicas: 3 })] });
  expect(templates).toEqual([{
    kind: 'changed', of: 'Deployment', objects: [{ chart: 'shop', object: 'Deployment/shop' }],
    fields: [{ kind: 'changed', path: 'spec.replicas', before: '<replicas>', after: 3 }],
  }]);
});

test('a text shows its placeholders, and a quantity its unit in words', () => {
  const unit = { op: 'unit', of: variation('size'), to: 'Mi', round: 'exact' } as const;
  const before = withPlaces({ ...config({}), data: { host: null, size: null } }, [
    [['data', 'host'], { op: 'interpolate', parts: ['https://shop.', { value: fact('domain'), as: 'text' }] }],
    [['data', 'size'], { op: 'interpolate', parts: [{ value: unit, as: 'text' }, 'Mi'] }]]);
  const { templates } = change({ objects: [before] }, { objects: [config({ host: 'x', size: '1Mi' })] });
  expect(templates[0]!.fields.map((field) => field.before)).toEqual(['https://shop.<env.domain>', '<size in Mi>']);
});

test('text that reads like a placeholder is told from one', () => {
  const at = ['data', 'host'];
  const before = withPlaces({ ...config({}), data: { host: null } }, [[at, fact('domain')]]);
  const { templates } = change({ objects: [before] }, { objects: [config({ host: '<env.domain>' })] });
  expect(templates[0]!.fields).toMatchObject([{ path: 'data.host', before: expect.stringMatching(/^<env.domain> #/) }]);
});

test('no text can pass for a placeholder, however it is written', () => {
  const hole = withPlaces({ ...config({}), data: { host: null } }, [[['data', 'host'], fact('domain')]]);
  const forged = config({ host: '\u0000<{"op":"fact","path":["domain"]}' });
  expect(change({ objects: [hole] }, { objects: [forged] }).templates).toHaveLength(1);
  const key = (name: string) => withPlaces({ ...config({}), data: { a: { [name]: 1 } } }, []);
  expect(change({ objects: [key('\u0000(json')] }, { objects: [key('(json)')] }).templates[0]!.fields).toHaveLength(2);
});

test('objects of many charts that change alike are one entry', () => {
  const both = (key: string) => small({ charts: { a: { objects: [config({ [key]: '1' })] },
    b: { objects: [config({ [key]: '1' })] } } });
  expect(changeOf(both('x'), both('y')).templates).toMatchObject([{
    kind: 'changed', objects: [{ chart: 'a' }, { chart: 'b' }],
    fields: [{ kind: 'removed', path: 'data.x' }, { kind: 'added', path: 'data.y' }],
  }]);
});

test('list elements are matched by their merge keys', () => {
  const env = (...names: string[]) => ({ env: names.map((name) => ({ name, value: '1' })) });
  const { templates } = change({ objects: [deployment('shop', env('A', 'B'))] },
    { objects: [deployment('shop', env('B'))] });
  expect(templates[0]!.fields).toEqual([
    { kind: 'removed', path: 'spec.template.spec.containers[api].env[A]', before: { name: 'A', value: '1' } },
  ]);
});

test('a change inside an embedded document is found inside it', () => {
  const doc = (limit: number) => withPlaces({ ...config({}), data: { 'a.json': null } }, [[['data', 'a.json'],
    { op: 'json', indent: 0, of: { body: { limit, domain: null },
      places: [{ path: ['domain'], value: fact('domain') }] } }]]);
  expect(change({ objects: [doc(1)] }, { objects: [doc(2)] }).templates[0]!.fields).toEqual([
    { kind: 'changed', path: 'data["a.json"]["(json)"].limit', before: 1, after: 2 },
  ]);
});

test('what chooses an object is a part of it', () => {
  const when = (is: string) => withPlaces(config({}), [], { when: [{ of: fact('mesh'), is }] });
  expect(change({ objects: [when('true')] }, { objects: [when('false')] }).templates[0]!.fields).toEqual([
    { kind: 'changed', path: '(when)', before: 'env.mesh is true', after: 'env.mesh is false' },
  ]);
});

test('an object with another name is recognised, by its construct or its content', () => {
  const named = (name: string) => withPlaces(config({ a: '1' }, name), [], { construct: `c/${name}` });
  expect(change({ objects: [named('old')] }, { objects: [named('new')] }).templates).toMatchObject([{
    kind: 'renamed', objects: [{ before: 'ConfigMap/old', object: 'ConfigMap/new' }],
    fields: [{ path: 'metadata.name', before: 'old', after: 'new' }],
  }]);
});

test('another order of the objects is told, and nothing else is then', () => {
  const [a, b] = [config({}, 'a'), config({}, 'b')];
  expect(change({ objects: [a, b] }, { objects: [b, a] })).toMatchObject({
    same: false, templates: [{ kind: 'reordered', objects: [{ chart: 'shop' }] }],
  });
});

test('values of Secrets are nowhere', () => {
  const at = ['stringData', 'key'];
  const secret = (more: object) => withPlaces({
    apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shop' }, immutable: true,
    stringData: { key: null, ...more } }, [[at, variation('key')]]);
  const side = (value: string): SmallChart => ({
    objects: [secret({ other: value })], variations: { key: { type: 'string', default: value } },
    values: { production: { key: value } },
    exceptions: [{ target: 'production', object: 'Secret/shop', reason: 'r', owner: 'o', expires: '2099-01-01',
      patch: [{ op: 'replace', path: '/stringData/other', value }] }],
  });
  const all = change(side('hunter1'), side('hunter2'));
  expect(JSON.stringify(all)).not.toContain('hunter');
  expect(all).toMatchObject({
    values: [{ name: 'key', changes: [{ before: '(a value of a Secret)' }] }],
    templates: [{ fields: [{ path: 'stringData.other', after: '(a value of a Secret)' }] }],
    risks: [{ rule: 'immutable-field' }],
  });
});

test('values are told by target, and once where they changed alike', () => {
  const targets = { local: {}, production: {}, staging: {} };
  const values = (local: number, production: number, staging: number) => small({ targets, charts: { shop: {
    variations: { replicas: {} }, values: { local: { replicas: local }, production: { replicas: production },
      staging: { replicas: staging } } } } });
  expect(changeOf(values(1, 6, 1), values(2, 8, 2)).values).toEqual([{
    class: 'Shop', name: 'replicas', charts: ['shop'], changes: [
      { targets: ['local', 'staging'], everywhere: false, before: 1, after: 2 },
      { targets: ['production'], everywhere: false, before: 6, after: 8 },
    ],
  }]);
});

test('of a new variation, only values other than its default are told', () => {
  const targets = { local: {}, production: {} };
  const after = small({ targets, charts: { shop: { variations: { n: { default: 1 } },
    values: { local: { n: 1 }, production: { n: 4 } } } } });
  const { values, variations } = changeOf(small({ targets, charts: { shop: {} } }), after);
  expect(values).toMatchObject([{ name: 'n', changes: [{ targets: ['production'], after: 4 }] }]);
  expect(variations).toMatchObject([{ kind: 'added', name: 'n', after: { default: 1, why: 'traffic differs' } }]);
});

test('a Secret in a list of objects is one as well', () => {
  const list = (value: string) => ({ apiVersion: 'v1', kind: 'List', metadata: { name: 'l' },
    items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { value } }] });
  const all = change({ objects: [list('hunter1')] }, { objects: [list('hunter2')] });
  expect(JSON.stringify(all)).not.toContain('hunter');
  expect(all.templates).toHaveLength(1);
});

test('facts are told with the charts that they fill', () => {
  const with_ = (domain: string) => small({ targets: { production: { domain, tls: { issuer: 'a' } } },
    charts: { shop: { facts: [['domain']] } } });
  expect(changeOf(with_('a.test'), with_('b.test')).facts).toEqual([{
    name: 'domain', charts: ['shop'],
    changes: [{ targets: ['production'], everywhere: true, before: 'a.test', after: 'b.test' }],
  }]);
});

test.each([
  ['widened', { max: 50 }, { max: 100 }], ['narrowed', { max: '1Gi' }, { max: '512Mi' }],
  ['widened', { min: 2, max: 9 }, { max: 9 }], ['both', { min: 1, max: 9 }, { min: 2, max: 10 }],
  ['both', { values: ['a', 'b'] }, { values: ['b', 'c'] }], [undefined, { default: 1 }, { default: 2 }],
])('bounds are %s by %j -> %j', (bounds, before, after) => {
  const { variations } = change({ variations: { v: before as object } }, { variations: { v: after as object } });
  expect(variations).toEqual([{
    kind: 'changed', class: 'Shop', name: 'v', charts: ['shop'], before: expect.anything(), after: expect.anything(),
    ...(bounds === undefined ? {} : { bounds }),
  }]);
});

test('an image is told once, and not again as a field', () => {
  const image = (digest: string) => ({ object: 'Deployment/shop', container: 'api', artifact: 'shop/api',
    repository: 'shop/api', digest });
  const side = (digest: string): SmallChart => ({
    objects: [deployment('shop', { image: `r.test/shop/api@${digest}` })], images: [image(digest)] });
  expect(change(side('sha256:1'), side('sha256:2'))).toMatchObject({
    templates: [], charts: { changed: ['shop'] },
    images: [{ kind: 'changed', before: { digest: 'sha256:1' }, after: { digest: 'sha256:2' },
      containers: [{ chart: 'shop', object: 'Deployment/shop', container: 'api' }] }],
  });
});

test('an exception is new, gone or changed, and its source line is no change', () => {
  const exception = { target: 'production', object: 'ConfigMap/shop', patch: [{ op: 'remove', path: '/data/a' }],
    reason: 'r', owner: 'o', expires: '2099-01-01', source: 'a.ts:1' } as const;
  const side = (more: object): SmallChart => ({ objects: [config({ a: '1' })],
    exceptions: [{ ...exception, ...more }] });
  expect(change(side({}), side({ source: 'a.ts:9' })).same).toBe(true);
  expect(change(side({}), side({ expires: '2099-02-01' })).exceptions).toEqual([{
    kind: 'changed', name: 'ConfigMap/shop', charts: ['shop'], before: { expires: '2099-01-01' },
    after: { expires: '2099-02-01' },
  }]);
});

test('of records that only their reason tells apart, the one that stayed is not told', () => {
  const removed = (reason: string) => ({ construct: 'c', default: 'probes', reason, source: undefined });
  const all = change({ removedDefaults: [removed('a'), removed('b')] }, { removedDefaults: [removed('b')] });
  expect(all.removedDefaults).toEqual([
    { kind: 'removed', name: 'probes of c', charts: ['shop'], before: { reason: 'a' } },
  ]);
});

test('environments, clusters, charts and what holds for the app are told', () => {
  const before = small({ targets: { local: {}, production: {} }, charts: { a: {}, b: { owner: 'x' } } });
  const after = small({ targets: { production: {}, local: {}, 'eu/1': {} }, charts: { b: { owner: 'y' }, c: {} },
    index: { witnessed: false, allowedEnv: ['TZ'] } });
  expect(changeOf(before, after)).toMatchObject({
    environments: { added: [{ environment: 'eu', cluster: '1' }], removed: [],
      order: { before: ['local', 'production'], after: ['production', 'local'] } },
    charts: { added: [{ id: 'c' }], removed: [{ id: 'a' }], renamed: [{ id: 'b' }] },
    app: [{ kind: 'changed', name: 'witnessed' }, { kind: 'added', name: 'constructs may read TZ' }],
  });
});

const part = { notReleasable: ['only some charts were synthesized: a'], releasable: false };

test('a side that holds only some charts limits both: what it lacks is not gone', () => {
  const whole = small({ charts: { a: {}, b: { objects: [config({})] } }, targets: { production: { unused: 1 } } });
  const some = (unused = 1) => small({ charts: { a: {} }, index: part, targets: { production: { unused } } });
  for (const [before, after, of] of [[whole, some(), 'head'], [some(), whole, 'base']] as const) {
    expect(changeOf(before, after)).toMatchObject({
      same: true, part: { of: [of], charts: ['a'] }, charts: { added: [], removed: [] }, app: [], risks: [],
    });
  }
  // Which charts use a fact is not known of a part.
  expect(changeOf(whole, some(2)).same).toBe(true);
  expect(changeOf(whole, whole).part).toBeUndefined();
});

test('of two parts, the charts that both hold are compared', () => {
  const side = (...ids: string[]) => small({ charts: Object.fromEntries(ids.map((id) => [id, {}])), index: part });
  expect(changeOf(side('a', 'b'), side('b', 'c'))).toMatchObject({
    same: true, part: { of: ['base', 'head'], charts: ['b'] },
  });
});

test('what a chart hides that is left out of a part stays hidden', () => {
  const secret = withPlaces({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { key: null } },
    [[['stringData', 'key'], fact('key')]]);
  const side = (key: string, charts: Record<string, SmallChart>, index: object = {}) =>
    small({ targets: { production: { key } }, charts, index });
  const reader: SmallChart = { facts: [['key']] };
  const { facts } = changeOf(side('hunter1', { a: reader, b: { objects: [secret], facts: [['key']] } }),
    side('hunter2', { a: reader }, part));
  expect(facts).toMatchObject([{ name: 'key', changes: [{ before: '(a value of a Secret)' }] }]);
});

test.each([
  ['first cluster', false], ['last cluster', true],
])('the %s is compared with the former target', (_, isGone) => {
  const replicas = withPlaces(deployment('shop', {}, {}, { replicas: null }), [[['spec', 'replicas'], variation('n')]]);
  const side = (target: string, n: number, domain: string) => small({
    targets: { local: {}, [target]: { domain } },
    charts: { shop: { objects: [replicas], facts: [['domain']], variations: { n: {} },
      values: { local: { n: 1 }, [target]: { n } } } },
  });
  const before = side(isGone ? 'production/eu' : 'production', 3, 'a.test');
  const after = side(isGone ? 'production' : 'production/eu', 1, 'b.test');
  const found = changeOf(before, after);
  expect(found).toMatchObject({
    environments: { added: [], removed: [],
      clustered: [{ environment: 'production', [isGone ? 'before' : 'after']: ['eu'] }] },
    values: [{ name: 'n', changes: [{ targets: ['production/eu'], before: 3, after: 1 }] }],
    facts: [{ name: 'domain', changes: [{ targets: ['production/eu'], before: 'a.test', after: 'b.test' }] }],
    risks: [{ message: 'a single pod is left', targets: ['production/eu'] }],
  });
});

test('a target with several new clusters is compared with each; its exceptions go along', () => {
  const exception = (target: string) => ({ target, object: 'ConfigMap/shop', reason: 'r', owner: 'o',
    expires: '2099-01-01', patch: [{ op: 'remove', path: '/data/a' }] } as const);
  const side = (...targets: string[]) => small({ targets: Object.fromEntries(targets.map((name) => [name, {}])),
    charts: { shop: { objects: [config({ a: '1' })], exceptions: targets.map(exception) } } });
  const found = changeOf(side('production'), side('production/eu', 'production/us'));
  expect(found).toMatchObject({ same: false, exceptions: [], risks: [],
    environments: { clustered: [{ environment: 'production', after: ['eu', 'us'] }] } });
  const second = changeOf(side('production/eu'), side('production/eu', 'production/us'));
  expect(second.environments).toMatchObject({ added: [{ cluster: 'us' }], removed: [] });
  expect(second.environments.clustered).toBeUndefined();
});

test('stand-ins and exceptions of a chart that is new, or gone, are told with it', () => {
  const risky: SmallChart = {
    standIns: [{ of: fact('sandbox'), branch: 'false', for: 'the bank', reason: 'r', owner: 'o', since: '2026-01-01',
      expires: '2099-01-01', conformance: 'a.test.ts', source: 'a.ts:1' }],
    exceptions: [{ target: 'production', object: 'ConfigMap/shop', reason: 'a sale', owner: 'o', expires: '2099-01-01',
      patch: [{ op: 'remove', path: '/data/a' }] }],
  };
  const [none, one] = [small({}), small({ charts: { shop: risky } })];
  for (const [before, after, kind] of [[none, one, 'added'], [one, none, 'removed']] as const) {
    expect(changeOf(before, after)).toMatchObject({
      standIns: [{ kind, charts: ['shop'], [kind === 'added' ? 'after' : 'before']: { for: 'the bank' } }],
      exceptions: [{ kind, name: 'ConfigMap/shop', charts: ['shop'] }],
      charts: { changed: [] },
    });
  }
});
