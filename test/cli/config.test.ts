import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { build, type settings } from '../../examples/capabilities/config';
import type { CatalogWebConfig } from '../../examples/capabilities/config/settings';
import { complete } from '../../lib/cli/completion/complete';
import { type ConfigOptions, config } from '../../lib/cli/config';
import { commandLine } from '../../lib/cli/main';
import { terminalOf } from '../../lib/cli/terminal';
import { NoTypeError, configInterface, interfaceName } from '../../lib/report/config-type';
import type { JsonObject } from '../../lib/template/json';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();
let assembly: string;
beforeAll(() => {
  assembly = join(temporary(), 'dist');
  build(assembly).synth();
});

async function run(options: Partial<ConfigOptions> = {}) {
  const written = { out: '', err: '' };
  const to = (name: 'out' | 'err') =>
    terminalOf({ write: (chunk: string) => { written[name] += chunk; return true; } } as never, {});
  const code = await config({ assembly, format: 'json-schema', ...options }, { out: to('out'), err: to('err') });
  return { code, ...written };
}

/** The assembly with other records of configurations, which nobody proves here. */
function withRecords(change: (record: JsonObject) => readonly JsonObject[]): string {
  const folder = join(temporary(), 'dist');
  build(folder).synth();
  const file = join(folder, 'parity.json');
  const index = JSON.parse(readFileSync(file, 'utf8'));
  index.charts[0].configs = index.charts[0].configs.flatMap(change);
  writeFileSync(file, JSON.stringify(index));
  return folder;
}

test('a TypeScript type of what the application has', async () => {
  const written = readFileSync(join(__dirname, '../../examples/capabilities/config/settings.ts'), 'utf8');
  expect(await run({ format: 'typescript' })).toEqual({ code: 0, err: '', out: written });
  // It is the type that the schema itself has.
  type Exactly<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
  true satisfies Exactly<CatalogWebConfig, Readonly<z.output<typeof settings>>>;
});

test('a JSON Schema, which other programs can validate with', async () => {
  const { code, out } = await run({ service: 'catalog-web' });
  expect(code).toBe(0);
  const schema = z.fromJSONSchema(JSON.parse(out));
  const valid = { LOG_LEVEL: 'info', CACHE_SECONDS: 5, PUBLIC_URL: 'https://a.example/', TRACING: true, PAGE_SIZE: 1 };
  expect(schema.safeParse({ ...valid, PATH: '/bin' }).success).toBe(true);
  expect(schema.safeParse({ ...valid, CACHE_SECONDS: 0 }).success).toBe(false);
});

test('of several services, each by its path', async () => {
  const folder = withRecords((record) => [record, { ...record, service: 'catalog/worker' }]);
  const both = JSON.parse((await run({ assembly: folder })).out);
  expect(Object.entries<JsonObject>(both.$defs).map(([service, { $id, type }]) => [service, $id, type]))
    .toEqual([['catalog/web', 'catalog/web', 'object'], ['catalog/worker', 'catalog/worker', 'object']]);
  const { out } = await run({ assembly: folder, format: 'typescript' });
  expect([...out.matchAll(/^export interface (\w+)/gm)].map(([, name]) => name))
    .toEqual(['CatalogWebConfig', 'CatalogWorkerConfig']);
});

test('into a file', async () => {
  const out = join(temporary(), 'settings.ts');
  expect(await run({ format: 'typescript', out })).toEqual({ code: 0, out: '', err: `${out}: catalog/web\n` });
  expect(readFileSync(out, 'utf8')).toBe((await run({ format: 'typescript' })).out);
});

