import {
  existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { initialize } from '../../lib/cli/init/init';
import { ownPackage, projectFiles } from '../../lib/cli/init/templates';
import { writeFiles } from '../../lib/cli/init/write-files';

const root = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let folder: string;

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-init-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (at: string) => readdirSync(at, { recursive: true, withFileTypes: true })
  .filter((entry) => !entry.isDirectory())
  .map((entry) => join(entry.parentPath, entry.name).slice(at.length + 1)).sort();
const refusal = (work: () => unknown): Record<string, string> => {
  try {
    work();
  } catch (error) {
    return (error as { failure: Record<string, string> }).failure;
  }
  throw new Error('it was not refused');
};

test('a new folder appears with every file, and nothing beside it', () => {
  const shop = join(folder, 'shop');
  const { written, kept, next } = initialize({ folder: shop });
  expect(filesIn(shop)).toEqual(written);
  expect(kept).toEqual([]);
  expect(readdirSync(folder)).toEqual(['shop']);
  expect(written).toEqual(expect.arrayContaining([
    '.devcontainer/devcontainer.json', '.github/workflows/parity.yaml', '.gitignore', '.gitlab-ci.yml', 'README.md',
    'artifacts.json', 'cdk8s.yaml', 'environments/contract.ts', 'environments/index.ts', 'main.ts', 'package.json',
    'services/shop.ts', 'test/__snapshots__/parity.test.ts.snap', 'test/parity.test.ts', 'tsconfig.json',
  ]));
  expect(next)
    .toEqual([`cd ${shop}`, 'npm install', 'npx cdk8s synth', 'npm test', 'npx parity diff staging production']);
});

test('its packages have the versions that this library is developed with', () => {
  initialize({ folder: join(folder, 'shop') });
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'shop/package.json'), 'utf8'));
  expect(dependencies['cdk8s-parity']).toBe(manifest.version);
  expect(Object.keys(manifest.peerDependencies).filter((name) => !(name in dependencies))).toEqual([]);
  const others = Object.entries<string>({ ...dependencies, ...devDependencies })
    .filter(([name]) => name !== 'cdk8s-parity');
  expect(others.length).toBeGreaterThan(8);
  expect(others.filter(([name, version]) => manifest.devDependencies[name] !== version)).toEqual([]);
});

test('its install scripts are refused as here, but for those of packages that it has not', () => {
  initialize({ folder: join(folder, 'shop') });
  const { allowScripts } = JSON.parse(readFileSync(join(folder, 'shop/package.json'), 'utf8'));
  expect(Object.entries(allowScripts)).toEqual(
    Object.entries(manifest.allowScripts).filter(([name]) => name !== 'esbuild'));
  expect(allowScripts).toHaveProperty(['@swc/core'], false);
});

test("the devcontainer has the Node and kubectl of every environment's contract", () => {
  const files = projectFiles(ownPackage(), { project: 'one', service: 'two' });
  const { features } = JSON.parse(files.get('.devcontainer/devcontainer.json') ?? '');
  const [node, kubectl] = Object.values<{ version: string }>(features).map(({ version }) => version);
  for (const name of ['local', 'staging', 'production']) {
    const text = files.get(`environments/${name}.ts`);
    expect(text).toContain(`kubernetes: '${kubectl}',`);
    expect(text).toContain(`toolchain: { node: '${node}' },`);
  }
});

