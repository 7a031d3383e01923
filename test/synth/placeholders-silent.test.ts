import { createHash } from 'node:crypto';
import { Helm, Names, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Tried, failuresOf, object, sink } from './fixtures/two-environments';

const IMAGE = `shop/app@sha256:${'a'.repeat(64)}`;

/** What is tried, and the code and words of the failure that must name it. */
type Case = readonly [name: string, code: string, words: RegExp, build: (chart: Tried) => void];

const annotated = (chart: Tried, value: string) =>
  new kplus.ConfigMap(chart, 'map', { metadata: { annotations: { value } } });

const lost: readonly Case[] = [
  ['text in upper case', 'PARITY_LOST', /fragment/, (c) => annotated(c, `x-${c.word}`.toUpperCase())],
  ['text in lower case', 'PARITY_LOST', /fragment/, (c) => annotated(c, `x-${c.word}`.toLowerCase())],
  ['a text cut at its end', 'PARITY_LOST', /fragment/, (c) => annotated(c, `${c.word}-end`.slice(0, 20))],
  ['a text cut at its start', 'PARITY_LOST', /fragment/, (c) => annotated(c, `start-${c.word}`.slice(-12))],
  ['a piece of a split text', 'PARITY_LOST', /fragment/, (c) => annotated(c, `${c.word}`.split('.')[0])],
  [
    'a volume name, which is cut at 63',
    'PARITY_LOST',
    /fragment/,
    (c) => {
      const config = kplus.ConfigMap.fromConfigMapName(c, 'config', `${'long-'.repeat(8)}${c.word}`);
      new kplus.Deployment(c, 'api', {
        containers: [{ image: IMAGE }],
        volumes: [kplus.Volume.fromConfigMap(c, 'volume', config)],
      });
    },
  ],
  [
    'a text without what DNS does not allow',
    'PARITY_LOST',
    /fragment/,
    (c) => annotated(c, `${c.word}`.replace(/[^a-zA-Z0-9-]/g, '')),
  ],
  ['a percent-encoded text', 'PARITY_LOST', /fragment/, (c) => annotated(c, encodeURIComponent(`${c.word}`))],
  ['a text in hex', 'PARITY_LOST', /hex/, (c) => annotated(c, Buffer.from(`x${c.word}`).toString('hex'))],
  ...[0, 1, 2].map((shift): Case => [
    `base64 in a Secret, shifted by ${shift}`,
    'PARITY_LOST',
    /base64/,
    (c) => {
      new kplus.k8s.KubeSecret(c, 'secret', {
        data: { key: Buffer.from(`${'x'.repeat(shift)}${c.word}`).toString('base64') },
      });
    },
  ]),
  [
    'a name made by Names',
    'PARITY_LOST',
    /fragment/,
    (c) => annotated(c, Names.toLabelValue(c, { extra: [`${c.word}`.replace(/[^\w.-]/g, '')] })),
  ],
  [
    'a number parsed from text',
    'PARITY_COMPUTED',
    /number was computed/,
    (c) =>
      new kplus.Deployment(c, 'api', {
        replicas: Number(`${c.count}`),
        containers: [{ image: IMAGE }],
      }),
  ],
  ['a key', 'PARITY_LOST', /key/, (c) => object(c, 'any', { [c.word]: 'x' })],
  [
    'a key of a ConfigMap',
    'PARITY_LOST',
    /key/,
    (c) => new kplus.ConfigMap(c, 'map', { data: { [`${c.word}.conf`]: 'x' } }),
  ],
  [
    'an added number',
    'PARITY_COMPUTED',
    /joins text/,
    (c) => new kplus.Deployment(c, 'api', { replicas: c.count + 1, containers: [{ image: IMAGE }] }),
  ],
  ['a number added to one', 'PARITY_COMPUTED', /joins text/, (c) => object(c, 'any', { n: 1 + c.count })],
  ['two added numbers', 'PARITY_COMPUTED', /joins text/, (c) => object(c, 'any', { n: c.count + c.env.nodes })],
  ['an object as text', 'PARITY_LOST', /object coerced/, (c) => annotated(c, String({ a: c.word }))],
  [
    'JSON in JSON',
    'PARITY_LOST',
    /second time/,
    (c) => annotated(c, JSON.stringify({ inner: JSON.stringify({ n: c.count }) })),
  ],
];

