import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type EnvironmentContract, type Facts, config, fromFile, secrets, when } from '../../lib';
import { build, settings as catalogSettings } from '../../examples/capabilities/config';
import { ConfigFile } from '../../lib/service/config/config-file';
import '../../lib/testing';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { Checkout, type Props, alone, appOf, configMaps, objects, refusals } from './configured-app';
import { listedPlaces } from './may-vary';
import { type Manifest, objectsIn } from './shop';

const schema = z.object({ LEVEL: z.enum(['info', 'debug']), TTL: z.coerce.number().min(1).max(3600) });
/** Settings that no compiler has seen. */
const untyped = (of: unknown, values: unknown, keep?: unknown) => config({ schema: of, values, keep } as never);

describe('the example', () => {
  const rendered = build().render();
  const of = (target: string) => configMaps(objectsIn(rendered, target));

  test('gives these ConfigMaps, and a container that reads them', () => {
    const { spec } = objectsIn(rendered, 'production')['Deployment/catalog-web'].spec.template;
    expect([Object.values(of('production')), spec.containers[0].envFrom, spec.volumes]).toMatchSnapshot();
  });

  test('is in parity, with these differences', () => {
    expect(() => build()).toBeInParity();
    expect(rendered).toDifferOnlyBy([
      'Catalog.logLevel', 'Catalog.cache', 'Catalog.uploads', 'env.domain', 'env.imagePullSecrets',
    ]);
  });

  test('has settings that its application reads with the same schema', () => {
    const read = (target: string) => catalogSettings.parse(of(target)['catalog-web-config'].data);
    const common = { LOG_LEVEL: 'info', CACHE_SECONDS: 300, TRACING: true, PAGE_SIZE: 50 };
    expect(['local', 'staging', 'production'].map(read)).toEqual([
      { ...common, PUBLIC_URL: 'https://catalog.shop.localhost/', LOG_LEVEL: 'debug' },
      { ...common, PUBLIC_URL: 'https://catalog.staging.shop.example.com/', CACHE_SECONDS: 1 },
      { ...common, PUBLIC_URL: 'https://catalog.shop.example.com/' },
    ]);
  });

  test('tells other programs of its schema, as it is read', () => {
    const [record] = rendered.index.charts[0].configs ?? [];
    expect(record).toMatchObject({
      service: 'catalog/web', configMap: 'catalog-web-config', keep: 3,
      source: expect.stringContaining('examples/capabilities/config.ts:'),
      schema: { properties: { TRACING: { type: 'boolean' }, PAGE_SIZE: { type: 'integer', default: 50 } } },
    });
    // The environment of a process always holds more than its settings.
    expect(record.schema).not.toHaveProperty('additionalProperties');
  });
});

