import type { Construct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParityChart, ParityConstruct, vary } from '../../lib';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { failureOf, failuresOf, place, render, shop, shown } from './fixtures/probe';

const why = 'traffic differs';
const temporary = temporaryFolders();

class Limits extends ParityConstruct {
  readonly rate = vary.integer({ why, default: 10, min: 1, max: 99 });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, id, { value: this.rate });
  }
}

class Api extends ParityChart {
  readonly replicas = vary.integer({ why, default: 2, min: 1, max: 50 });
  readonly zones = vary.list({ why, default: ['a'], items: /[a-z]+/ });
  readonly labels2 = vary.map({ why, default: {}, values: /[a-z]+/ });
  readonly limits: Limits;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    place(this, 'api', { value: [this.replicas, this.zones, this.labels2] });
    this.limits = new Limits(this, 'limits');
  }
}

/** Writes an overlay file, and gives its path and the name by which errors speak of it. */
function write(text: string) {
  const folder = temporary();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'overlay.yaml');
  writeFileSync(file, text);
  return { file, name: file };
}

function loaded(text: string) {
  const { file, name } = write(text);
  return { name, run: () => render({ api: Api }, { environments: [shop('local').overlaysFrom(file)] }) };
}

test('an overlay file gives values at every depth, each with its line', () => {
  const { name, run } = loaded(
    '# ours\nApi:\n  replicas: 6\n  zones: [b,\n    c]\n  labels2:\n    tier: gold\n\n  limits:\n    # why\n    rate: 11\n',
  );
  const values = run().index.charts[0].targets.local.values;
  expect(Object.fromEntries(Object.entries(values).map(([key, { value, source }]) => [key, [value, source]]))).toEqual({
    replicas: [6, `${name}:3`],
    zones: [['b', 'c'], `${name}:4`],
    labels2: [{ tier: 'gold' }, `${name}:6`],
    'limits.rate': [11, `${name}:11`],
  });
});

test('an overlay file names one instance after a slash', () => {
  const { file } = write('Api/b:\n  replicas: 7\n');
  const assembly = render({ a: Api, b: Api }, { environments: [shop('local').overlaysFrom(file)] });
  expect(
    [shown(assembly, 'local', 'a'), shown(assembly, 'local', 'b')].map(
      (value) => (value as unknown[] | undefined)?.[0],
    ),
  ).toEqual([2, 7]);
});