const salted: readonly Case[] = ([
  ['a checksum', (c) => annotated(c, createHash('sha256').update(`${c.word}`).digest('hex'))],
  ['a checksum of JSON', (c) => annotated(c, createHash('sha256').update(JSON.stringify([c.word])).digest('hex'))],
  ['a length', (c) => object(c, 'any', { length: `${c.word}`.length })],
  ['padding', (c) => annotated(c, `${c.word}`.padStart(60, '0'))],
  ['sorted texts', (c) => object(c, 'any', { sorted: [`${c.word}`, `${c.other}`].sort() })],
  ['sorted texts, the other way', (c) => object(c, 'any', { sorted: [`${c.other}`, `${c.word}`].sort().reverse() })],
] as const satisfies readonly (readonly [string, (chart: Tried) => void])[])
  .map(([name, build]): Case => [name, 'PARITY_WITNESS', /depends on how a placeholder is written/, build]);

const witnessed: readonly (readonly [
  name: string,
  path: string,
  template: string,
  plain: string,
  build: (chart: Tried) => unknown,
])[] = [
  ['===', 'spec.is', '"no"', '"yes"', (c) => object(c, 'any', { is: c.word === 'beta' ? 'yes' : 'no' })],
  ['==', 'spec.is', '"no"', '"yes"', (c) => object(c, 'any', { is: c.count == 6 ? 'yes' : 'no' })],
  [
    'if', 'spec.is', '"yes"', '"no"',
    (c) => {
      let is = 'no';
      if (c.count) is = 'yes';
      return object(c, 'any', { is });
    },
  ],
  ['||', 'spec.is', '0', '5', (c) => object(c, 'any', { is: c.count || 5 })],
  ['!', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: !c.count })],
  [
    'switch', 'spec.is', '"default"', '"b"',
    (c) => {
      switch (c.word as string) {
        case 'beta':
          return object(c, 'any', { is: 'b' });
        default:
          return object(c, 'any', { is: 'default' });
      }
    },
  ],
  ['typeof', 'spec.is', '"object"', '"string"', (c) => object(c, 'any', { is: typeof c.word })],
  [
    'Map.get', 'spec.is', '"none"', '"found"',
    (c) => object(c, 'any', { is: new Map<string, string>([['beta', 'found']]).get(c.word) ?? 'none' }),
  ],
  [
    'a look-up in an object', 'spec.is', '"none"', '"found"',
    (c) => object(c, 'any', { is: { beta: 'found' }[c.word as 'beta'] ?? 'none' }),
  ],
  ['Set.has', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: new Set<string>(['beta']).has(c.word) })],
  ['includes of a list', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: ['beta'].includes(c.word) })],
  ['includes of a text', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: `${c.word}`.includes('bet') })],
  ['startsWith', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: `${c.word}`.startsWith('bet') })],
  ['typeof of a number', 'spec.is', 'false', 'true', (c) => object(c, 'any', { is: typeof c.count === 'number' })],
  [
    'an index in a mapped list', 'spec.list[1].i', '0', '1',
    (c) => object(c, 'any', { list: c.nets.map((net, i) => ({ net, i })) }),
  ],
];