describe('settings', () => {
  test('are texts, whatever they were', () => {
    const given = z.object({
      TEXT: z.string(), NUMBER: z.coerce.number(), FLAG: z.stringbool(), FACT: z.stringbool(), JOINED: z.string(),
      SECONDS: z.string().transform(Number), CHOSEN: z.string(), DATE: z.coerce.date(), LEFT_OUT: z.string().optional(),
    });
    const props: Props = (chart, env) => ({ config: config({ schema: given, values: {
      TEXT: '', NUMBER: 1.5, FLAG: false, FACT: env.capabilities.gateway, JOINED: `${chart.level}:${chart.seconds}`,
      SECONDS: chart.seconds, CHOSEN: when(env.capabilities.gateway, { true: () => 'route', false: () => 'ingress' }),
      DATE: '2026-11-21', LEFT_OUT: undefined,
    } }) });
    expect(configMaps(objects(props))['checkout-api-config'].data).toEqual({
      TEXT: '', NUMBER: '1.5', FLAG: 'false', FACT: 'true', JOINED: 'info:30', SECONDS: '30', CHOSEN: 'route',
      DATE: '2026-11-21',
    });
    expect(() => appOf(props)).toBeInParity();
  });

  test('may have a schema of another library', () => {
    const properties = { PORT: { type: 'string' } };
    const json = () => ({ type: 'object', properties, required: ['PORT'] });
    const other = { '~standard': {
      version: 1 as const, vendor: 'another', jsonSchema: { input: json, output: json },
      validate: (value: unknown) => ({ issues: [{ message: 'no port', path: [{ key: 'PORT' }] }], value }),
    } };
    const failures = refusals(() => ({ config: untyped(other, { PORT: 'x' }) }));
    expect(failures).toHaveLength(3);
    expect(failures[2]).toMatch(/PARITY_CONFIG_VALUE[^]*staging: checkout\/api[^]*PORT="x"[^]*no port/);
  });

  test('without any make no ConfigMap', () => {
    expect(configMaps(objects(() => ({ config: config({ schema: z.object({}), values: {} }) })))).toEqual({});
  });

  test('are typed by what the schema reads', () => {
    const values = { LEVEL: 'info', TTL: 5 } as const;
    const compile = (chart: Checkout, env: Facts<EnvironmentContract>) => [
      config({ schema, values }),
      config({ schema, values: { LEVEL: chart.level, TTL: chart.seconds } }),
      // @ts-expect-error a key that the schema does not know
      config({ schema, values: { LEVEL: 'info', TTL: 5, OTHER: 'x' } }),
      // @ts-expect-error a key that is missing
      config({ schema, values: { LEVEL: 'info' } }),
      // @ts-expect-error a text that is none of the schema's
      config({ schema, values: { ...values, LEVEL: 'loud' } }),
      // @ts-expect-error any text, where the schema names two
      config({ schema, values: { ...values, LEVEL: chart.word } }),
      // @ts-expect-error a text for what is read as a number
      config({ schema, values: { ...values, TTL: chart.word } }),
      // @ts-expect-error a truth value for a number
      config({ schema, values: { ...values, TTL: env.capabilities.gateway } }),
      // @ts-expect-error no environment variable is a number
      config({ schema: z.object({ TTL: z.number() }), values: { TTL: 5 } }),
      // @ts-expect-error a number that differs between environments is a number still, and not kept
      config({ schema, values, keep: chart.level }),
    ];
    expect(compile).toHaveLength(2);
  });
});

