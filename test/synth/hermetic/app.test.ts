import type { Construct } from 'constructs';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParityApp, ParityChart } from '../../../lib';
import { compileLibrary } from '../../cli/fixtures/compiled-library';
import { failureOf, lineOf, place, shop } from '../../environment/fixtures/probe';
import { temporaryFolders } from '../fixtures/temporary-folder';

const source = readFileSync(__filename, 'utf8');
const temporary = temporaryFolders();
const compiled = compileLibrary();

class Reads extends ParityChart {
  constructor(scope: Construct, id: string, { read }: { read: () => unknown }) {
    super(scope, id);
    place(this, 'reads', { value: `${read()}` });
  }
}

const reads: readonly [string, () => unknown][] = [
  ['Date.now()', () => Date.now()],
  ['new Date()', () => new Date().toISOString()],
  ['Math.random()', () => Math.random()],
  ['process.env.FOO', () => process.env.FOO],
];

describe.each(reads)('a chart that reads %s in its constructor', (name, read) => {
  const where = new RegExp(`test/synth/hermetic/app\\.test\\.ts:${lineOf(source, `['${name}', `)}\\)?$`);

  test('fails to render with its line, when deferred', () => {
    const app = new ParityApp({ environments: [shop('local')] });
    app.add(Reads, 'reads', { read });
    const failure = failureOf(() => app.render());
    expect(failure).toMatchObject({ code: 'PARITY_IMPURE' });
    expect(failure.where).toMatch(where);
  });

  test('fails to synth with its line, when made at once, and writes nothing', () => {
    const outdir = join(temporary(), 'dist');
    const app = new ParityApp({ environments: [shop('local')], outdir });
    new Reads(app, 'reads', { read });
    expect(failureOf(() => app.synth()).where).toMatch(where);
    expect(() => statSync(join(outdir, 'parity.json'))).toThrow(/ENOENT/);
  });
});

test('a variable that the app allows may be read', () => {
  const app = new ParityApp({ environments: [shop('local')], allowEnv: ['FOO'] });
  app.add(Reads, 'reads', { read: () => process.env.FOO });
  expect(app.render().index.allowedEnv).toEqual(['FOO']);
});

test('what the program reads outside constructs is its own business', () => {
  const app = new ParityApp({ environments: [shop('local')] });
  const now = Date.now();
  app.add(Reads, 'reads', { read: () => now > 0 });
  expect(app.render().files.size).toBe(1);
});

test('two synths with another time zone, locale, directory, clock and order of files give the same bytes', () => {
  const program = compiled.program(
    'shop/main',
    `
    import { join } from 'node:path';
    import { ApiObject } from 'cdk8s';
    import { ParityApp, ParityChart, artifact, derive, environment, facts, text, vary } from '../../../lib';
    import { imageOf } from '../../../lib/environment/artifacts';

    class Shop extends ParityChart {
      readonly replicas = vary.integer({ why: 'traffic', default: 2, min: 1, max: 9 });
      readonly zones = vary.list({ why: 'zones', default: ['z', 'ä', 'a'], items: /[^]+/ });
      constructor(scope: any, id: string) {
        super(scope, id);
        const env: any = facts<any>(this);
        const data = { replicas: this.replicas, zones: this.zones, date: '2024-01-01', one: 1234567.891.toLocaleString() };
        new ApiObject(this, 'config', {
          apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', annotations: { hash: derive.contentHash(data) } },
          data: { json: text.json(data), yaml: text.yaml(data), image: imageOf(this, artifact('shop')), sorted: ['ä', 'z', 'a'].sort((a, b) => a.localeCompare(b)).join() },
        });
        new ApiObject(this, 'other', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other' }, data: { domain: env.domain } });
      }
    }
    const folder = process.argv[2];
    const base = { namespace: 'shop', registry: 'r.test' };
    const app = new ParityApp({
      environments: [
        environment<any>('local', { ...base, domain: 'l.test' }),
        environment<any>('production', { ...base, domain: 'p.test' }).overlaysFrom(join(folder, 'production.yaml')),
      ],
      artifacts: join(folder, 'artifacts.json'), outdir: process.argv[3], witness: true,
    });
    for (const id of ['b', 'a', 'c']) new Shop(app, id);
    app.add(Shop, 'deferred');
    app.synth();
  `,
  );
  const inputs = {
    'package.json': '{}',
    'production.yaml': 'Shop:\n  replicas: 5\n',
    'artifacts.json': JSON.stringify({
      artifacts: { shop: { repository: 'shop/shop', digest: `sha256:${'a'.repeat(64)}` } },
    }),
  };
  const clock = join(temporary(), 'clock.js');
  writeFileSync(clock, 'const now = Date.UTC(2031, 1, 29); Date.now = () => now;');
  const run = (
    order: readonly (keyof typeof inputs)[],
    cwd: string,
    env: Record<string, string>,
    args: readonly string[],
  ) => {
    const folder = join(temporary(), 'shop');
    mkdirSync(folder);
    for (const name of order) writeFileSync(join(folder, name), inputs[name]);
    const outdir = join(temporary(), 'dist');
    execFileSync(process.execPath, [...args, program, folder, outdir], {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: 'pipe',
    });
    return digests(outdir);
  };
  const first = run(
    ['package.json', 'production.yaml', 'artifacts.json'],
    compiled.folder,
    { TZ: 'UTC', LANG: 'C' },
    [],
  );
  const second = run(['artifacts.json', 'production.yaml', 'package.json'], '/', {
    TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8', CDK8S_LEGACY_HASH: '1', FOO: 'bar',
  }, ['--require', clock]);
  expect(Object.keys(first)).toEqual(
    [
      ...['local', 'production'].flatMap((name) => ['a', 'b', 'c', 'deferred'].map((id) => `${name}/${id}.k8s.yaml`)),
      'parity.json',
    ].sort(),
  );
  expect(second).toEqual(first);
}, 30_000);

/** The digest of each file below a folder, hidden ones aside. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile()).sort();
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