test.each([...lost, ...salted])('%s is found', (_, code, words, build) => {
  const failures = failuresOf((chart) => {
    sink(chart);
    build(chart);
  });
  const found = failures.map((failure) => `${failure.code} ${failure.message}`);
  expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${code} .*${words.source}`)));
});

test.each(witnessed)(
  '%s shows by the witness, which names object, path, both values and construct',
  (name, path, template, plain, build) => {
    // A count of nothing is what truth tests trip over.
    const values = {
      count: ['if', '||', '!'].includes(name) ? 0 : 6,
      word: 'beta',
      nets: ['10.0.0.0/8', '172.16.0.0/12'],
    };
    const failures = failuresOf((chart) => {
      sink(chart);
      build(chart);
    }, values);
    const found = failures.find(({ where }) => where?.startsWith('production: ') && where.includes(path.split('[')[0]));
    expect(found).toMatchObject({
      code: 'PARITY_WITNESS',
      where: expect.stringMatching(/^production: tried > Any\/any > .* \(tried\/any\)$/),
      got: expect.stringContaining(template),
      expected: expect.stringContaining(plain),
    });
  },
);

test('hosts that are equal in one environment are merged there, which the witness shows', () => {
  const failures = failuresOf((chart) => {
    sink(chart);
    const service = new kplus.Service(chart, 'service', { ports: [{ port: 80 }] });
    const ingress = new kplus.Ingress(chart, 'ingress');
    ingress.addHostRule(chart.word, '/', kplus.IngressBackend.fromService(service));
    ingress.addHostRule('beta', '/b', kplus.IngressBackend.fromService(service));
  }, { word: 'beta' });
  expect(failures.map(({ code, where }) => `${code} ${where}`)).toContainEqual(
    expect.stringMatching(/^PARITY_WITNESS production: .*Ingress\/.*spec\.rules/),
  );
});

test.each<readonly [string, (chart: Tried) => void]>([
  [
    '==',
    (c) => {
      if ((c.word as string) == 'beta') object(c, 'any', {});
    },
  ],
  [
    'startsWith',
    (c) => {
      if (`${c.word}`.startsWith('b')) object(c, 'any', {});
    },
  ],
  [
    'a flag of a construct',
    (c) => new kplus.Deployment(c, 'api', { containers: [{ image: IMAGE }], isolate: c.word as unknown as boolean }),
  ],
])('a variation that is used only in a condition (%s) never reaches the output', (_, build) => {
  const failures = failuresOf((chart) => {
    object(chart, 'fixed', {});
    build(chart);
  });
  expect(failures).toContainEqual(
    expect.objectContaining({ code: 'PARITY_UNUSED_VARIATION', got: "variation 'word'" }),
  );
});

test('text that needs escaping cannot be filled into JSON that is already written', () => {
  const failures = failuresOf((chart) => {
    sink(chart);
    new kplus.ConfigMap(chart, 'map', { data: { json: JSON.stringify({ a: `x-${chart.word}` }) } });
  }, { word: 'say "hi"' });
  expect(failures).toContainEqual(expect.objectContaining({
    code: 'PARITY_UNSAFE_TEXT', where: expect.stringMatching(/^production: tried > ConfigMap\/.* > data\.json$/),
  }));
});

test('quotes that a YAML writer chooses by the value show by the witness', () => {
  const yaml = require('js-yaml') as typeof import('js-yaml');
  const failures = failuresOf((chart) => {
    sink(chart);
    new kplus.ConfigMap(chart, 'map', { data: { yaml: yaml.dump({ a: `${chart.word}` }) } });
  }, { word: 'true' });
  expect(failures).toContainEqual(
    expect.objectContaining({ code: 'PARITY_WITNESS', where: expect.stringContaining('data.yaml') }),
  );
});

const VALUES: readonly (readonly [string, (chart: Tried) => Record<string, unknown>])[] = [
  ['a text', (c) => ({ host: c.env.domain })],
  ['a number', (c) => ({ replicas: c.count })],
  ['text that holds one', (c) => ({ deep: [{ url: `https://${c.env.domain}/` }] })],
  ['a list', (c) => ({ nets: c.nets })],
  ['a map', (c) => ({ tags: c.tags })],
  ['a size', (c) => ({ memory: c.memory })],
];

test.each(VALUES)('Helm is refused %s in its values before it runs', (_, values) => {
  const failures = failuresOf((chart) => {
    sink(chart);
    new Helm(chart, 'helm', { chart: './chart', helmExecutable: 'true', values: values(chart) });
  });
  expect(failures).toContainEqual(
    expect.objectContaining({
      code: 'PARITY_COMPUTED',
      got: expect.stringMatching(/YAML|Helm/),
      where: expect.stringContaining('placeholders-silent.test.ts:'),
    }),
  );
});

test('Helm with plain values works, and so does the YAML writer', () => {
  expect(failuresOf((chart) => {
    sink(chart);
    new Helm(chart, 'helm', { chart: './chart', helmExecutable: 'true', values: { replicas: 2 } });
    object(chart, 'any', { text: Yaml.stringify({ a: 1 }) });
  })).toEqual([]);
});
