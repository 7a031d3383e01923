import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkImports } from '../../scripts/check-imports';
import { CRD_SOURCES, type CrdSource } from '../../scripts/crd-sources';
import { ModuleNotFetched, fetchCrds } from '../../scripts/fetch-crds';
import { generateImports } from '../../scripts/generate-imports';
import { formatJson, stripCrds } from '../../scripts/strip-crds';

/** The smallest source. */
const [CERT_MANAGER] = CRD_SOURCES;
const IMPORTS = join(__dirname, '../../lib/imports');
const KEPT = readFileSync(join(IMPORTS, 'crds/cert-manager.json'), 'utf8');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-crds-'));
  for (const path of ['cert-manager.ts', 'crds/cert-manager.json']) cpSync(join(IMPORTS, path), join(folder, path));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const edit = (path: string, from: string, to: string) => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
};

const withoutGo = (): never => { throw new ModuleNotFetched('there is no Go here'); };
const problemsOf = (fetch: () => string, source = CERT_MANAGER) => checkImports(folder, [source], fetch).problems;
const notCurrent = (path: string) => `lib/imports/${path}: not current, run npm run import-crds`;

describe('the check of lib/imports', () => {
  test('says whether it asked the modules', () => {
    expect(checkImports(folder, [CERT_MANAGER], () => KEPT)).toEqual({
      problems: [], said: 'imports: 1 sources, made again from their Go modules',
    });
    expect(checkImports(folder, [CERT_MANAGER], withoutGo)).toEqual({
      problems: [], said: 'imports: 1 sources, made again from the kept definitions only: there is no Go here',
    });
  });

  test('finds constructs that were edited, also without Go', () => {
    edit('cert-manager.ts', 'readonly commonName?: string', 'readonly commonName: string');
    expect(problemsOf(withoutGo)).toEqual([notCurrent('cert-manager.ts')]);
  });

  test('finds definitions that are not those of the module', () => {
    edit('crds/cert-manager.json', '"secretName"', '"secretNames"');
    expect(problemsOf(() => KEPT)).toEqual([notCurrent('crds/cert-manager.json')]);
    expect(problemsOf(withoutGo)).toEqual([notCurrent('cert-manager.ts')]);
  });

  test('finds a version that was pinned, but not imported, also without Go', () => {
    const source = { ...CERT_MANAGER, version: 'v1.99.0' };
    expect(problemsOf(withoutGo, source)).toEqual([
      notCurrent('crds/cert-manager.json'), notCurrent('cert-manager.ts'),
    ]);
  });

  test('finds files that are missing, and files of no source', () => {
    rmSync(join(folder, 'cert-manager.ts'));
    writeFileSync(join(folder, 'crds/own.json'), '{}');
    expect(problemsOf(withoutGo)).toEqual([
      notCurrent('cert-manager.ts'), 'lib/imports/crds/own.json: comes from no module',
    ]);
  });

  test('does not take a module for the pinned one because of its name', () => {
    const problems = problemsOf(() => { throw new Error("the sum is 'h1:other'"); });
    expect(problems).toEqual(["the sum is 'h1:other'"]);
  });
});

test.each(CRD_SOURCES)('docs/dependencies.md names $name, its version, kinds and licence', (source) => {
  const { name, module, version, files, licence, copyright = '' } = source;
  const rows = readFileSync(join(__dirname, '../../docs/dependencies.md'), 'utf8').split('\n');
  const row = rows.find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
  expect(row).toContain(`| \`${module}\` ${version} `);
  expect(row.split('|')[2].trim().split(', ').sort()).toEqual(Object.values(files).flat().sort());
  expect(row).toContain(licence);
  expect(row).toContain(copyright);
});

describe('a module', () => {
  const path = process.env.PATH;
  afterEach(() => { process.env.PATH = path; });

  /** A `go` that answers this. */
  const answer = (json: object) => {
    writeFileSync(join(folder, 'go'), `#!/bin/sh\necho '${JSON.stringify(json)}'\n`);
    chmodSync(join(folder, 'go'), 0o755);
    process.env.PATH = folder;
  };

  test('is not there without Go', () => {
    process.env.PATH = folder;
    expect(() => fetchCrds(CERT_MANAGER)).toThrow(new ModuleNotFetched('there is no Go here'));
  });

  test('may be out of reach', () => {
    answer({ Error: 'dial tcp: lookup proxy.golang.org: no such host' });
    expect(() => fetchCrds(CERT_MANAGER)).toThrow(ModuleNotFetched);
  });

  test.each<[string, object]>([
    ['another sum than the pinned one', { Dir: '/nowhere', Sum: 'h1:other' }],
    ['what the checksum database denies', { Error: 'verifying module: checksum mismatch' }],
  ])('is refused with %s', (_, json) => {
    answer(json);
    const error = (() => { try { return fetchCrds(CERT_MANAGER); } catch (thrown) { return thrown; } })();
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(ModuleNotFetched);
  });
});