test.each<[string, Partial<ConfigOptions>, number, RegExp]>([
  ['an unknown service', { service: 'catalog/wbe' }, 2, /PARITY_NO_CONFIG[^]*'catalog\/wbe'[^]*'catalog\/web'/],
  ['an unknown chart', { chart: ['Catalgo'] }, 2, /PARITY_UNKNOWN_CHART/],
  ['no assembly', { assembly: '/nowhere' }, 2, /PARITY_NO_ASSEMBLY/],
  ['a file in no folder', { out: '/nowhere/x.ts' }, 2, /PARITY_BAD_ARGUMENT/],
])('is refused: %s', async (_, options, code, message) => {
  expect(await run(options)).toEqual({ code, out: '', err: expect.stringMatching(message) });
});

test('two services of one name for a type, or a schema without a type, are refused', async () => {
  const twice = withRecords((record) => [record, { ...record, service: 'catalog-web' }]);
  expect(await run({ assembly: twice, format: 'typescript' }))
    .toMatchObject({ code: 1, err: expect.stringMatching(/PARITY_NO_CONFIG_TYPE[^]*both would be CatalogWebConfig/) });
  const odd = withRecords((record) => [{ ...record, schema: { properties: { A: { allOf: [] } } } }]);
  expect(await run({ assembly: odd, format: 'typescript' }))
    .toMatchObject({ code: 1, err: expect.stringMatching(/PARITY_NO_CONFIG_TYPE[^]*catalog\/web: A: 'allOf'/) });
  expect(await run({ assembly: withRecords(() => []) }))
    .toMatchObject({ code: 2, err: expect.stringMatching(/PARITY_NO_CONFIG[^]*none in the assembly/) });
});

describe('a type', () => {
  const typeOf = (property: unknown, required = ['A']) =>
    /\n {2}readonly (A\??: .*);\n/
      .exec(configInterface('X', { properties: { A: property as never }, required }, 'of X'))?.[1];

  test.each<[unknown, string]>([
    [{}, 'A: string'],
    [{ type: 'integer' }, 'A: number'],
    [{ type: ['string', 'null'] }, 'A: string | null'],
    [{ enum: ['a', 1, true, null] }, "A: 'a' | 1 | true | null"],
    [{ const: 'it\'s "x" \\' }, "A: 'it\\'s \"x\" \\\\'"],
    [{ anyOf: [{ type: 'number' }, { const: 'auto' }, { type: 'integer' }] }, "A: number | 'auto'"],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, "A: readonly ('a' | 'b')[]"],
    [{ type: 'object', properties: { b: { type: 'string' }, 'c-d': {} }, required: ['b'] },
      "A: { readonly b: string; readonly 'c-d'?: unknown }"],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'A: Readonly<Record<string, number>>'],
  ])('of %j', (property, expected) => {
    expect(typeOf(property)).toBe(expected);
  });

  test('marks what may be missing, unless it has a default', () => {
    expect([typeOf({}, []), typeOf({ default: 'x' }, [])]).toEqual(['A?: string', 'A: string']);
  });

  test.each([{ $ref: '#' }, { type: 'date' }, { const: [] }, { anyOf: [7] }, { allOf: [{}] }, null,
    { type: 'array', items: { type: 'array', items: { $ref: '#' } } }])('is refused of %j', (property) => {
    expect(() => typeOf(property)).toThrow(NoTypeError);
  });

  test('cannot be broken out of by what an assembly says', () => {
    const text = configInterface('X', { description: 'a */ b\nc', properties: {
      "x'\n": { const: "'\u2028\n;", description: '*/ throw 1 /*' },
    } }, 'of \u202e');
    expect(text).toBe(`/**
 * of \\u202e
 * a *\\/ b
 * c
 */
export interface X {
  /** *\\/ throw 1 /* */
  readonly 'x\\'\\n'?: '\\'\\u2028\\n;';
}
`);
  });

  test('is called after the service', () => {
    expect(['checkout/api', 'a-b/c_d', '1st'].map(interfaceName))
      .toEqual(['CheckoutApiConfig', 'ABCDConfig', '_1stConfig']);
  });
});

test('services are completed', () => {
  const line = ['parity', 'config', '--assembly', assembly, '--service', 'cat'];
  expect(complete(commandLine(), 'bash', line)).toBe('words\ncatalog/web\n');
});