describe('settings are refused', () => {
  const valid = { LEVEL: 'info', TTL: 5 };
  const strings = (...keys: string[]) => z.object(Object.fromEntries(keys.map((key) => [key, z.string()])));
  test.each<[string, Props, RegExp]>([
    ['with a key that the schema does not know', () => ({ config: untyped(schema, { ...valid, TTLS: 5 }) }),
      /^PARITY_CONFIG_KEY: the schema of a conf[^]*checkout\/api \S*config\.test\.ts:\d+\n[^]*'TTLS'\n.*'TTL'\n/],
    ['without a key that it requires', () => ({ config: untyped(schema, { LEVEL: 'info' }) }),
      /PARITY_CONFIG_KEY[^]*no 'TTL'/],
    ['under a key that differs', (chart) => ({ config: untyped(strings('A'), { A: 'a', [chart.word]: 'b' }) }),
      /PARITY_BAD_ENV_NAME/],
    ['under a key that no variable can have', () => ({ config: untyped(strings('log-level'), { 'log-level': 'b' }) }),
      /PARITY_BAD_ENV_NAME/],
    ['under a key that cdk8s cannot write', () => ({ config: { constructor: 'x' } as never }), /PARITY_BAD_ENV_NAME/],
    ['of a schema with such a key', () => ({ config: untyped(z.object({ 'a b': z.string().optional() }), {}) }),
      /PARITY_BAD_ENV_NAME[^]*a b/],
    ['of a schema whose default differs', (chart) => ({
      config: untyped(z.object({ A: z.string().default(`x${chart.word}`) }), {}),
    }), /CONFIG_SCHEMA[^]*a schema that differs between environments/],
    ['of a schema whose words differ', (chart, env) => ({
      config: untyped(z.object({ A: z.enum([env.domain, chart.level]).describe(chart.word) }), { A: 'x' }),
    }), /CONFIG_SCHEMA[^]*a schema that differs between environments/],
    ['of a schema of a text', () => ({ config: untyped(z.string(), {}) }),
      /PARITY_CONFIG_SCHEMA[^]*a schema of no object/],
    ['of a schema of any keys', () => ({ config: untyped(z.record(z.string(), z.string()), {}) }),
      /CONFIG_SCHEMA[^]*any keys/],
    ['of a schema that reads a list', () => ({ config: untyped(z.object({ A: z.array(z.string()) }), { A: 'a' }) }),
      /CONFIG_SCHEMA[^]*'A' of an array/],
    ['of what is no schema', () => ({ config: untyped({ LEVEL: 'info' }, { LEVEL: 'info' }) }),
      /CONFIG_SCHEMA[^]*no JSON Schema/],
    ['that are data', () => ({ config: untyped(strings('A'), { A: { b: 1 } }) }),
      /PARITY_CONFIG_VALUE[^]*A: an object/],
    ['that are secrets', () =>
      ({ config: untyped(strings('A'), { A: secrets('queue', { keys: { url: {} } }).key('url') }) }),
    /PARITY_CONFIG_VALUE: a setting is no place for a secret[^]*A: a secret's key[^]*env: \{ A: \.\.\. \}/],
    ['that are a list', () => ({ config: untyped(strings('A'), { A: ['b'] }) }), /PARITY_CONFIG_VALUE[^]*A: a list/],
    ['that are no number', () => ({ config: { A: Number.NaN } }), /PARITY_CONFIG_VALUE[^]*A: NaN/],
    ['that are kept for more releases than there are revisions', () => ({ config: untyped(schema, valid, 6) }),
      /PARITY_BAD_VALUE[^]*got: +6\n[^]*from 0 to 5/],
    ['that are kept for half a release', () => ({ config: untyped(schema, valid, 0.5) }), /PARITY_BAD_VALUE/],
    ['that each environment keeps as it likes', (chart) => ({ config: untyped(schema, valid, chart.seconds) }),
      /PARITY_BAD_VALUE[^]*'seconds'/],
    ['that env gives as well', () => ({ config: untyped(schema, valid), env: { TTL: '6' } }),
      /PARITY_DUPLICATE_ENV[^]*'TTL' by config and by env/],
  ])('%s', (_, props, message) => {
    const failures = refusals(props);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(message);
  });

  test('in the one environment whose value fails, with what the schema says, all of them', () => {
    const failures = refusals(({ level, seconds }) => ({ config: config({ schema: schema.extend({
      NAME: z.string().max(3),
    }), values: { LEVEL: level, TTL: seconds, NAME: level } }) }), { seconds: 0, level: 'debug' });
    expect(failures.map((failure) => failure.replaceAll(/ \S*\.ts:\d+/g, ''))).toEqual([
      expect.stringContaining('where:    local: checkout/api'),
      expect.stringMatching(/where: +production: checkout\/api\n.*NAME="debug"\n.*Too big/),
      `PARITY_CONFIG_VALUE: a setting is not what its schema asks for
  where:    production: checkout/api
  got:      TTL="0"
  expected: Too small: expected number to be >=1
  fix:      correct this environment's value, or the schema: it reads texts (z.coerce.number(), z.stringbool())`,
      expect.stringContaining('where:    staging: checkout/api'),
    ]);
  });

  test('without printing more of a value than its beginning', () => {
    const short = z.object({ A: z.string().max(9) });
    const [failure] = refusals(({ word }) => ({ config: config({ schema: short, values: { A: word } }) }), {
      word: 'x'.repeat(4000),
    });
    expect(failure).toContain(`A="${'x'.repeat(100)}…"`);
    expect(failure.length).toBeLessThan(500);
  });

  test('where they are read as the opposite', () => {
    const failures = refusals((_, env) => ({ config: config({
      schema: z.object({ A: z.coerce.boolean() }), values: { A: env.capabilities.gateway },
    }) }));
    expect(failures).toEqual([expect.stringMatching(/local: [^]*A="false"[^]*read as false; this schema reads true/)]);
  });

  test.each([
    ['asynchronous', z.object({ A: z.string().refine(async () => true) }), /PARITY_CONFIG_SCHEMA[^]*asynchronous/],
    ['one that throws', z.object({ A: z.string().transform(() => { throw new Error('out of order'); }) }),
      /PARITY_CONFIG_SCHEMA[^]*or throws/],
    ['about all keys', z.object({ A: z.string() }).refine(() => false, 'never'),
      /PARITY_CONFIG_VALUE[^]*all settings together[^]*never/],
  ])('by a schema that is %s', (_, of, message) => {
    expect(refusals(() => ({ config: untyped(of, { A: 'a' }) }))[0]).toMatch(message);
  });
});

describe('files', () => {
  const temporary = temporaryFolders();
  const file = (content: string | Buffer, name = 'file.txt') => {
    const path = join(temporary(), name);
    writeFileSync(path, content);
    return path;
  };
  const mounted = (files: Record<string, unknown>): Props => () => ({ configFiles: { '/etc/app': files as never } });

  test('come from disk, as text where they are text', () => {
    const bytes = Buffer.from([0, 1, 254, 255]);
    const { data, binaryData } = configMaps(objects(mounted({
      'a.txt': fromFile(file('\ufeffein Wört\r\n')), 'b.bin': fromFile(file(bytes)),
      'c.js': fromFile(file('x === "[object Object]"')), 'd.txt': 'inline',
    })))['checkout-api-files-etc-app'];
    expect(data).toEqual({ 'a.txt': '\ufeffein Wört\r\n', 'd.txt': 'inline' });
    expect(Object.keys(binaryData)).toEqual(['b.bin', 'c.js']);
    expect(Buffer.from(binaryData['b.bin'], 'base64')).toEqual(bytes);
    expect(String(Buffer.from(binaryData['c.js'], 'base64'))).toBe('x === "[object Object]"');
  });

  test('are named from the folder of package.json, whatever the current folder is', () => {
    const home = process.cwd();
    process.chdir(temporary());
    try {
      const path = 'examples/capabilities/config/limits.conf';
      const { data } = configMaps(objects(mounted({ a: fromFile(path) })))['checkout-api-files-etc-app'];
      expect(data.a).toBe(readFileSync(join(__dirname, '../..', path), 'utf8'));
    } finally {
      process.chdir(home);
    }
  });

  test('are filled with the values of each environment', () => {
    const props: Props = (chart, env) => ({ configFiles: { '/etc/app': {
      'a.conf': fromFile(file('ttl {{seconds}}s; {{ seconds }}; # {{ host}}'))
        .filledWith({ seconds: chart.seconds, host: env.domain }),
      'a.json': fromFile(file('{"word": <% word %>, "n": [<%n%>], "on": <%on%>, "k": "{{k}}"}'))
        .filledWith({ word: chart.word, n: chart.seconds, on: env.capabilities.gateway }, {
          format: 'json', delimiters: ['<%', '%>'],
        }),
      'a.yaml': fromFile(file('word: {{ word }}\nurl: {{ url }}\n'))
        .filledWith({ word: chart.word, url: `https://${env.domain}/"` }, { format: 'yaml' }),
    } } });
    const word = '"quoted"\n- line';
    const { data } = configMaps(objects(props, 'production', { word, seconds: 7 }))['checkout-api-files-etc-app'];
    expect(data['a.conf']).toBe('ttl 7s; 7; # shop.example');
    expect(JSON.parse(data['a.json'])).toEqual({ word, n: [7], on: true, k: '{{k}}' });
    expect(data['a.yaml']).toBe(`word: ${JSON.stringify(word)}\nurl: "https://shop.example/\\""\n`);
    expect(() => appOf(props, { word })).toBeInParity();
  });

  test.each<[string, (path: string) => unknown, RegExp]>([
    ['that is not there', () => fromFile('config/none.conf'), /PARITY_CONFIG_FILE[^]*config\/none\.conf: no such file/],
    ['that is a folder', () => fromFile('/'), /PARITY_CONFIG_FILE[^]*\/: no file/],
    ['that is in no package', () => new ConfigFile('x', undefined), /PARITY_CONFIG_FILE[^]*a relative path/],
    ['that is larger than a ConfigMap', () => fromFile(file('x'.repeat(1024 * 1024 + 1))),
      /PARITY_CONFIG_SIZE[^]*file\.txt of 1,048,577 bytes/],
    ['that names no value', (path) => fromFile(path).filledWith({}),
      /PARITY_CONFIG_TEMPLATE[^]*\{\{ name \}\} without a value/],
    ['with a value that it does not use', (path) => fromFile(path).filledWith({ name: 1, other: 2 }),
      /CONFIG_TEMPLATE[^]*'other' that it does not use/],
    ['with a value of the wrong name', (path) => fromFile(path).filledWith({ nmae: 1 }),
      /without a value; a value 'nmae'/],
    ['with something that is no name', () => fromFile(file('{{ .Values.x }} {{')).filledWith({}),
      /\{\{ \.Values\.x \}\}, which is no name/],
    ['with a name that does not end', () => fromFile(file('x {{ y')).filledWith({}),
      /\{\{ y, which does not end with \}\}/],
    ['with delimiters that are none', (path) => fromFile(path).filledWith({ name: 1 }, { delimiters: ['', '}'] }),
      /delimiters that are empty/],
    ['with a value that has no text form', (path) => fromFile(path).filledWith({ name: { a: 1 } as never }),
      /CONFIG_TEMPLATE[^]*'name' that is no text/],
    ['that is nothing', () => undefined, /PARITY_CONFIG_FILE[^]*'a': of type undefined/],
    ['that is an object', () => ({ a: 1 }), /PARITY_CONFIG_FILE[^]*'a': of type object/],
    ['of bytes, as a template', () => fromFile(file(Buffer.from([255]))).filledWith({}),
      /PARITY_CONFIG_FILE[^]*only a text/],
    ['whose template is no JSON', () => fromFile(file('{"a": "{{ a }}"}')).filledWith({ a: 'x' }, { format: 'json' }),
      /is no JSON[^]*local: /],
    ['whose template is no YAML', () => fromFile(file('a: b: {{ a }}')).filledWith({ a: 'x' }, { format: 'yaml' }),
      /is no YAML/],
    ['of a text too large for a ConfigMap', () => 'x'.repeat(1024 * 1024 + 1),
      /PARITY_CONFIG_SIZE[^]*'a' of 1,048,577 bytes[^]*at most 1,048,576 bytes/],
  ])('are refused: one %s', (_, content, message) => {
    const given = content(file('a {{ name }}'));
    expect(refusals(() => ({ configFiles: { '/etc/app': { a: given as string } } }))[0]).toMatch(message);
  });

  const noNames = ['a/b', '..', '..data', '', 'a b', '__proto__', 'constructor'];
  test.each(noNames)('cannot be called %j', (name) => {
    expect(refusals(mounted(Object.fromEntries([[name, 'x']])))[0])
      .toMatch(/PARITY_BAD_NAME: a file cannot have this name/);
  });

  test('cannot be called differently in each environment', () => {
    expect(refusals((chart) => ({ configFiles: { '/etc/app': { [`${chart.word}.conf`]: 'x' } } }))[0])
      .toMatch(/PARITY_BAD_NAME[^]*variation 'word'[^]*\.conf/);
  });

  test('of two folders whose paths have the same words are told apart', () => {
    const long = `/${'x'.repeat(70)}`;
    const all = objects(() => ({ configFiles: {
      '/etc/app': { a: 'x' }, '/etc-app': { a: 'y' }, [`${long}/a`]: { a: 'x' }, [`${long}/b`]: { a: 'y' },
    } }));
    const { volumes, containers: [{ volumeMounts }] } = all['Deployment/checkout-api'].spec.template.spec;
    expect(volumes.slice(0, 2).map(({ name }: Manifest) => name)).toEqual(['files-etc-app', 'files-etc-app-e59e50']);
    expect(new Set(volumes.map(({ name }: Manifest) => name)).size).toBe(4);
    expect(volumes.every(({ name }: { name: string }) => name.length <= 63)).toBe(true);
    expect(volumeMounts.map(({ name }: Manifest) => name)).toEqual(volumes.map(({ name }: Manifest) => name));
  });

  test('at the path or with the name of another volume are refused', () => {
    const beside = (name: string, mount: string): Props => () => ({
      configFiles: { '/etc/app': { a: 'x' } }, volumes: { [name]: { mount, emptyDir: '1Mi' } },
    } as never);
    expect(refusals(beside('own', '/etc/app'))[0])
      .toMatch(/PARITY_BAD_NAME: two volumes are mounted at[^]*"\/etc\/app"/);
    expect(refusals(beside('files-etc-app', '/own'))[0]).toMatch(/PARITY_BAD_NAME: two volumes have one name/);
  });

});

test('what may vary is what docs/capabilities/config.md lists', () => {
  const large = 'x'.repeat(600_000);
  const { index } = appOf((chart) => ({
    args: [], config: config({ schema, values: { LEVEL: chart.level, TTL: chart.seconds } }),
    configFiles: { '/one': { 'a.conf': chart.word }, '/two': { 'a.conf': `${large}${chart.word}`, 'b.conf': large } },
  }), undefined, alone).render();
  const places = index.charts[0].template.objects
    .filter(({ id }) => /^(ConfigMap|Deployment)\//.test(id))
    .flatMap(({ id, places: all }) => all.map(({ path }) => `${id.split('/')[0]} ${
      path.map((step, i) => (typeof step === 'number' ? '*' : path[i - 1] === 'data' ? '<key>' : step)).join('.')}`))
    // Every object's namespace is a fact.
    .filter((place) => !place.endsWith(' metadata.namespace'));
  expect([...new Set(places)].sort()).toEqual(listedPlaces('config').toSorted());
});