const wrong: readonly [string, string, string, number, RegExp][] = [
  ['an unknown key', 'Api:\n  replcas: 6\n', 'PARITY_UNKNOWN_VARIATION', 2, /'replcas'/],
  [
    'an unknown key in a nested construct',
    'Api:\n  limits:\n\n    rat: 6\n',
    'PARITY_UNKNOWN_VARIATION',
    4,
    /'limits\.rat'/,
  ],
  ['a wrong type', 'Api:\n  replicas: "6"\n', 'PARITY_BAD_VALUE', 2, /"6"/],
  ['a number outside its bounds', 'Api:\n  limits:\n    rate: 100\n', 'PARITY_BAD_VALUE', 3, /100/],
  ['nothing', 'Api:\n  replicas:\n', 'PARITY_BAD_VALUE', 2, /null/],
  ['a value that is the default', 'Api:\n  replicas: 2\n', 'PARITY_OVERLAY_NO_CHANGE', 2, /2/],
  ['a map where a number belongs', 'Api:\n  replicas: { min: 1 }\n', 'PARITY_BAD_VALUE', 2, /min/],
  ['a number where a construct belongs', 'Api:\n  limits: 3\n', 'PARITY_UNKNOWN_VARIATION', 2, /'limits'/],
  ['a list in a list', 'Api:\n  zones:\n    - [a]\n', 'PARITY_BAD_VALUE', 2, /\[\["a"\]\]/],
  ['__proto__', 'Api:\n  __proto__:\n    replicas: 6\n', 'PARITY_UNKNOWN_VARIATION', 2, /'__proto__'/],
  ['__proto__ in a map', 'Api:\n  labels2:\n    __proto__: x\n', 'PARITY_BAD_VALUE', 2, /__proto__/],
  [
    'constructor',
    'Api:\n  constructor: { prototype: { polluted: 1 } }\n',
    'PARITY_UNKNOWN_VARIATION',
    2,
    /'constructor'/,
  ],
  ['a merge key', 'Api:\n  <<: { replicas: 6 }\n', 'PARITY_UNKNOWN_VARIATION', 2, /'<<'/],
  ['a duplicate key', 'Api:\n  replicas: 6\n  replicas: 7\n', 'PARITY_BAD_OVERLAY_FILE', 3, /duplicated/],
  ['a duplicate class', 'Api:\n  replicas: 6\nApi:\n  zones: [b]\n', 'PARITY_BAD_OVERLAY_FILE', 3, /duplicated/],
  ['an alias', 'Api:\n  replicas: &n 6\n  limits:\n    rate: *n\n', 'PARITY_BAD_OVERLAY_FILE', 4, /alias/],
  ['a tag', 'Api:\n  replicas: !!js/function "x"\n', 'PARITY_BAD_OVERLAY_FILE', 2, /tag/],
  ['a tab', 'Api:\n\treplicas: 6\n', 'PARITY_BAD_OVERLAY_FILE', 2, /tab/],
  ['a complex key', 'Api:\n  ? [a]\n  : 6\n', 'PARITY_BAD_OVERLAY_FILE', 1, /key/],
  ['a list of classes', '- Api\n', 'PARITY_BAD_OVERLAY_FILE', 0, /\["Api"\]/],
  ['a class without values', 'Api: 3\n', 'PARITY_BAD_OVERLAY_FILE', 1, /3/],
  ['two documents', 'Api: {}\n---\nApi: {}\n', 'PARITY_BAD_OVERLAY_FILE', 0, /single document/],
  ['an empty file', '', 'PARITY_BAD_OVERLAY_FILE', 0, /empty/],
  ['a class that no chart has', '\nApii:\n  replicas: 6\n', 'PARITY_OVERLAY_UNMATCHED', 2, /Apii/],
];

test.each(wrong)('an overlay file with %s fails, naming file and line', (_, text, code, line, got) => {
  const { name, run } = loaded(text);
  const failure = failureOf(run);
  expect(failure.code).toBe(code);
  expect(failure.where?.split(' ').at(-1)).toBe(line === 0 ? name : `${name}:${line}`);
  expect(`${failure.got} ${failure.message}`).toMatch(got);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

describe('a hostile overlay file ends quickly', () => {
  const laughs = ['a: &a0 [x, x]', ...Array.from({ length: 40 }, (_, i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]`)].join(
    '\n',
  );
  const hostile: readonly [string, string][] = [
    ['a billion laughs', laughs],
    ['deep nesting', `Api: ${'['.repeat(50_000)}`],
    ['deep maps', Array.from({ length: 5000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['two megabytes', `Api:\n  zones: [${'a, '.repeat(700_000)}a]\n`],
    ['a NUL', 'Api:\n  replicas: 6\0\n'],
  ];

  test.each(hostile)('%s', (_, text) => {
    const start = performance.now();
    expect(failureOf(loaded(text).run).code).toBe('PARITY_BAD_OVERLAY_FILE');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

test('an overlay file that is missing, or a folder, is one failure', () => {
  const folder = temporary();
  expect(failureOf(() => shop('local').overlaysFrom(join(folder, 'none.yaml')))).toMatchObject({
    code: 'PARITY_BAD_OVERLAY_FILE',
  });
  expect(failureOf(() => shop('local').overlaysFrom(folder))).toMatchObject({ code: 'PARITY_BAD_OVERLAY_FILE' });
});

test('several classes that are no maps are reported together', () => {
  expect(failuresOf(loaded('A: 1\nB: 2\n').run).map(({ where }) => where?.split(':').at(-1))).toEqual(['1', '2']);
});