describe('a stripped definition', () => {
  const source = (extra: Partial<CrdSource> = {}): CrdSource => ({
    name: 'widgets', module: 'example.com/widgets', version: 'v1.0.0', sum: 'h1:a', licence: 'Apache-2.0',
    files: { 'crd.yaml': ['Widget'] }, ...extra,
  });
  const YAML = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com, annotations: { a: b } }
spec:
  group: example.com
  scope: Namespaced
  conversion: { strategy: Webhook }
  names: { kind: Widget, plural: widgets, shortNames: [w] }
  versions:
  - { name: v1beta1, served: false, storage: false, schema: { openAPIV3Schema: { type: object } } }
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns: [{ name: Age }]
    schema:
      openAPIV3Schema:
        description: a widget
        type: object
        properties:
          metadata: { type: object }
          status: { type: object, properties: { ready: { type: boolean } } }
          spec:
            type: object
            properties:
              description: { type: string, description: a field that is named so }
              lookID: { type: string }
              by: { type: object, properties: { a: { type: string }, b: { type: string } } }
`;
  const strip = (extra: Partial<CrdSource> = {}) => stripCrds(source(extra), new Map([['crd.yaml', YAML]]));
  const specOf = (list: any) => list.items[0].spec.versions[0].schema.openAPIV3Schema.properties.spec.properties;

  test('has the stored version, without descriptions and status, and says where it comes from', () => {
    const list = strip() as any;
    expect(list.metadata.annotations).toMatchObject({
      'cdk8s-parity.dev/module': 'example.com/widgets', 'cdk8s-parity.dev/licence': 'Apache-2.0',
    });
    expect(list.items).toEqual([{
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets' },
        versions: [{
          name: 'v1', served: true, storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: {
            metadata: { type: 'object' }, spec: { type: 'object', properties: expect.anything() },
          } } },
        }],
      },
    }]);
    expect(specOf(list)).toEqual({
      description: { type: 'string' }, lookID: { type: 'string' },
      by: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
    });
  });

  test('has only the fields that are kept, and those must be there', () => {
    expect(specOf(strip({ keep: { 'Widget.spec.by': ['b'] } })).by.properties).toEqual({ b: { type: 'string' } });
    expect(() => strip({ keep: { 'Widget.spec.by': ['c'] } })).toThrow('Widget.spec.by: there is no c to keep');
  });

  test('is a file that fails when the module has no such kind', () => {
    expect(() => strip({ files: { 'crd.yaml': ['Gadget'] } }))
      .toThrow('example.com/widgets@v1.0.0: no Gadget in crd.yaml');
  });

  test('gives constructs that name their source, and how manifests spell their fields', () => {
    const text = generateImports(source(), formatJson(strip()));
    expect(text.split('\n')[0])
      .toBe('// generated by scripts/import-crds.ts from example.com/widgets@v1.0.0, Apache-2.0; never edited');
    expect(text).toContain('export class Widget extends ApiObject');
    expect(text).toMatch(/export interface WireNames \{\n {2}readonly lookId: 'lookID';\n\}\n$/);
    expect(text).not.toContain('@schema Widget');
  });

  test('with two spellings of one name is refused: a type could not tell them apart', () => {
    const other = YAML.replace('{ a: { type: string }', '{ lookId: { type: string }');
    const crds = formatJson(stripCrds(source(), new Map([['crd.yaml', other]])));
    expect(() => generateImports(source(), crds)).toThrow("widgets: 'lookId' is 'lookId' and 'lookID'");
  });
});

test('the text of any JSON is that JSON again, on lines of at most 120 columns where its texts allow', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    const text = formatJson(value as Parameters<typeof formatJson>[0]);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
  }));
  const lines = KEPT.split('\n').filter((line) => line.length > 120);
  expect(lines.filter((line) => !/"(default|enum|rule|message|pattern)": /.test(line))).toEqual([]);
});