test('no word of the templates is left', () => {
  const { written } = initialize({ folder, name: 'one', service: 'two' });
  const texts = new Map(written.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  expect([...texts].filter(([path, text]) => /template-?(project|service)|0\.0\.0-template|^_/i.test(path + text))
    .map(([path]) => path)).toEqual([]);
  expect(texts.get('services/two.ts')).toContain('export class Two extends ParityChart');
  expect(texts.get('cdk8s.yaml')).toContain(`version: ${manifest.version}\n`);
  expect(texts.get('test/__snapshots__/parity.test.ts.snap')).toContain('# two (Two, owner team-one)\n');
});

test('the configuration is what its readers parse', () => {
  const files = projectFiles(ownPackage(), { project: 'one', service: 'two' });
  const parsed = [...files].flatMap(([path, text]): unknown[] =>
    path.endsWith('.json') ? [JSON.parse(text)] : /\.ya?ml$/.test(path) ? [parseYaml(text)] : []);
  expect(parsed.length).toBeGreaterThan(5);
  expect(parsed.filter((data) => typeof data !== 'object' || data === null)).toEqual([]);
});

test('a file that is there is listed, and nothing is written', () => {
  writeFileSync(join(folder, 'main.ts'), 'mine');
  mkdirSync(join(folder, 'environments'));
  writeFileSync(join(folder, 'environments/local.ts'), 'mine');
  expect(refusal(() => initialize({ folder, name: 'shop' }))).toMatchObject({
    code: 'PARITY_BAD_ARGUMENT', got: 'environments/local.ts\nmain.ts', fix: expect.stringContaining('--keep'),
  });
  expect(filesIn(folder)).toEqual(['environments/local.ts', 'main.ts']);
});

test('--keep leaves what is there, and writes the rest', () => {
  writeFileSync(join(folder, 'main.ts'), 'mine');
  const { kept, written } = initialize({ folder, name: 'shop', keep: true });
  expect(kept).toEqual(['main.ts']);
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe('mine');
  expect(filesIn(folder)).toEqual([...written, 'main.ts'].sort());
  expect(initialize({ folder, name: 'shop', keep: true }).written).toEqual([]);
});

test('other files of the folder do not matter', () => {
  writeFileSync(join(folder, 'LICENSE'), 'mine');
  expect(initialize({ folder, name: 'shop', service: 'web' }).written).toContain('services/web.ts');
});

test('a link that is there counts, wherever it leads', () => {
  symlinkSync('/nowhere', join(folder, 'main.ts'));
  expect(refusal(() => initialize({ folder, name: 'shop' })).got).toBe('main.ts');
});

test('a link or a file in place of a folder is refused, also with --keep', () => {
  const outside = mkdtempSync(join(tmpdir(), 'cdk8s-parity-init-'));
  symlinkSync(outside, join(folder, 'services'));
  expect(refusal(() => initialize({ folder, name: 'shop', keep: true }))).toMatchObject({
    got: 'services', message: expect.stringContaining('folders of the project'),
  });
  expect(readdirSync(outside)).toEqual([]);
  rmSync(outside, { recursive: true });
});

test("a service whose file would replace one of the project's own is refused", () => {
  expect(refusal(() => initialize({ folder: join(folder, 'index') }))).toMatchObject({
    message: 'a service cannot have this name', got: '"index"', expected: expect.stringContaining('services/index.ts'),
  });
  expect(refusal(() => initialize({ folder: join(folder, 'shop'), service: 'index' })).got).toBe('"index"');
});

test('a file in place of the project is refused', () => {
  writeFileSync(join(folder, 'shop'), '');
  expect(refusal(() => initialize({ folder: join(folder, 'shop') })).message)
    .toBe('a file stands where the folder would be');
});

test('a folder whose name cannot be a project\'s asks for one', () => {
  expect(refusal(() => initialize({ folder: join(folder, 'My Shop') }))).toMatchObject({
    got: '"My Shop"', fix: expect.stringMatching(/--name my-shop$/),
  });
  expect(refusal(() => initialize({ folder: '', name: 'shop' })).code).toBe('PARITY_BAD_ARGUMENT');
});

test('when a file cannot be put in its place, those before it are taken back', () => {
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b/c'), 'mine');
  const files = new Map([['a/x/y', '1'], ['b/c', '2']]);
  expect(refusal(() => writeFiles(folder, files)).code).toBe('PARITY_OUTPUT_UNWRITABLE');
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['b', 'b/c']);
  expect(readFileSync(join(folder, 'b/c'), 'utf8')).toBe('mine');
});

test('a file that changed while it was edited stays as it is, and so do the others', () => {
  writeFileSync(join(folder, 'a'), 'a1');
  writeFileSync(join(folder, 'b'), 'b2');
  const edits = new Map([['a', { from: 'a1', to: 'A' }], ['b', { from: 'b1', to: 'B' }]]);
  expect(refusal(() => writeFiles(folder, new Map([['new', '']]), edits))).toMatchObject({ where: 'b' });
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('a1');
  expect(existsSync(join(folder, 'new'))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
});

test('an edited file keeps its mode, and a link to it stays one', () => {
  writeFileSync(join(folder, 'a'), 'a1', { mode: 0o600 });
  symlinkSync('a', join(folder, 'link'));
  writeFiles(folder, new Map(), new Map([['link', { from: 'a1', to: 'A' }]]));
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('A');
  expect(lstatSync(join(folder, 'a')).mode & 0o777).toBe(0o600);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
});
