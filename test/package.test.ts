import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { VERSION } from '../lib/synth/version';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { version: string; optionalDependencies?: Record<string, string> }>;
};

test('the version stands in one number everywhere', () => {
  expect(manifest.version).toBe(VERSION);
  expect(lock.packages[''].version).toBe(VERSION);
  expect(read('CHANGELOG.md')).toContain(`\n## ${VERSION}\n`);
  const { validations } = parse(read('cdk8s.yaml'));
  expect(validations.map(({ version }: { version: string }) => version)).toEqual([VERSION]);
});

test('each export and command is built from a file of lib', () => {
  const targets = [
    manifest.main,
    manifest.types,
    ...Object.values<string>(manifest.bin),
    ...Object.values<object>(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [] : Object.values<string>(target as Record<string, string>),
    ),
  ];
  const sources = targets.map((target) => target.replace(/^(\.\/)?build\//, '').replace(/\.d\.ts$|\.js$/, '.ts'));
  expect(sources.length).toBeGreaterThan(6);
  // A subpath pattern stands for the files of a folder.
  const isThere = (source: string) => (source.endsWith('/*.ts')
    ? readdirSync(join(root, source.slice(0, -'*.ts'.length))).some((name) => name.endsWith('.ts'))
    : existsSync(join(root, source)));
  expect(sources.filter((source) => !source.startsWith('lib/') || !isThere(source))).toEqual([]);
});

test('versions are exact, and docs/dependencies.md has a word on each package', () => {
  const fixed = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(Object.entries<string>(fixed).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const reasons = read('docs/dependencies.md');
  expect(
    Object.keys({ ...fixed, ...manifest.peerDependencies }).filter((name) => !reasons.includes(`\`${name}\``)),
  ).toEqual([]);
});

test('the versions under test satisfy what users are asked for', () => {
  for (const [name, range] of Object.entries<string>(manifest.peerDependencies)) {
    const [major, minor] = range.replace('^', '').split('.').map(Number);
    const [testedMajor, testedMinor] = String(manifest.devDependencies[name]).split('.').map(Number);
    expect({ name, major: testedMajor, isEnough: testedMinor >= minor }).toEqual({ name, major, isEnough: true });
  }
});

test('the lock names the binaries of every platform, or npm ci refuses it (node scripts/complete-lock.mjs)', () => {
  const missing = Object.entries(lock.packages).flatMap(([parent, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter(
      (name) => !(`node_modules/${name}` in lock.packages) && !(`${parent}/node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock says nothing of the registry it was made with', () => {
  expect(read('package-lock.json')).not.toContain('"resolved"');
});
