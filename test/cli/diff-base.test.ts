import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParityApp, vary } from '../../lib';
import { type DiffOptions, diff } from '../../lib/cli/diff';
import { terminalOf } from '../../lib/cli/terminal';
import { type ShopContract, chartWith, shop } from '../environment/fixtures/probe';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
const Probe = chartWith(() => vary.integer({ default: 1, min: 1, max: 9, why: 'traffic differs' }));

/** Writes an assembly with some charts and production's value. */
function assembly(value: number, charts: readonly string[] = ['api'], facts: Partial<ShopContract> = {}): string {
  const outdir = temporary();
  const environments = [shop('local'), shop('production', facts).overlay(Probe, { value })];
  const app = new ParityApp({ environments, outdir });
  for (const id of charts) new Probe(app, id);
  app.synth();
  return outdir;
}

let before: string;
let after: string;
beforeAll(() => {
  before = assembly(2, ['api', 'old']);
  after = assembly(3, ['api', 'new']);
});

async function run(options: Partial<DiffOptions>) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    terminalOf({ write: (text: string) => { written[name] += text; return true; } }, {});
  const code = await diff({ environments: [], format: 'text', base: before, assembly: after, ...options },
    { out: stream('out'), err: stream('err') });
  return { code, ...written };
}

test('an assembly compared with itself gives 0, another one 1, in every format', async () => {
  for (const format of ['text', 'json', 'markdown']) {
    expect(await run({ format, base: after })).toMatchObject({ code: 0, err: '' });
    expect(await run({ format })).toMatchObject({ code: 1, err: '' });
  }
});

test('JSON is the model, after whether the comparison was made and with what', async () => {
  const parsed = JSON.parse((await run({ format: 'json' })).out) as Record<string, unknown>;
  expect(Object.keys(parsed).slice(0, 3)).toEqual(['ok', 'base', 'same']);
  expect(parsed).toMatchObject({ ok: true, base: before, same: false,
    charts: { added: [{ id: 'new' }], removed: [{ id: 'old' }], changed: ['api'] },
    values: [{ name: 'value', changes: [{ targets: ['production'], before: 2, after: 3 }] }] });
});

test('charts are limited on both sides, of which one may lack them', async () => {
  const { charts } = JSON.parse((await run({ format: 'json', chart: ['old'] })).out) as { charts: object };
  expect(charts).toEqual({ added: [], removed: [expect.objectContaining({ id: 'old' })], changed: [], renamed: [] });
});

test('a fact that fills nothing is told, but not to who asks for some charts', async () => {
  const base = assembly(3, ['api', 'new'], { paymentUrl: 'https://other.test' });
  expect(await run({ base })).toMatchObject({ code: 1, out: expect.stringContaining('paymentUrl') });
  expect(await run({ base, chart: ['api'] })).toMatchObject({ code: 0 });
});

test('a chart that neither side has is wrong usage', async () => {
  const { code, err } = await run({ chart: ['appi'] });
  expect(code).toBe(2);
  expect(err).toMatch(/PARITY_UNKNOWN_CHART[^]*'api'/);
});

test.each<[string, string, number, (folder: string) => void]>([
  ['truncated', 'PARITY_BAD_ASSEMBLY', 1, (folder) => truncateSync(join(folder, 'parity.json'), 200)],
  ['altered', 'PARITY_ASSEMBLY_ALTERED', 1, (folder) => writeFileSync(join(folder, 'local/api.k8s.yaml'), 'kind: X\n')],
  ['of another version', 'PARITY_ASSEMBLY_VERSION', 2, (folder) => {
    const file = join(folder, 'parity.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"schemaVersion":\s*\d+/, '"schemaVersion": 1'));
  }],
])('a base that is %s is refused', async (_, error, code, edit) => {
  const folder = join(temporary(), 'copy');
  cpSync(before, folder, { recursive: true });
  edit(folder);
  const { code: exit, err } = await run({ base: folder });
  expect({ exit, err: err.split(':')[0] }).toEqual({ exit: code, err: error });
});

test('a folder without an assembly is taken for a revision, and refused with both in mind', async () => {
  const folder = join(temporary(), 'empty');
  mkdirSync(folder);
  const { code, err } = await run({ base: folder });
  expect(code).toBe(2);
  expect(err).toMatch(/^PARITY_UNKNOWN_REVISION: there is no such revision, and no such assembly/);
});

test('without an assembly to look at, no revision is built', async () => {
  const { code, err } = await run({ base: 'HEAD', assembly: join(temporary(), 'nothing') });
  expect({ code, error: err.split(':')[0] }).toEqual({ code: 2, error: 'PARITY_NO_ASSEMBLY' });
});
