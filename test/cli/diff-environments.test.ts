import { ParityApp } from '../../lib';
import { type DiffOptions, diff } from '../../lib/cli/diff';
import { terminalOf } from '../../lib/cli/terminal';
import { Checkout, environments } from '../report/difference-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
let folder: string;

beforeAll(() => {
  folder = temporary();
  const app = new ParityApp({ environments, outdir: folder });
  new Checkout(app, 'checkout');
  new Checkout(app, 'returns');
  app.synth();
});

/** What a call prints, and its exit code. */
async function run(names: readonly string[], options: Partial<DiffOptions> = {}, env: NodeJS.ProcessEnv = {}) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => terminalOf(
    { write: (text: unknown) => (written[name] += String(text)) !== '' }, env);
  const code = await diff({ environments: names, assembly: folder, format: 'text', ...options },
    { out: stream('out'), err: stream('err') });
  return { code, ...written };
}

test.each<[string, readonly string[], Partial<DiffOptions>, number]>([
  ['differences', ['local', 'staging'], {}, 1],
  ['none', ['staging', 'staging'], {}, 0],
  ['none between clusters', ['production', 'production'], { fields: true }, 0],
  ['none in the files', ['staging', 'staging'], { yaml: true }, 0],
  ['differences in the files', ['local', 'staging'], { yaml: true }, 1],
  ['differences of all', [], { all: true }, 1],
  ['an unknown environment', ['local', 'stagin'], {}, 2],
  ['an unknown chart', ['local', 'staging'], { chart: ['chekout'] }, 2],
  ['no assembly', ['local', 'staging'], { assembly: '/nowhere/at/all' }, 2],
])('the exit code says: %s', async (_, names, options, code) => {
  for (const format of options.yaml ? ['text', 'markdown'] : ['text', 'json', 'markdown']) {
    expect((await run(names, { ...options, format })).code).toBe(code);
  }
});

test.each<[string, readonly string[], Partial<DiffOptions>, RegExp]>([
  ['nothing', [], {}, /nothing to compare[^]*parity diff staging production/],
  ['one environment', ['staging'], {}, /only 'staging'[^]*parity diff staging production/],
  ['all, and some', ['staging'], { all: true }, /--all, and 'staging'/],
  ['all since a revision', [], { all: true, base: 'main' }, /--all and --base/],
  ['some since a revision', ['a', 'b'], { base: 'main' }, /--base, and 'a' and 'b'/],
  ['a build of nothing', ['a', 'b'], { build: 'make' }, /--build without --base/],
  ['fields and files', ['a', 'b'], { fields: true, yaml: true }, /--fields and --yaml/],
  ['fields of all', [], { all: true, fields: true }, /--all with --fields/],
  ['files of all', [], { all: true, yaml: true }, /--all with --yaml/],
  ['files as data', ['a', 'b'], { yaml: true, format: 'json' }, /--fields --format json/],
])('asking for %s is wrong usage, and says what is right', async (_, names, options, message) => {
  const { code, out, err } = await run(names, options);
  expect(code).toBe(2);
  expect(out + err).toMatch(message);
  expect(out + err).toContain('PARITY_BAD_ARGUMENT');
});

test('JSON says everything, and its first key is ok', async () => {
  for (const options of [{}, { fields: true }]) {
    const document = JSON.parse((await run(['local', 'staging'], { ...options, format: 'json' })).out);
    expect(Object.keys(document)).toEqual([
      'ok', 'from', 'to', 'same', 'pairs', 'charts', 'files', 'variations', 'facts', 'alternatives', 'standIns',
      'exceptions', 'unusedFacts', 'exceptionsDeclared', 'keptConfigs', 'lookedAt', 'unexplained',
      ...('fields' in options ? ['unexplainedFields', 'fields'] : []),
    ]);
    expect(document).toMatchObject({ ok: true, same: false, charts: 2, files: { compared: 2, different: 2 } });
  }
  expect(Object.keys(JSON.parse((await run([], { all: true, format: 'json' })).out))).toEqual([
    'ok', 'same', 'targets', 'previews', 'charts', 'rows', 'exceptionsDeclared', 'lookedAt', 'unexplained']);
});

test('a failure as JSON is a document, too', async () => {
  expect(JSON.parse((await run(['local', 'stagin'], { format: 'json' })).out)).toMatchObject({
    ok: false, failures: [{ code: 'PARITY_UNKNOWN_ENVIRONMENT', expected: "'staging'" }],
  });
});

test('--chart limits what is compared, by id or class', async () => {
  const of = async (chart: string, options: Partial<DiffOptions> = {}) =>
    (await run(['local', 'staging'], { chart: [chart], ...options })).out;
  expect(await of('returns')).not.toMatch(/checkout/);
  expect(await of('returns')).toContain('Secret/returns-db');
  expect(await of('Checkout')).toContain('in 2 charts: checkout, returns');
  expect(await of('returns', { fields: true })).not.toMatch(/checkout/);
  expect(await of('returns', { yaml: true })).not.toMatch(/checkout/);
});

test('the order of the names is the order of the sides', async () => {
  expect((await run(['staging', 'local'])).out).toMatch(/^staging -> local\n/);
  expect((await run(['local', 'staging'], { yaml: true })).out).toMatch(/^--- a\/local\/checkout/m);
  expect((await run(['staging', 'local'], { yaml: true })).out).toMatch(/^--- a\/staging\/checkout/m);
});

test('colours are for terminals', async () => {
  for (const options of [{}, { fields: true }, { yaml: true }]) {
    expect((await run(['local', 'staging'], options)).out).not.toContain('\u001b');
    expect((await run(['local', 'staging'], options, { FORCE_COLOR: '1' })).out).toContain('\u001b[');
  }
});

test('no format shows a value of a Secret', async () => {
  const calls: [readonly string[], Partial<DiffOptions>][] = [
    [['local', 'staging'], {}], [['local', 'staging'], { fields: true }], [['local', 'staging'], { yaml: true }],
    [[], { all: true }],
  ];
  for (const [names, options] of calls) {
    for (const format of options.yaml ? ['text', 'markdown'] : ['text', 'json', 'markdown']) {
      const { out } = await run(names, { ...options, format });
      expect(out).toMatch(/\(a value of a Secret|\(secret\)/);
      for (const value of ['hunter2', 'correct horse']) expect(out).not.toContain(value);
    }
  }
});
