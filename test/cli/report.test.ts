import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, type ReportOptions } from '../../lib/cli/report';
import { ReportFile } from '../../lib/cli/report-file';
import { terminalOf } from '../../lib/cli/terminal';
import { digestText } from '../../lib/template/canonical';
import { representativeApp } from '../check/representative-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
let assembly: string;

beforeAll(() => {
  assembly = join(temporary(), 'dist');
  representativeApp(assembly).synth();
});

async function run(options: ReportOptions, isTTY = false) {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => terminalOf(
    { isTTY, write: (text: unknown) => (written[name] += String(text)) !== '' }, { NO_COLOR: '1' });
  const status = await report({ assembly, now: '2026-11-21', ...options }, { out: stream('out'), err: stream('err') });
  return { status, ...written };
}

describe('parity report', () => {
  test('prints the summary in one screen, as parity synth does', async () => {
    const { status, out, err } = await run({});
    expect(out).toMatch(/^in parity, but for 1 exception: 1 chart, one template for local, staging, production/);
    expect(out).toContain(
      '\n  staging: shop > Deployment/shop until 2099-12-31, 26703 days left (shop: a slow machine)\n');
    expect(out.split('\n').length).toBeLessThan(40);
    expect([status, err]).toEqual([0, '']);
  });

  test('prints one JSON document whose first key is ok', async () => {
    const { status, out } = await run({ format: 'json' });
    const summary = JSON.parse(out);
    expect(Object.keys(summary).slice(0, 2)).toEqual(['ok', 'today']);
    expect(summary).toMatchObject({
      ok: true, today: '2026-11-21', charts: 1, environments: ['local', 'staging', 'production'], standIns: [],
      exceptions: [{ chart: 'shop', target: 'staging', operations: 2, lifetime: { expired: false } }],
    });
    expect(status).toBe(0);
  });

  test('prints Markdown for the page of a job', async () => {
    const { out } = await run({ format: 'markdown' });
    expect(out).toMatch(/^### ⚠️ In parity, but for 1 exception\n/);
    expect(out).toContain('| shop.replicas | 2 | 2 | 6 | 9 |');
  });

  test('writes a page with --out alone, and says where and how large', async () => {
    const out = join(temporary(), 'report.html');
    const { status, out: printed, err } = await run({ out });
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/);
    expect([status, printed, err]).toEqual([0, '', expect.stringMatching(/report\.html: \d+ kB\n$/)]);
  });

  test('writes the same bytes again, and whatever form is asked for', async () => {
    const folder = temporary();
    await run({ out: join(folder, 'a') });
    await run({ out: join(folder, 'b') });
    await run({ out: join(folder, 'c'), format: 'markdown' });
    const [a, b, c] = ['a', 'b', 'c'].map((name) => readFileSync(join(folder, name), 'utf8'));
    expect([a === b, c.startsWith('###')]).toEqual([true, true]);
    expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'c']);
  });

  test('gives a page to a pipe', async () => {
    expect((await run({ format: 'html' })).out).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  });

  test('is limited to charts', async () => {
    const { out } = await run({ format: 'json', chart: ['Shop'] });
    expect(JSON.parse(out).charts).toBe(1);
    const { status, err } = await run({ chart: ['shap'] });
    expect([status, err]).toEqual([2, expect.stringMatching(/^PARITY_UNKNOWN_CHART: [^]*'shop'/)]);
  });
});

test.each<[NonNullable<ReportOptions['format']>, RegExp]>([
  ['text', /^not in parity: \d+ differences? that nothing explains\n\n {2}PARITY_UNEXPLAINED: [^]*\n {4}where: +local\/s/],
  ['json', /"ok": false[^]*"releasable": false[^]*"unexplained": \[\n {4}\{\n {6}"code": "PARITY_UNEXPLAINED"/],
  ['markdown', /^### ❌ Not in parity\n\n\d+ differences? that nothing explains\.\n\n\| difference [^]*local\/shop/],
  ['html', /"state bad">Not in parity<\/span> \d+ differences? that nothing explains[^]*<dt>Where<\/dt><dd><code>local/],
])('as %s says that environments differ by more than was declared, though all digests fit', async (format, told) => {
  const edited = join(temporary(), 'dist');
  representativeApp(edited).synth();
  const file = join(edited, 'local', 'shop.k8s.yaml');
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/kind: Deployment\n/, 'kind: StatefulSet\n');
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  const index = join(edited, 'parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replaceAll(digestText(before), digestText(after)));
  const { status, out } = await run({ assembly: edited, format });
  expect(out).toMatch(told);
  expect(status).toBe(1);
});

describe('wrong usage of parity report', () => {
  const folder = () => temporary();
  test.each<[string, () => ReportOptions, RegExp]>([
    ['a folder', () => ({ out: folder() }), /got: +a folder\n {2}fix: +name a file in it: .*report\.html/],
    ['a name that ends as a folder\'s', () => ({ out: `${folder()}/new/` }), /got: +a folder/],
    ['a file in no folder', () => ({ out: join(folder(), 'none', 'x.html') }), /that does not exist\n.*mkdir -p/],
    ['no name', () => ({ out: '' }), /got: +no file name/],
    ['a day of no calendar', () => ({ now: '2026-02-30' }), /where: +--now\n/],
  ])('%s ends with exit code 2 and writes nothing', async (_, options, message) => {
    const { status, out, err } = await run(options());
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^PARITY_BAD_ARGUMENT: /);
    expect(err).toMatch(message);
  });

  test('a page is not thrown at a terminal', async () => {
    const { status, out, err } = await run({ format: 'html' }, true);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain('--out report.html');
  });

  test('an assembly that is not there, or was altered, leaves the former report alone', async () => {
    const out = join(temporary(), 'report.html');
    writeFileSync(out, 'former');
    expect((await run({ out, assembly: temporary() })).err).toMatch(/^PARITY_NO_ASSEMBLY/);
    const altered = join(temporary(), 'dist');
    representativeApp(altered).synth();
    writeFileSync(join(altered, 'local', 'shop.k8s.yaml'), 'a: 1\n');
    const { status, err } = await run({ out, assembly: altered });
    expect([status, err]).toEqual([1, expect.stringMatching(/^PARITY_ASSEMBLY_ALTERED/)]);
    expect(readFileSync(out, 'utf8')).toBe('former');
  });

  test('failures are one JSON document where that was asked for', async () => {
    const { status, out } = await run({ format: 'json', now: 'tomorrow' });
    expect(JSON.parse(out)).toMatchObject({ ok: false, failures: [{ code: 'PARITY_BAD_ARGUMENT' }] });
    expect(status).toBe(2);
  });
});

describe('the file of a report', () => {
  test('is replaced through a link that names it', () => {
    const folder = temporary();
    writeFileSync(join(folder, 'real'), 'former');
    symlinkSync('real', join(folder, 'link'));
    new ReportFile(join(folder, 'link')).write('new');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  });

  test('is written aside: a reader has the former one until the new one is whole', () => {
    const path = join(temporary(), 'report.html');
    writeFileSync(path, 'former');
    chmodSync(path, 0o444);
    new ReportFile(path).write('new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test('leaves nothing behind when its folder goes meanwhile', () => {
    const folder = join(temporary(), 'gone');
    mkdirSync(folder);
    const file = new ReportFile(join(folder, 'report.html'));
    mkdirSync(join(folder, 'report.html'));
    expect(() => file.write('x')).toThrow(/PARITY_BAD_ARGUMENT/);
    expect(readdirSync(folder)).toEqual(['report.html']);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });
});
