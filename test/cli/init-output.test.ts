import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AddOptions, add } from '../../lib/cli/add/add';
import { type InitOptions, init } from '../../lib/cli/init/init';
import { terminalOf } from '../../lib/cli/terminal';

let folder: string;

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-output-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function printed(command: (output: Parameters<typeof init>[1]) => Promise<number>) {
  const texts = { out: '', err: '' };
  const stream = (to: keyof typeof texts) =>
    terminalOf({ write: (text: string) => { texts[to] += text; return true; } }, { NO_COLOR: '1' });
  const code = await command({ out: stream('out'), err: stream('err') });
  return { code, out: texts.out.replaceAll(folder, '<folder>'), err: texts.err.replaceAll(folder, '<folder>') };
}
const initIt = (options: Omit<InitOptions, 'format'>, format: InitOptions['format'] = 'text') =>
  printed((output) => init({ ...options, format }, output, folder));
const addIt = (options: Omit<AddOptions, 'format'>, format: AddOptions['format'] = 'text') =>
  printed((output) => add({ ...options, format }, output, folder));

test('parity init says what it wrote and what comes next', async () => {
  expect(await initIt({ folder: 'my shop', name: 'shop' })).toEqual({ code: 0, err: '', out: `\
written shop: 25 files in <folder>/my shop

next:
  cd 'my shop'
  npm install
  npx cdk8s synth
  npm test
  npx parity diff staging production

services/shop.ts runs an echo server until artifacts.json names your image; README.md says more
` });
});

test('parity init names what it kept', async () => {
  await initIt({ name: 'shop' });
  const again = await initIt({ name: 'shop', service: 'web', keep: true });
  expect(again.out).toMatch(/^written shop: 1 file in <folder>\n\nleft as they are[^\n]*: \.devcontainer/);
});

test('a refusal is usage: exit code 2, as JSON on the output', async () => {
  await initIt({ name: 'shop' });
  const { code, out, err } = await initIt({ name: 'shop' }, 'json');
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(JSON.parse(out)).toMatchObject({ ok: false, failures: [{ code: 'PARITY_BAD_ARGUMENT' }] });
});

test('names and folders cannot steer a terminal', async () => {
  const { code, err } = await initIt({ folder: 'shop', name: '\u001b[2J' });
  expect(code).toBe(2);
  expect(err).not.toContain('\u001b');
});

test('parity add says what it wrote, what to look at and what comes next', async () => {
  await initIt({ name: 'shop' });
  expect(await addIt({ kind: 'service', name: 'checkout-api' })).toEqual({ code: 0, err: '', out: `\
added service checkout-api
  wrote  services/checkout-api.ts
  edited services/index.ts
  edited artifacts.json

check:
  artifacts.json: checkout-api is an echo server until you name its image and digest
  services/checkout-api.ts: port, probes, variations and their bounds are examples

next:
  npx cdk8s synth
  npm test
` });
});

test('parity add as JSON is one document', async () => {
  await initIt({ name: 'shop' });
  const { code, out } = await addIt({ kind: 'cluster', name: 'production/eu' }, 'json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ok: true, kind: 'cluster', name: 'production/eu', created: [], edited: ['environments/production.ts'],
    next: ['npx cdk8s synth', 'npm test -- -u'],
  });
  expect(Object.keys(JSON.parse(out))[0]).toBe('ok');
});

test('an environment that is not there is usage as well', async () => {
  await initIt({ name: 'shop' });
  expect(await addIt({ kind: 'environment', name: 'qa', after: 'stagng' })).toMatchObject({
    code: 2, out: '', err: expect.stringMatching(/^PARITY_UNKNOWN_ENVIRONMENT[^]*expected: staging/),
  });
});
